/* The table of adapters. A new platform is its folder and one row here. */
#include "platform/platform.h"
#include "platform/amazon_vendor/amazon_vendor.h"
#include "platform/woocommerce/woocommerce.h"

#include <string.h>

const char *const platform_class_names[] = { "none", "auth_expired", "permission", "rate_limited", "transient",
	"uncertain", "not_found", "validation", "conflict", "unsupported", "permanent", NULL };
const char *const platform_op_names[] = { "probe", "list_orders", "get_orders", "get_order", "list_skus", "ship",
	"find_ship", "acknowledge", "find_acknowledge", NULL };

static const struct platform *const platforms[] = { &woocommerce, &amazon_vendor };

const struct platform *platform_named(const char *code)
{
	for (size_t i = 0; code && i < sizeof platforms / sizeof *platforms; i++)
		if (strcmp(platforms[i]->code, code) == 0)
			return platforms[i];
	return NULL;
}
