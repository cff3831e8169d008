#include "model/platform_kind.h"

#include <string.h>

const struct platform_kind platform_kinds[] = {
	{ "woocommerce", "WooCommerce", ORDER_B2C, true,
	  { { "consumerKey", "Consumer key", false }, { "consumerSecret", "Consumer secret", true } }, NULL },
	{ 0 },
};

const struct platform_kind *platform_kind_named(const char *code)
{
	for (const struct platform_kind *k = platform_kinds; code && k->code; k++)
		if (strcmp(k->code, code) == 0)
			return k;
	return NULL;
}
