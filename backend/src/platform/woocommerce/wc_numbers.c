/* Orders by the numbers people see. A number is usually the id, but plugins replace it, and there is
 * no filter for it: unknown parameters are ignored and everything comes. So numbers that could be
 * ids are asked for as ids, all at once; what is left alone, first by id (the trash is only seen so),
 * then by the search, which finds too much. Only a row that shows exactly the number counts. */
#include "base/buf.h"
#include "platform/woocommerce/wc_answer.h"
#include "platform/woocommerce/wc_fetch.h"
#include "platform/woocommerce/wc_order.h"
#include "platform/woocommerce/wc_orders.h"
#include "platform/woocommerce/wc_request.h"
#include "platform/woocommerce/wc_walk.h"

#include <string.h>

enum { SEARCH_PAGES_MAX = 5 };

/* Where we are: a chunk of numbers, asked for as ids or not yet; orders of it that need more requests; numbers
 * of it that are still to be found. */
struct place {
	int64_t     chunk;
	bool        asked;
	size_t      n_later;
	const char *later[WC_PAGE];
	size_t      n_left;
	size_t      left[WC_PAGE];
};

static bool place_read(struct ctx *c, const struct platform_args *args, struct place *p)
{
	const struct json *j;

	*p = (struct place){ 0 };
	if (!args->cursor)
		return true;
	j = wc_own(c, args->cursor);
	p->asked = json_true(json_member(j, "asked"));
	for (const struct json *l = json_first(json_member(j, "later")); l && p->n_later < WC_PAGE; l = json_next(l))
		p->later[p->n_later++] = json_text(l);
	for (const struct json *l = json_first(json_member(j, "left")); l && p->n_left < WC_PAGE; l = json_next(l)) {
		int64_t i;

		if (!json_int(l, &i) || i < 0 || (size_t)i >= args->n_numbers)
			return false;
		p->left[p->n_left++] = (size_t)i;
	}
	return json_int(json_member(j, "chunk"), &p->chunk) && p->chunk >= 0 && (size_t)p->chunk <= args->n_numbers;
}

static const char *place_write(struct ctx *c, const struct place *p)
{
	struct buf to = buf_new(c->arena, 128);

	buf_printf(&to, "{\"chunk\":%lld,\"asked\":%s,\"later\":[", (long long)p->chunk, p->asked ? "true" : "false");
	for (size_t i = 0; i < p->n_later; i++) {
		buf_puts(&to, i ? "," : "");
		buf_json(&to, p->later[i]);
	}
	buf_puts(&to, "],\"left\":[");
	for (size_t i = 0; i < p->n_left; i++)
		buf_printf(&to, "%s%zu", i ? "," : "", p->left[i]);
	buf_puts(&to, "]}");
	return to.text;
}

static size_t chunk_end(const struct platform_args *args, const struct place *p)
{
	return args->n_numbers - (size_t)p->chunk > WC_PAGE ? (size_t)p->chunk + WC_PAGE : args->n_numbers;
}

static bool could_be_id(const char *number)
{
	return wc_is_id(number) && number[0] != '0';
}

static bool shows(const char *number, const struct json *row)
{
	const char *its = json_scalar(json_member(row, "number"));

	return its && strcmp(its, number) == 0;
}

/* The end of a page: the rest of this chunk, the next chunk, or nothing. */
static struct step page(struct ctx *c, const struct platform_args *args, struct place *p, const struct http_answer *a,
	size_t n, struct incoming_order *orders)
{
	struct step step = { .kind = STEP_PAGE, .n_orders = n, .orders = orders };

	if (a)
		step.server_time = a->date;
	if (!p->n_later && !p->n_left) {
		p->chunk = (int64_t)chunk_end(args, p);
		p->asked = false;
	}
	step.next_cursor = p->asked || (size_t)p->chunk < args->n_numbers ? place_write(c, p) : NULL;
	return step;
}

/* ---- all at once, as ids --------------------------------------------------------------------- */

static struct step ask_ids(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct place *p, bool *none)
{
	struct wc_call call = { .route = "wc/v3/orders" };
	struct buf      ids = buf_new(c->arena, 256);

	for (size_t i = (size_t)p->chunk; i < chunk_end(args, p); i++)
		if (could_be_id(args->numbers[i]))
			buf_printf(&ids, "%s%s", ids.len ? "," : "", args->numbers[i]);
	*none = ids.len == 0;
	wc_with(&call.query, "include", ids.text);
	wc_with(&call.query, "per_page", arena_printf(c->arena, "%d", WC_PAGE));
	wc_with(&call.query, "orderby", "id");
	wc_with(&call.query, "order", "asc");
	wc_with(&call.query, "status", "any");
	return wc_request(c, s, &call, "{\"at\":\"ids\"}");
}

static struct step ids_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct place *p, const struct http_answer *a)
{
	struct platform_error  e;
	const struct json     *rows = wc_read_list(c, s, a, &e);
	struct incoming_order *orders;
	size_t                 n = 0;

	if (!rows)
		return wc_error_step(e);
	orders = NEW_N(c->arena, struct incoming_order, WC_PAGE);
	p->asked = true;
	for (size_t i = (size_t)p->chunk; i < chunk_end(args, p); i++) {
		const struct json *row = json_first(rows);
		const char        *id;
		bool               twice = false;

		while (row && !shows(args->numbers[i], row))
			row = json_next(row);
		for (size_t k = (size_t)p->chunk; k < i; k++)
			twice = twice || strcmp(args->numbers[k], args->numbers[i]) == 0;
		if (twice)
			continue;
		id = json_scalar(json_member(row, "id"));
		if (!row)
			p->left[p->n_left++] = i;
		else if (wc_order_wants(row) && wc_is_id(id))
			p->later[p->n_later++] = wc_fetch_put_off(c, id, wc_order_wants(row));
		else
			wc_order_read(c, row, NULL, &orders[n++]);
	}
	return page(c, args, p, a, n, orders);
}

/* ---- one by one ------------------------------------------------------------------------------ */

static struct step ask_search(struct ctx *c, const struct platform_store *s, const char *number, int64_t page_no)
{
	struct wc_call call = { .route = "wc/v3/orders" };

	wc_with(&call.query, "search", number);
	wc_with(&call.query, "per_page", arena_printf(c->arena, "%d", WC_PAGE));
	wc_with(&call.query, "page", arena_printf(c->arena, "%lld", (long long)page_no));
	wc_with(&call.query, "orderby", "id");
	wc_with(&call.query, "order", "desc");
	return wc_request(c, s, &call, arena_printf(c->arena, "{\"at\":\"search\",\"page\":%lld}", (long long)page_no));
}

static struct step ask_left(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const struct place *p)
{
	const char *number = args->numbers[p->left[0]];

	return could_be_id(number) ? wc_fetch_begin(c, s, number, 0) : ask_search(c, s, number, 1);
}

static struct step left_done(struct ctx *c, const struct platform_args *args, struct place *p,
	const struct http_answer *a, struct incoming_order *found)
{
	size_t      i = p->left[0];
	struct step step;

	memmove(p->left, p->left + 1, --p->n_left * sizeof *p->left);
	step = page(c, args, p, a, found ? 1 : 0, found);
	if (!found) {
		step.missing = NEW(c->arena, const char *);
		step.missing[0] = args->numbers[i];
		step.n_missing = 1;
	}
	return step;
}

static struct step search_came(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct place *p, int64_t page_no, const struct http_answer *a)
{
	const char             *number = args->numbers[p->left[0]];
	struct platform_error   e;
	const struct json      *rows = wc_read_list(c, s, a, &e), *row = json_first(rows);
	struct incoming_order  *order;

	if (!rows)
		return wc_error_step(e);
	while (row && !shows(number, row))
		row = json_next(row);
	if (!row && json_count(rows) == WC_PAGE && page_no < SEARCH_PAGES_MAX)
		return ask_search(c, s, number, page_no + 1);
	if (!row)
		return left_done(c, args, p, a, NULL);
	if (wc_order_wants(row) && wc_is_id(json_scalar(json_member(row, "id"))))
		return wc_fetch_begin(c, s, json_scalar(json_member(row, "id")), wc_order_wants(row));
	order = NEW(c->arena, struct incoming_order);
	wc_order_read(c, row, NULL, order);
	return left_done(c, args, p, a, order);
}

static struct step fetched(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	struct place *p, const struct json *state, const struct http_answer *a)
{
	struct step step = wc_fetch_next(c, s, state, a);
	bool        found = step.kind == STEP_PAGE;

	if (step.kind == STEP_REQUEST || (step.kind == STEP_ERROR && step.error.class != CLASS_NOT_FOUND))
		return step;
	if (p->n_later) {
		memmove(p->later, p->later + 1, --p->n_later * sizeof *p->later);
		return page(c, args, p, a, found ? 1 : 0, step.orders);
	}
	if (found && step.orders->order_no && strcmp(step.orders->order_no, args->numbers[p->left[0]]) == 0)
		return left_done(c, args, p, a, step.orders);
	return ask_search(c, s, args->numbers[p->left[0]], 1);
}

struct step wc_get_orders(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a)
{
	const struct json *was = wc_own(c, state);
	const char        *at = json_text(json_member(was, "at"));
	struct place       p;
	struct step        step;
	bool               none;
	int64_t            page_no = 1;

	if (!place_read(c, args, &p))
		return wc_error_step(wc_error(CLASS_PERMANENT, "bad_cursor", "The place where the list was left is lost"));
	if (a && wc_fetch_is(was))
		return fetched(c, s, args, &p, was, a);
	if (a && at && strcmp(at, "search") == 0) {
		json_int(json_member(was, "page"), &page_no);
		return search_came(c, s, args, &p, page_no, a);
	}
	if (a)
		return ids_came(c, s, args, &p, a);
	if (p.n_later)
		return wc_fetch_later(c, s, p.later[0]);
	if (p.n_left)
		return ask_left(c, s, args, &p);
	if ((size_t)p.chunk >= args->n_numbers)
		return (struct step){ .kind = STEP_PAGE };
	step = ask_ids(c, s, args, &p, &none);
	if (!none)
		return step;
	p.asked = true;
	for (size_t i = (size_t)p.chunk; i < chunk_end(args, &p); i++)
		p.left[p.n_left++] = i;
	return page(c, args, &p, NULL, 0, NULL);
}

struct step wc_get_order(struct ctx *c, const struct platform_store *s, const struct platform_args *args,
	const char *state, const struct http_answer *a)
{
	return a ? wc_fetch_next(c, s, wc_own(c, state), a) : wc_fetch_begin(c, s, args->platform_order_id, 0);
}
