/* Platform SKUs and what they are bound to. */
#include "api/api.h"

#include "domain/mapping.h"

static bool bind(struct req *r)
{
	struct bind_sku in = { 0 };
	struct sku_mapping out = { 0 };

	return req_body(r, &bind_sku_shape, &in)
	    && mapping_bind(r->ctx, &in, &out)
	    && answer_shape(r, 200, &sku_mapping_shape, &out);
}

const struct route mapping_routes[] = {
	{ HTTP_POST, "/api/v1/sku-mappings", PERM_SKU_BIND, bind, 0 },
	{ 0 }
};
