/* The search box of the page. */
#include "api/api.h"

#include "domain/search.h"

static bool find(struct req *r)
{
	struct search_query in = { 0 };
	struct found out;

	return req_query(r, &search_query_shape, &in)
	    && search(r->ctx, &in, &out)
	    && answer_shape(r, 200, &found_shape, &out);
}

const struct route search_routes[] = {
	{ HTTP_GET, "/api/v1/search", PERM_SIGNED_IN, find, 0 },
	{ 0 }
};
