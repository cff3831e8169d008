/* The routes of two paid plugins: Shipment Tracking, and Advanced Shipment Tracking, which also
 * serves the routes of the first. */
#include "practice/list.h"
#include "practice/order.h"
#include "practice/wire.h"
#include "practice/woo.h"

#include <string.h>

struct provider {
	const char *country, *name, *link;
};

/* A part of the plugins' long list; %s is the number. */
static const struct provider providers[] = {
	{ "Canada", "Canada Post", "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=%s" },
	{ "Germany", "DHL Intraship (DE)", "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?idc=%s" },
	{ "Germany", "DPD.de", "https://tracking.dpd.de/parcelstatus?query=%s" },
	{ "Germany", "Hermes", "https://www.myhermes.de/empfangen/sendungsverfolgung/?id=%s" },
	{ "United Kingdom", "Royal Mail", "https://www3.royalmail.com/track-your-item#/tracking-results/%s" },
	{ "United Kingdom", "DHL", "https://www.dhl.com/content/g0/en/express/tracking.shtml?AWB=%s" },
	{ "United States", "Fedex", "https://www.fedex.com/apps/fedextrack/?action=track&tracknumbers=%s" },
	{ "United States", "UPS", "https://www.ups.com/track?loc=en_US&tracknum=%s" },
	{ "United States", "USPS", "https://tools.usps.com/go/TrackConfirmAction_input?qtc_tLabels1=%s" },
	{ "United States", "DHL US", "https://www.logistics.dhl/us-en/home/tracking/tracking-ecommerce.html?tracking-id=%s" },
};
enum { N_PROVIDERS = sizeof providers / sizeof *providers };

static struct order *tracking_order(struct call *k)
{
	return woo_order(k, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid order ID.");
}

static const char *namespace_of(const struct call *k)
{
	return strncmp(k->route, "wc-ast", 6) == 0 ? "wc-ast/v3" : "wc-shipment-tracking/v3";
}

void woo_trackings_list(struct call *k)
{
	const struct order *o = tracking_order(k);
	struct buf         *b;

	if (!o)
		return;
	b = woo_answer(k, 200);
	buf_putc(b, '[');
	for (size_t i = 0; i < o->trackings.n; i++) {
		if (i)
			buf_putc(b, ',');
		wire_tracking(b, k->shop, namespace_of(k), o, &o->trackings.items[i]);
	}
	buf_putc(b, ']');
}

void woo_tracking_providers(struct call *k)
{
	const struct order *o = tracking_order(k);
	const char         *country = "";
	struct buf         *b;

	if (!o)
		return;
	b = woo_answer(k, 200);
	buf_putc(b, '{');
	for (int i = 0; i < N_PROVIDERS; i++) {
		bool same = strcmp(providers[i].country, country) == 0;

		buf_puts(b, same ? "," : i ? "},": "");
		country = providers[i].country;
		if (!same) {
			wire_text(b, country);
			buf_puts(b, ":{");
		}
		wire_text(b, providers[i].name);
		buf_putc(b, ':');
		wire_text(b, arena_printf(k->ctx.arena, "%.*s%%1$s", (int)(strlen(providers[i].link) - 2), providers[i].link));
	}
	buf_puts(b, "}}");
}

static size_t tracking_index(const struct call *k, const struct order *o)
{
	size_t i = 0;

	while (i < o->trackings.n && strcmp(o->trackings.items[i].id, k->word) != 0)
		i++;
	return i;
}

static void no_such_tracking(struct call *k)
{
	woo_error(k, 404, "woocommerce_rest_order_shipment_tracking_invalid_id", "Invalid shipment tracking ID.");
}

void woo_tracking_get(struct call *k)
{
	const struct order *o = tracking_order(k);
	size_t              i;

	if (!o)
		return;
	i = tracking_index(k, o);
	if (i == o->trackings.n)
		return no_such_tracking(k);
	wire_tracking(woo_answer(k, 200), k->shop, namespace_of(k), o, &o->trackings.items[i]);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The plugins keep their parcels in one meta of the order, so they show in the order itself. */
static void keep_meta(struct call *k, struct order *o)
{
	struct buf b = buf_new(k->ctx.arena, 256);

	buf_putc(&b, '[');
	for (size_t i = 0; i < o->trackings.n; i++) {
		const struct tracking *t = &o->trackings.items[i];

		buf_puts(&b, i ? ",{\"tracking_provider\":" : "{\"tracking_provider\":");
		wire_text(&b, t->provider);
		wire_key(&b, "custom_tracking_provider");
		wire_text(&b, "");
		wire_key(&b, "custom_tracking_link");
		wire_text(&b, "");
		wire_key(&b, "tracking_number");
		wire_text(&b, t->number);
		wire_key(&b, "date_shipped");
		wire_text(&b, t->date_shipped);
		wire_key(&b, "tracking_id");
		wire_text(&b, t->id);
		buf_putc(&b, '}');
	}
	buf_putc(&b, ']');
	order_meta_set(k->shop, &o->metas, "_wc_shipment_tracking_items", b.text);
	order_touch(o);
}

static const struct provider *provider_named(const char *name)
{
	for (int i = 0; name && i < N_PROVIDERS; i++)
		if (strcmp(providers[i].name, name) == 0)
			return &providers[i];
	return NULL;
}

/* `number` put in the place of "%s" or "%1$s". */
static const char *link_for(struct arena *a, const char *pattern, const char *number)
{
	const char *at = strstr(pattern, "%1$s");
	size_t      n = 4;

	if (!at) {
		at = strstr(pattern, "%s");
		n = 2;
	}
	return at ? arena_printf(a, "%.*s%s%s", (int)(at - pattern), pattern, number, at + n) : pattern;
}

static const char *text_or(const struct json *body, const char *name, const char *otherwise)
{
	const char *text = json_text(json_member(body, name));

	return text ? text : otherwise;
}

static void fill(struct call *k, struct tracking *t, const struct json *body, const char *number)
{
	struct shop           *s = k->shop;
	const char            *name = text_or(body, "tracking_provider", "");
	const struct provider *known = provider_named(name);
	const char            *custom = text_or(body, "custom_tracking_link", "");

	t->id = arena_printf(s->arena, "%016llx%016llx", (unsigned long long)shop_random(s, UINT64_MAX),
		(unsigned long long)shop_random(s, UINT64_MAX));
	t->provider = shop_text(s, *name ? name : text_or(body, "custom_tracking_provider", ""));
	t->number = shop_text(s, number);
	t->link = shop_text(s, link_for(k->ctx.arena, known ? known->link : custom, number));
	t->date_shipped = shop_text(s, text_or(body, "date_shipped",
		arena_strndup(k->ctx.arena, instant_text(k->ctx.arena, instant_now()), 10)));
	t->sku = shop_text(s, text_or(body, "sku", ""));
	t->qty = shop_text(s, text_or(body, "qty", ""));
}

/* Advanced Shipment Tracking alone: 1 completes the order, 2 says that a part is under way. */
static const char *status_after(const struct call *k, const struct json *body)
{
	const char *shipped = json_scalar(json_member(body, "status_shipped"));

	if (k->shop->writeback != WRITEBACK_AST || !shipped)
		return NULL;
	return strcmp(shipped, "1") == 0 ? "completed" : strcmp(shipped, "2") == 0 ? "partial-shipped" : NULL;
}

static bool replaces(const struct call *k, const struct json *body)
{
	const char *replace = json_scalar(json_member(body, "replace_tracking"));

	return k->shop->writeback == WRITEBACK_AST && replace && strcmp(replace, "1") == 0;
}

void woo_tracking_add(struct call *k)
{
	struct order      *o = tracking_order(k);
	const struct json *body = o ? call_json(k, &json_platform) : NULL;
	const char        *number = json_scalar(json_member(body, "tracking_number")), *status;
	struct order       draft;
	struct tracking   *t;

	if (!body)
		return;
	if (!number)
		return woo_missing(k, "tracking_number");
	draft = order_draft(k->shop, o);
	if (replaces(k, body))
		memset(&draft.trackings, 0, sizeof draft.trackings);
	t = LIST_ADD(k->shop->arena, &draft.trackings);
	fill(k, t, body, number);
	wire_tracking(woo_answer(k, 201), k->shop, namespace_of(k), o, t);
	if (k->gust.ignore_write)
		return;
	keep_meta(k, &draft);
	shop_record(k->shop, o->id, EFFECT_TRACKING, t->number, t->provider);
	status = status_after(k, body);
	if (status && strcmp(status, o->status) != 0) {
		shop_record(k->shop, o->id, EFFECT_STATUS, NULL, arena_printf(k->ctx.arena, "%s to %s", o->status, status));
		order_walk_on(k->shop, &draft, status);
	}
	*o = draft;
}

void woo_tracking_delete(struct call *k)
{
	struct order   *o = tracking_order(k);
	size_t          i;
	struct tracking gone;

	if (!o)
		return;
	i = tracking_index(k, o);
	if (i == o->trackings.n)
		return no_such_tracking(k);
	gone = o->trackings.items[i];
	wire_tracking(woo_answer(k, 200), k->shop, namespace_of(k), o, &gone);
	if (k->gust.ignore_write)
		return;
	memmove(&o->trackings.items[i], &o->trackings.items[i + 1], (o->trackings.n - i - 1) * sizeof gone);
	o->trackings.n--;
	keep_meta(k, o);
	shop_record(k->shop, o->id, EFFECT_TRACKING, gone.number, "deleted");
}
