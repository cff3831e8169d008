/* Query strings against every shape of filters that a route reads, and what a list of orders makes of its own. */
#include "fuzz/fuzz.h"
#include "fuzz_shapes.h"
#include "lib/db.h"
#include "lib/shape.h"
#include "model/order_filter.h"

static void read_orders(struct ctx *c, const char *text)
{
	struct order_filter f = { 0 };

	if (!shape_parse_query(c, &order_filter_shape, text, &f) || !order_filter_read(c, &f)) {
		MUST(c->problem.code == PROBLEM_INVALID);
		return;
	}
	MUST(f.n_order_nos <= ORDER_FILTER_LIST_MAX && f.n_stores <= ORDER_FILTER_STORES_MAX);
	MUST(f.page.limit >= 1 && f.page.limit <= 200);
	for (size_t i = 0; i < f.n_order_nos; i++)
		MUST(f.order_nos[i] && *f.order_nos[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ctx          c = fuzz_begin();
	const unsigned      choice = fuzz_choice(data, &n);
	const struct shape *s = fuzz_query_shapes[choice % (sizeof fuzz_query_shapes / sizeof *fuzz_query_shapes)];
	const char         *text = fuzz_text(&c, data, n);
	bool                ok;

	if (s == &order_filter_shape) {
		read_orders(&c, text);
		return 0;
	}
	ok = shape_parse_query(&c, s, text, arena_alloc(c.arena, s->size));
	fuzz_told(&c, ok);
	MUST(ok || (c.problem.code == PROBLEM_INVALID && c.problem.n_fields > 0));
	return 0;
}
