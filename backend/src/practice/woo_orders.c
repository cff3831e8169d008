/* GET orders, GET and PUT orders/{id}. */
#include "practice/order.h"
#include "practice/wire.h"
#include "practice/woo.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum order_by { BY_DATE, BY_ID, BY_INCLUDE, BY_TITLE, BY_SLUG, BY_MODIFIED };
static const char *const order_by_names[] = { "date", "id", "include", "title", "slug", "modified", NULL };
static const char *const directions[] = { "asc", "desc", NULL };

struct order_query {
	struct woo_page page;
	struct woo_date after, before, modified_after, modified_before;
	bool            gmt;
	const char     *include, *exclude, *search, *status, *order_by, *direction;
	int64_t         product, customer, decimals;
};

static void unknown_status(struct call *k)
{
	struct buf b = buf_new(k->ctx.arena, 256);

	buf_puts(&b, "status is not one of ");
	for (int i = 0; order_statuses[i].slug; i++)
		if (order_status_of(k->shop, order_statuses[i].slug))
			buf_printf(&b, "%s%s", i == 0 ? "" : strcmp(order_statuses[i].slug, "checkout-draft") == 0 ? ", and " : ", ",
				order_statuses[i].slug);
	buf_putc(&b, '.');
	woo_invalid(k, "status", "rest_not_in_enum", b.text);
}

/* Every name in the list is a status this shop knows. */
static bool statuses_known(struct call *k, const char *list)
{
	for (const char *p = list; *p;) {
		size_t      n = strcspn(p, ",");
		const char *one = arena_strndup(k->ctx.arena, p, n);

		if (n && strcmp(one, "any") != 0 && strcmp(one, "trash") != 0 && !order_status_of(k->shop, one)) {
			unknown_status(k);
			return false;
		}
		p += n + (p[n] == ',');
		p += strspn(p, " ");
	}
	return true;
}

static bool read_query(struct call *k, struct order_query *q)
{
	const char *gmt = call_param(k, "dates_are_gmt");

	q->gmt = gmt && (strcmp(gmt, "true") == 0 || strcmp(gmt, "1") == 0);
	q->include = call_param(k, "include");
	q->exclude = call_param(k, "exclude");
	q->search = call_param(k, "search");
	q->status = call_param(k, "status");
	if (!q->status || !*q->status)
		q->status = "any";
	return woo_page(k, &q->page) && woo_date(k, "after", &q->after) && woo_date(k, "before", &q->before)
	    && woo_date(k, "modified_after", &q->modified_after) && woo_date(k, "modified_before", &q->modified_before)
	    && statuses_known(k, q->status) && woo_choice(k, "orderby", order_by_names, "date", &q->order_by)
	    && woo_choice(k, "order", directions, "desc", &q->direction) && woo_int(k, "product", 0, INT64_MAX, 0, &q->product)
	    && woo_int(k, "customer", 0, INT64_MAX, 0, &q->customer) && woo_int(k, "dp", 0, 4, 2, &q->decimals);
}

static bool in_list(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; *p;) {
		size_t n = strcspn(p, ",");

		if (n == len && memcmp(p, word, n) == 0)
			return true;
		p += n + (p[n] == ',');
		p += strspn(p, " ");
	}
	return false;
}

static bool status_wanted(const struct order_query *q, const struct order *o)
{
	if (in_list(q->status, o->status))
		return true;
	return in_list(q->status, "any") && strcmp(o->status, "trash") != 0 && strcmp(o->status, "checkout-draft") != 0
	    && strcmp(o->status, "auto-draft") != 0;
}

static bool contains(const char *text, const char *word)
{
	return text && strcasestr(text, word) != NULL;
}

/* Fuzzy, as on a real shop: number, names, parts of both addresses, mail, product names. */
static bool found(const struct order *o, const char *word)
{
	const struct address *both[] = { &o->billing, &o->shipping };

	if (contains(o->number, word))
		return true;
	for (int i = 0; i < 2; i++)
		if (contains(both[i]->first_name, word) || contains(both[i]->last_name, word) || contains(both[i]->company, word)
		    || contains(both[i]->address_1, word) || contains(both[i]->address_2, word) || contains(both[i]->city, word)
		    || contains(both[i]->postcode, word) || contains(both[i]->phone, word) || contains(both[i]->email, word))
			return true;
	for (size_t i = 0; i < o->lines.n; i++)
		if (contains(o->lines.items[i].name, word))
			return true;
	return false;
}

static bool has_product(const struct order *o, int64_t id)
{
	for (size_t i = 0; i < o->lines.n; i++)
		if (o->lines.items[i].product_id == id || o->lines.items[i].variation_id == id)
			return true;
	return false;
}

/* Strictly between, in whole seconds, in the column that the flag picks. */
static bool between(struct instant t, int64_t offset_s, const struct woo_date *after, const struct woo_date *before)
{
	int64_t s = t.us / INSTANT_SECOND + offset_s;

	return (!after->set || s > after->digits_s) && (!before->set || s < before->digits_s);
}

static bool wanted(const struct shop *s, const struct order_query *q, const struct order *o)
{
	int64_t offset_s = q->gmt ? 0 : s->utc_offset_h * 3600L;

	return status_wanted(q, o) && between(o->created, offset_s, &q->after, &q->before)
	    && between(o->modified, offset_s, &q->modified_after, &q->modified_before)
	    && (!q->include || !*q->include || woo_list_has(q->include, o->id)) && !woo_list_has(q->exclude, o->id)
	    && (!q->search || !*q->search || found(o, q->search)) && (!q->product || has_product(o, q->product))
	    && !q->customer; /* all buyers are guests */
}

static int64_t rank(const char *list, int64_t id)
{
	int64_t at = 0;

	for (; list && *list; at++) {
		size_t len = strcspn(list, ", ");

		if (strtoll(list, NULL, 10) == id)
			return at;
		list += len;
		list += strspn(list, ", ");
	}
	return at;
}

struct sorted {
	struct order *order;
	int64_t       key;
};

static int by_key(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->order->id < y->order->id ? -1 : x->order->id > y->order->id;
}

static struct sorted *sorted_orders(struct call *k, const struct order_query *q, size_t *n)
{
	const struct shop *s = k->shop;
	struct sorted     *all = NEW_N(k->ctx.arena, struct sorted, s->orders.n + 1);

	*n = 0;
	for (size_t i = 0; i < s->orders.n; i++) {
		struct order *o = s->orders.items[i];
		int64_t       key = o->id;

		if (!wanted(s, q, o))
			continue;
		if (strcmp(q->order_by, "date") == 0)
			key = o->created.us;
		else if (strcmp(q->order_by, "modified") == 0)
			key = o->modified.us;
		else if (strcmp(q->order_by, "include") == 0)
			key = rank(q->include, o->id);
		all[(*n)++] = (struct sorted){ o, key };
	}
	qsort(all, *n, sizeof *all, by_key);
	/* `include` keeps the order of the list whatever the direction says. */
	if (strcmp(q->direction, "desc") == 0 && strcmp(q->order_by, "include") != 0)
		for (size_t i = 0; i < *n / 2; i++) {
			struct sorted swap = all[i];

			all[i] = all[*n - 1 - i];
			all[*n - 1 - i] = swap;
		}
	return all;
}

static void write_order(struct call *k, struct buf *b, const struct order *o, int64_t decimals)
{
	size_t start = b->len;

	wire_order(&k->ctx, b, k->shop, o, (int)decimals);
	woo_fields(k, b, start);
}

void woo_orders_list(struct call *k)
{
	struct order_query q = { 0 };
	struct sorted     *all;
	struct buf        *b;
	size_t             n, from;

	if (!read_query(k, &q))
		return;
	all = sorted_orders(k, &q, &n);
	from = (size_t)(q.page.by_offset ? q.page.offset : (q.page.page - 1) * q.page.per_page);
	b = woo_answer(k, 200);
	/* Past the end the total is 0 on the version this shop claims to be. */
	woo_page_headers(k, &q.page, "orders", arena_printf(k->ctx.arena, "status%%5B0%%5D=%s&", q.status), from >= n ? 0 : n);
	buf_putc(b, '[');
	for (size_t i = from; i < n && i < from + (size_t)q.page.per_page; i++) {
		if (i > from)
			buf_putc(b, ',');
		write_order(k, b, all[i].order, q.decimals);
	}
	buf_putc(b, ']');
}

void woo_order_get(struct call *k)
{
	struct order *o = woo_order(k, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
	int64_t       decimals;

	if (o && woo_int(k, "dp", 0, 4, 2, &decimals))
		write_order(k, woo_answer(k, 200), o, decimals);
}

/* ---- PUT ------------------------------------------------------------------------------------- */

static bool text_into(struct call *k, const struct json *object, const char *name, const char *param, const char **to)
{
	const struct json *j = json_member(object, name);

	if (json_type(j) == JSON_ABSENT)
		return true;
	if (json_type(j) != JSON_TEXT) {
		woo_invalid(k, param, "rest_invalid_type", arena_printf(k->ctx.arena, "%s is not of type string.", param));
		return false;
	}
	*to = shop_text(k->shop, json_text(j));
	return true;
}

static bool put_address(struct call *k, const struct json *body, const char *name, struct address *a)
{
	const struct json *j = json_member(body, name);

	if (json_type(j) == JSON_ABSENT)
		return true;
	if (json_type(j) != JSON_OBJECT) {
		woo_invalid(k, name, "rest_invalid_type", arena_printf(k->ctx.arena, "%s is not of type object.", name));
		return false;
	}
	return text_into(k, j, "first_name", name, &a->first_name) && text_into(k, j, "last_name", name, &a->last_name)
	    && text_into(k, j, "company", name, &a->company) && text_into(k, j, "address_1", name, &a->address_1)
	    && text_into(k, j, "address_2", name, &a->address_2) && text_into(k, j, "city", name, &a->city)
	    && text_into(k, j, "state", name, &a->state) && text_into(k, j, "postcode", name, &a->postcode)
	    && text_into(k, j, "country", name, &a->country) && text_into(k, j, "phone", name, &a->phone)
	    && text_into(k, j, "email", name, &a->email);
}

/* Numbers and true come back as text on orders: that is how WordPress stores metas. */
static const char *stored_meta_value(struct call *k, const struct json *j)
{
	switch (json_type(j)) {
	case JSON_NUMBER: return arena_printf(k->ctx.arena, "\"%s\"", json_number_text(j));
	case JSON_BOOL: return json_true(j) ? "\"1\"" : "\"\"";
	case JSON_ABSENT:
	case JSON_NULL: return NULL;
	default: return json_write(&k->ctx, j);
	}
}

static bool put_metas(struct call *k, const struct json *body, struct order *o)
{
	const struct json *list = json_member(body, "meta_data");

	if (json_type(list) == JSON_ABSENT)
		return true;
	if (json_type(list) != JSON_ARRAY) {
		woo_invalid(k, "meta_data", "rest_invalid_type", "meta_data is not of type array.");
		return false;
	}
	for (const struct json *m = json_first(list); m; m = json_next(m)) {
		const char *key = json_text(json_member(m, "key")), *value = stored_meta_value(k, json_member(m, "value"));

		if (key && value)
			order_meta_set(k->shop, &o->metas, key, value);
	}
	return true;
}

static bool put_status(struct call *k, const struct json *body, struct order *o)
{
	const struct json *j = json_member(body, "status");
	const char        *to = json_text(j);

	if (json_type(j) == JSON_ABSENT)
		return true;
	if (!to || !order_status_of(k->shop, to)) {
		unknown_status(k);
		return false;
	}
	order_walk_on(k->shop, o, to);
	return true;
}

static void record_put(struct call *k, const struct json *body, const struct order *before, const struct order *after)
{
	struct shop *s = k->shop;

	for (const struct json *m = json_first(json_member(body, "meta_data")); m; m = json_next(m)) {
		const char *key = json_text(json_member(m, "key"));

		if (key)
			shop_record(s, after->id, EFFECT_META,
				strcmp(key, "_tracking_number") == 0 ? json_text(json_member(m, "value")) : NULL, key);
	}
	if (strcmp(before->status, after->status) != 0)
		shop_record(s, after->id, EFFECT_STATUS, NULL,
			arena_printf(k->ctx.arena, "%s to %s", before->status, after->status));
}

/* Works on a copy: what is refused half-way, or ignored on purpose, leaves the order as it was. */
void woo_order_put(struct call *k)
{
	struct order      *o = woo_order(k, 400, "woocommerce_rest_shop_order_invalid_id", "ID is invalid.");
	const struct json *body = o ? call_json(k, &json_platform) : NULL;
	struct order       draft;

	if (!body)
		return;
	draft = order_draft(k->shop, o);
	if (!put_address(k, body, "billing", &draft.billing) || !put_address(k, body, "shipping", &draft.shipping)
	    || !text_into(k, body, "customer_note", "customer_note", &draft.customer_note)
	    || !text_into(k, body, "transaction_id", "transaction_id", &draft.transaction_id)
	    || !put_metas(k, body, &draft) || !put_status(k, body, &draft))
		return;
	order_touch(&draft);
	write_order(k, woo_answer(k, 200), &draft, 2);
	if (k->gust.ignore_write)
		return;
	record_put(k, body, o, &draft);
	*o = draft;
}
