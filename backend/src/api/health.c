/* For whoever watches: live says that the process answers, ready that it can work. */
#include "api/api.h"

#include "lib/config.h"
#include "sql/migrate.h"

static bool live(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 64);

	buf_puts(&b, "{\"status\":\"live\",\"warnings\":[]}");
	return req_no_query(r) && answer_json(r, 200, &b);
}

static bool ready(struct req *r)
{
	struct buf b = buf_new(r->ctx->arena, 256);
	const char *private = r->api->config->allow_private_stores;

	if (!(req_no_query(r) && db_ready(r->ctx) && db_settings_good(r->ctx) && migrate_check(r->ctx)))
		return false;
	buf_puts(&b, "{\"status\":\"ready\",\"warnings\":[");
	if (private && *private)
		buf_json(&b, "stores on private addresses are allowed (GWMS_ALLOW_PRIVATE_STORES): for practice only");
	buf_puts(&b, "]}");
	return answer_json(r, 200, &b);
}

const struct route health_routes[] = {
	{ HTTP_GET, "/api/v1/health/live",  PERM_NONE, live,  0 },
	{ HTTP_GET, "/api/v1/health/ready", PERM_NONE, ready, 0 },
	{ 0 }
};
