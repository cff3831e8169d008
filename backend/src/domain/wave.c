#include "domain/wave.h"

#include "domain/outbound.h"
#include "domain/outbound_hold.h"
#include "domain/outbound_show.h"
#include "domain/staff.h"
#include "lib/db.h"
#include "sql/outbound_sql.h"
#include "sql/warehouse_sql.h"
#include "sql/wave_sql.h"

static const char *const what = "picking in waves";

/* ---- made ------------------------------------------------------------------------------------------- */

struct work {
	const struct add_wave *in;
	struct outbound       *rows; /* by id */
	size_t                 n;
	uint64_t               id;
};

static const struct outbound *row_of(const struct work *w, uint64_t id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->rows[i].id == id)
			return &w->rows[i];
	return NULL;
}

static bool named_before(const struct add_wave *in, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (in->outbounds[k] == in->outbounds[i])
			return true;
	return false;
}

static void check_one(struct ctx *c, const struct work *w, size_t i)
{
	const char            *field = arena_printf(c->arena, "outboundIds[%zu]", i);
	const struct outbound *ob = row_of(w, w->in->outbounds[i]);
	enum problem_code      no;

	if (!ob) {
		problem_field(c, field, "unknown", "is no outbound order of your warehouses");
	} else if (named_before(w->in, i)) {
		problem_field(c, field, "repeated", "%s is named twice", ob->outbound_no);
	} else if (ob->warehouse_id != w->in->warehouse_id) {
		problem_field(c, field, "other_warehouse", "%s is in another warehouse", ob->outbound_no);
	} else if ((no = outbound_refusal(ob, OUTBOUND_WAVE)) != PROBLEM_NONE) {
		problem_field(c, field, problem_kinds[no].code, "%s", outbound_refusal_words(c->arena, ob->outbound_no, ob, OUTBOUND_WAVE, no));
	}
}

static bool check(struct ctx *c, const struct work *w)
{
	for (size_t i = 0; i < w->in->n_outbounds; i++)
		check_one(c, w, i);
	return c->problem.code == PROBLEM_NONE;
}

static bool add(struct ctx *c, void *arg)
{
	struct work *w = arg;
	const char  *wave_no;

	return wave_sql_lock(c, w->in->outbounds, w->in->n_outbounds, 0, &w->rows, &w->n)
	    && check(c, w)
	    && wave_sql_add(c, w->in->warehouse_id, &w->id, &wave_no)
	    && wave_sql_set(c, w->rows, w->n, OUTBOUND_WAVED, w->id)
	    && wave_sql_events(c, w->rows, w->n, "waved", wave_no);
}

/* One of theirs, in use. */
static bool check_warehouse(struct ctx *c, uint64_t id)
{
	struct warehouse w = { 0 };

	if (warehouse_sql_get(c, id, false, &w))
		return true;
	if (!problem_is(c, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(c);
	return problem_field(c, "warehouseId", "unknown", "is no warehouse of yours");
}

bool wave_add(struct ctx *c, const struct add_wave *in, uint64_t *id)
{
	struct work w = { .in = in };

	if (!staff_allow(c, what) || !check_warehouse(c, in->warehouse_id) || !db_again(c, add, &w))
		return false;
	*id = w.id;
	return true;
}

/* ---- picked ------------------------------------------------------------------------------------------ */

static bool pick(struct ctx *c, void *arg)
{
	const uint64_t  *id = arg;
	struct wave      wave = { 0 };
	struct outbound *rows;
	size_t           n;

	return wave_sql_get(c, *id, &wave)
	    && wave_sql_lock(c, NULL, 0, *id, &rows, &n)
	    && (n > 0 || problem(c, PROBLEM_ACTION_NOT_ALLOWED, "Nothing of wave %s waits to be picked.", wave.wave_no))
	    && wave_sql_set(c, rows, n, OUTBOUND_PICKING, *id)
	    && wave_sql_events(c, rows, n, "picked", NULL);
}

bool wave_pick(struct ctx *c, uint64_t id)
{
	return staff_allow(c, what) && db_again(c, pick, &id);
}

/* ---- left --------------------------------------------------------------------------------------------- */

static bool leave(struct ctx *c, void *arg)
{
	const struct order_ref *ref = arg;
	struct outbound_hold    h;

	return outbound_hold(c, *ref, &h)
	    && outbound_allow(c, &h.ob, OUTBOUND_UNWAVE)
	    && wave_sql_set(c, &h.ob, 1, OUTBOUND_REVIEWED, 0)
	    && outbound_event(c, &h, "unwaved", h.ob.outbound_no);
}

bool wave_leave(struct ctx *c, struct order_ref outbound)
{
	return staff_allow(c, what) && db_again(c, leave, &outbound);
}

/* ---- shown -------------------------------------------------------------------------------------------- */

bool wave_page(struct ctx *c, struct wave_filter *f, struct wave **rows, size_t *n, struct page_end *end)
{
	if (!staff_allow(c, what) || !page_read(c, &f->page))
		return false;
	*rows = wave_sql_page(c, f, n);
	if (!*rows || !wave_sql_count(c, f, end))
		return false;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	}
	return true;
}

bool wave_get(struct ctx *c, uint64_t id, struct wave_detail *out)
{
	*out = (struct wave_detail){ 0 };
	if (!staff_allow(c, what) || !wave_sql_get(c, id, &out->w) || !(out->orders = outbound_sql_of_wave(c, id, &out->n_orders))
	    || !(out->lines = wave_sql_lines(c, id, &out->n_lines)))
		return false;
	for (size_t i = 0; i < out->n_orders; i++)
		outbound_show_row(c, &out->orders[i]);
	return true;
}
