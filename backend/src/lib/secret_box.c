/* Texts that the API must read again, such as what a webhook is verified with: XChaCha20-Poly1305 under a key of the
 * customer's own, which follows from the key file. Bound to what it was locked for:
 *
 *     nonce (24) | text, encrypted | tag (16)         with   version 1 | customer (8) | subject (8) | field   beside it */
#include "lib/secret.h"

#include <sodium.h>
#include <string.h>

enum { BOX_VERSION = 1, KEYS_MAX = 8, ID_CHARS = 8, FIELD_MAX = 64, HEAD = 1 + 8 + 8, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES, KEY = crypto_kdf_KEYBYTES };

struct box_key {
	char          id[ID_CHARS + 1];
	unsigned char key[KEY];
};
struct box_keys { /* bytes alone: it lies in wiped memory, which is not aligned */
	struct box_key keys[KEYS_MAX];
	unsigned char  n;
};

_Static_assert(sizeof(struct box_key) == ID_CHARS + 1 + KEY, "no gaps: it may lie at any byte");
_Static_assert((int)KEY == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a derived key is a key of the cipher");

/* ---- keys */

static bool key_read(const char *text, size_t n, struct box_key *out)
{
	size_t len;

	if (n <= ID_CHARS + 1 || text[ID_CHARS] != ':' || strspn(text, "0123456789abcdef") != ID_CHARS)
		return false;
	memcpy(out->id, text, ID_CHARS);
	out->id[ID_CHARS] = '\0';
	return base64_read(text + ID_CHARS + 1, n - ID_CHARS - 1, out->key, KEY, &len) && len == KEY;
}

struct box_keys *box_keys_load(struct ctx *c, const char *dir)
{
	struct box_keys *k = secret_alloc(c->arena, sizeof *k);
	const char *text = secret_file(c, dir, "box.keys");

	if (!text)
		return NULL;
	while (*text) {
		size_t n = strcspn(text, ",");

		if (k->n == KEYS_MAX || !key_read(text, n, &k->keys[k->n])) {
			(void)problem(c, PROBLEM_UNAVAILABLE, "%s/box.keys: must be like 0123abcd:<32 bytes in base64>, parted by commas", dir);
			return NULL;
		}
		k->n++;
		text += n + (text[n] == ',');
	}
	if (k->n)
		return k;
	(void)problem(c, PROBLEM_UNAVAILABLE, "%s/box.keys: is empty", dir);
	return NULL;
}

const char *box_key_id(const struct box_keys *k)
{
	return k->keys[0].id;
}

static const struct box_key *key_named(const struct box_keys *k, const char *id)
{
	for (size_t i = 0; id && i < k->n; i++)
		if (strcmp(k->keys[i].id, id) == 0)
			return &k->keys[i];
	return NULL;
}

/* ---- locking */

static size_t put_head(unsigned char head[HEAD + FIELD_MAX], uint64_t customer_id, uint64_t subject_id, const char *field)
{
	const size_t len = strlen(field);

	head[0] = BOX_VERSION;
	for (int i = 0; i < 8; i++) {
		head[1 + i] = (unsigned char)(customer_id >> (56 - 8 * i));
		head[9 + i] = (unsigned char)(subject_id >> (56 - 8 * i));
	}
	memcpy(head + HEAD, field, len);
	return HEAD + len;
}

static void derive(unsigned char out[KEY], const struct box_key *master, uint64_t customer_id)
{
	/* fails for lengths alone, which are fixed here */
	if (crypto_kdf_derive_from_key(out, KEY, customer_id, "gwms-box", master->key) != 0)
		abort();
}

struct bytes box_lock(struct ctx *c, const struct box_keys *k, uint64_t customer_id, uint64_t subject_id, const char *field, const char *text)
{
	const size_t n = strlen(text);
	unsigned char head[HEAD + FIELD_MAX], key[KEY], *out;
	unsigned long long len;
	size_t head_len;

	if (n > SEAL_TEXT_MAX || strlen(field) > FIELD_MAX) {
		(void)problem(c, PROBLEM_INTERNAL, "The text for %.64s is too long to be locked", field);
		return (struct bytes){ 0 };
	}
	out = arena_alloc(c->arena, NONCE + n + TAG);
	head_len = put_head(head, customer_id, subject_id, field);
	derive(key, &k->keys[0], customer_id);
	random_bytes(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &len, (const unsigned char *)text, n, head, head_len, NULL, out, key);
	sodium_memzero(key, sizeof key);
	return (struct bytes){ out, NONCE + len };
}

const char *box_open(struct ctx *c, const struct box_keys *k, const char *key_id, uint64_t customer_id, uint64_t subject_id, const char *field,
	struct bytes locked)
{
	const struct box_key *master = key_named(k, key_id);
	const unsigned char *data = locked.data;
	unsigned char head[HEAD + FIELD_MAX], key[KEY], *plain;
	unsigned long long len;
	bool opened = false;

	if (master && data && locked.len >= NONCE + TAG && locked.len <= NONCE + TAG + SEAL_TEXT_MAX && strlen(field) <= FIELD_MAX) {
		plain = secret_alloc(c->arena, locked.len - NONCE - TAG + 1);
		derive(key, master, customer_id);
		opened = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &len, NULL, data + NONCE, locked.len - NONCE, head,
				 put_head(head, customer_id, subject_id, field), data, key) == 0
		      && !memchr(plain, 0, len);
		sodium_memzero(key, sizeof key);
		if (opened)
			return (const char *)plain;
	}
	(void)problem(c, PROBLEM_INTERNAL, "A kept secret cannot be opened");
	(void)problem_cause(c, master ? "locked for something else, or damaged" : "locked with a key that box.keys does not hold");
	return NULL;
}
