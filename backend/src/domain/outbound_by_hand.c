/* An outbound order that no platform knows of: a replacement, a sample, an order by telephone. */
#include "domain/outbound.h"

#include "domain/dispatch.h"
#include "domain/dispatch_check.h"
#include "domain/order_address.h"
#include "domain/staff.h"
#include "domain/stock.h"
#include "lib/db.h"
#include "model/sku.h"
#include "sql/customer_sql.h"
#include "sql/order_dispatch_sql.h"
#include "sql/outbound_sql.h"
#include "sql/user_sql.h"
#include "sql/warehouse_sql.h"

#include <string.h>

struct work {
	const struct by_hand     *in;
	struct order              to; /* of no platform: the recipient alone */
	struct outbound_line_new *lines;
	struct stock_item        *needed;
	uint64_t                  id;
};

/* ---- the form ---------------------------------------------------------------------------------------- */

static bool check_place(struct ctx *c, const struct by_hand *in)
{
	struct warehouse      theirs = { 0 };
	struct dispatch_place place = { 0 };
	bool                  served;

	if (!customer_sql_served(c, in->customer_id, &served))
		return false;
	if (!served)
		return problem_field(c, "customerId", "unknown", "is no customer with a business in your warehouses");
	if (!warehouse_sql_get(c, in->warehouse_id, false, &theirs)) {
		if (!problem_is(c, PROBLEM_NOT_FOUND))
			return false;
		problem_clear(c);
		return problem_field(c, "warehouseId", "unknown", "is no warehouse of yours");
	}
	return dispatch_place_get(c, in->customer_id, in->warehouse_id, in->channel_id, &place)
	    && dispatch_check_place(c, &place, ORDER_DISPATCH);
}

static const char *text(const char *given)
{
	return given && *given ? given : NULL;
}

static bool check_recipient(struct ctx *c, struct work *w)
{
	const struct recipient *r = w->in->recipient;
	const char             *missing;

	w->to = (struct order){ .customer_id = w->in->customer_id, .recipient_name = text(r->name), .recipient_company = text(r->company),
		.recipient_phone = text(r->phone), .recipient_email = text(r->email), .recipient_country = text(r->country),
		.recipient_state = text(r->state), .recipient_city = text(r->city), .recipient_line1 = text(r->line1),
		.recipient_line2 = text(r->line2), .recipient_zip = text(r->zip) };
	if (strspn(r->country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
		return problem_field(c, "recipient.country", "malformed", "must be a country's two letters, such as US");
	missing = order_address_missing(c, &w->to);
	return !missing || problem(c, PROBLEM_ADDRESS_INCOMPLETE, "Missing required recipient address fields: %s.", missing);
}

static const struct sku *sku_of(const struct sku *rows, size_t n, uint64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

static void check_line(struct ctx *c, const struct work *w, const struct sku *k, size_t i)
{
	const char *field = arena_printf(c->arena, "lines[%zu].skuId", i);

	for (size_t before = 0; before < i; before++)
		if (w->in->lines[before].sku_id == w->in->lines[i].sku_id) {
			problem_field(c, field, "repeated", "is named twice");
			return;
		}
	if (!k)
		problem_field(c, field, "unknown", "is no SKU of this customer");
	else if (k->status != SKU_ENABLED)
		problem_field(c, field, "not_enabled", "SKU %s is %s", k->code, k->status == SKU_DISABLED ? "disabled" : "not reviewed yet");
}

static bool check_lines(struct ctx *c, struct work *w)
{
	const size_t n = w->in->n_lines;
	uint64_t    *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct sku  *rows;
	size_t       n_rows;

	for (size_t i = 0; i < n; i++)
		ids[i] = w->in->lines[i].sku_id;
	if (!outbound_sql_skus(c, w->in->customer_id, ids, n, &rows, &n_rows))
		return false;
	w->lines = NEW_N(c->arena, struct outbound_line_new, n + 1);
	w->needed = NEW_N(c->arena, struct stock_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct by_hand_line *l = &w->in->lines[i];
		const struct sku          *k = sku_of(rows, n_rows, l->sku_id);

		check_line(c, w, k, i);
		w->lines[i] = (struct outbound_line_new){ .sku_id = l->sku_id, .per_unit = 1, .quantity = l->quantity };
		w->needed[i] = (struct stock_item){ .sku_id = l->sku_id, .quantity = l->quantity, .code = k ? k->code : "" };
	}
	return c->problem.code == PROBLEM_NONE;
}

/* ---- written ------------------------------------------------------------------------------------------- */

static bool write_it(struct ctx *c, struct work *w)
{
	const char     *no;
	struct outbound ob = { .customer_id = w->in->customer_id };

	if (!order_sql_add_outbound(c, &w->to, w->in->warehouse_id, w->in->channel_id, &w->id, &no)
	    || !order_sql_add_outbound_lines(c, w->in->customer_id, w->id, w->lines, w->in->n_lines))
		return false;
	ob.id = w->id;
	return outbound_sql_set_note(c, &ob, text(w->in->note))
	    && stock_reserve(c, &(struct stock_change){ .customer_id = w->in->customer_id, .warehouse_id = w->in->warehouse_id,
		.cause_id = w->id, .note = no, .n_items = w->in->n_lines, .items = w->needed })
	    && audit_sql_add(c, "outbound_added", no, NULL);
}

static bool add(struct ctx *c, void *arg)
{
	struct work *w = arg;

	return check_place(c, w->in) && check_lines(c, w) && check_recipient(c, w) && write_it(c, w);
}

bool outbound_add(struct ctx *c, const struct by_hand *in, uint64_t *id)
{
	struct work w = { .in = in };

	if (!staff_allow(c, "making outbound orders by hand") || !db_again(c, add, &w))
		return false;
	*id = w.id;
	return true;
}
