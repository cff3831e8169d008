#include "domain/practice_data.h"

#include "base/buf.h"
#include "lib/db.h"
#include "lib/db_script.h"
#include "lib/secret.h"
#include "sql/practice_sql.h"
#include "sql/user_sql.h"

#include <string.h>

/* The script and its marker are one transaction: there is never half of it. */
static bool load(struct ctx *c, const struct practice_data *in)
{
	uint64_t    rows;
	const char *sql;

	if (!practice_sql_rows(c, &rows))
		return false;
	if (rows)
		return problem(c, PROBLEM_ACTION_NOT_ALLOWED,
			"This database has data of its own, so practice data is not put into it. Use an empty database.");
	sql = script_file(c, in->sql_dir, "practice.sql");
	return sql && db_begin(c)
	    && db_end(c, practice_sql_mark(c) && db_script(c, sql) && practice_sql_mark_stores(c));
}

/* Checked one by one, so that an interrupted run is finished by the next and a password that is
 * still right is not hashed again. */
static bool set_passwords(struct ctx *c, const char *password)
{
	size_t                n;
	struct practice_user *users = practice_sql_users(c, &n);

	if (!users)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(*users[i].password_hash && password_fits(users[i].password_hash, password))
		    && !user_sql_set_password(c, users[i].id, password_hash(c->arena, password)))
			return false;
	return true;
}

/* What the practice store takes for the account of that path. */
static const struct {
	const char *platform, *name, *before_path;
} keys[] = {
	{ "woocommerce", "consumerKey", "ck_practice_" },
	{ "woocommerce", "consumerSecret", "cs_practice_" },
	{ "amazon_vendor", "clientId", "amzn1.application-oa2-client.practice-" },
	{ "amazon_vendor", "clientSecret", "amzn1.oa2-cs.v1.practice-" },
	{ "amazon_vendor", "refreshToken", "Atzr|practice-" },
};

static const char *credentials(struct ctx *c, const char *platform, const char *path)
{
	struct buf b = buf_new(c->arena, 256);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (strcmp(keys[i].platform, platform) != 0)
			continue;
		buf_putc(&b, b.len ? ',' : '{');
		buf_json(&b, keys[i].name);
		buf_putc(&b, ':');
		buf_json(&b, arena_printf(c->arena, "%s%s", keys[i].before_path, path));
	}
	buf_putc(&b, '}');
	return b.text;
}

static bool set_store(struct ctx *c, const struct practice_data *in, const struct practice_store *s)
{
	const char  *slash = strrchr(s->url, '/');
	const char  *path = slash ? slash + 1 : s->url;
	const char  *url = arena_printf(c->arena, "%s/%s", in->url, path);
	struct bytes sealed;

	if (strcmp(url, s->url) != 0 && !practice_sql_set_url(c, s->id, url))
		return false;
	if (s->credentials_key && strcmp(s->credentials_key, seal_key_id(in->seal)) == 0)
		return true;
	sealed = seal(c, in->seal, s->customer_id, s->id, "credentials", credentials(c, s->platform, path));
	return sealed.data && practice_sql_set_credentials(c, s->id, sealed, seal_key_id(in->seal));
}

static bool set_stores(struct ctx *c, const struct practice_data *in)
{
	size_t                 n;
	struct practice_store *stores = practice_sql_stores(c, &n);

	if (!stores)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!set_store(c, in, &stores[i]))
			return false;
	return true;
}

bool practice_data_bring(struct ctx *c, const struct practice_data *in, bool *loaded)
{
	bool there;

	*loaded = false;
	if (!practice_sql_marked(c, &there))
		return false;
	if (!there && !load(c, in))
		return false;
	*loaded = !there;
	return set_passwords(c, in->password) && set_stores(c, in);
}
