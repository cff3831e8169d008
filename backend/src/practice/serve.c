/* Which part answers: a shop, the control API or the control page. */
#include "practice/serve.h"
#include "base/log.h"
#include "practice/catalog.h"
#include "practice/consent.h"
#include "practice/control.h"
#include "practice/hooks.h"
#include "practice/order.h"
#include "practice/page.h"
#include "practice/vendor_api.h"
#include "practice/vendor_po.h"
#include "practice/woo.h"

#include <string.h>

static const char *shop_path(struct call *k)
{
	size_t n = strcspn(k->path + 1, "/");

	k->shop = world_shop(k->world, url_decoded(k->ctx.arena, k->path + 1, n, false));
	return k->path + 1 + n;
}

static bool is_control(const struct call *k)
{
	return strncmp(k->path, "/control/", 9) == 0;
}

int64_t practice_arrive(struct call *k)
{
	const char *inside;

	if (*k->path != '/' || is_control(k))
		return 0;
	inside = shop_path(k);
	if (!k->shop)
		return 0;
	if (k->shop->vendor)
		vendor_find(k, inside);
	else
		woo_find(k, inside);
	weather_meet(k);
	return k->gust.delay_ms;
}

/* The page asks the control API every second: only what shops are asked is worth a line. */
static void serve_shop(struct call *k, const char *inside)
{
	int status;

	if (weather_answers(k))
		; /* in its place */
	else if (k->shop->vendor)
		vendor_serve(k);
	else if (!consent_serve(k, inside))
		woo_serve(k, inside);
	weather_spoil(k);
	status = k->reply.drop ? 0 : k->reply.status;
	shop_count(k->shop, k->method, k->route, status);
	log_info("request", KV("shop", k->shop->name), KV("method", k->method), KV("route", k->route), KV("status", status));
}

void practice_serve(struct call *k)
{
	const char *inside;

	if (*k->path != '/')
		return page_not_found(k);
	if (is_control(k))
		return control_serve(k);
	inside = shop_path(k); /* again: it may have been dropped while the request waited */
	if (k->shop)
		serve_shop(k, inside);
	else
		page_serve(k);
}

/* ---- the default shops ----------------------------------------------------------------------- */

static struct shop *open_shop(struct world *w, const char *name, const char *title, int64_t last_order_id, int offset_h)
{
	struct shop *s = world_shop_add(w, name);

	s->title = title;
	s->last_order_id = last_order_id;
	s->utc_offset_h = offset_h;
	s->writeback = WRITEBACK_FULFILLMENTS;
	return s;
}

void practice_open(struct world *w, int64_t order_every_s)
{
	struct shop *harbor = open_shop(w, "harbor", "Harbor Household", 1000, -5);
	struct shop *meadow = open_shop(w, "meadow", "Meadow Garden Supply", 5000, 9);
	struct shop *vendor = world_shop_add(w, "harbor-vendor");

	catalog_harbor(harbor);
	catalog_meadow(meadow);
	order_add_first_twelve(harbor);
	order_add_first_twelve(meadow);
	vendor->title = "Harbor Vendor";
	vendor_open(vendor);
	catalog_harbor(vendor);
	po_add_first_twelve(vendor);
	harbor->order_every_s = meadow->order_every_s = order_every_s;
	vendor->order_every_s = 10 * order_every_s; /* buyers of pallets do not come by the minute */
}

static struct instant sooner(struct instant a, struct instant b)
{
	return !a.us || (b.us && b.us < a.us) ? b : a;
}

struct instant practice_tick(struct world *w)
{
	struct instant now = instant_now(), next = { 0 };

	for (struct shop *s = w->shops; s; s = s->next) {
		if (s->vendor)
			next = sooner(next, vendor_tick(s));
		else
			hooks_tick(s);
		if (!s->order_every_s) {
			s->next_order_at.us = 0;
			continue;
		}
		if (s->next_order_at.us && s->next_order_at.us <= now.us) {
			if (s->vendor)
				po_add_random(s);
			else
				order_add_random(s);
			s->next_order_at.us = 0;
		}
		if (!s->next_order_at.us)
			s->next_order_at = instant_plus_s(now, s->order_every_s);
		next = sooner(next, s->next_order_at);
	}
	return next;
}
