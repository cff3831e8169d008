/* The adapter's one door: which file answers which operation. */
#include "platform/woocommerce/woocommerce.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_orders.h"
#include "platform/woocommerce/wc_probe.h"
#include "platform/woocommerce/wc_ship.h"
#include "platform/woocommerce/wc_skus.h"

#include <assert.h>

static struct step next(struct ctx *c, enum platform_op op, const struct platform_store *store,
	const struct platform_args *args, const char *state, const struct http_answer *answer)
{
	assert(!answer || (answer->failure == HTTP_ANSWERED && state));
	switch (op) {
	case OP_PROBE: return wc_probe(c, store, state, answer);
	case OP_LIST_ORDERS: return wc_list_orders(c, store, args, state, answer);
	case OP_GET_ORDERS: return wc_get_orders(c, store, args, state, answer);
	case OP_GET_ORDER: return wc_get_order(c, store, args, state, answer);
	case OP_LIST_SKUS: return wc_list_skus(c, store, args, state, answer);
	case OP_SHIP: return wc_ship(c, store, args->shipment, true, state, answer);
	case OP_FIND_SHIP: return wc_ship(c, store, args->shipment, false, state, answer);
	case OP_ACKNOWLEDGE:
	case OP_FIND_ACKNOWLEDGE:
	case OPS: break;
	}
	return wc_error_step(wc_error(CLASS_UNSUPPORTED, "no_such_operation", "WooCommerce has no such operation"));
}

const struct platform woocommerce = { .code = "woocommerce", .next = next };
