/* What happened to an order, as partners' tools are told: ids, number and states, nothing of the buyer. */
#include "domain/webhook.h"

#include "lib/secret.h"
#include "sql/webhook_sql.h"

#include <string.h>

/* Entries of the timeline that are told as such, beside the change of status that they may be. */
static const struct {
	const char        *entry;
	enum webhook_event event;
} told[] = {
	{ "created", HOOK_ORDER_CREATED },
	{ "updated", HOOK_ORDER_UPDATED },
	{ "exception_raised", HOOK_ORDER_EXCEPTION },
	{ "exception_cleared", HOOK_ORDER_EXCEPTION },
	{ "parcel_shipped", HOOK_SHIPMENT },
	{ "writeback_confirmed", HOOK_WRITEBACK_CONFIRMED },
	{ "writeback_failed", HOOK_WRITEBACK_FAILED },
};

static const char *body(struct ctx *c, const struct order *o, const char *id, const char *event, const char *before)
{
	struct buf b = buf_new(c->arena, 512);

	buf_printf(&b, "{\"id\":\"%s\",\"event\":\"%s\",\"at\":\"%s\",\"order\":{\"id\":\"%llu\",\"orderNo\":", id, event,
		instant_text(c->arena, instant_now()), (unsigned long long)o->id);
	buf_json(&b, o->order_no);
	buf_printf(&b, ",\"kind\":\"%s\",\"storeId\":\"%llu\",\"statusBefore\":", order_kind_names[o->kind], (unsigned long long)o->store_id);
	buf_json(&b, before);
	buf_puts(&b, ",\"status\":");
	buf_json(&b, order_status_names[o->status]);
	buf_puts(&b, ",\"exception\":");
	buf_json(&b, o->exception_code);
	buf_printf(&b, ",\"version\":%lld}}", (long long)o->version);
	return b.text;
}

static bool tell(struct ctx *c, const struct order *o, enum webhook_event which, const char *before)
{
	const char *event = webhook_event_names[which];
	uint64_t *ids, added;
	size_t n;

	if (!webhook_sql_wanting(c, o->customer_id, event, &ids, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct webhook_delivery d = { .customer_id = o->customer_id, .webhook_id = ids[i], .delivery_key = random_uuid(c->arena), .event = event,
			.order_id = o->id, .order_no = o->order_no };

		d.body = body(c, o, d.delivery_key, event, before);
		if (!delivery_sql_add(c, &d, &added))
			return false;
	}
	return true;
}

bool webhook_tell(struct ctx *c, const struct order *o, const char *event, const char *before, const char *after)
{
	if (before && after && strcmp(before, after) != 0 && !tell(c, o, HOOK_ORDER_STATUS, before))
		return false;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (strcmp(told[i].entry, event) == 0)
			return tell(c, o, told[i].event, before);
	return true;
}
