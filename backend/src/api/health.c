/* For whoever watches: live says that the process answers, ready that it can work, metrics how the house is doing. */
#include "api/api.h"

#include "base/metric.h"
#include "lib/config.h"
#include "lib/db.h"
#include "sql/metric_sql.h"
#include "sql/migrate.h"

#include <time.h>

enum { PING_MOST_MS = 1000 };

static bool live(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 64);

	buf_puts(&b, "{\"status\":\"live\",\"warnings\":[]}");
	return req_no_query(r) && answer_json(r, 200, &b);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A database that answers late is as good as none to those who wait for it. */
static bool ping(struct ctx *c)
{
	const int64_t began = now_ms();
	struct query  q = query_new(c);
	uint64_t      one;
	int64_t       ms;

	query_add(&q, "SELECT 1");
	if (!db_ready(c) || !db_number(c, &q, &one))
		return false;
	ms = now_ms() - began;
	return ms < PING_MOST_MS || problem(c, PROBLEM_UNAVAILABLE, "The database took %lld ms to answer.", (long long)ms);
}

static bool not_stopping(struct ctx *c)
{
	return !fcgi_stopping() || problem(c, PROBLEM_UNAVAILABLE, "This process is about to stop.");
}

static bool ready(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 256);
	const char *private = r->api->config->allow_private_stores;

	if (!(req_no_query(r) && not_stopping(r->ctx) && ping(r->ctx) && db_settings_good(r->ctx) && migrate_check(r->ctx)))
		return false;
	buf_puts(&b, "{\"status\":\"ready\",\"warnings\":[");
	if (private && *private)
		buf_json(&b, "stores on private addresses are allowed (GWMS_ALLOW_PRIVATE_STORES): for practice only");
	buf_puts(&b, "]}");
	return answer_json(r, 200, &b);
}

/* Counters of all processes of this host (base/metric.h), and what the database tells, which is the same on every host.
 * While the database does not answer the counters are shown all the same: gwms_up says which it is. */
static bool metrics(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 64 * 1024);
	struct ctx c = ctx_begin(r->ctx);
	bool       up = ping(&c);

	if (!req_no_query(r))
		return false;
	metric_emit(&b);
	for (size_t i = 0; up && metric_sql_name(i); i++) {
		size_t        n;
		struct gauge *rows = metric_sql_read(&c, i, &n);

		up = rows != NULL;
		if (up && n)
			buf_printf(&b, "# HELP %s %s\n# TYPE %s %s\n", metric_sql_name(i), metric_sql_words(i), metric_sql_name(i),
				strstr(metric_sql_name(i), "_total") ? "counter" : "gauge");
		for (size_t k = 0; up && k < n; k++)
			buf_printf(&b, rows[k].label ? "%s{%s} %lld\n" : "%s%s %lld\n", metric_sql_name(i),
				rows[k].label ? rows[k].label : "", (long long)rows[k].value);
	}
	buf_printf(&b, "# HELP gwms_up the database answers\n# TYPE gwms_up gauge\ngwms_up %d\n", up);
	r->out.status = 200;
	r->out.content_type = "text/plain; version=0.0.4; charset=utf-8";
	r->out.body = b.text;
	r->out.body_len = b.len;
	ctx_end(&c);
	return true;
}

const struct route health_routes[] = {
	{ HTTP_GET, "/api/v1/health/live",  PERM_NONE, live,    0 },
	{ HTTP_GET, "/api/v1/health/ready", PERM_NONE, ready,   0 },
	{ HTTP_GET, "/metrics",             PERM_NONE, metrics, 0 },
	{ 0 }
};
