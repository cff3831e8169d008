/* Walking lists: nothing is lost, nothing comes twice, and what cannot be trusted is an error. */
#include "unit/with_shop.h"
#include "base/buf.h"

enum { PAGE = 50 };

static struct instant at(const char *text)
{
	struct instant t;

	assert_true(instant_parse(text, &t));
	return t;
}

static struct platform_args window(void)
{
	return (struct platform_args){ .by = WINDOW_UPDATED, .from = at("2026-11-23T07:00:00Z"), .to = at("2026-11-23T09:00:00Z") };
}

/* ---- the question ---------------------------------------------------------------------------- */

static void test_windows(void **state)
{
	static const struct {
		enum window_by by;
		bool           filter;
		const char    *from, *to;
		const char    *after, *before, *modified_after, *modified_before, *gmt;
	} cases[] = {
		{ WINDOW_UPDATED, true, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", NULL, NULL, "2026-11-23T06:59:59",
		  "2026-11-23T09:00:01", "true" },
		{ WINDOW_CREATED, true, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T06:59:59", "2026-11-23T09:00:01",
		  NULL, NULL, "true" },
		/* a fraction would make the shop ignore the zone; nothing of the second may be lost */
		{ WINDOW_UPDATED, true, "2026-11-23T07:00:00.75Z", "2026-11-23T09:00:00.25Z", NULL, NULL, "2026-11-23T06:59:59",
		  "2026-11-23T09:00:01", "true" },
		{ WINDOW_UPDATED, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL },
		{ WINDOW_CREATED, true, "2026-11-23T07:00:00Z", NULL, "2026-11-23T06:59:59", NULL, NULL, NULL, "true" },
		/* before 5.8 */
		{ WINDOW_UPDATED, false, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", "2026-11-20T07:00:00Z", "2026-11-23T10:00:00Z",
		  NULL, NULL, NULL },
		{ WINDOW_CREATED, false, "2026-11-23T07:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T06:00:00Z", "2026-11-23T10:00:00Z",
		  NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct ctx            c = ctx_new();
		struct platform_store s = shop_store();
		struct platform_args  args = { .by = cases[i].by };
		struct step           step;

		s.has_updated_filter = cases[i].filter;
		if (cases[i].from)
			args.from = at(cases[i].from);
		if (cases[i].to)
			args.to = at(cases[i].to);
		step = first_step(&c, OP_LIST_ORDERS, &s, &args);
		assert_asks(&step, "GET", "wc/v3/orders");
		assert_text(param(&c, &step, "after"), cases[i].after);
		assert_text(param(&c, &step, "before"), cases[i].before);
		assert_text(param(&c, &step, "modified_after"), cases[i].modified_after);
		assert_text(param(&c, &step, "modified_before"), cases[i].modified_before);
		assert_text(param(&c, &step, "dates_are_gmt"), cases[i].gmt);
		assert_text(param(&c, &step, "orderby"), "id");
		assert_text(param(&c, &step, "order"), "asc");
		assert_text(param(&c, &step, "status"), "any");
		assert_text(param(&c, &step, "per_page"), "50");
		assert_text(param(&c, &step, "offset"), NULL);
		step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[]"));
		assert_int_equal(step.kind, STEP_PAGE);
		/* changes are walked in the trash too, and an old shop is said to be one */
		assert_int_equal(step.next_cursor != NULL, cases[i].by == WINDOW_UPDATED);
		assert_int_equal(step.note != NULL, !cases[i].filter && cases[i].by == WINDOW_UPDATED);
		ctx_end(&c);
	}
}

/* ---- a shop that moves ----------------------------------------------------------------------- */

struct shop_row {
	int64_t id;
	bool    in_window; /* false: changed since, or deleted */
	bool    in_trash;
	int     wants;     /* 1: was refunded, its quantities stand elsewhere */
	int     seen;
};

struct moving_shop {
	struct shop_row *rows;
	size_t           n;
	bool             no_total;   /* a cache removes the header */
	bool             stale;      /* a cache answers every page with the first */
	int64_t          lie;        /* added to the total */
	size_t           requests;
};

static void row_json(struct buf *b, const struct shop_row *r)
{
	buf_printf(b, "{\"id\":%lld,\"number\":\"%lld\",\"status\":\"%s\",\"currency\":\"USD\",\"total\":\"1\","
		"\"date_created_gmt\":\"2026-11-23T07:48:09\",\"date_modified_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[{\"id\":%lld,"
		"\"quantity\":2,\"product_id\":5,\"total\":\"2\"}],\"refunds\":[%s]}", (long long)r->id, (long long)r->id,
		r->in_trash ? "trash" : "processing", (long long)r->id * 10, r->wants ? "{\"id\":900}" : "");
}

static struct http_answer serve(struct ctx *c, struct moving_shop *m, const struct step *step)
{
	const char        *offset = param(c, step, "offset"), *path = strstr(step->request.url, "/wc/v3/orders");
	bool               trash = param(c, step, "status") && strcmp(param(c, step, "status"), "trash") == 0;
	bool               ids = param(c, step, "_fields") != NULL;
	size_t             from = offset && !m->stale ? (size_t)strtoul(offset, NULL, 10) : 0, matching = 0, sent = 0;
	struct buf         b = buf_new(c->arena, 4096);
	struct http_answer a;

	m->requests++;
	path += strlen("/wc/v3/orders");
	if (*path == '/') {
		int64_t id = strtoll(path + 1, NULL, 10);

		for (size_t i = 0; i < m->n; i++)
			if (m->rows[i].id == id && strstr(path, "/refunds"))
				return answer(200, arena_printf(c->arena, "[{\"id\":900,\"line_items\":[{\"quantity\":-1,\"meta_data\":[{\"key\":"
					"\"_refunded_item_id\",\"value\":\"%lld\"}]}]}]", (long long)id * 10));
			else if (m->rows[i].id == id) {
				row_json(&b, &m->rows[i]);
				return answer(200, b.text);
			}
		return answer(404, "{\"code\":\"woocommerce_rest_shop_order_invalid_id\",\"message\":\"Invalid ID.\"}");
	}
	buf_putc(&b, '[');
	for (size_t i = 0; i < m->n; i++) {
		const struct shop_row *r = &m->rows[i];

		if (!r->in_window || r->in_trash != trash)
			continue;
		if (matching++ < from || sent == PAGE)
			continue;
		buf_puts(&b, sent++ ? "," : "");
		if (ids)
			buf_printf(&b, "{\"id\":%lld}", (long long)r->id);
		else
			row_json(&b, r);
	}
	buf_putc(&b, ']');
	a = answer_with(c, 200, b.text, "x-wp-total", arena_printf(c->arena, "%lld", (long long)matching + m->lie));
	if (m->no_total)
		a.n_headers = 0;
	return a;
}

/* Walks to the end, page by page as the engine does; `between` may move the shop before each request. */
static struct step walk(struct ctx *c, struct moving_shop *m, struct platform_args args, void (*between)(struct moving_shop *))
{
	struct platform_store s = shop_store();
	struct step           step;

	do {
		step = first_step(c, OP_LIST_ORDERS, &s, &args);
		while (step.kind == STEP_REQUEST) {
			if (between)
				between(m);
			if (m->requests > 2000)
				fail_msg("the walk does not end");
			step = next_step(c, OP_LIST_ORDERS, &s, &args, &step, serve(c, m, &step));
		}
		if (step.kind == STEP_ERROR)
			return step;
		for (size_t i = 0; i < step.n_orders; i++)
			for (size_t k = 0; k < m->n; k++)
				if (m->rows[k].id == strtoll(step.orders[i].platform_order_id, NULL, 10)) {
					m->rows[k].seen++;
					assert_null(step.orders[i].refusal);
					if (m->rows[k].wants)
						assert_int_equal(step.orders[i].lines[0].quantity, 1);
				}
		args.cursor = step.next_cursor;
		if (args.cursor)
			assert_true(strlen(args.cursor) < 4096);
	} while (args.cursor);
	return step;
}

static struct moving_shop shop_with(struct ctx *c, size_t n)
{
	struct moving_shop m = { .rows = NEW_N(c->arena, struct shop_row, n), .n = n };

	for (size_t i = 0; i < n; i++)
		m.rows[i] = (struct shop_row){ .id = 100 + (int64_t)i * 3, .in_window = true };
	return m;
}

static void test_still_shop(void **state)
{
	static const size_t sizes[] = { 0, 1, 49, 50, 51, 98, 99, 100, 101, 149, 500 };

	(void)state;
	for (size_t i = 0; i < N_OF(sizes); i++)
		for (int no_total = 0; no_total < 2; no_total++) {
			struct ctx         c = ctx_new();
			struct moving_shop m = shop_with(&c, sizes[i]);
			struct step        step;

			m.no_total = no_total;
			step = walk(&c, &m, window(), NULL);
			assert_int_equal(step.kind, STEP_PAGE);
			for (size_t k = 0; k < m.n; k++)
				assert_int_equal(m.rows[k].seen, 1);
			/* one more than the pages at most, and the trash */
			assert_true(m.requests <= sizes[i] / (PAGE - 1) + 2);
			ctx_end(&c);
		}
}

static uint64_t random_state;

static uint64_t random_number(uint64_t below)
{
	random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (random_state >> 33) % below;
}

/* Anything may leave the window at any time: changed again, deleted, thrown away. */
static void leave(struct moving_shop *m)
{
	for (uint64_t n = random_number(30); n > 0 && m->n; n--)
		m->rows[random_number(m->n)].in_window = false;
}

static void test_rows_leave(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct ctx         c = ctx_new();
		struct moving_shop m;
		struct step        step;

		random_state = seed;
		m = shop_with(&c, 100 + random_number(400));
		m.no_total = seed % 2;
		for (size_t i = 0; i < m.n; i++) {
			m.rows[i].wants = random_number(20) == 0;
			m.rows[i].in_trash = random_number(10) == 0;
		}
		step = walk(&c, &m, window(), leave);
		assert_int_equal(step.kind, STEP_PAGE);
		for (size_t k = 0; k < m.n; k++) {
			if (m.rows[k].in_window && m.rows[k].seen != 1)
				fail_msg("seed %d: order %d was seen %d times", (int)seed, (int)m.rows[k].id, m.rows[k].seen);
			assert_true(m.rows[k].seen <= 1);
		}
		ctx_end(&c);
	}
}

static struct shop_row *gone_before;

/* The whole first page leaves at once, before the second is asked for. */
static void first_page_leaves(struct moving_shop *m)
{
	if (m->requests == 1)
		for (size_t i = 0; i < 75; i++)
			gone_before[i].in_window = false;
}

static void test_many_leave_at_once(void **state)
{
	struct ctx         c = ctx_new();
	struct moving_shop m = shop_with(&c, 120);
	struct step        step;

	(void)state;
	gone_before = m.rows;
	step = walk(&c, &m, window(), first_page_leaves);
	assert_int_equal(step.kind, STEP_PAGE);
	for (size_t i = 0; i < m.n; i++)
		assert_int_equal(m.rows[i].seen, i < 50 || i >= 75);
	ctx_end(&c);
}

static void stale_for_a_while(struct moving_shop *m)
{
	m->stale = m->requests >= 1 && m->requests <= 2;
}

/* A cache repeats the first page twice, then the shop answers again: nothing is lost. */
static void test_repeated_page(void **state)
{
	struct ctx         c = ctx_new();
	struct moving_shop m = shop_with(&c, 220);
	struct step        step = walk(&c, &m, window(), stale_for_a_while);

	(void)state;
	assert_int_equal(step.kind, STEP_PAGE);
	for (size_t i = 0; i < m.n; i++)
		assert_int_equal(m.rows[i].seen, 1);
	ctx_end(&c);
}

static void always_stale(struct moving_shop *m)
{
	m->stale = true;
}

static void test_untrusted_pages(void **state)
{
	struct ctx            c = ctx_new();
	struct moving_shop    m = shop_with(&c, 220);
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           first = first_step(&c, OP_LIST_ORDERS, &s, &args), step;
	struct buf            many = buf_new(c.arena, 4096);

	(void)state;
	step = walk(&c, &m, window(), always_stale);
	assert_error(&step, CLASS_TRANSIENT, "page_repeated");
	assert_true(m.requests < 10);

	m = shop_with(&c, 70);
	m.lie = 5;
	step = walk(&c, &m, window(), NULL);
	assert_error(&step, CLASS_TRANSIENT, "page_short");

	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer(200, "[{\"id\":3},{\"id\":2}]"));
	assert_error(&step, CLASS_PERMANENT, "unsorted");
	for (int i = 1; i <= 51; i++)
		buf_printf(&many, "%s{\"id\":%d}", i == 1 ? "[" : ",", i);
	buf_putc(&many, ']');
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer(200, many.text));
	assert_error(&step, CLASS_PERMANENT, "page_too_long");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer(200, "{\"orders\":[]}"));
	assert_int_equal(step.kind, STEP_REQUEST); /* asks again, then for ids alone, before it gives up */
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"orders\":[]}"));
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "{\"orders\":[]}"));
	assert_error(&step, CLASS_PERMANENT, "unreadable");
	/* an empty page that promises rows is not the end */
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer_with(&c, 200, "[]", "x-wp-total", "3"));
	assert_error(&step, CLASS_TRANSIENT, "page_short");
	args.cursor = "{\"leg\":";
	step = first_step(&c, OP_LIST_ORDERS, &s, &args);
	assert_error(&step, CLASS_PERMANENT, "bad_cursor");
	ctx_end(&c);
}

/* Rows that are no orders at all are refused one by one and hide nothing. */
static void test_bad_rows(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           step = first_step(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200,
		"[null,{\"number\":\"A\"},{\"id\":7,\"number\":\"7\"},{\"id\":7},{\"id\":8,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"1\","
		"\"date_created_gmt\":\"2026-11-23T07:48:09\",\"line_items\":[]}]"));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 4);
	assert_string_equal(step.orders[0].refusal_code, "malformed");
	assert_string_equal(step.orders[1].order_no, "A");
	assert_string_equal(step.orders[2].refusal_code, "malformed");
	assert_string_equal(step.orders[3].platform_order_id, "8");
	assert_null(step.orders[3].refusal);
	ctx_end(&c);
}

/* A created window holds what was created in it, even when an old shop answers with an hour more. */
static void test_created_window_is_kept(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           step;

	(void)state;
	args.by = WINDOW_CREATED;
	s.has_updated_filter = false;
	step = first_step(&c, OP_LIST_ORDERS, &s, &args);
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200,
		"[{\"id\":1,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"1\",\"date_created_gmt\":\"2026-11-23T06:59:59\",\"line_items\":[]},"
		"{\"id\":2,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"1\",\"date_created_gmt\":\"2026-11-23T07:00:00\",\"line_items\":[]},"
		"{\"id\":3,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"1\",\"date_created_gmt\":\"2026-11-23T09:00:00\",\"line_items\":[]},"
		"{\"id\":4,\"status\":\"processing\",\"currency\":\"EUR\",\"total\":\"1\",\"date_created_gmt\":\"2026-11-23T09:00:01\",\"line_items\":[]}]"));
	assert_int_equal(step.n_orders, 2);
	assert_string_equal(step.orders[0].platform_order_id, "2");
	assert_string_equal(step.orders[1].platform_order_id, "3");
	assert_null(step.next_cursor);
	ctx_end(&c);
}

static void test_trash_that_is_not_listed(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           step = first_step(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[]"));
	args.cursor = step.next_cursor;
	step = first_step(&c, OP_LIST_ORDERS, &s, &args);
	assert_string_equal(param(&c, &step, "status"), "trash");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 400, "err_bad_status_400.json"));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_null(step.next_cursor);
	assert_non_null(step.note);
	ctx_end(&c);
}

/* ---- refunds and fulfillments ---------------------------------------------------------------- */

static struct step follow(struct ctx *c, struct platform_args *args, const struct step *page)
{
	struct platform_store s = shop_store();

	args->cursor = page->next_cursor;
	assert_non_null(args->cursor);
	return first_step(c, OP_LIST_ORDERS, &s, args);
}

static void test_refunded_orders_come_after_their_page(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           step = first_step(&c, OP_LIST_ORDERS, &s, &args);
	static const char *const order_files[] = { "order_partial_refund.json", "order_amount_refund.json" };
	static const char *const refund_files[] = { "refunds_partial_refund.json", "refunds_amount_refund.json" };
	static const int64_t quantities[] = { 2, 3 };

	(void)state;
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, arena_printf(c.arena, "[%s,%s,%s]",
		json_write(&c, json_recorded(&c, "order_jpy.json")), json_write(&c, json_recorded(&c, order_files[0])),
		json_write(&c, json_recorded(&c, order_files[1])))));
	assert_int_equal(step.n_orders, 1);
	assert_string_equal(step.orders[0].order_no, "168");
	for (size_t i = 0; i < 2; i++) {
		step = follow(&c, &args, &step);
		assert_asks(&step, "GET", i == 0 ? "wc/v3/orders/193/refunds" : "wc/v3/orders/194/refunds");
		assert_string_equal(step.path_template, "/wp-json/wc/v3/orders/{id}/refunds");
		step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 200, refund_files[i]));
		assert_asks(&step, "GET", i == 0 ? "wc/v3/orders/193" : "wc/v3/orders/194");
		step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 200, order_files[i]));
		assert_int_equal(step.kind, STEP_PAGE);
		assert_int_equal(step.n_orders, 1);
		assert_int_equal(step.orders[0].lines[0].quantity, quantities[i]);
	}
	step = follow(&c, &args, &step);
	assert_string_equal(param(&c, &step, "status"), "trash");
	ctx_end(&c);
}

static void test_one_order_with_all_extras(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "175" };
	struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);
	static const char order[] = "{\"id\":175,\"number\":\"175\",\"status\":\"processing\",\"currency\":\"USD\",\"total\":\"1\",\"date_created_gmt\":"
		"\"2026-11-23T07:48:09\",\"line_items\":[{\"id\":58,\"quantity\":5,\"product_id\":5}],\"refunds\":[{\"id\":1},{\"id\":2}],"
		"\"meta_data\":[{\"key\":\"_fulfillment_status\",\"value\":\"partially_fulfilled\"}]}";
	static const char one[] = "[{\"id\":1,\"line_items\":[{\"quantity\":-1,\"meta_data\":[{\"key\":\"_refunded_item_id\",\"value\":\"58\"}]}]}]";
	static const char both[] = "[{\"id\":2,\"line_items\":[{\"quantity\":-2,\"meta_data\":[{\"key\":\"_refunded_item_id\",\"value\":\"58\"}]}]},"
		"{\"id\":1,\"line_items\":[{\"quantity\":-1,\"meta_data\":[{\"key\":\"_refunded_item_id\",\"value\":\"58\"}]}]}]";

	(void)state;
	assert_asks(&step, "GET", "wc/v3/orders/175");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, order));
	assert_asks(&step, "GET", "wc/v3/orders/175/refunds");
	/* the second refund is made between the two answers: it is done again, not half */
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, one));
	assert_asks(&step, "GET", "wc/v3/orders/175/fulfillments");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer_recorded(&c, 200, "fulfillments_list.json"));
	assert_asks(&step, "GET", "wc/v3/orders/175");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, order));
	assert_asks(&step, "GET", "wc/v3/orders/175/refunds");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, both));
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer_recorded(&c, 200, "fulfillments_list.json"));
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, order));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.orders[0].lines[0].quantity, 2);
	assert_int_equal(step.orders[0].n_parcels, 2);
	assert_string_equal(step.orders[0].parcels[0].tracking_no, "JD0001");
	assert_string_equal(step.orders[0].parcels[0].carrier, "dhl");
	assert_string_equal(step.orders[0].parcels[1].tracking_no, "X2");
	assert_null(step.orders[0].parcels[1].carrier);
	ctx_end(&c);
}

/* The mark stays in the order when the feature is switched off; more than 100 refunds are several pages. */
static void test_extras_that_are_gone_or_many(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "7" };
	struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);
	struct buf            refs = buf_new(c.arena, 4096), first = buf_new(c.arena, 4096);
	char                 *order;

	(void)state;
	for (int i = 1; i <= 101; i++)
		buf_printf(&refs, "%s{\"id\":%d}", i == 1 ? "" : ",", i);
	for (int i = 1; i <= 100; i++)
		buf_printf(&first, "%s{\"id\":%d,\"line_items\":[{\"quantity\":-1,\"product_id\":5}]}", i == 1 ? "[" : ",", i);
	buf_putc(&first, ']');
	order = arena_printf(c.arena, "{\"id\":7,\"status\":\"processing\",\"currency\":\"USD\",\"total\":\"1\",\"date_created_gmt\":"
		"\"2026-11-23T07:48:09\",\"line_items\":[{\"id\":58,\"quantity\":500,\"product_id\":5}],\"refunds\":[%s],"
		"\"meta_data\":[{\"key\":\"_fulfillment_status\",\"value\":\"fulfilled\"}]}", refs.text);
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, order));
	assert_text(param(&c, &step, "page"), NULL);
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, first.text));
	assert_asks(&step, "GET", "wc/v3/orders/7/refunds");
	assert_text(param(&c, &step, "page"), "2");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step,
		answer(200, "[{\"id\":101,\"line_items\":[{\"quantity\":-1,\"product_id\":5}]}]"));
	assert_asks(&step, "GET", "wc/v3/orders/7/fulfillments");
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer_recorded(&c, 404, "err_no_route_404.json"));
	step = next_step(&c, OP_GET_ORDER, &s, &args, &step, answer(200, order));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.orders[0].lines[0].quantity, 399);
	assert_int_equal(step.orders[0].n_parcels, 0);
	ctx_end(&c);
}

static void test_order_that_keeps_changing(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = { .platform_order_id = "7" };
	struct step           step = first_step(&c, OP_GET_ORDER, &s, &args);
	int                   requests = 0;

	(void)state;
	for (; step.kind == STEP_REQUEST && requests < 50; requests++)
		step = next_step(&c, OP_GET_ORDER, &s, &args, &step, strstr(step.request.url, "/refunds") ? answer(200, "[]")
			: answer(200, arena_printf(c.arena, "{\"id\":7,\"refunds\":[{\"id\":%d}]}", requests)));
	assert_error(&step, CLASS_TRANSIENT, "keeps_changing");
	assert_true(requests < 12);
	ctx_end(&c);
}

/* ---- one order breaks the page --------------------------------------------------------------- */

static void test_one_order_breaks_the_page(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           step = first_step(&c, OP_LIST_ORDERS, &s, &args);

	(void)state;
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_exception_500.json"));
	assert_asks(&step, "GET", "wc/v3/orders");
	assert_text(param(&c, &step, "_fields"), NULL); /* once more: it may have been a moment's trouble */
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_exception_500.json"));
	assert_asks(&step, "GET", "wc/v3/orders");
	assert_string_equal(param(&c, &step, "_fields"), "id");
	assert_string_equal(param(&c, &step, "modified_after"), "2026-11-23T06:59:59");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[{\"id\":168},{\"id\":170},{\"id\":171}]"));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 0);

	step = follow(&c, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/168");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 200, "order_jpy.json"));
	assert_string_equal(step.orders[0].order_no, "168");
	assert_null(step.orders[0].refusal);

	step = follow(&c, &args, &step);
	assert_asks(&step, "GET", "wc/v3/orders/170");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_exception_500.json"));
	/* is it this order, or the shop? */
	assert_asks(&step, "GET", "wc/v3/orders");
	assert_string_equal(param(&c, &step, "per_page"), "1");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[{\"id\":392}]"));
	assert_int_equal(step.n_orders, 1);
	assert_string_equal(step.orders[0].platform_order_id, "170");
	assert_string_equal(step.orders[0].refusal_code, "platform_unreadable");
	assert_non_null(strstr(step.orders[0].refusal, "critical error"));

	/* deleted for good meanwhile: nothing to read, and the walk goes on */
	step = follow(&c, &args, &step);
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 404, "err_get_missing_404.json"));
	assert_int_equal(step.kind, STEP_PAGE);
	assert_int_equal(step.n_orders, 0);
	step = follow(&c, &args, &step);
	assert_string_equal(param(&c, &step, "status"), "trash");
	ctx_end(&c);
}

static void test_the_shop_is_down(void **state)
{
	struct ctx            c = ctx_new();
	struct platform_store s = shop_store();
	struct platform_args  args = window();
	struct step           first = first_step(&c, OP_LIST_ORDERS, &s, &args), step;

	(void)state;
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer_recorded(&c, 500, "err_db_down_500.json"));
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_db_down_500.json"));
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_db_down_500.json"));
	assert_error(&step, CLASS_TRANSIENT, "wp_die");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer_recorded(&c, 503, "err_maintenance_503.json"));
	assert_error(&step, CLASS_TRANSIENT, "wp_die");
	/* cut in the middle: an error of this page, never the end of the list */
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer(200, "[{\"id\":168,\"num"));
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[{\"id\":168,\"num"));
	assert_string_equal(param(&c, &step, "_fields"), "id");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer(200, "[{\"id\":168},{\"i"));
	assert_error(&step, CLASS_TRANSIENT, "unreadable");
	/* and while orders are read one by one */
	args.cursor = "{\"leg\":0,\"offset\":0,\"last\":170,\"stuck\":0,\"over\":true,\"later\":[\"170\"]}";
	first = first_step(&c, OP_LIST_ORDERS, &s, &args);
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer_recorded(&c, 500, "err_db_down_500.json"));
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &step, answer_recorded(&c, 500, "err_db_down_500.json"));
	assert_error(&step, CLASS_TRANSIENT, "wp_die");
	step = next_step(&c, OP_LIST_ORDERS, &s, &args, &first, answer(429, ""));
	assert_error(&step, CLASS_RATE_LIMITED, NULL);
	ctx_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_still_shop),
		cmocka_unit_test(test_rows_leave),
		cmocka_unit_test(test_many_leave_at_once),
		cmocka_unit_test(test_repeated_page),
		cmocka_unit_test(test_untrusted_pages),
		cmocka_unit_test(test_bad_rows),
		cmocka_unit_test(test_created_window_is_kept),
		cmocka_unit_test(test_trash_that_is_not_listed),
		cmocka_unit_test(test_refunded_orders_come_after_their_page),
		cmocka_unit_test(test_one_order_with_all_extras),
		cmocka_unit_test(test_extras_that_are_gone_or_many),
		cmocka_unit_test(test_order_that_keeps_changing),
		cmocka_unit_test(test_one_order_breaks_the_page),
		cmocka_unit_test(test_the_shop_is_down),
	};

	return cmocka_run_group_tests_name("woocommerce lists", tests, NULL, NULL);
}
