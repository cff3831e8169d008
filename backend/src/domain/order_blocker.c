/* One decision for an order that comes in and for one that is looked at again. The first reason in this order stands: money,
 * goods, mapping, address. */
#include "domain/order_blocker.h"

#include "base/utf8.h"
#include "domain/order.h"
#include "domain/order_address.h"
#include "sql/order_sql.h"

#include <string.h>

static bool to_be_sent(const struct order_line *l)
{
	return l->shippable && !l->gone && l->accepted_qty > l->shipped_qty;
}

static struct order_blocker unmapped(struct ctx *c, const struct order_line *lines, size_t n)
{
	const struct order_line *first = NULL;
	size_t                   more = 0;
	char                    *words;

	for (size_t i = 0; i < n; i++)
		if (to_be_sent(&lines[i]) && !lines[i].n_mapping) {
			more += first != NULL;
			first = first ? first : &lines[i];
		}
	if (!first)
		return (struct order_blocker){ 0 };
	words = first->platform_sku ? arena_printf(c->arena, "SKU [%s] not mapped to a warehouse SKU", first->platform_sku)
		: arena_printf(c->arena, "%s: the platform sent no SKU, and it is not mapped to a warehouse SKU",
			first->product_name);
	if (more)
		words = arena_printf(c->arena, "%s, and %zu more", words, more);
	words[utf8_cut(words, strlen(words), ORDER_DETAIL_BYTES)] = '\0'; /* as it is read back: nothing new is raised the next time */
	return (struct order_blocker){ PROBLEM_SKU_NOT_MAPPED, words, first->platform_sku ? first->platform_sku : first->sku_key };
}

struct order_blocker order_blocker_of(struct ctx *c, const struct order *o, const struct order_line *lines, size_t n)
{
	const enum order_action next = o->kind == ORDER_B2B && o->status == ORDER_PENDING ? ORDER_ACKNOWLEDGE : ORDER_DISPATCH;
	struct order_blocker    found;
	const char             *missing;
	size_t                  n_to_send = 0;

	if (order_refusal(o, next) == PROBLEM_ORDER_UNPAID)
		return (struct order_blocker){ PROBLEM_ORDER_UNPAID, "The order is not paid", NULL };
	for (size_t i = 0; i < n; i++)
		n_to_send += to_be_sent(&lines[i]);
	if (!n_to_send && o->backordered)
		return (struct order_blocker){ 0 }; /* it waits for goods that were promised for later */
	if (!n_to_send)
		return (struct order_blocker){ PROBLEM_NO_SHIPPABLE_ITEMS, "No shippable items", NULL };
	found = unmapped(c, lines, n);
	if (found.code != PROBLEM_NONE)
		return found;
	missing = order_address_missing(c, o);
	if (!missing)
		return (struct order_blocker){ 0 };
	return (struct order_blocker){ PROBLEM_ADDRESS_INCOMPLETE,
		arena_printf(c->arena, "Missing required recipient address fields: %s", missing), NULL };
}
