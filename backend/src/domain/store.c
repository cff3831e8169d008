#include "domain/store.h"

#include "lib/db.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "lib/store_url.h"
#include "model/platform_kind.h"
#include "sql/job_sql.h"
#include "sql/store_sql.h"
#include "sql/user_sql.h"

#include <stddef.h>
#include <string.h>

enum { PAUSE_UNTIL_AUTHORISED_S = 365 * 86400 };

static const char *const warning =
	"This store is on a private address, which is allowed for practice only (GWMS_ALLOW_PRIVATE_STORES).";

static void add_warning(struct store *s, const char *allow_private)
{
	if (s->url && *s->url && store_url_is_private(s->url, allow_private))
		s->warning = warning;
}

bool store_list(struct ctx *c, const char *allow_private, struct store **rows, size_t *n)
{
	*rows = store_sql_all(c, n);
	for (size_t i = 0; *rows && i < *n; i++)
		add_warning(&(*rows)[i], allow_private);
	return *rows != NULL;
}

bool store_get(struct ctx *c, uint64_t id, const char *allow_private, struct store *out)
{
	memset(out, 0, sizeof *out);
	if (!store_sql_get(c, id, out))
		return false;
	add_warning(out, allow_private);
	return true;
}

/* ---- changing ------------------------------------------------------------------------------- */

/* Which credentials a platform wants is data (model/platform_kind.c); these are the members we take. */
static const struct {
	const char *name;
	size_t      offset;
} members[] = {
	{ "consumerKey", offsetof(struct credentials, consumer_key) },
	{ "consumerSecret", offsetof(struct credentials, consumer_secret) },
	{ "clientId", offsetof(struct credentials, client_id) },
	{ "clientSecret", offsetof(struct credentials, client_secret) },
	{ "refreshToken", offsetof(struct credentials, refresh_token) },
};
enum { MEMBERS = sizeof members / sizeof *members };

static const char **member(struct credentials *in, size_t i)
{
	return (const char **)((char *)in + members[i].offset);
}

static const char *given(const struct credentials *in, const char *name)
{
	struct credentials copy = *in;

	for (size_t i = 0; i < MEMBERS; i++)
		if (strcmp(name, members[i].name) == 0)
			return *member(&copy, i);
	return NULL;
}

static bool check_credentials(struct ctx *c, const struct platform_kind *kind, const struct credentials *in)
{
	if (!in)
		return problem_field(c, "credentials", "required", "the keys are needed");
	for (const struct credential_field *f = kind->credentials; f->name; f++) {
		const char *value = given(in, f->name);

		if (!value || !*value)
			(void)problem_field(c, arena_printf(c->arena, "credentials.%s", f->name), "required", "the %s is needed", f->label);
	}
	return c->problem.code == PROBLEM_NONE;
}

/* All credentials of a store are one sealed text, so that a pair is never half old and half new. */
static struct bytes sealed(struct ctx *c, const struct seal_public *seal_key, uint64_t customer_id, uint64_t store_id,
	const struct platform_kind *kind, const struct credentials *in)
{
	struct buf b = buf_new(c->arena, 512);
	struct bytes out;

	buf_putc(&b, '{');
	for (const struct credential_field *f = kind->credentials; f->name; f++) {
		if (f != kind->credentials)
			buf_putc(&b, ',');
		buf_json(&b, f->name);
		buf_putc(&b, ':');
		buf_json(&b, given(in, f->name));
	}
	buf_putc(&b, '}');
	out = seal(c, seal_key, customer_id, store_id, "credentials", b.text);
	memset(b.text, 0, b.len);
	return out;
}

static bool name_free(struct ctx *c, bool written, const char *name)
{
	const char *key = written ? NULL : db_duplicate_key(c);

	if (written || !key || strcmp(key, "uk_name") != 0)
		return written;
	problem_clear(c);
	(void)problem_field(c, "name", "taken", "another store is named %s", name);
	c->problem.code = PROBLEM_NAME_TAKEN;
	return false;
}

static bool queue_test(struct ctx *c, uint64_t customer_id, uint64_t store_id)
{
	const struct job_new job = {
		.customer_id = customer_id,
		.lane = arena_printf(c->arena, "store:%llu:test", (unsigned long long)store_id),
		.kind = "store_test",
		.uniq = arena_printf(c->arena, "store_test:%llu", (unsigned long long)store_id),
		.priority = JOB_PRIORITY_PERSON,
		.max_attempts = 1,
		.payload = arena_printf(c->arena, "{\"storeId\":\"%llu\"}", (unsigned long long)store_id),
	};

	return store_sql_test(c, store_id, TEST_QUEUED, NULL) && job_sql_add(c, &job);
}

static bool lock_version(struct ctx *c, uint64_t id, int64_t version, struct store *s)
{
	memset(s, 0, sizeof *s);
	if (!store_sql_lock(c, id, s))
		return false;
	if (version == s->version)
		return true;
	c->problem.current_version = (long)s->version;
	return problem(c, PROBLEM_STALE, "store %s was changed meanwhile", s->name);
}

static const struct platform_kind *kind_of(struct ctx *c, const char *platform)
{
	const struct platform_kind *kind = platform_kind_named(platform);

	if (!kind)
		(void)problem_field(c, "platform", "not_a_choice", "the platform %s cannot be connected here", platform);
	return kind;
}

static bool insert(struct ctx *c, const struct seal_public *seal_key, const struct platform_kind *kind, const struct add_store *in,
	const char *url, uint64_t *id)
{
	const struct store s = {
		.customer_id = c->actor.customer_id,
		.platform = kind->code,
		.kind = kind->kind,
		.name = in->name,
		.url = url,
	};
	struct bytes secret;

	/* The sealed text names the store, so the row comes first. */
	if (!name_free(c, store_sql_add(c, &s, NULL, id), in->name))
		return false;
	if (in->consent)
		return audit_sql_add(c, "store_added", in->name, NULL);
	secret = sealed(c, seal_key, s.customer_id, *id, kind, in->credentials);
	return secret.data
	    && store_sql_set_credentials(c, *id, secret, seal_key_id(seal_key))
	    && audit_sql_add(c, "store_added", in->name, NULL)
	    && queue_test(c, s.customer_id, *id);
}

/* Keys now, or the shop's consent screen afterwards: not both. */
static bool check_way(struct ctx *c, const struct platform_kind *kind, const struct add_store *in)
{
	if (!in->consent)
		return check_credentials(c, kind, in->credentials);
	if (!kind->needs_url)
		return problem_field(c, "consent", "not_a_choice", "%s has no consent screen here: paste its keys", kind->name);
	return !in->credentials || problem_field(c, "credentials", "not_used", "the shop sends its keys itself");
}

/* A platform's own address is chosen, not typed; beside those only what is for practice. */
static bool check_address(struct ctx *c, const struct platform_kind *kind, const char *url, const char *allow_private)
{
	if (kind->needs_url || store_url_is_private(url, allow_private))
		return true;
	for (const struct platform_endpoint *e = kind->endpoints; e->name; e++)
		if (strcmp(e->url, url) == 0)
			return true;
	return problem_field(c, "url", "not_a_choice", "%s has no such address: choose one of its regions", kind->name);
}

bool store_add(struct ctx *c, const struct seal_public *seal_key, const char *allow_private, const struct add_store *in, uint64_t *id)
{
	const struct platform_kind *kind = kind_of(c, in->platform);
	const char *url = NULL;

	if (!kind || !check_way(c, kind, in) || !store_url_normalise(c, in->url, allow_private, &url)
	    || !check_address(c, kind, url, allow_private))
		return false;
	if (!c->actor.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "a store belongs to a customer: a user of the customer adds it");
	return db_begin(c) && db_end(c, insert(c, seal_key, kind, in, url, id));
}

static bool set_credentials(struct ctx *c, const struct seal_public *seal_key, const struct store *s, const struct credentials *in, const char *event)
{
	const struct platform_kind *kind = kind_of(c, s->platform);
	struct bytes secret;

	if (!kind || !check_credentials(c, kind, in))
		return false;
	secret = sealed(c, seal_key, s->customer_id, s->id, kind, in);
	return secret.data
	    && store_sql_set_credentials(c, s->id, secret, seal_key_id(seal_key))
	    && audit_sql_add(c, event, s->name, NULL)
	    && queue_test(c, s->customer_id, s->id);
}

static bool replace(struct ctx *c, const struct seal_public *seal_key, uint64_t id, int64_t version, const struct authorize_store *in)
{
	struct store s;

	return lock_version(c, id, version, &s)
	    && set_credentials(c, seal_key, &s, in->credentials, "store_credentials_replaced");
}

bool store_grant(struct ctx *c, const struct seal_public *seal_key, uint64_t id, const struct credentials *in)
{
	struct store s = { 0 };

	return store_sql_lock(c, id, &s)
	    && set_credentials(c, seal_key, &s, in, "store_credentials_granted");
}

bool store_authorize(struct ctx *c, const struct seal_public *seal_key, uint64_t id, int64_t version, const struct authorize_store *in)
{
	return db_begin(c) && db_end(c, replace(c, seal_key, id, version, in));
}

static bool change(struct ctx *c, uint64_t id, int64_t version, const struct change_store *in)
{
	struct store s;

	return lock_version(c, id, version, &s)
	    && name_free(c, store_sql_set(c, id, in), in->name)
	    && (in->enabled ? store_sql_enable(c, id) : store_sql_disable(c, id))
	    && ((s.status != STORE_DISABLED) == in->enabled
		|| audit_sql_add(c, in->enabled ? "store_enabled" : "store_disabled", s.name, NULL));
}

bool store_change(struct ctx *c, uint64_t id, int64_t version, const struct change_store *in)
{
	return db_begin(c) && db_end(c, change(c, id, version, in));
}

static bool start_test(struct ctx *c, uint64_t id)
{
	struct store s = { 0 };

	return store_sql_lock(c, id, &s) && queue_test(c, s.customer_id, id);
}

bool store_test(struct ctx *c, uint64_t id)
{
	return db_begin(c) && db_end(c, start_test(c, id));
}

/* ---- for workers ---------------------------------------------------------------------------- */

bool store_open(struct ctx *c, const struct seal_secret *seal_key, uint64_t id, struct store *out, struct credentials *opened)
{
	const struct json *j;
	const char *text;

	memset(out, 0, sizeof *out);
	if (!store_sql_lock(c, id, out) || !store_sql_credentials(c, out))
		return false;
	if (!out->credentials.data)
		return problem(c, PROBLEM_STORE_NOT_AUTHORISED, "store %s has no credentials", out->name);
	text = seal_open(c, seal_key, out->customer_id, id, "credentials", out->credentials);
	j = text ? json_parse(c, text, strlen(text), &json_request) : NULL;
	if (!j)
		return false;
	*opened = (struct credentials){ 0 };
	for (size_t i = 0; i < MEMBERS; i++)
		*member(opened, i) = json_text(json_member(j, members[i].name));
	return true;
}

bool store_probed(struct ctx *c, const struct store *s, const struct store_probe *p)
{
	if (!store_sql_test(c, s->id, p->passed ? TEST_PASSED : TEST_FAILED, p->steps))
		return false;
	if (p->passed)
		return store_sql_authorise(c, s->id, p->strategy, p->has_updated_filter, p->account)
		    && store_sql_health(c, s->id, HEALTH_GOOD, NULL)
		    && job_sql_resume_store(c, s->customer_id, s->id);
	return store_sql_health(c, s->id, HEALTH_DOWN, p->why);
}

bool store_expired(struct ctx *c, const struct store *s, const char *why)
{
	return store_sql_expire(c, s->id, why)
	    && job_sql_pause_store(c, s->customer_id, s->id, PAUSE_UNTIL_AUTHORISED_S, "store_not_authorised");
}
