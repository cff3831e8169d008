#pragma once
#include "base/ctx.h"
#include "base/value.h"

/* Cryptography: libsodium and nothing else. */
bool secret_start(void); /* sodium_init, cores off; false when it fails */

void  random_bytes(void *out, size_t n);
uint32_t random_below(uint32_t limit);
/* n random bytes as base64url without padding. */
char *random_text(struct arena *a, size_t n_bytes);
char *random_uuid(struct arena *a);

enum { SHA256_BYTES = 32, BLAKE2B_BYTES = 32 };
void sha256(const void *data, size_t n, unsigned char out[SHA256_BYTES]);
/* BLAKE2b of 32 bytes: three times as fast, for what never leaves the process. */
void blake2b(const void *data, size_t n, unsigned char out[BLAKE2B_BYTES]);
struct bytes sha256_of(struct arena *a, const char *text); /* 32 bytes in the arena */
/* The same of what comes in pieces. */
struct sha256_sum;
struct sha256_sum *sha256_begin(struct arena *a);
void               sha256_add(struct sha256_sum *s, const void *data, size_t n);
struct bytes       sha256_end(struct arena *a, struct sha256_sum *s);
/* HMAC-SHA256 as standard base64 with padding (OAuth signatures, webhooks). */
char *hmac_sha256_base64(struct arena *a, const char *key, const void *data, size_t n);
/* The same in lower-case hex. */
char *hmac_sha256_hex(struct arena *a, const char *key, const void *data, size_t n);
bool  same_bytes(const void *a, const void *b, size_t n); /* constant time */
/* Strict decoders: the exact alphabet, padding only and always where the form has it, no stray
 * bits, no white space. False also when `out` is too small; 3/4 of n is enough. */
bool base64_read(const char *text, size_t n, void *out, size_t out_size, size_t *len);    /* standard, padded */
bool base64url_read(const char *text, size_t n, void *out, size_t out_size, size_t *len); /* unpadded */

/* Zeroed memory outside the arena that is locked and guarded, and wiped when the arena is reset.
 * It may lie at any byte: for bytes and text, not for structs. */
void *secret_alloc(struct arena *a, size_t n) __attribute__((returns_nonnull));

/* argon2id, opslimit 2, memlimit 19 MiB: about 50 ms here, never inside a transaction. */
char *password_hash(struct arena *a, const char *password);
bool  password_fits(const char *hash, const char *password);
bool  password_wants_rehash(const char *hash);
/* Spends the time of a check for a user who does not exist. */
void  password_fits_nobody(const char *password);

/* Sealed texts: the API can seal with the public key, only the worker can open. Keys live in the
 * arena of the context they were loaded with: that of the process. The sealed text holds version,
 * customer, store and field, compared on opening, so rows cannot be swapped. key_id names the key
 * pair: the first 16 hex digits of the public key's SHA-256. */
struct seal_public;
struct seal_secret;
struct seal_public *seal_public_load(struct ctx *c, const char *dir); /* NULL with a problem */
struct seal_secret *seal_secret_load(struct ctx *c, const char *dir); /* the worker; NULL with a problem */
const char *seal_key_id(const struct seal_public *k);
/* No data, with a problem, when the text is longer than SEAL_TEXT_MAX. */
enum { SEAL_TEXT_MAX = 16384 };
struct bytes seal(struct ctx *c, const struct seal_public *k, uint64_t customer_id, uint64_t store_id,
	const char *field, const char *text);
/* NULL with PROBLEM_INTERNAL when it was sealed for something else, damaged, or by another key. The
 * text lives in memory that is wiped when the arena is reset. */
const char *seal_open(struct ctx *c, const struct seal_secret *k, uint64_t customer_id, uint64_t store_id,
	const char *field, struct bytes sealed);

/* Texts that whoever holds the key file box.keys can read again: "id:base64[,id:base64]", the first locks, all open.
 * Bound to a customer, one of its things, and a field; a row keeps box_key_id beside the text. */
struct box_keys;
struct box_keys *box_keys_load(struct ctx *c, const char *dir); /* NULL with a problem */
const char *box_key_id(const struct box_keys *k);
/* No data, with a problem, when the text is longer than SEAL_TEXT_MAX. */
struct bytes box_lock(struct ctx *c, const struct box_keys *k, uint64_t customer_id, uint64_t subject_id, const char *field, const char *text);
/* NULL with PROBLEM_INTERNAL when it was locked for something else, damaged, or by a key that is not there. */
const char *box_open(struct ctx *c, const struct box_keys *k, const char *key_id, uint64_t customer_id, uint64_t subject_id,
	const char *field, struct bytes locked);

/* Makes what is missing in the folder, and the folder itself: jwt.keys ("kid:base64"), box.keys, seal.key,
 * seal.pub, mode 0400. What is there is kept; a seal.pub without its seal.key is a problem, since a
 * new pair could not open what was sealed for the old one. Two runs at once agree on one pair. */
MUST_CHECK bool secret_keys_init(struct ctx *c, const char *dir);
/* The text of a secret's file without the line break at its end, in wiped memory; NULL with a
 * problem when it cannot be read, is longer than 8 KiB, or when everybody may read it. */
const char *secret_file(struct ctx *c, const char *dir, const char *name);
