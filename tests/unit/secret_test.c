#include "lib/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct ctx c;
static char       dir[] = "/tmp/secret_test.XXXXXX";

static int begin(void **state)
{
	(void)state;
	c = (struct ctx){ .arena = arena_new(64 << 20) };
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(c.arena);
	return 0;
}

static const char *in_dir(const char *name)
{
	return arena_printf(c.arena, "%s/%s", dir, name);
}

static void put(const char *name, const char *text, mode_t mode)
{
	int fd;

	unlink(in_dir(name));
	fd = open(in_dir(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void remove_keys(void)
{
	unlink(in_dir("jwt.keys"));
	unlink(in_dir("box.keys"));
	unlink(in_dir("seal.pub"));
	unlink(in_dir("seal.key"));
}

static void hashes_are_the_published_ones(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = { /* FIPS 180-2 */
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	};
	char long_key[132];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes hash = sha256_of(c.arena, cases[i].text);
		char         hex[65];

		for (size_t j = 0; j < hash.len; j++)
			snprintf(hex + 2 * j, 3, "%02x", ((const unsigned char *)hash.data)[j]);
		assert_string_equal(hex, cases[i].hex);
	}
	/* RFC 4231, cases 2 and 6: a short key and one longer than a block */
	assert_string_equal(hmac_sha256_base64(c.arena, "Jefe", "what do ya want for nothing?", 28),
		"W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
	memset(long_key, 0xaa, 131);
	long_key[131] = '\0';
	assert_string_equal(
		hmac_sha256_base64(c.arena, long_key, "Test Using Larger Than Block-Size Key - Hash Key First", 54),
		"YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q=");
}

static void randomness_has_its_form(void **state)
{
	char *a = random_text(c.arena, 32), *b = random_text(c.arena, 32), *uuid = random_uuid(c.arena);

	(void)state;
	assert_int_equal(strlen(a), 43);
	assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(uuid), 36);
	assert_int_equal(uuid[14], '4');
	assert_non_null(strchr("89ab", uuid[19]));
	assert_string_not_equal(uuid, random_uuid(c.arena));
	for (int i = 0; i < 1000; i++)
		assert_true(random_below(7) < 7);
}

static void base64_is_read_strictly(void **state)
{
	static const struct {
		bool        url, good;
		const char *text;
	} cases[] = {
		{ false, true, "AAEC/w==" }, { false, true, "" }, { false, true, "+/+/" },
		{ false, false, "AAEC/w" }, { false, false, "AAEC/w=" }, { false, false, "AAEC_w==" },
		{ false, false, "AAEC/x==" }, { false, false, "AAEC/w==\n" }, { false, false, " AAEC" },
		{ true, true, "AAEC_w" }, { true, true, "-_-_" },
		{ true, false, "AAEC_w==" }, { true, false, "AAEC/w" }, { true, false, "AAEC_x" }, { true, false, "A" },
		{ true, false, "AAEC AAEC" },
	};
	unsigned char out[8];
	size_t        len;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = cases[i].text;
		bool good = cases[i].url ? base64url_read(text, strlen(text), out, sizeof out, &len)
					 : base64_read(text, strlen(text), out, sizeof out, &len);

		if (good != cases[i].good)
			fail_msg("%s \"%s\" was %s", cases[i].url ? "base64url" : "base64", text, good ? "taken" : "refused");
	}
	assert_true(base64_read("AAEC/w==", 8, out, sizeof out, &len));
	assert_int_equal(len, 4);
	assert_memory_equal(out, "\0\1\2\377", 4);
	assert_false(base64_read("AAEC/w==", 8, out, 3, &len));
}

static void passwords(void **state)
{
	char *hash = password_hash(c.arena, "practice-makes-perfect");

	(void)state;
	assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_string_not_equal(hash, password_hash(c.arena, "practice-makes-perfect"));
	assert_true(password_fits(hash, "practice-makes-perfect"));
	assert_false(password_fits(hash, "practice-makes-perfecT"));
	assert_false(password_fits(hash, ""));
	assert_false(password_fits("", "practice-makes-perfect"));
	assert_false(password_fits("$argon2id$v=19$m=19456,t=2,p=1$nonsense", "practice-makes-perfect"));
	assert_false(password_wants_rehash(hash));
	assert_true(password_wants_rehash("$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$"
					  "kJQ0zFSvHXbLLXkVvQFhpjCcdXJVCTGOEEPzrIYcMDs"));
	password_fits_nobody("anything");
}

static void keys_are_made_once(void **state)
{
	struct stat st;
	const char *first, *line;
	struct seal_public *public;

	(void)state;
	remove_keys();
	assert_true(secret_keys_init(&c, dir));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(in_dir((const char *[]){ "jwt.keys", "seal.pub", "seal.key" }[i]), &st), 0);
		assert_int_equal(st.st_mode & 07777, 0400);
	}
	line = secret_file(&c, dir, "jwt.keys");
	assert_non_null(line);
	assert_int_equal(strcspn(line, ":"), 8);
	assert_int_equal(strlen(line), 8 + 1 + 44);
	first = secret_file(&c, dir, "seal.key");
	public = seal_public_load(&c, dir);
	assert_non_null(public);
	assert_int_equal(strlen(seal_key_id(public)), 16);
	/* again: nothing changes; and the public half comes back by itself */
	assert_true(secret_keys_init(&c, dir));
	assert_string_equal(secret_file(&c, dir, "seal.key"), first);
	assert_string_equal(secret_file(&c, dir, "jwt.keys"), line);
	unlink(in_dir("seal.pub"));
	assert_true(secret_keys_init(&c, dir));
	assert_string_equal(seal_key_id(seal_public_load(&c, dir)), seal_key_id(public));
	/* no temporary file is left */
	remove_keys();
	assert_int_equal(rmdir(dir), 0);
	assert_true(secret_keys_init(&c, dir));
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void bad_key_files_are_named(void **state)
{
	static const struct {
		const char *name, *text;
		mode_t      mode;
		const char *words; /* in the problem */
	} cases[] = {
		{ "seal.key", NULL, 0, "without its seal.key" },
		{ "seal.key", "", 0400, "holds no 32 bytes" },
		{ "seal.key", "AAAA\n", 0400, "holds no 32 bytes" },
		{ "seal.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=\n", 0400, "not of one pair" },
		{ "seal.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=\n", 0404, "everybody may read it" },
		{ "jwt.keys", "a:b\n", 0444, "everybody may read it" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		problem_clear(&c);
		remove_keys();
		assert_true(secret_keys_init(&c, dir));
		if (cases[i].text)
			put(cases[i].name, cases[i].text, cases[i].mode);
		else
			unlink(in_dir(cases[i].name));
		assert_false(secret_keys_init(&c, dir));
		assert_true(problem_is(&c, PROBLEM_UNAVAILABLE));
		if (!strstr(c.problem.detail, cases[i].words))
			fail_msg("case %zu: %s", i, c.problem.detail);
		assert_null(strstr(c.problem.detail, "AAAA"));
	}
	problem_clear(&c);
	assert_null(secret_file(&c, dir, "nothing"));
	assert_true(problem_is(&c, PROBLEM_UNAVAILABLE));
	problem_clear(&c);
	remove_keys();
	assert_null(seal_public_load(&c, dir));
	assert_null(seal_secret_load(&c, dir));
	assert_false(secret_keys_init(&c, "/dev/null/keys"));
}

/* Each run reports the keys it ended with: those that then stand. */
static void runs_at_once_agree(void **state)
{
	enum { RUNS = 4, ROUNDS = 20 };

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		int         start[2], seen[2], status;
		pid_t       pids[RUNS];
		char        line[53];
		const char *last;

		remove_keys();
		assert_int_equal(pipe(start), 0);
		assert_int_equal(pipe(seen), 0);
		for (size_t i = 0; i < RUNS; i++) {
			pids[i] = fork();
			assert_true(pids[i] >= 0);
			if (pids[i] == 0) {
				close(start[1]);
				if (read(start[0], line, 1) != 0 || !secret_keys_init(&c, dir))
					_exit(1);
				last = secret_file(&c, dir, "jwt.keys");
				_exit(last && write(seen[1], last, sizeof line) == sizeof line ? 0 : 1);
			}
		}
		close(start[0]);
		close(start[1]); /* all of them go */
		for (size_t i = 0; i < RUNS; i++) {
			assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
			assert_int_equal(status, 0);
		}
		assert_true(secret_keys_init(&c, dir));
		last = secret_file(&c, dir, "jwt.keys");
		assert_int_equal(strlen(last), sizeof line);
		for (size_t i = 0; i < RUNS; i++) {
			assert_int_equal(read(seen[0], line, sizeof line), sizeof line);
			assert_memory_equal(line, last, sizeof line);
		}
		close(seen[0]);
		close(seen[1]);
	}
}

static void sealed_texts_open_only_where_they_belong(void **state)
{
	struct seal_public *public;
	struct seal_secret *secret;
	struct bytes        sealed, again;
	char               *long_text = arena_alloc(c.arena, SEAL_TEXT_MAX + 2);

	(void)state;
	remove_keys();
	assert_true(secret_keys_init(&c, dir));
	public = seal_public_load(&c, dir);
	secret = seal_secret_load(&c, dir);
	sealed = seal(&c, public, 7, 11, "credentials", "ck_ключ-密钥");
	again = seal(&c, public, 7, 11, "credentials", "ck_ключ-密钥");
	assert_non_null(sealed.data);
	assert_int_equal(sealed.len, again.len);
	assert_memory_not_equal(sealed.data, again.data, sealed.len);
	assert_string_equal(seal_open(&c, secret, 7, 11, "credentials", sealed), "ck_ключ-密钥");
	assert_string_equal(seal_open(&c, secret, 1, 2, "f", seal(&c, public, 1, 2, "f", "")), "");

	static const struct {
		uint64_t    customer_id, store_id;
		const char *field;
	} others[] = {
		{ 8, 11, "credentials" }, { 7, 12, "credentials" }, { 11, 7, "credentials" }, { 7, 11, "credential" },
		{ 7, 11, "credentialsc" }, { 7, 11, "" }, { 0, 0, "credentials" }, { UINT64_MAX, 11, "credentials" },
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		problem_clear(&c);
		assert_null(seal_open(&c, secret, others[i].customer_id, others[i].store_id, others[i].field, sealed));
		assert_true(problem_is(&c, PROBLEM_INTERNAL));
		assert_null(strstr(c.problem.detail, "ck_"));
	}
	/* every byte counts, and so does the length */
	for (size_t i = 0; i < sealed.len; i++) {
		unsigned char *damaged = arena_alloc(c.arena, sealed.len);

		memcpy(damaged, sealed.data, sealed.len);
		damaged[i] ^= 1;
		assert_null(seal_open(&c, secret, 7, 11, "credentials", (struct bytes){ damaged, sealed.len }));
		assert_null(seal_open(&c, secret, 7, 11, "credentials", (struct bytes){ sealed.data, i }));
	}
	assert_null(seal_open(&c, secret, 7, 11, "credentials", (struct bytes){ 0 }));
	/* the limit and one more */
	memset(long_text, 'x', SEAL_TEXT_MAX);
	problem_clear(&c);
	sealed = seal(&c, public, 1, 1, "f", long_text);
	assert_string_equal(seal_open(&c, secret, 1, 1, "f", sealed), long_text);
	long_text[SEAL_TEXT_MAX] = 'x';
	assert_null(seal(&c, public, 1, 1, "f", long_text).data);
	assert_true(problem_is(&c, PROBLEM_INTERNAL));
	/* another pair */
	problem_clear(&c);
	remove_keys();
	assert_true(secret_keys_init(&c, dir));
	assert_null(seal_open(&c, seal_secret_load(&c, dir), 7, 11, "credentials", again));
	assert_string_equal(c.problem.cause, "sealed with another key, or damaged");
}

static void secret_memory_is_gone_after_the_reset(void **state)
{
	char *memory = secret_alloc(c.arena, 100);
	int   fds[2];

	(void)state;
	assert_int_equal(memory[0], 0);
	memory[99] = 'x';
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], memory, 100), 100);
	arena_reset(c.arena);
	assert_int_equal(write(fds[1], memory, 100), -1); /* EFAULT: the pages are not even mapped */
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hashes_are_the_published_ones, begin, end),
		cmocka_unit_test_setup_teardown(randomness_has_its_form, begin, end),
		cmocka_unit_test_setup_teardown(base64_is_read_strictly, begin, end),
		cmocka_unit_test_setup_teardown(passwords, begin, end),
		cmocka_unit_test_setup_teardown(keys_are_made_once, begin, end),
		cmocka_unit_test_setup_teardown(bad_key_files_are_named, begin, end),
		cmocka_unit_test_setup_teardown(runs_at_once_agree, begin, end),
		cmocka_unit_test_setup_teardown(sealed_texts_open_only_where_they_belong, begin, end),
		cmocka_unit_test_setup_teardown(secret_memory_is_gone_after_the_reset, begin, end),
	};
	int failed;

	if (!secret_start() || !mkdtemp(dir))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	begin(NULL);
	remove_keys();
	rmdir(dir);
	end(NULL);
	return failed;
}
