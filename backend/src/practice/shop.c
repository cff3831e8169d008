/* A shop's memory: one arena, lists in it, and the ledger that tests judge writebacks by. */
#include "practice/shop.h"
#include "practice/list.h"

#include <string.h>

const char *const writeback_names[] = { "note", "fulfillments", "shipment_tracking", "ast", NULL };
const char *const key_permission_names[] = { "read_write", "read", "write", NULL };
const char *const effect_names[] = { "fulfillment", "tracking", "note", "status", "meta", NULL };

/* Far above what orders in the hundred thousands need; it only stops a run-away. */
enum { SHOP_LIMIT_GIB = 8 };

struct shop *shop_new(const char *name, const char *base_url, uint64_t seed)
{
	struct arena *a = arena_new((size_t)SHOP_LIMIT_GIB << 30);
	struct shop  *s = NEW(a, struct shop);

	s->arena = a;
	s->name = arena_strdup(a, name);
	s->title = s->name;
	s->home = arena_printf(a, "%s/%s", base_url, name);
	s->key = arena_printf(a, "ck_practice_%s", name);
	s->secret = arena_printf(a, "cs_practice_%s", name);
	s->currency = "USD";
	s->last_order_id = 1000;
	s->random = seed;
	for (const char *p = name; *p; p++)
		s->random = s->random * 31 + (unsigned char)*p;
	return s;
}

void shop_free(struct shop *s)
{
	arena_free(s->arena); /* `s` itself is in it */
}

struct order *shop_order(const struct shop *s, int64_t id)
{
	size_t low = 0, high = s->orders.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->orders.items[middle]->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->orders.n && s->orders.items[low]->id == id ? s->orders.items[low] : NULL;
}

const struct product *shop_product(const struct shop *s, int64_t id)
{
	for (size_t i = 0; i < s->products.n; i++)
		if (s->products.items[i].id == id)
			return &s->products.items[i];
	return NULL;
}

const char *shop_text(struct shop *s, const char *text)
{
	return text && *text ? arena_strdup(s->arena, text) : "";
}

/* SplitMix64: a row that depends on the seed alone. */
uint64_t shop_random(struct shop *s, uint64_t below)
{
	uint64_t z = s->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

void shop_record(struct shop *s, int64_t order_id, enum effect effect, const char *tracking, const char *detail)
{
	struct ledger_entry *e = LIST_ADD(s->arena, &s->ledger);

	e->seq = (int64_t)s->ledger.n;
	e->order_id = order_id;
	e->at = instant_now();
	e->effect = effect;
	e->tracking = arena_strdup(s->arena, tracking);
	e->detail = shop_text(s, detail);
}

void shop_count(struct shop *s, const char *method, const char *route, int status)
{
	struct counter *c;

	for (size_t i = 0; i < s->counters.n; i++) {
		c = &s->counters.items[i];
		if (c->status == status && strcmp(c->method, method) == 0 && strcmp(c->route, route) == 0) {
			c->count++;
			return;
		}
	}
	c = LIST_ADD(s->arena, &s->counters);
	c->method = shop_text(s, method);
	c->route = shop_text(s, route);
	c->status = status;
	c->count = 1;
}
