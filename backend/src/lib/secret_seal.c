/* Sealed texts and the files their keys lie in. What is sealed is
 *
 *     version 1 | customer (8) | store (8) | length of field (2) | field | text
 *
 * so that a sealed column copied into another row, or another field, does not open there. */
#include "lib/secret_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SEAL_VERSION = 1,
	SEAL_HEAD = 1 + 8 + 8 + 2,
	FIELD_MAX = 64,
	FILE_MAX = 8192,
	JWT_KEY_BYTES = 32,
	PAIRS_MAX = 4,
};

struct seal_public {
	unsigned char key[crypto_box_PUBLICKEYBYTES];
	char          id[17];
};

/* The first is the pair of seal.pub, or will be; all open. Bytes alone: it lies in wiped memory, which is not aligned. */
struct seal_pair {
	unsigned char secret[crypto_box_SECRETKEYBYTES];
	unsigned char public[crypto_box_PUBLICKEYBYTES];
};
struct seal_secret {
	struct seal_pair pairs[PAIRS_MAX];
	unsigned char    n;
};
_Static_assert(_Alignof(struct seal_secret) == 1, "it may lie at any byte");

/* ---- files */

bool secret_file_problem(struct ctx *c, const char *path, const char *what)
{
	return problem(c, PROBLEM_UNAVAILABLE, "%s: %s", path, what);
}

/* *text stays NULL when there is no such file. */
static bool file_read(struct ctx *c, const char *path, bool secret, char **text)
{
	int         fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t     n, total = 0;
	char       *to;
	bool        ok;

	*text = NULL;
	if (fd < 0)
		return errno == ENOENT || secret_file_problem(c, path, strerror(errno));
	ok = fstat(fd, &st) == 0 || secret_file_problem(c, path, strerror(errno));
	ok = ok && (S_ISREG(st.st_mode) || secret_file_problem(c, path, "is not a file"));
	ok = ok && (!secret || (st.st_mode & S_IRWXO) == 0 || secret_file_problem(c, path, "everybody may read it: chmod 0400"));
	if (ok) {
		to = secret_alloc(c->arena, FILE_MAX + 1);
		while ((n = read(fd, to + total, (size_t)(FILE_MAX + 1 - total))) > 0)
			total += n;
		ok = (n == 0 || secret_file_problem(c, path, strerror(errno)))
		    && (total <= FILE_MAX || secret_file_problem(c, path, "is too long for a key"));
		while (total > 0 && (to[total - 1] == '\n' || to[total - 1] == '\r'))
			total--;
		if (ok) {
			to[total] = '\0';
			*text = to;
		}
	}
	close(fd);
	return ok;
}

const char *secret_file(struct ctx *c, const char *dir, const char *name)
{
	const char *path = arena_printf(c->arena, "%s/%s", dir, name);
	char       *text;

	if (!file_read(c, path, true, &text))
		return NULL;
	if (!text)
		secret_file_problem(c, path, "is not there");
	return text;
}

bool secret_write_whole(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t done = write(fd, text, n);

		if (done < 0)
			return false;
		text += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0 && fchmod(fd, S_IRUSR) == 0;
}

/* Whole or not at all, and never over what is there: the name is given with link(), which unlike
 * rename() refuses when another run was first. Then the file of the other run stands. */
static bool file_make(struct ctx *c, const char *dir, const char *name, const char *text)
{
	const char *path = arena_printf(c->arena, "%s/%s", dir, name);
	const char *temp = arena_printf(c->arena, "%s/.%s.%s", dir, name, random_text(c->arena, 9));
	int         fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	int         dir_fd;
	bool        ok;

	if (fd < 0)
		return secret_file_problem(c, temp, strerror(errno));
	ok = secret_write_whole(fd, text, strlen(text)) && (link(temp, path) == 0 || errno == EEXIST);
	if (!ok)
		secret_file_problem(c, path, strerror(errno));
	close(fd);
	unlink(temp);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir_fd >= 0) {
		ok = (fsync(dir_fd) == 0 || secret_file_problem(c, dir, strerror(errno))) && ok;
		close(dir_fd);
	}
	return ok;
}

char *secret_key_line(struct ctx *c, const char *head, const unsigned char *key, size_t n)
{
	size_t head_len = strlen(head), len = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	char  *line = secret_alloc(c->arena, head_len + len + 1);

	memcpy(line, head, head_len);
	sodium_bin2base64(line + head_len, len, key, n, sodium_base64_VARIANT_ORIGINAL);
	line[head_len + len - 1] = '\n';
	return line;
}

/* ---- key pair */

static bool key_parse(struct ctx *c, const char *dir, const char *name, const char *text, size_t n, unsigned char key[32])
{
	size_t len;

	return (base64_read(text, n, key, 32, &len) && len == 32)
	    || secret_file_problem(c, arena_printf(c->arena, "%s/%s", dir, name), "holds no 32 bytes in base64");
}

struct seal_public *seal_public_load(struct ctx *c, const char *dir)
{
	const char         *path = arena_printf(c->arena, "%s/seal.pub", dir);
	struct seal_public *k = NEW(c->arena, struct seal_public);
	unsigned char       hash[SHA256_BYTES];
	char               *text;

	if (!file_read(c, path, false, &text))
		return NULL;
	if (!text) {
		secret_file_problem(c, path, "is not there");
		return NULL;
	}
	if (!key_parse(c, dir, "seal.pub", text, strlen(text), k->key))
		return NULL;
	sha256(k->key, sizeof k->key, hash);
	sodium_bin2hex(k->id, sizeof k->id, hash, 8);
	return k;
}

struct seal_secret *seal_secret_load(struct ctx *c, const char *dir)
{
	struct seal_secret *k = secret_alloc(c->arena, sizeof *k);
	const char         *text = secret_file(c, dir, "seal.key");

	if (!text)
		return NULL;
	for (;;) {
		const size_t      n = strcspn(text, ",");
		struct seal_pair *pair = &k->pairs[k->n];

		if (k->n == PAIRS_MAX) {
			secret_file_problem(c, arena_printf(c->arena, "%s/seal.key", dir), "holds more than 4 keys: drop those that are not used");
			return NULL;
		}
		if (!key_parse(c, dir, "seal.key", text, n, pair->secret))
			return NULL;
		crypto_scalarmult_base(pair->public, pair->secret);
		k->n++;
		if (!text[n])
			return k;
		text += n + 1;
	}
}

int seal_pair_of(const struct seal_secret *secret, const struct seal_public *public)
{
	for (int i = 0; i < secret->n; i++)
		if (same_bytes(secret->pairs[i].public, public->key, sizeof public->key))
			return i;
	return -1;
}

const char *seal_key_id(const struct seal_public *k)
{
	return k->id;
}

/* ---- sealing */

static size_t put_head(unsigned char *to, uint64_t customer_id, uint64_t store_id, const char *field)
{
	size_t len = strlen(field);

	to[0] = SEAL_VERSION;
	for (int i = 0; i < 8; i++) {
		to[1 + i] = (unsigned char)(customer_id >> (56 - 8 * i));
		to[9 + i] = (unsigned char)(store_id >> (56 - 8 * i));
	}
	to[17] = (unsigned char)(len >> 8);
	to[18] = (unsigned char)len;
	memcpy(to + SEAL_HEAD, field, len);
	return SEAL_HEAD + len;
}

struct bytes seal(struct ctx *c, const struct seal_public *k, uint64_t customer_id, uint64_t store_id,
	const char *field, const char *text)
{
	size_t         text_len = strlen(text), head_len, plain_len;
	unsigned char *plain, *sealed;

	if (strlen(field) > FIELD_MAX || text_len > SEAL_TEXT_MAX) {
		problem(c, PROBLEM_INTERNAL, "The text for %.64s is too long to be sealed", field);
		return (struct bytes){ 0 };
	}
	plain = secret_alloc(c->arena, SEAL_HEAD + FIELD_MAX + text_len);
	head_len = put_head(plain, customer_id, store_id, field);
	memcpy(plain + head_len, text, text_len);
	plain_len = head_len + text_len;
	sealed = arena_alloc(c->arena, plain_len + crypto_box_SEALBYTES);
	if (crypto_box_seal(sealed, plain, plain_len, k->key) != 0) {
		problem(c, PROBLEM_INTERNAL, "Nothing can be sealed");
		problem_cause(c, "seal.pub holds no usable public key");
		return (struct bytes){ 0 };
	}
	return (struct bytes){ sealed, plain_len + crypto_box_SEALBYTES };
}

static const char *not_opened(struct ctx *c, uint64_t store_id, const char *cause)
{
	problem(c, PROBLEM_INTERNAL, "The credentials of store %llu cannot be opened", (unsigned long long)store_id);
	problem_cause(c, "%s", cause);
	return NULL;
}

const char *seal_open(struct ctx *c, const struct seal_secret *k, uint64_t customer_id, uint64_t store_id,
	const char *field, struct bytes sealed)
{
	unsigned char *plain, head[SEAL_HEAD + FIELD_MAX];
	size_t         plain_len, head_len, i = 0;

	if (!sealed.data || sealed.len < crypto_box_SEALBYTES + SEAL_HEAD
	    || sealed.len > crypto_box_SEALBYTES + SEAL_HEAD + FIELD_MAX + SEAL_TEXT_MAX || strlen(field) > FIELD_MAX)
		return not_opened(c, store_id, "no sealed text has this length");
	plain_len = sealed.len - crypto_box_SEALBYTES;
	plain = secret_alloc(c->arena, plain_len + 1);
	while (i < k->n && crypto_box_seal_open(plain, sealed.data, sealed.len, k->pairs[i].public, k->pairs[i].secret) != 0)
		i++;
	if (i == k->n)
		return not_opened(c, store_id, "sealed with another key, or damaged");
	head_len = put_head(head, customer_id, store_id, field);
	if (plain_len < head_len || !same_bytes(plain, head, head_len))
		return not_opened(c, store_id, "sealed for another customer, store or field");
	if (memchr(plain + head_len, 0, plain_len - head_len))
		return not_opened(c, store_id, "the sealed text holds a zero byte");
	return (const char *)plain + head_len;
}

/* ---- making the files */

/* A file of one key with a name, as those have that hold several in turn. */
static bool make_named_key(struct ctx *c, const char *dir, const char *name)
{
	unsigned char *key = secret_alloc(c->arena, JWT_KEY_BYTES), id[4];
	char           head[2 * sizeof id + 2];

	randombytes_buf(id, sizeof id);
	sodium_bin2hex(head, 2 * sizeof id + 1, id, sizeof id);
	head[2 * sizeof id] = ':';
	head[2 * sizeof id + 1] = '\0';
	randombytes_buf(key, JWT_KEY_BYTES);
	return file_make(c, dir, name, secret_key_line(c, head, key, JWT_KEY_BYTES));
}

static bool make_seal_key(struct ctx *c, const char *dir, bool has_public)
{
	unsigned char *secret;

	if (has_public)
		return secret_file_problem(c, dir, "has seal.pub without its seal.key: restore the key, or remove seal.pub and enter"
					    " every store's credentials again");
	secret = secret_alloc(c->arena, crypto_box_SECRETKEYBYTES);
	randombytes_buf(secret, crypto_box_SECRETKEYBYTES);
	return file_make(c, dir, "seal.key", secret_key_line(c, "", secret, crypto_box_SECRETKEYBYTES));
}

/* The public half follows from the secret one, so it is always made from the file that stands. */
static bool make_seal_public(struct ctx *c, const char *dir)
{
	struct seal_secret *k = seal_secret_load(c, dir);

	return k && file_make(c, dir, "seal.pub", secret_key_line(c, "", k->pairs[0].public, sizeof k->pairs[0].public));
}

static bool pair_fits(struct ctx *c, const char *dir)
{
	struct seal_secret *secret = seal_secret_load(c, dir);
	struct seal_public *public = seal_public_load(c, dir);

	return secret && public
	    && (seal_pair_of(secret, public) >= 0
	        || secret_file_problem(c, dir, "seal.pub and seal.key are not of one pair"));
}

/* seal.pub is looked for before seal.key and made after it: when another run is at work at the same
 * time, a seal.pub that is seen has its seal.key. */
bool secret_keys_init(struct ctx *c, const char *dir)
{
	char *jwt, *box, *key, *public;

	if (mkdir(dir, S_IRWXU) != 0 && errno != EEXIST)
		return secret_file_problem(c, dir, strerror(errno));
	return file_read(c, arena_printf(c->arena, "%s/jwt.keys", dir), true, &jwt)
	    && file_read(c, arena_printf(c->arena, "%s/box.keys", dir), true, &box)
	    && file_read(c, arena_printf(c->arena, "%s/seal.pub", dir), false, &public)
	    && file_read(c, arena_printf(c->arena, "%s/seal.key", dir), true, &key)
	    && (jwt || make_named_key(c, dir, "jwt.keys"))
	    && (box || make_named_key(c, dir, "box.keys"))
	    && (key || make_seal_key(c, dir, public != NULL))
	    && (public || make_seal_public(c, dir))
	    && pair_fits(c, dir);
}
