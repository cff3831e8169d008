#include "domain/store_hook.h"

#include "domain/staff.h"
#include "domain/sync.h"
#include "lib/json.h"
#include "lib/secret.h"
#include "sql/hook_sql.h"
#include "sql/user_sql.h"

#include <string.h>

enum { MAC_BYTES = 32, KEY_CHARS = 32, KEY_BYTES = 24, ID_CHARS_MAX = 20, TOPIC_CHARS = 64 };

/* What the platforms' calls are about, and how they prove themselves. One of them so far. */
static const struct hook_format {
	const char *platform, *topics;
} formats[] = {
	{ "woocommerce", "[\"order.created\",\"order.updated\",\"order.deleted\",\"order.restored\"]" },
	{ 0 }
};

static const struct hook_format *format_of(const char *platform)
{
	for (const struct hook_format *f = formats; f->platform; f++)
		if (strcmp(f->platform, platform) == 0)
			return f;
	return NULL;
}

/* ---- for people --------------------------------------------------------------------------------------- */

bool store_hook_get(struct ctx *c, const char *origin, uint64_t store_id, struct store_hook *out)
{
	const struct hook_format *f;

	memset(out, 0, sizeof *out);
	if (!hook_sql_get(c, store_id, out))
		return false;
	f = format_of(out->platform);
	out->supported = f != NULL;
	out->topics = f ? f->topics : "[]";
	out->address = out->hook_key ? arena_printf(c->arena, "%s/hooks/%s", origin, out->hook_key) : NULL;
	return true;
}

static bool make(struct ctx *c, const struct box_keys *keys, uint64_t store_id, const char **secret)
{
	struct store_hook h = { 0 };
	struct bytes locked;
	const char *key;

	if (!hook_sql_get(c, store_id, &h))
		return false;
	if (!format_of(h.platform))
		return problem(c, PROBLEM_PLATFORM_UNSUPPORTED, "%s sends no calls that are understood here", h.platform);
	key = h.hook_key ? h.hook_key : random_text(c->arena, KEY_BYTES);
	*secret = random_text(c->arena, MAC_BYTES);
	locked = box_lock(c, keys, h.customer_id, store_id, "hook", *secret);
	return locked.data
	    && hook_sql_set(c, &h, key, locked, box_key_id(keys), HOOK_SECRET_KEPT_S)
	    && audit_sql_add(c, h.hook_key ? "store_hook_secret_rotated" : "store_hook_added", h.store_name, NULL);
}

bool store_hook_make(struct ctx *c, const struct box_keys *keys, uint64_t store_id, const char **secret)
{
	return db_begin(c) && db_end(c, make(c, keys, store_id, secret));
}

static bool drop(struct ctx *c, uint64_t store_id, int64_t version)
{
	struct store_hook h = { 0 };

	if (!hook_sql_lock(c, store_id) || !hook_sql_get(c, store_id, &h))
		return false;
	return !h.hook_key
	    || (version_allow(c, version, h.version, arena_printf(c->arena, "the webhook of %s", h.store_name))
		&& hook_sql_delete(c, &h)
		&& audit_sql_add(c, "store_hook_deleted", h.store_name, NULL));
}

bool store_hook_drop(struct ctx *c, uint64_t store_id, int64_t version)
{
	return db_begin(c) && db_end(c, drop(c, store_id, version));
}

/* ---- is it the platform? ------------------------------------------------------------------------------- */

static bool refuse(struct ctx *c, const char *why)
{
	return problem(c, PROBLEM_TOKEN_INVALID, "there is no such webhook, or its signature does not fit") || problem_cause(c, "hook: %s", why);
}

static bool key_formed(const char *key)
{
	return strlen(key) == KEY_CHARS
	    && strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == KEY_CHARS;
}

static bool fits(struct ctx *c, const char *secret, const struct hook_call *call, const unsigned char given[MAC_BYTES])
{
	const char *text = hmac_sha256_base64(c->arena, secret, call->body, call->body_len);
	unsigned char ours[MAC_BYTES];
	size_t n;

	return base64_read(text, strlen(text), ours, sizeof ours, &n) && n == MAC_BYTES && same_bytes(ours, given, MAC_BYTES);
}

/* The same work is done for an address that is not there. */
static bool verify(struct ctx *c, const struct box_keys *keys, const struct store_hook *h, bool found, const struct hook_call *call, bool *good)
{
	static char nobody[44];
	const struct bytes secrets[] = { h->secret, h->secret_before };
	const char *const key_ids[] = { h->secret_key, h->secret_before_key };
	unsigned char given[MAC_BYTES] = { 0 };
	size_t n = 0;
	bool formed = call->signature && base64_read(call->signature, strlen(call->signature), given, sizeof given, &n) && n == MAC_BYTES;

	*good = false;
	if (!*nobody)
		memcpy(nobody, random_text(c->arena, MAC_BYTES), sizeof nobody);
	if (!found) {
		(void)fits(c, nobody, call, given);
		return true;
	}
	for (size_t i = 0; i < 2; i++) {
		const char *secret;

		if (!secrets[i].data)
			continue;
		secret = box_open(c, keys, key_ids[i], h->customer_id, h->store_id, "hook", secrets[i]);
		if (!secret)
			return false;
		*good = fits(c, secret, call, given) || *good;
	}
	*good = *good && formed;
	return true;
}

/* What a shop sends, unsigned, to see that somebody is there: "webhook_id=7". */
static bool is_ping(const struct hook_call *call)
{
	static const char start[] = "webhook_id=";
	const size_t n = sizeof start - 1;

	return call->content_type && strncasecmp(call->content_type, "application/x-www-form-urlencoded", 33) == 0 && call->body_len > n
	    && call->body_len <= n + ID_CHARS_MAX && strncmp(call->body, start, n) == 0
	    && strspn(call->body + n, "0123456789") == call->body_len - n;
}

/* ---- taking it ------------------------------------------------------------------------------------------ */

/* The platform signs the body and not the delivery's id: who plays a body again under another id makes us ask for an order
 * once more, and that is all a hint can do. (A deletion says {"id":7} each time, so the same body may well be news.) */
struct taking {
	const struct store_hook *hook;
	const struct hook_call  *call;
	const char              *order_id; /* NULL: it is about no order */
	bool                     first;
};

static bool take(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	const struct store_hook *h = t->hook;

	if (!hook_sql_take(c, h, sha256_of(c->arena, t->call->delivery), &t->first))
		return false;
	if (!t->first)
		return hook_sql_repeated(c, h);
	return hook_sql_received(c, h, t->call->topic)
	    && (!t->order_id || sync_hint(c, h->customer_id, h->store_id, t->order_id));
}

static bool about_order(const struct hook_call *call)
{
	return call->topic && strncmp(call->topic, "order.", 6) == 0;
}

/* {"id":727,…}: the rest is not even looked at, the platform is asked for it. */
static const char *order_of(struct ctx *c, const struct hook_call *call)
{
	const struct json *j = json_parse(c, call->body, call->body_len, &json_platform);
	const char *id;

	if (!j)
		return NULL;
	id = json_type(json_member(j, "id")) == JSON_NUMBER ? json_scalar(json_member(j, "id")) : NULL;
	if (!id || strlen(id) > ID_CHARS_MAX || strspn(id, "0123456789") != strlen(id))
		(void)problem(c, PROBLEM_MALFORMED, "the webhook names no order");
	return c->problem.code == PROBLEM_NONE ? id : NULL;
}

bool hook_receive(struct ctx *c, const struct box_keys *keys, const struct hook_call *call)
{
	struct store_hook h = { 0 };
	struct taking t = { .hook = &h, .call = call };
	bool found = false, good;

	if (key_formed(call->key) && !hook_sql_find(c, call->key, &h, &found))
		return false;
	if (found && is_ping(call))
		return true;
	if (!verify(c, keys, &h, found, call, &good))
		return false;
	if (!good)
		return refuse(c, found ? "the signature does not fit" : "no such address");
	if (!call->delivery || !call->topic || strlen(call->topic) > TOPIC_CHARS)
		return refuse(c, "without a delivery id or a topic");
	c->actor = (struct actor){ .kind = ACTOR_PLATFORM, .customer_id = h.customer_id, .name = h.platform };
	if (about_order(call) && !(t.order_id = order_of(c, call)))
		return false;
	if (!db_again(c, take, &t))
		return false;
	return t.first || refuse(c, "this delivery came before");
}

bool hook_sweep(struct ctx *c)
{
	return hook_sql_prune(c);
}
