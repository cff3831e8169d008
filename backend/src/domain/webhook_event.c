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

struct telling {
	const struct webhook_wanting *webhooks;
	size_t                        n_webhooks;
	struct webhook_delivery      *out;
	size_t                        n_out;
};

static void tell(struct ctx *c, struct telling *t, const struct order_news *news, enum webhook_event which)
{
	const struct order *o = news->order;

	for (size_t i = 0; i < t->n_webhooks; i++)
		if (t->webhooks[i].events & UINT64_C(1) << which) {
			struct webhook_delivery *d = &t->out[t->n_out++];

			*d = (struct webhook_delivery){ .customer_id = o->customer_id, .webhook_id = t->webhooks[i].id,
				.delivery_key = random_uuid(c->arena), .event = webhook_event_names[which], .order_id = o->id, .order_no = o->order_no };
			d->body = body(c, o, d->delivery_key, d->event, news->before);
		}
}

static void tell_all(struct ctx *c, struct telling *t, const struct order_news *news)
{
	if (news->before && news->after && strcmp(news->before, news->after) != 0)
		tell(c, t, news, HOOK_ORDER_STATUS);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (strcmp(told[i].entry, news->event) == 0) {
			tell(c, t, news, told[i].event);
			return;
		}
}

bool webhook_tell(struct ctx *c, const struct order_news *news, size_t n)
{
	struct telling          t = { 0 };
	struct webhook_wanting *webhooks;

	if (!n)
		return true;
	if (!webhook_sql_wanting(c, news->order->customer_id, &webhooks, &t.n_webhooks))
		return false;
	t.webhooks = webhooks;
	t.out = NEW_N(c->arena, struct webhook_delivery, 2 * n * t.n_webhooks + 1); /* a change of status and the event itself */
	for (size_t i = 0; i < n; i++)
		tell_all(c, &t, &news[i]);
	return delivery_sql_add_many(c, t.out, t.n_out);
}
