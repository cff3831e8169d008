/* Keys in turn: added, used, everything written anew, the old ones dropped; and what stands in between. */
#include "db_harness.h"

#include "domain/rekey.h"
#include "lib/secret_rotate.h"
#include "lib/shape.h"
#include "sql/rekey_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { STORES = 250 }; /* some batches */

static char keys[64];

static const char *const key_files[] = { "jwt.keys", "box.keys", "seal.key", "seal.pub", "rotation" };

static int fresh(void **state)
{
	struct ctx *c;

	if (!secret_start() || db_harness_open(state) != 0 || db_harness_begin(state) != 0)
		return 1;
	c = *state;
	snprintf(keys, sizeof keys, "/tmp/gwms-rekey.XXXXXX");
	if (!mkdtemp(keys) || !secret_keys_init(c, keys))
		return 1;
	db_harness_migrate(c);
	return 0;
}

static int gone(void **state)
{
	char path[128];

	for (size_t i = 0; i < sizeof key_files / sizeof *key_files; i++) {
		snprintf(path, sizeof path, "%s/%s", keys, key_files[i]);
		unlink(path);
	}
	rmdir(keys);
	return db_harness_end(state) + db_harness_close(state);
}

static struct rekey loaded(struct ctx *c)
{
	struct rekey r = { .seal = seal_public_load(c, keys), .open = seal_secret_load(c, keys), .box = box_keys_load(c, keys) };

	if (!r.seal || !r.open || !r.box)
		fail_msg("%s", problem_words(c));
	return r;
}

static const char *file(struct ctx *c, const char *name)
{
	const char *text = secret_file(c, keys, name);

	if (!text)
		fail_msg("%s", problem_words(c));
	return text;
}

static size_t n_keys(struct ctx *c, const char *name)
{
	size_t n = 1;

	for (const char *p = file(c, name); *p; p++)
		n += *p == ',';
	return n;
}

/* As if the new keys had been in use for so long. */
static void age(struct ctx *c, time_t seconds)
{
	const time_t         then = time(NULL) - seconds;
	const struct timeval times[2] = { { then, 0 }, { then, 0 } };

	assert_int_equal(utimes(arena_printf(c->arena, "%s/jwt.keys", keys), times), 0);
}

static void given(struct ctx *c)
{
	struct rekey r = loaded(c);
	struct bytes s;

	assert_ok(c, db_exec(c, "INSERT INTO customer (id, code, name) VALUES (1, 'one', 'One'), (2, 'two', 'Two')"));
	for (uint64_t i = 1; i <= STORES; i++) {
		s = seal(c, r.seal, 1 + i % 2, i, "credentials", arena_printf(c->arena, "secret of %d", (int)i));
		assert_ok(c, db_exec(c, "INSERT INTO store (id, customer_id, platform, kind, name, credentials, credentials_key)"
					" VALUES (?, ?, 'woocommerce', 'b2c', ?, ?, ?)", V(i), V(1 + i % 2), V(arena_printf(c->arena, "Store %d", (int)i)),
			V(s), V(seal_key_id(r.seal))));
	}
	assert_ok(c, db_exec(c, "INSERT INTO store (id, customer_id, platform, kind, name) VALUES (9999, 1, 'woocommerce', 'b2c', 'Without')"));
	s = seal(c, r.seal, 1, 7, "webhook", "whsec now");
	assert_ok(c, db_exec(c, "INSERT INTO webhook (id, customer_id, name, url, events, created_by, secret, secret_key, secret_before, secret_before_key)"
				" VALUES (7, 1, 'W', 'https://tool.example/', 'order.created', 'x', ?, ?, ?, ?)", V(s), V(seal_key_id(r.seal)),
		V(seal(c, r.seal, 1, 7, "webhook", "whsec before")), V(seal_key_id(r.seal))));
	assert_ok(c, db_exec(c, "INSERT INTO store_hook (store_id, customer_id, hook_key, secret, secret_key) VALUES (2, 1, 'hook', ?, ?)",
		V(box_lock(c, r.box, 1, 2, "hook", "hook secret")), V(box_key_id(r.box))));
}

/* Everything opens, and is under these keys. */
static void all_open(struct ctx *c, const struct rekey *r, const char *seal_id, const char *box_id)
{
	static const char *const texts[REKEY_PLACES] = { NULL, "whsec now", "whsec before", "hook secret", NULL };
	static const size_t      expected[REKEY_PLACES] = { STORES, 1, 1, 1, 0 };

	for (int place = 0; place < REKEY_PLACES; place++) {
		const bool        box = place == REKEY_HOOK || place == REKEY_HOOK_BEFORE;
		const char       *field = box ? "hook" : place == REKEY_STORE ? "credentials" : "webhook";
		struct rekey_row *rows;
		size_t            n;

		rows = rekey_sql_next(c, (enum rekey_place)place, "none", 0, 1000, &n);
		assert_non_null(rows);
		assert_int_equal(n, expected[place]);
		for (size_t i = 0; i < n; i++) {
			const char *text = box ? box_open(c, r->box, rows[i].key_id, rows[i].customer_id, rows[i].id, field, rows[i].secret)
			                       : seal_open(c, r->open, rows[i].customer_id, rows[i].id, field, rows[i].secret);

			if (!text)
				fail_msg("%s %d: %s", rekey_place_names[place], (int)rows[i].id, problem_words(c));
			assert_string_equal(text, texts[place] ? texts[place] : arena_printf(c->arena, "secret of %d", (int)rows[i].id));
			assert_string_equal(rows[i].key_id, box ? box_id : seal_id);
		}
	}
}

static void the_whole_way(void **state)
{
	struct ctx       *c = *state;
	const struct rekey old = loaded(c);
	const char       *old_jwt = file(c, "jwt.keys"), *old_seal = seal_key_id(old.seal), *old_box = box_key_id(old.box);
	struct rekey      now;
	uint64_t          left;

	given(c);
	all_open(c, &old, old_seal, old_box);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, secret_rotation_use(c, keys));
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, secret_rotation_drop(c, keys));

	/* added: they stand behind, everything is locked with the old ones still; a second time changes nothing */
	for (int i = 0; i < 2; i++) {
		assert_ok(c, secret_rotation_add(c, keys));
		for (int k = 0; k < 3; k++)
			assert_int_equal(n_keys(c, key_files[k]), 2);
		assert_memory_equal(file(c, "jwt.keys"), old_jwt, strlen(old_jwt));
	}
	now = loaded(c);
	assert_string_equal(seal_key_id(now.seal), old_seal);
	assert_string_equal(box_key_id(now.box), old_box);
	all_open(c, &now, old_seal, old_box);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, secret_rotation_drop(c, keys));

	/* used: the new ones are first; what is under the old ones opens */
	for (int i = 0; i < 2; i++)
		assert_ok(c, secret_rotation_use(c, keys));
	now = loaded(c);
	assert_string_not_equal(seal_key_id(now.seal), old_seal);
	assert_string_not_equal(box_key_id(now.box), old_box);
	assert_string_equal(file(c, "jwt.keys") + strlen(file(c, "jwt.keys")) - strlen(old_jwt), old_jwt);
	all_open(c, &now, old_seal, old_box);
	assert_ok(c, rekey_left(c, &now, &left));
	assert_int_equal(left, STORES + 3);

	/* written anew: only the new ones are needed; a second time there is nothing to do */
	assert_ok(c, rekey_all(c, &now));
	assert_int_equal(now.changed, STORES + 3);
	assert_int_equal(now.unopened, 0);
	assert_ok(c, rekey_left(c, &now, &left));
	assert_int_equal(left, 0);
	all_open(c, &now, seal_key_id(now.seal), box_key_id(now.box));
	assert_ok(c, rekey_all(c, &now));
	assert_int_equal(now.changed, 0);

	/* dropped, when no token of the old one can be about any more */
	age(c, 14 * 60);
	assert_problem(c, PROBLEM_ACTION_NOT_ALLOWED, secret_rotation_drop(c, keys));
	age(c, 16 * 60);
	assert_ok(c, secret_rotation_drop(c, keys));
	for (int k = 0; k < 3; k++)
		assert_int_equal(n_keys(c, key_files[k]), 1);
	assert_int_not_equal(access(arena_printf(c->arena, "%s/rotation", keys), F_OK), 0);
	now = loaded(c);
	all_open(c, &now, seal_key_id(now.seal), box_key_id(now.box));
	for (int k = 0; k < 4; k++) {
		struct stat st;

		assert_int_equal(stat(arena_printf(c->arena, "%s/%s", keys, key_files[k]), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0400);
	}

	/* the old ones open nothing now */
	{
		struct rekey_row *rows;
		size_t            n;

		rows = rekey_sql_next(c, REKEY_STORE, "none", 0, 1, &n);
		assert_int_equal(n, 1);
		assert_null(seal_open(c, old.open, rows[0].customer_id, rows[0].id, "credentials", rows[0].secret));
		problem_clear(c);
	}
}

static void what_does_not_open_is_left_and_told(void **state)
{
	struct ctx  *c = *state;
	struct rekey now;
	uint64_t     left;

	assert_ok(c, secret_rotation_add(c, keys));
	assert_ok(c, secret_rotation_use(c, keys));
	/* one row's secret in another's place, and one damaged */
	assert_ok(c, db_exec(c, "UPDATE store a, store b SET a.credentials = b.credentials WHERE a.id = 10 AND b.id = 11"));
	assert_ok(c, db_exec(c, "UPDATE store_hook SET secret = CONCAT(secret, 'x')"));
	now = loaded(c);
	assert_ok(c, rekey_all(c, &now));
	assert_int_equal(now.unopened, 2);
	assert_int_equal(now.changed, STORES - 1 + 2);
	assert_ok(c, rekey_left(c, &now, &left));
	assert_int_equal(left, 2);
	age(c, 16 * 60);
}

/* Somebody enters credentials anew while the others are rewritten: the newer ones stand. */
static void what_was_changed_meanwhile_stands(void **state)
{
	struct ctx      *c = *state;
	struct rekey     now = loaded(c);
	struct rekey_row row = { 0 };
	struct rekey_row *rows;
	size_t           n;

	rows = rekey_sql_next(c, REKEY_STORE, "none", 0, 1, &n);
	assert_int_equal(n, 1);
	row = rows[0];
	assert_ok(c, db_exec(c, "UPDATE store SET credentials = ?, credentials_key = ? WHERE id = ?",
		V(seal(c, now.seal, row.customer_id, row.id, "credentials", "newer")), V(seal_key_id(now.seal)), V(row.id)));
	assert_ok(c, rekey_sql_set(c, REKEY_STORE, &row, row.secret, "0123456789abcdef"));
	rows = rekey_sql_next(c, REKEY_STORE, "none", 0, 1, &n);
	assert_string_equal(seal_open(c, now.open, row.customer_id, row.id, "credentials", rows[0].secret), "newer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_way),
		cmocka_unit_test(what_does_not_open_is_left_and_told),
		cmocka_unit_test(what_was_changed_meanwhile_stands),
	};

	return cmocka_run_group_tests(tests, fresh, gone);
}
