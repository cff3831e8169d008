/* The rules of an acknowledgement, as arithmetic over the order's lines and the goods in one warehouse. */
#include "domain/acknowledge_check.h"

#include <stdlib.h>
#include <string.h>

bool acknowledge_wants(const struct order_line *l)
{
	return !l->gone && l->ordered_qty > 0;
}

static int by_id(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

uint64_t *acknowledge_skus(struct ctx *c, const struct order_line *lines, size_t n_lines, size_t *n)
{
	size_t    most = 0, n_ids = 0;
	uint64_t *ids;

	for (size_t i = 0; i < n_lines; i++)
		most += lines[i].n_mapping;
	ids = NEW_N(c->arena, uint64_t, most + 1);
	for (size_t i = 0; i < n_lines; i++)
		for (size_t m = 0; m < lines[i].n_mapping; m++)
			ids[n_ids++] = lines[i].mapping[m].sku_id;
	qsort(ids, n_ids, sizeof *ids, by_id);
	*n = 0;
	for (size_t i = 0; i < n_ids; i++)
		if (!i || ids[i] != ids[i - 1])
			ids[(*n)++] = ids[i];
	return ids;
}

/* ---- counting ------------------------------------------------------------------------------------------ */

static struct goods_there *goods_of(const struct goods_there *there, size_t n, uint64_t sku_id)
{
	for (size_t i = 0; i < n; i++)
		if (there[i].sku_id == sku_id)
			return (struct goods_there *)(uintptr_t)&there[i];
	return NULL;
}

int64_t acknowledge_suffices(const struct order_line *l, const struct goods_there *there, size_t n_there, int64_t *pieces)
{
	const int64_t unit_size = l->unit_size > 0 ? l->unit_size : 1;
	int64_t       least = l->shippable ? INT64_MAX : l->ordered_qty * unit_size;

	for (size_t m = 0; l->shippable && m < l->n_mapping; m++) {
		const struct goods_there *g = goods_of(there, n_there, l->mapping[m].sku_id);
		const int64_t             sets = g && g->available > 0 ? g->available / l->mapping[m].quantity : 0;

		least = sets < least ? sets : least;
	}
	if (l->shippable && !l->n_mapping)
		least = 0;
	if (pieces)
		*pieces = least;
	return least / unit_size;
}

void acknowledge_use(const struct order_line *l, int64_t units, struct goods_there *there, size_t n_there)
{
	for (size_t m = 0; l->shippable && m < l->n_mapping; m++) {
		struct goods_there *g = goods_of(there, n_there, l->mapping[m].sku_id);

		if (g)
			g->available -= units * l->unit_size * l->mapping[m].quantity;
	}
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static bool fault(struct ctx *c, size_t line, const char *member, const char *code, const char *words)
{
	return problem_field(c, arena_printf(c->arena, "lines[%zu].%s", line, member), code, "%s", words);
}

static size_t index_of(const struct acknowledge_case *k, uint64_t line_id)
{
	size_t i = 0;

	while (i < k->n_lines && (k->lines[i].id != line_id || !acknowledge_wants(&k->lines[i])))
		i++;
	return i;
}

/* Finds the answer to each line of the order. */
static void match_lines(struct ctx *c, struct acknowledge_case *k)
{
	k->answers = NEW_N(c->arena, const struct acknowledge_line *, k->n_lines + 1);
	for (size_t i = 0; i < k->in->n_lines; i++) {
		const size_t at = index_of(k, k->in->lines[i].line_id);

		if (at == k->n_lines)
			(void)fault(c, i, "lineId", "unknown", "is no line of this order that waits for an answer");
		else if (k->answers[at])
			(void)fault(c, i, "lineId", "repeated", "is answered twice");
		else
			k->answers[at] = &k->in->lines[i];
	}
	for (size_t i = 0; i < k->n_lines; i++)
		if (acknowledge_wants(&k->lines[i]) && !k->answers[i])
			(void)problem_field(c, "lines", "incomplete", "leave out line %s, %s", k->lines[i].platform_line_id,
				k->lines[i].product_name);
}

static size_t place_of(const struct acknowledge_case *k, const struct acknowledge_line *a)
{
	return (size_t)(a - k->in->lines);
}

static bool negative(struct ctx *c, size_t line, const char *member, int64_t quantity)
{
	return quantity < 0 && !fault(c, line, member, "out_of_range", "must not be below 0");
}

static bool is_reason(const struct acknowledge_case *k, const char *reason)
{
	for (const char *const *r = k->reasons; r && *r; r++)
		if (strcmp(*r, reason) == 0)
			return true;
	return false;
}

static void check_reason(struct ctx *c, const struct acknowledge_case *k, size_t line, const struct acknowledge_line *a)
{
	if (a->rejected_qty <= 0)
		return;
	if (!a->reason || !*a->reason)
		(void)fault(c, line, "reason", "required", "is needed where something is rejected");
	else if (!is_reason(k, a->reason))
		(void)fault(c, line, "reason", "not_a_choice", "is none of the platform's reasons");
}

static void check_sum(struct ctx *c, const struct order_line *l, size_t line, const struct acknowledge_line *a)
{
	if (a->accepted_qty > l->ordered_qty)
		(void)fault(c, line, "acceptedQty", "out_of_range", arena_printf(c->arena, "only %lld are ordered", (long long)l->ordered_qty));
	else if (a->accepted_qty + a->backordered_qty + a->rejected_qty != l->ordered_qty)
		(void)fault(c, line, "acceptedQty", "does_not_add_up", arena_printf(c->arena,
			"accepted, backordered and rejected come to %lld, ordered are %lld",
			(long long)(a->accepted_qty + a->backordered_qty + a->rejected_qty), (long long)l->ordered_qty));
}

static bool check_line(struct ctx *c, const struct acknowledge_case *k, const struct order_line *l, const struct acknowledge_line *a)
{
	const size_t line = place_of(k, a);
	const bool   below = negative(c, line, "acceptedQty", a->accepted_qty) | negative(c, line, "backorderedQty", a->backordered_qty)
		| negative(c, line, "rejectedQty", a->rejected_qty);

	if (below)
		return false;
	check_sum(c, l, line, a);
	check_reason(c, k, line, a);
	if (a->backordered_qty && !l->backorder_allowed)
		(void)fault(c, line, "backorderedQty", "not_allowed", "the buyer takes nothing of this line later");
	return true;
}

static void check_goods(struct ctx *c, const struct acknowledge_case *k, const struct order_line *l, const struct acknowledge_line *a,
	struct goods_there *left)
{
	const int64_t enough = acknowledge_suffices(l, left, k->n_there, NULL);

	if (a->accepted_qty > enough)
		(void)fault(c, place_of(k, a), "acceptedQty", "out_of_range", l->shippable && !l->n_mapping
			? "is not mapped to a warehouse SKU: none is available"
			: arena_printf(c->arena, "only %lld can be accepted from what is in stock", (long long)enough));
	acknowledge_use(l, a->accepted_qty < enough ? a->accepted_qty : enough, left, k->n_there);
}

static void check_backorder_date(struct ctx *c, const struct acknowledge_case *k)
{
	if (!k->backordered)
		return;
	if (!k->in->backorder_at.us)
		(void)problem_field(c, "backorderAt", "required", "is needed where something comes later");
	else if (k->in->backorder_at.us <= k->now.us)
		(void)problem_field(c, "backorderAt", "out_of_range", "must lie ahead");
}

static void count_hold(struct ctx *c, struct acknowledge_case *k)
{
	size_t most = 0;

	for (size_t i = 0; i < k->n_lines; i++)
		most += k->lines[i].n_mapping;
	k->hold = NEW_N(c->arena, struct hold_item, most + 1);
	k->n_hold = 0;
	for (size_t i = 0; i < k->n_lines; i++) {
		const struct order_line *l = &k->lines[i];

		for (size_t m = 0; k->answers[i] && l->shippable && k->answers[i]->accepted_qty > 0 && m < l->n_mapping; m++)
			k->hold[k->n_hold++] = (struct hold_item){ .order_line_id = l->id, .sku_id = l->mapping[m].sku_id,
				.code = l->mapping[m].code, .quantity = k->answers[i]->accepted_qty * l->unit_size * l->mapping[m].quantity };
	}
}

bool acknowledge_check(struct ctx *c, struct acknowledge_case *k)
{
	struct goods_there *left = NEW_N(c->arena, struct goods_there, k->n_there + 1);

	memcpy(left, k->there, k->n_there * sizeof *left);
	k->accepted = k->backordered = k->rejected = 0;
	match_lines(c, k);
	for (size_t i = 0; i < k->n_lines; i++) {
		const struct acknowledge_line *a = k->answers[i];

		if (!a || !check_line(c, k, &k->lines[i], a))
			continue;
		k->accepted += a->accepted_qty;
		k->backordered += a->backordered_qty;
		k->rejected += a->rejected_qty;
		if (k->in->warehouse_id)
			check_goods(c, k, &k->lines[i], a, left);
	}
	if (!k->in->warehouse_id && k->accepted + k->backordered > 0)
		(void)problem_field(c, "warehouseId", "required", "is needed where not every line is rejected");
	check_backorder_date(c, k);
	if (c->problem.code != PROBLEM_NONE)
		return false;
	count_hold(c, k);
	return true;
}
