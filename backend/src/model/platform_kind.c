#include "model/platform_kind.h"

#include <string.h>

const struct platform_kind platform_kinds[] = {
	{ "woocommerce", "WooCommerce", ORDER_B2C, true,
	  { { "consumerKey", "Consumer key", false }, { "consumerSecret", "Consumer secret", true } }, { { 0 } }, { 0 }, 0, NULL },
	{ "amazon_vendor", "Amazon Vendor", ORDER_B2B, false,
	  { { "clientId", "Client identifier", false }, { "clientSecret", "Client secret", true }, { "refreshToken", "Refresh token", true } },
	  { { "North America", "https://sellingpartnerapi-na.amazon.com" }, { "Europe", "https://sellingpartnerapi-eu.amazon.com" },
	    { "Far East", "https://sellingpartnerapi-fe.amazon.com" } },
	  { "TemporarilyUnavailable", "InvalidProductIdentifier", "ObsoleteProduct" }, 24 * 3600, NULL },
	{ 0 },
};

const struct platform_kind *platform_kind_named(const char *code)
{
	for (const struct platform_kind *k = platform_kinds; code && k->code; k++)
		if (strcmp(k->code, code) == 0)
			return k;
	return NULL;
}
