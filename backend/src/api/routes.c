/* The table of tables: adding a resource is a row here and its file. */
#include "api/api.h"

#include "base/log.h"

#include <string.h>

const char *const http_method_names[] = { "", "GET", "POST", "PATCH", "DELETE", "PUT", NULL };

const struct route *const *api_route_tables(void)
{
	static const struct route *const tables[] = {
		auth_routes, order_routes, batch_routes, sync_routes, store_routes, mapping_routes, sku_routes, stock_routes, warehouse_routes,
		customer_routes, outbound_routes, user_routes, own_routes, search_routes, exception_routes, hook_routes, carrier_routes, label_routes, wave_routes, key_routes, webhook_routes, health_routes, NULL,
	};

	return tables;
}

/* A platform calls it, and proves itself by what is in the body. */
static bool is_hook(const struct route *r)
{
	return strncmp(r->pattern, "/hooks/", strlen("/hooks/")) == 0;
}

/* What writes without an idempotency key: signing in and out, passwords, and what platforms call. */
static bool keyless(const struct route *r)
{
	return strncmp(r->pattern, "/api/v1/auth/", strlen("/api/v1/auth/")) == 0 || strcmp(r->pattern, "/api/v1/me/password") == 0
	    || is_hook(r);
}

static bool route_good(const struct route *r)
{
	bool open = r->permission == PERM_NONE;
	bool auth = strncmp(r->pattern, "/api/v1/auth/", strlen("/api/v1/auth/")) == 0;
	bool watch = strncmp(r->pattern, "/api/v1/health/", strlen("/api/v1/health/")) == 0 || strcmp(r->pattern, "/metrics") == 0; /* nginx lets few in */

	if (open && !auth && !watch && !is_hook(r))
		return log_error("route_bad", KV("pattern", r->pattern), KV("why", "open to anyone")), false;
	if ((r->flags & ROUTE_NO_KEY) && !keyless(r))
		return log_error("route_bad", KV("pattern", r->pattern), KV("why", "writes without an idempotency key")), false;
	if ((r->flags & ROUTE_STREAM) && (r->method != HTTP_POST || r->flags & (ROUTE_NO_KEY | ROUTE_OWN_ORIGIN | ROUTE_READS | ROUTE_IMPORT)))
		return log_error("route_bad", KV("pattern", r->pattern), KV("why", "a body in pieces is that of a POST with a key")), false;
	if ((r->method == HTTP_PATCH || r->method == HTTP_PUT || r->method == HTTP_DELETE) && !(r->flags & ROUTE_VERSION))
		return log_error("route_bad", KV("pattern", r->pattern), KV("why", "changes without the version that was seen")), false;
	if ((r->flags & ROUTE_READS) && (r->method != HTTP_POST || r->flags & (ROUTE_VERSION | ROUTE_NO_KEY | ROUTE_OWN_ORIGIN)))
		return log_error("route_bad", KV("pattern", r->pattern), KV("why", "only a POST that changes nothing reads alone")), false;
	return true;
}

bool api_routes_good(void)
{
	const struct route *const *tables = api_route_tables();
	bool good = true;

	for (const struct route *const *t = tables; *t; t++)
		for (const struct route *r = *t; r->method; r++) {
			good = route_good(r) && good;
			for (const struct route *const *u = tables; *u; u++)
				for (const struct route *s = *u; s->method; s++)
					if (s != r && s->method == r->method && strcmp(s->pattern, r->pattern) == 0) {
						log_error("route_bad", KV("pattern", r->pattern), KV("why", "twice"));
						good = false;
					}
		}
	return good;
}
