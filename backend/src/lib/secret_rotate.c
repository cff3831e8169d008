/* The texts of the key files are taken apart and put together anew; a file is replaced whole or not at all. */
#include "lib/secret_rotate.h"
#include "lib/secret_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { KEYS_MOST = 4, KEY_BYTES = 32, FILES = 3, TOKEN_REST_S = 15 * 60 };

static const char rotation[] = "rotation";

static const struct {
	const char *name;
	size_t      id_chars;
	bool        named; /* "id:base64"; else the id is the public key's */
} files[FILES] = { { "jwt.keys", 8, true }, { "box.keys", 8, true }, { "seal.key", 16, false } };

struct keys {
	size_t      n;
	const char *texts[KEYS_MOST], *ids[KEYS_MOST];
};

static bool not_now(struct ctx *c, const char *what)
{
	return problem(c, PROBLEM_ACTION_NOT_ALLOWED, "%s", what);
}

/* ---- a file and its keys */

static const char *seal_id(struct ctx *c, const unsigned char secret[KEY_BYTES])
{
	unsigned char public[crypto_box_PUBLICKEYBYTES], hash[SHA256_BYTES];
	char         *id = arena_alloc(c->arena, 17);

	crypto_scalarmult_base(public, secret);
	sha256(public, sizeof public, hash);
	return sodium_bin2hex(id, 17, hash, 8);
}

static const char *id_of(struct ctx *c, size_t file, const char *text)
{
	unsigned char *secret;
	size_t         len;

	if (files[file].named)
		return arena_strndup(c->arena, text, strcspn(text, ":"));
	secret = secret_alloc(c->arena, KEY_BYTES);
	return base64_read(text, strlen(text), secret, KEY_BYTES, &len) && len == KEY_BYTES ? seal_id(c, secret) : "";
}

static bool read_keys(struct ctx *c, const char *dir, size_t file, struct keys *out)
{
	const char *text = secret_file(c, dir, files[file].name);

	*out = (struct keys){ 0 };
	while (text && *text) {
		const size_t n = strcspn(text, ",");
		char        *one = secret_alloc(c->arena, n + 1);

		if (out->n == KEYS_MOST)
			return secret_file_problem(c, arena_printf(c->arena, "%s/%s", dir, files[file].name), "holds more than 4 keys");
		out->texts[out->n] = memcpy(one, text, n);
		out->ids[out->n] = id_of(c, file, one);
		out->n++;
		text += n + (text[n] == ',');
	}
	return text != NULL;
}

/* Under another name, flushed, then in its place. */
static bool replace(struct ctx *c, const char *dir, const char *name, const char *text)
{
	const char *path = arena_printf(c->arena, "%s/%s", dir, name);
	const char *temp = arena_printf(c->arena, "%s/.%s.%s", dir, name, random_text(c->arena, 9));
	const int   fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	struct stat was;
	int         dir_fd;
	bool        ok;

	if (fd < 0)
		return secret_file_problem(c, temp, strerror(errno));
	/* whoever may read it now may read it then: a worker's own user, say */
	ok = secret_write_whole(fd, text, strlen(text)) && (stat(path, &was) != 0 || (fchmod(fd, was.st_mode & 07777) == 0
		&& (fchown(fd, was.st_uid, was.st_gid) == 0 || errno == EPERM))) && rename(temp, path) == 0;
	if (!ok) {
		secret_file_problem(c, path, strerror(errno));
		unlink(temp);
	}
	close(fd);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir_fd >= 0) {
		ok = (fsync(dir_fd) == 0 || secret_file_problem(c, dir, strerror(errno))) && ok;
		close(dir_fd);
	}
	return ok;
}

static bool write_keys(struct ctx *c, const char *dir, size_t file, const struct keys *keys)
{
	size_t room = 2, at = 0;
	char  *text;

	for (size_t i = 0; i < keys->n; i++) {
		assert(keys->texts[i]);
		room += strlen(keys->texts[i]) + 1;
	}
	text = secret_alloc(c->arena, room);
	for (size_t i = 0; i < keys->n; i++) {
		const size_t n = strlen(keys->texts[i]);

		if (i)
			text[at++] = ',';
		memcpy(text + at, keys->texts[i], n);
		at += n;
	}
	text[at] = '\n';
	return replace(c, dir, files[file].name, text);
}

static size_t place_of(const struct keys *keys, const char *id)
{
	size_t i = 0;

	while (i < keys->n && strcmp(keys->ids[i], id) != 0)
		i++;
	return i;
}

/* ---- which are the new ones */

/* Empty ids when there is no rotation. */
static bool read_rotation(struct ctx *c, const char *dir, const char *ids[FILES])
{
	const char *text = NULL;

	if (access(arena_printf(c->arena, "%s/%s", dir, rotation), F_OK) == 0 && !(text = secret_file(c, dir, rotation)))
		return false;
	for (size_t i = 0; i < FILES; i++) {
		const char *line = text ? strstr(text, files[i].name) : NULL;

		line = line ? line + strlen(files[i].name) + 1 : "";
		ids[i] = arena_strndup(c->arena, line, strcspn(line, "\n"));
	}
	return true;
}

static bool write_rotation(struct ctx *c, const char *dir, const char *const ids[FILES])
{
	return replace(c, dir, rotation, arena_printf(c->arena, "%s %s\n%s %s\n%s %s\n", files[0].name, ids[0], files[1].name, ids[1],
		files[2].name, ids[2]));
}

/* All new keys and where they stand; each is in its file. */
static bool rotation_read(struct ctx *c, const char *dir, struct keys keys[FILES], size_t at[FILES])
{
	const char *ids[FILES];

	if (!read_rotation(c, dir, ids))
		return false;
	for (size_t i = 0; i < FILES; i++) {
		if (!read_keys(c, dir, i, &keys[i]))
			return false;
		at[i] = *ids[i] ? place_of(&keys[i], ids[i]) : keys[i].n;
		if (at[i] == keys[i].n)
			return not_now(c, "No new keys were added: that comes first.");
	}
	return true;
}

/* ---- the steps */

static void make_key(struct ctx *c, size_t file, struct keys *to)
{
	unsigned char *key = secret_alloc(c->arena, KEY_BYTES), id[4];
	char           head[10] = "";
	char          *line;

	random_bytes(key, KEY_BYTES);
	if (files[file].named) {
		random_bytes(id, sizeof id);
		sodium_bin2hex(head, 9, id, sizeof id);
		head[8] = ':';
		head[9] = '\0';
	}
	line = secret_key_line(c, head, key, KEY_BYTES);
	line[strcspn(line, "\n")] = '\0';
	to->texts[to->n] = line;
	to->ids[to->n] = id_of(c, file, line);
	to->n++;
}

/* Its id is written down before the key is there: one that is written down and not there is made anew. */
static bool add_to(struct ctx *c, const char *dir, size_t file, const char *ids[FILES])
{
	struct keys keys;

	if (!read_keys(c, dir, file, &keys))
		return false;
	if (*ids[file] && place_of(&keys, ids[file]) < keys.n)
		return true;
	if (keys.n == KEYS_MOST)
		return not_now(c, "There are four keys already: use the last and drop the others first.");
	make_key(c, file, &keys);
	ids[file] = keys.ids[keys.n - 1];
	return write_rotation(c, dir, ids) && write_keys(c, dir, file, &keys);
}

bool secret_rotation_add(struct ctx *c, const char *dir)
{
	const char *ids[FILES];

	if (!read_rotation(c, dir, ids))
		return false;
	for (size_t i = 0; i < FILES; i++)
		if (!add_to(c, dir, i, ids))
			return false;
	return true;
}

static bool put_first(struct ctx *c, const char *dir, size_t file, struct keys *keys, size_t at)
{
	const char *text = keys->texts[at], *id = keys->ids[at];

	if (!at)
		return true;
	memmove(keys->texts + 1, keys->texts, at * sizeof *keys->texts);
	memmove(keys->ids + 1, keys->ids, at * sizeof *keys->ids);
	keys->texts[0] = text;
	keys->ids[0] = id;
	return write_keys(c, dir, file, keys);
}

static bool publish(struct ctx *c, const char *dir, const char *seal_text)
{
	unsigned char *secret = secret_alloc(c->arena, KEY_BYTES), public[crypto_box_PUBLICKEYBYTES];
	size_t         len;

	if (!base64_read(seal_text, strlen(seal_text), secret, KEY_BYTES, &len) || len != KEY_BYTES)
		return secret_file_problem(c, arena_printf(c->arena, "%s/seal.key", dir), "holds no 32 bytes in base64");
	crypto_scalarmult_base(public, secret);
	return replace(c, dir, "seal.pub", secret_key_line(c, "", public, sizeof public));
}

bool secret_rotation_use(struct ctx *c, const char *dir)
{
	struct keys keys[FILES] = { 0 };
	size_t      at[FILES] = { 0 };

	if (!rotation_read(c, dir, keys, at))
		return false;
	for (size_t i = 0; i < FILES; i++)
		if (!put_first(c, dir, i, &keys[i], at[i]))
			return false;
	return publish(c, dir, keys[2].texts[0]);
}

static bool rested(struct ctx *c, const char *dir)
{
	const char *path = arena_printf(c->arena, "%s/jwt.keys", dir);
	struct stat st;

	if (stat(path, &st) != 0)
		return secret_file_problem(c, path, strerror(errno));
	return time(NULL) - st.st_mtime >= TOKEN_REST_S
	    || not_now(c, "The new keys are in use for less than 15 minutes: tokens of the old one are still about.");
}

bool secret_rotation_drop(struct ctx *c, const char *dir)
{
	struct keys         keys[FILES] = { 0 };
	struct seal_public *public;
	struct seal_secret *secret;
	size_t              at[FILES] = { 0 };

	if (!rotation_read(c, dir, keys, at))
		return false;
	if (!(public = seal_public_load(c, dir)) || !(secret = seal_secret_load(c, dir)))
		return false;
	if (at[0] || at[1] || at[2] || seal_pair_of(secret, public) != 0)
		return not_now(c, "The new keys are not in use yet.");
	if (!rested(c, dir))
		return false;
	for (size_t i = 0; i < FILES; i++) {
		keys[i].n = 1;
		if (!write_keys(c, dir, i, &keys[i]))
			return false;
	}
	return unlink(arena_printf(c->arena, "%s/%s", dir, rotation)) == 0
	    || secret_file_problem(c, arena_printf(c->arena, "%s/%s", dir, rotation), strerror(errno));
}
