/* Whether an order that came can be stored at all, and what its platform leaves out. */
#include "domain/ingest_steps.h"

#include "model/platform_kind.h"

#include <string.h>

enum { QUANTITY_MAX = 1000000, UNIT_MAX = 100000, LINES_MAX = 1000, ID_MAX = 128, KEY_MAX = 191, CODE_MAX = 64 };

static bool fits(const char *text, size_t max)
{
	return !text || strlen(text) <= max;
}

static bool line_good(struct ctx *c, const struct incoming_line *l)
{
	if (!l->platform_line_id || !*l->platform_line_id)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "a line has no id");
	if (!fits(l->platform_line_id, ID_MAX) || !fits(l->platform_sku, KEY_MAX) || !fits(l->sku_key, KEY_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the SKU or id of a line is longer than %d characters", KEY_MAX);
	if (!fits(l->product_id, CODE_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the product's id of a line is longer than %d characters", CODE_MAX);
	if (l->quantity < 0 || l->quantity > QUANTITY_MAX)
		return problem(c, PROBLEM_QUANTITY_IMPLAUSIBLE, "a line asks for %lld pieces", (long long)l->quantity);
	if (l->unit_size < 0 || l->unit_size > UNIT_MAX || (l->unit_size && l->quantity > QUANTITY_MAX / l->unit_size))
		return problem(c, PROBLEM_QUANTITY_IMPLAUSIBLE, "a line asks for %lld times %lld pieces", (long long)l->quantity,
			(long long)l->unit_size);
	return true;
}

static bool purchase_good(struct ctx *c, const struct incoming_purchase *p)
{
	return !p || (fits(p->buying_party, CODE_MAX) && fits(p->selling_party, CODE_MAX) && fits(p->ship_to_code, CODE_MAX))
	    || problem(c, PROBLEM_PLATFORM_UNREADABLE, "the code of a party is longer than %d characters", CODE_MAX);
}

bool ingest_readable(struct ctx *c, const struct incoming_order *in)
{
	if (in->refusal_code) {
		enum problem_code code = problem_code_named(in->refusal_code);

		return problem(c, code ? code : PROBLEM_PLATFORM_UNREADABLE, "%s", in->refusal ? in->refusal : "the order could not be read");
	}
	if (!in->platform_order_id || !*in->platform_order_id || !in->order_no || !*in->order_no)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has no id or number");
	if (!fits(in->platform_order_id, ID_MAX) || !fits(in->order_no, ID_MAX))
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order's number is longer than %d characters", ID_MAX);
	if (!in->currency || !currency_known(in->currency))
		return problem(c, PROBLEM_CURRENCY_UNKNOWN, "the currency %s is not known", in->currency ? in->currency : "(none)");
	if (!in->created_at.us)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has no order time");
	if (in->n_lines > LINES_MAX)
		return problem(c, PROBLEM_PLATFORM_UNREADABLE, "the order has more than %d lines", LINES_MAX);
	for (size_t i = 0; i < in->n_lines; i++) {
		if (!line_good(c, &in->lines[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (strcmp(in->lines[i].platform_line_id, in->lines[j].platform_line_id) == 0)
				return problem(c, PROBLEM_PLATFORM_UNREADABLE, "two lines have the same id");
	}
	return purchase_good(c, in->purchase);
}

struct incoming_order ingest_completed(struct ctx *c, const struct ingest_source *from, const struct incoming_order *in)
{
	const struct platform_kind *kind = platform_kind_named(from->platform);
	struct incoming_order out = *in;

	out.lines = NEW_N(c->arena, struct incoming_line, in->n_lines + 1);
	for (size_t i = 0; i < in->n_lines; i++) {
		out.lines[i] = in->lines[i];
		if (!out.lines[i].unit_size)
			out.lines[i].unit_size = 1;
	}
	if (in->purchase && !in->purchase->acknowledge_by.us && kind && kind->acknowledge_within_s) {
		out.purchase = NEW(c->arena, struct incoming_purchase);
		*out.purchase = *in->purchase;
		out.purchase->acknowledge_by.us = in->created_at.us + kind->acknowledge_within_s * INSTANT_SECOND;
	}
	return out;
}
