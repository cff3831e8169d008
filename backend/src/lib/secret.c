/* Randomness, hashes, passwords and wiped memory. Sealed texts and the key files are in
 * secret_seal.c; no other file knows libsodium. */
#include "lib/secret.h"
#include "base/log.h"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { PASSWORD_OPS = 2, PASSWORD_MEMORY = 19 * 1024 * 1024 };

bool secret_start(void)
{
	const struct rlimit none = { 0, 0 };

	if (sodium_init() < 0 || setrlimit(RLIMIT_CORE, &none) != 0)
		return false;
#if !defined(__SANITIZE_ADDRESS__) /* whose leak check attaches to the process as a debugger would */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return false;
#endif
	return true;
}

static void out_of_memory(const char *what)
{
	log_error("out_of_memory", KV("what", what));
	abort();
}

static void wipe(void *memory)
{
	sodium_free(memory);
}

void *secret_alloc(struct arena *a, size_t n)
{
	void *memory = sodium_malloc(n ? n : 1);

	if (!memory)
		out_of_memory("secret");
	arena_defer(a, wipe, memory);
	return memset(memory, 0, n ? n : 1);
}

/* ---- randomness */

void random_bytes(void *out, size_t n)
{
	randombytes_buf(out, n);
}

uint32_t random_below(uint32_t limit)
{
	return randombytes_uniform(limit);
}

static char *base64(struct arena *a, const void *data, size_t n, int variant)
{
	size_t size = sodium_base64_encoded_len(n, variant);

	return sodium_bin2base64(arena_alloc(a, size), size, data, n, variant);
}

char *random_text(struct arena *a, size_t n_bytes)
{
	unsigned char *bytes = arena_alloc(a, n_bytes);

	randombytes_buf(bytes, n_bytes);
	return base64(a, bytes, n_bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *random_uuid(struct arena *a)
{
	unsigned char b[16];

	randombytes_buf(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40); /* version 4, RFC 9562 */
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	return arena_printf(a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2],
		b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

/* ---- hashes and encodings */

void sha256(const void *data, size_t n, unsigned char out[SHA256_BYTES])
{
	crypto_hash_sha256(out, data, n);
}

void blake2b(const void *data, size_t n, unsigned char out[BLAKE2B_BYTES])
{
	crypto_generichash(out, BLAKE2B_BYTES, data, n, NULL, 0);
}

struct bytes sha256_of(struct arena *a, const char *text)
{
	unsigned char *hash = arena_alloc(a, SHA256_BYTES);

	crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
	return (struct bytes){ hash, SHA256_BYTES };
}

struct sha256_sum {
	crypto_hash_sha256_state state;
};

struct sha256_sum *sha256_begin(struct arena *a)
{
	struct sha256_sum *s = NEW(a, struct sha256_sum);

	crypto_hash_sha256_init(&s->state);
	return s;
}

void sha256_add(struct sha256_sum *s, const void *data, size_t n)
{
	crypto_hash_sha256_update(&s->state, data, n);
}

struct bytes sha256_end(struct arena *a, struct sha256_sum *s)
{
	unsigned char *hash = arena_alloc(a, SHA256_BYTES);

	crypto_hash_sha256_final(&s->state, hash);
	return (struct bytes){ hash, SHA256_BYTES };
}

static void hmac_sha256(const char *key, const void *data, size_t n, unsigned char mac[crypto_auth_hmacsha256_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key, strlen(key));
	crypto_auth_hmacsha256_update(&state, data, n);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_memzero(&state, sizeof state);
}

char *hmac_sha256_base64(struct arena *a, const char *key, const void *data, size_t n)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	hmac_sha256(key, data, n, mac);
	return base64(a, mac, sizeof mac, sodium_base64_VARIANT_ORIGINAL);
}

char *hmac_sha256_hex(struct arena *a, const char *key, const void *data, size_t n)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	const size_t  size = 2 * sizeof mac + 1;

	hmac_sha256(key, data, n, mac);
	return sodium_bin2hex(arena_alloc(a, size), size, mac, sizeof mac);
}

bool same_bytes(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

static bool base64_decode(const char *text, size_t n, void *out, size_t out_size, size_t *len, int variant)
{
	const char *end;

	return sodium_base642bin(out, out_size, text, n, NULL, len, &end, variant) == 0 && end == text + n;
}

bool base64_read(const char *text, size_t n, void *out, size_t out_size, size_t *len)
{
	return base64_decode(text, n, out, out_size, len, sodium_base64_VARIANT_ORIGINAL);
}

bool base64url_read(const char *text, size_t n, void *out, size_t out_size, size_t *len)
{
	return base64_decode(text, n, out, out_size, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* ---- passwords */

char *password_hash(struct arena *a, const char *password)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(hash, password, strlen(password), PASSWORD_OPS, PASSWORD_MEMORY,
		    crypto_pwhash_ALG_ARGON2ID13)
	    != 0)
		out_of_memory("password");
	return hash;
}

bool password_fits(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool password_wants_rehash(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, PASSWORD_OPS, PASSWORD_MEMORY) != 0;
}

void password_fits_nobody(const char *password)
{
	unsigned char salt[crypto_pwhash_SALTBYTES], out[32];

	randombytes_buf(salt, sizeof salt);
	if (crypto_pwhash(out, sizeof out, password, strlen(password), salt, PASSWORD_OPS, PASSWORD_MEMORY,
		    crypto_pwhash_ALG_ARGON2ID13)
	    != 0)
		out_of_memory("password");
}
