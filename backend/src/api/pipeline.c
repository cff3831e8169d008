/* One request from match to log line, in the order in which the steps stand in api_serve. */
#include "api/api.h"

#include "base/log.h"
#include "base/metric.h"
#include "base/number.h"
#include "domain/api_key.h"
#include "domain/session.h"
#include "lib/config.h"
#include "lib/failpoint.h"
#include "lib/secret.h"
#include "sql/idempotency_sql.h"

#include <string.h>
#include <time.h>

enum { RERUNS = 4, KEY_MIN = 16, KEY_MAX = 64 };

/* ---- match ---------------------------------------------------------------------------------- */

/* What stood in a path where its pattern has :id or :key. */
struct named {
	uint64_t    id;
	const char *key;
};

/* One part of a path, or what If-Match holds between its quotes. */
static bool id_of(struct ctx *c, const char *text, size_t n, uint64_t *out)
{
	return n <= 19 && id_parse(arena_strndup(c->arena, text, n), out);
}

static bool matches(struct ctx *c, const char *pattern, const char *path, struct named *out)
{
	*out = (struct named){ 0 };
	while (*pattern && *path) {
		if (strncmp(pattern, ":id", 3) == 0) {
			size_t n = strcspn(path, "/");

			if (!id_of(c, path, n, &out->id))
				return false;
			pattern += 3;
			path += n;
		} else if (strncmp(pattern, ":key", 4) == 0) {
			size_t n = strcspn(path, "/");

			out->key = arena_strndup(c->arena, path, n);
			pattern += 4;
			path += n;
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && !*path;
}

static const struct route *find(struct ctx *c, const char *method, const char *path, struct named *named, bool *other_method)
{
	*other_method = false;
	for (const struct route *const *t = api_route_tables(); *t; t++)
		for (const struct route *r = *t; r->method; r++)
			if (matches(c, r->pattern, path, named)) {
				if (strcmp(http_method_names[r->method], method) == 0)
					return r;
				*other_method = true;
			}
	return NULL;
}

static bool match(struct req *r)
{
	struct named named = { 0 };
	bool other_method;

	r->route = find(r->ctx, r->in->method, r->in->path, &named, &other_method);
	r->id = named.id;
	r->key = named.key;
	if (r->route)
		return true;
	return other_method ? problem(r->ctx, PROBLEM_METHOD_NOT_ALLOWED, "this address does not take that method")
			    : problem(r->ctx, PROBLEM_NOT_FOUND, "there is nothing at this address");
}

/* ---- who asks, and may they ----------------------------------------------------------------- */

static bool from_our_page(const struct req *r)
{
	const char *ours = r->api->config->origin, *origin = r->in->origin;
	size_t n = origin ? strlen(origin) : 0;

	while (n && *ours) {
		size_t m = strcspn(ours, ",");

		if (m == n && strncmp(ours, origin, n) == 0)
			return true;
		ours += m + (ours[m] == ',');
	}
	return false;
}

/* A browser always names the page a POST comes from, so a foreign page cannot sign anyone in or out. A tool without
 * a page may sign in; what reads the cookie wants our page and the header a form cannot send. */
static bool check_origin(struct req *r)
{
	bool cookie = r->route->flags & ROUTE_OWN_ORIGIN;

	if (!cookie && !(r->route->flags & ROUTE_NO_KEY))
		return true;
	if (cookie ? from_our_page(r) && r->in->gwms && strcmp(r->in->gwms, "1") == 0 : !r->in->origin || from_our_page(r))
		return true;
	return problem(r->ctx, PROBLEM_ORIGIN_REFUSED, "this call is for the page alone");
}

/* A partner's key has a list of addresses, an allowance, and no person behind it. */
static bool admit_partner(struct req *r)
{
	if (r->ctx->actor.kind != ACTOR_PARTNER)
		return true;
	return api_key_admit(r->ctx, r->in->remote_addr, &r->rate)
	    && (!(r->route->flags & ROUTE_PERSON) || problem(r->ctx, PROBLEM_FORBIDDEN, "this is for people who sign in, not for a key"));
}

static bool authenticate(struct req *r)
{
	static const char bearer[] = "Bearer ";
	const char *given = r->in->authorization;

	if (r->route->permission == PERM_NONE)
		return true;
	if (!given || strncmp(given, bearer, sizeof bearer - 1) != 0)
		return problem(r->ctx, PROBLEM_TOKEN_INVALID, "an access token is needed");
	if (!session_actor(r->ctx, r->api->token_keys, given + sizeof bearer - 1) || !admit_partner(r))
		return false;
	if (r->ctx->actor.permissions & UINT64_C(1) << r->route->permission)
		return true;
	return problem(r->ctx, PROBLEM_FORBIDDEN, "the permission %s is missing", permission_names[r->route->permission]);
}

static bool read_version(struct req *r)
{
	const char *text = r->in->if_match;
	uint64_t version;
	size_t n;

	if (!(r->route->flags & ROUTE_VERSION))
		return true;
	if (!text)
		return problem(r->ctx, PROBLEM_VERSION_MISSING, "a header If-Match with the version is needed");
	if (strncmp(text, "W/", 2) == 0) /* what nginx makes of our ETag when it compresses the answer */
		text += 2;
	n = strlen(text);
	if (n < 3 || text[0] != '"' || text[n - 1] != '"' || !id_of(r->ctx, text + 1, n - 2, &version))
		return problem(r->ctx, PROBLEM_MALFORMED, "If-Match must be a version in quotes, such as \"3\"");
	r->version = (int64_t)version;
	return true;
}

/* ---- run, with the answer kept under its key ------------------------------------------------- */

struct keyed {
	struct req  *r;
	bool       (*handler)(struct req *r);
	const char  *caller;
	struct bytes key_hash, request_hash;
};

static bool key_good(const char *key)
{
	size_t n = strlen(key);

	return n >= KEY_MIN && n <= KEY_MAX
	    && strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

static struct bytes hash_request(const struct req *r, struct bytes body)
{
	struct buf b = buf_new(r->ctx->arena, body.len + 512);
	unsigned char *out = arena_alloc(r->ctx->arena, SHA256_BYTES);

	buf_puts(&b, r->in->method);
	buf_putc(&b, '\n');
	buf_puts(&b, r->in->path);
	buf_putc(&b, '\n');
	buf_puts(&b, r->in->query ? r->in->query : "");
	buf_putc(&b, '\n');
	buf_int(&b, r->version);
	buf_putc(&b, '\n');
	buf_add(&b, body.data ? body.data : "", body.len);
	sha256(b.text, b.len, out);
	return (struct bytes){ out, SHA256_BYTES };
}

static bool check_key(struct req *r)
{
	const char *key = r->in->idempotency_key;

	if (!key)
		return problem(r->ctx, PROBLEM_IDEMPOTENCY_KEY_MISSING, "a header Idempotency-Key is needed");
	return key_good(key)
	    || problem(r->ctx, PROBLEM_IDEMPOTENCY_KEY_MISSING, "the Idempotency-Key must be 16 to 64 letters, digits, - or _");
}

static struct keyed keyed_begin(struct req *r, struct bytes body, bool (*handler)(struct req *r))
{
	return (struct keyed){
		.r = r,
		.handler = handler,
		.caller = arena_printf(r->ctx->arena, r->ctx->actor.kind == ACTOR_PARTNER ? "k:%llu" : "u:%llu",
			(unsigned long long)actor_id(&r->ctx->actor)),
		.key_hash = sha256_of(r->ctx->arena, r->in->idempotency_key),
		.request_hash = hash_request(r, body),
	};
}

static bool replay(struct keyed *k, bool *found)
{
	struct req *r = k->r;
	struct kept_answer kept = { 0 };

	if (!idempotency_sql_find(r->ctx, k->caller, k->key_hash, &kept, found))
		return false;
	if (!*found)
		return true;
	if (kept.request_hash.len != SHA256_BYTES || memcmp(kept.request_hash.data, k->request_hash.data, SHA256_BYTES) != 0)
		return problem(r->ctx, PROBLEM_IDEMPOTENCY_KEY_REUSED, "this Idempotency-Key was used for another request");
	r->out.status = kept.status;
	r->out.content_type = kept.body.len ? "application/json" : NULL;
	r->out.body = kept.body.data;
	r->out.body_len = kept.body.len;
	r->etag = kept.etag;
	fcgi_header(&r->out, "Idempotent-Replay", "true");
	return true;
}

static bool keep(struct keyed *k)
{
	struct req *r = k->r;
	struct kept_answer kept = {
		.status = r->out.status,
		.body = r->kept.data ? r->kept : (struct bytes){ r->out.body, r->out.body_len },
		.etag = r->etag,
	};

	return idempotency_sql_keep(r->ctx, k->caller, k->key_hash, &kept);
}

static void answer_clear(struct req *r)
{
	r->out = (struct fcgi_answer){ .headers = buf_new(r->ctx->arena, 256) };
	r->etag = NULL;
	r->kept = (struct bytes){ 0 };
}

static bool run_keyed_once(struct keyed *k)
{
	struct req *r = k->r;
	bool taken = false, found;

	answer_clear(r);
	if (!db_begin(r->ctx))
		return false;
	if (!idempotency_sql_claim(r->ctx, k->caller, k->key_hash, k->request_hash, &taken) || taken) {
		db_undo(r->ctx);
		if (!taken)
			return false;
		return replay(k, &found) && (found || problem(r->ctx, PROBLEM_BUSY, "try again"));
	}
	return db_end(r->ctx, FP(r->ctx, "post.after_key") && k->handler(r) && FP(r->ctx, "post.after_work") && keep(k)
		&& FP(r->ctx, "post.before_commit"));
}

/* The kept row is the proof of a COMMIT whose answer was lost. */
bool req_keyed(struct req *r, struct bytes body, bool (*handler)(struct req *r))
{
	struct keyed k = keyed_begin(r, body, handler);
	bool found;

	for (int nth = 1;; nth++) {
		if (run_keyed_once(&k))
			return true;
		if (!problem_is(r->ctx, PROBLEM_BUSY) || nth > RERUNS)
			return false;
		problem_clear(r->ctx);
		if (db_commit_unknown(r->ctx)) {
			answer_clear(r);
			if (!db_ready(r->ctx) || !replay(&k, &found))
				return false;
			if (found)
				return true;
		}
		db_rerun_wait(nth);
	}
}

static bool run_plain(struct req *r)
{
	for (int nth = 1;; nth++) {
		answer_clear(r);
		if (r->route->handler(r))
			return true;
		if (!problem_is(r->ctx, PROBLEM_BUSY) || nth > RERUNS || (r->route->method != HTTP_GET && db_commit_unknown(r->ctx)))
			return false;
		problem_clear(r->ctx);
		db_rerun_wait(nth);
	}
}

static bool run(struct req *r)
{
	if (r->route->method != HTTP_POST || r->route->flags & (ROUTE_NO_KEY | ROUTE_OWN_ORIGIN | ROUTE_READS))
		return run_plain(r);
	if (!check_key(r))
		return false;
	if (r->route->flags & ROUTE_STREAM) /* what was read cannot be read again */
		return r->route->handler(r);
	return req_keyed(r, (struct bytes){ r->in->body, r->in->body_len }, r->route->handler);
}

/* ---- answer --------------------------------------------------------------------------------- */

static void answer_problem(struct req *r)
{
	const struct problem *p = &r->ctx->problem;
	const struct problem_kind *kind = &problem_kinds[p->code];
	struct buf b = buf_new(r->ctx->arena, 1024);

	answer_clear(r);
	r->out.status = kind->status;
	r->out.content_type = "application/problem+json";
	buf_puts(&b, "{\"title\":");
	buf_json(&b, kind->title);
	buf_puts(&b, ",\"status\":");
	buf_int(&b, kind->status);
	buf_puts(&b, ",\"code\":");
	buf_json(&b, kind->code);
	buf_puts(&b, ",\"detail\":");
	buf_json(&b, p->detail ? p->detail : kind->title);
	buf_puts(&b, ",\"hint\":");
	buf_json(&b, kind->hint);
	buf_puts(&b, ",\"errors\":[");
	for (size_t i = 0; i < p->n_fields; i++) {
		buf_puts(&b, i ? ",{\"field\":" : "{\"field\":");
		buf_json(&b, p->fields[i].field);
		buf_puts(&b, ",\"code\":");
		buf_json(&b, p->fields[i].code);
		buf_puts(&b, ",\"detail\":");
		buf_json(&b, p->fields[i].detail);
		buf_putc(&b, '}');
	}
	buf_puts(&b, "],\"requestId\":");
	buf_json(&b, r->ctx->request_id);
	if (p->current_version) {
		buf_puts(&b, ",\"current\":{\"version\":");
		buf_int(&b, p->current_version);
		buf_putc(&b, '}');
	}
	buf_putc(&b, '}');
	r->out.body = b.text;
	r->out.body_len = b.len;
	if (p->retry_after_s || kind->status == 503)
		fcgi_header(&r->out, "Retry-After", arena_printf(r->ctx->arena, "%d", p->retry_after_s ? p->retry_after_s : 1));
	if (kind->status == 401)
		fcgi_header(&r->out, "WWW-Authenticate", "Bearer");
}

/* draft-ietf-httpapi-ratelimit-headers: q so many at once, all of them again after w seconds; r are left, one more
 * after t seconds. */
static void say_rate(struct req *r)
{
	const int64_t second = 1000000, full_s = api_key_rate.burst * api_key_rate.interval_us / second;
	const int64_t next_s = r->rate.allowed ? 1 : (r->rate.wait_us + second - 1) / second;

	fcgi_header(&r->out, "RateLimit-Policy", arena_printf(r->ctx->arena, "\"key\";q=%d;w=%d", (int)api_key_rate.burst, (int)full_s));
	fcgi_header(&r->out, "RateLimit", arena_printf(r->ctx->arena, "\"key\";r=%d;t=%d", (int)r->rate.left, (int)next_s));
}

/* By pattern, never by path: what people look for is nobody's business, and patterns are few. */
static void count_request(const struct req *r, int64_t us)
{
	const char *route = r->route ? arena_printf(r->ctx->arena, "%s %s", http_method_names[r->route->method], r->route->pattern) : "none";

	metric_add(1, "gwms_requests_total{route=\"%s\",status=\"%d\"}", route, r->out.status);
	metric_seconds("gwms_request_seconds", "route", route, us);
}

static void log_request(const struct req *r, int64_t ms)
{
	const struct problem *p = &r->ctx->problem;
	const char *where = arena_printf(r->ctx->arena, "%s:%d", p->file ? p->file : "-", p->line);

	log_line(r->out.status >= 500 ? "error" : "info", "request",
		(const struct log_kv[]){
			KV("request", r->ctx->request_id), KV("method", r->in->method),
			KV("route", r->route ? r->route->pattern : "-"), KV("status", r->out.status), KV("ms", ms),
			KV("actor", r->ctx->actor.user_id), KV("key", r->ctx->actor.key_id), KV("customer", r->ctx->actor.customer_id),
			KV("problem", p->code ? problem_kinds[p->code].code : NULL),
			KV("cause", r->out.status >= 500 ? p->cause : NULL), KV("at", p->code ? where : NULL), { 0 } });
}

static int64_t monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

size_t api_body_limit(struct ctx *c, const struct fcgi_request *in)
{
	struct named named = { 0 };
	bool other_method;

	return route_body_limit(find(c, in->method, in->path, &named, &other_method));
}

void api_serve(struct ctx *c, const struct api *api, const struct fcgi_request *in)
{
	struct req r = { .ctx = c, .api = api, .in = in };
	int64_t began = monotonic_us(), took;

	c->request_id = in->request_id;
	answer_clear(&r);
	if (!(match(&r) && check_origin(&r) && authenticate(&r) && read_version(&r) && run(&r))) {
		if (c->problem.code == PROBLEM_NONE)
			(void)problem(c, PROBLEM_INTERNAL, "something went wrong here");
		answer_problem(&r);
	}
	if (in->idempotency_key)
		FP_HERE(c, "post.before_answer");
	if (r.etag)
		fcgi_header(&r.out, "ETag", r.etag);
	if (c->actor.key_id && (r.rate.allowed || r.rate.wait_us))
		say_rate(&r);
	fcgi_header(&r.out, "X-Request-Id", c->request_id);
	fcgi_header(&r.out, "Cache-Control", "no-store");
	fcgi_answer(&r.out);
	took = monotonic_us() - began;
	log_request(&r, took / 1000);
	count_request(&r, took);
}
