#pragma once
#include "api/request.h"

/* Every route of the program, ends with method 0. */
const struct route *const *api_route_tables(void);

/* Serves one request from match to log line: match, authenticate, check the permission, find an
 * earlier answer to the same idempotency key, run, answer, log. */
void api_serve(struct ctx *c, const struct api *api, const struct fcgi_request *in);

/* What fcgi_accept asks before it reads a body. */
size_t api_body_limit(struct ctx *c, const struct fcgi_request *in);

/* False when a route breaks a rule that must hold before the program may start: no permission
 * named, a POST without idempotency that is not one of auth, a change without If-Match, a pattern twice. */
bool api_routes_good(void);

extern const struct route auth_routes[], order_routes[], batch_routes[], sync_routes[], store_routes[], mapping_routes[],
	sku_routes[], stock_routes[], warehouse_routes[], customer_routes[], outbound_routes[], user_routes[], own_routes[], search_routes[], exception_routes[], hook_routes[], carrier_routes[], label_routes[], wave_routes[], key_routes[], webhook_routes[], health_routes[];
