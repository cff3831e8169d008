/* Within a span the matches of a part are one range of the index, in no order of time. So they are first counted span by
 * span, from the end that is asked for, up to as many as are read at once; then those of the counted spans are sorted. Of the
 * last span all are read: two weeks of orders at most, of numbers a day. Nothing is read of spans without a match, which is what makes
 * "no such name" as cheap as a name that few have. */
#include "sql/order_found_sql.h"

#include "sql/order_find_sql.h"
#include "sql/order_where_sql.h"

#include <string.h>

enum { SPANS_AT_ONCE = 128, ROWS_FIRST = 2000, ROWS_MOST = 32000 };

/* ---- what is looked for --------------------------------------------------------------------------- */

static const char *forward(const char *p, size_t characters)
{
	while (*p && characters--)
		do
			p++;
		while ((*p & 0xc0) == 0x80);
	return p;
}

static size_t length(const char *p)
{
	size_t n = 0;

	for (; *p; p++)
		n += (*p & 0xc0) != 0x80;
	return n;
}

/* Of what is longer than a part the end of a name, which more names have not, and the beginning of a number. No part of a
 * name begins with a space. */
static void set_part(struct ctx *c, struct order_found *found, const char *text)
{
	const size_t len = length(text);
	const char  *from = text;

	if (found->by_name && len > ORDER_FIND_PART)
		from = forward(from, len - ORDER_FIND_PART);
	while (found->by_name && *from == ' ')
		from++;
	found->exact = from == text && len <= ORDER_FIND_PART;
	found->part = arena_strndup(c->arena, from, (size_t)(forward(from, ORDER_FIND_PART) - from));
}

static bool alone(const struct order_filter *f)
{
	return !(f->recipient_name && f->n_order_nos) && !f->tracking_no && !f->n_statuses && !f->n_stores && !f->n_sources && !f->n_turns
	    && !f->exception && !f->exception_key;
}

struct span {
	uint64_t span, n;
};
static const struct field span_fields[] = { FIELD(struct span, span, NULL), FIELD(struct span, n, NULL), FIELD_END };
static const struct shape span_shape = SHAPE(struct span, span_fields);

static const struct field bounds_fields[] = { FIELD(struct order_found, oldest, NULL), FIELD(struct order_found, newest, NULL), FIELD_END };
static const struct shape bounds_shape = SHAPE(struct order_found, bounds_fields);

/* Its own kind of part alone, in a query on order_find f. */
static void add_field(struct ctx *c, struct query *q, const struct order_found *found)
{
	query_add(q, " FROM order_find f WHERE f.kind = ?", V(order_kind_names[found->filter->kind]));
	query_tenant(c, q, "f");
	if (found->by_name)
		query_add(q, " AND f.field = 'name'");
	else
		query_add(q, " AND f.field = 'no'");
}

/* An index knows its ends. */
static bool read_bounds(struct ctx *c, struct order_found *found)
{
	const struct order_filter *f = found->filter;
	struct query q = query_new(c);

	query_add(&q, "SELECT MIN(f.span) AS oldest, MAX(f.span) AS newest");
	add_field(c, &q, found);
	if (!db_one(c, &q, &bounds_shape, found, "span"))
		return false;
	if (f->from.us && order_find_span(f->from, found->by_name) > found->oldest)
		found->oldest = order_find_span(f->from, found->by_name);
	if (f->to.us && order_find_span(f->to, found->by_name) < found->newest)
		found->newest = order_find_span(f->to, found->by_name);
	return true;
}

bool order_found_sql_begin(struct ctx *c, const struct order_filter *f, struct order_found *found)
{
	*found = (struct order_found){ .filter = f, .by_name = f->recipient_name != NULL, .alone = alone(f) };
	set_part(c, found, f->recipient_name ? f->recipient_name : f->order_nos[0]);
	return read_bounds(c, found);
}

/* ---- its rows --------------------------------------------------------------------------------------- */

/* Not LIKE: the range that MariaDB makes of it ends before the characters beyond U+FFFF. */
#define BEGINS(folded) " AND f.part BETWEEN " folded " AND RPAD(" folded ", 32, '\U0010ffff')"

static void add_rows(struct ctx *c, struct query *q, const struct order_found *found, const uint64_t *spans, size_t n)
{
	const struct order_filter *f = found->filter;

	query_add(q, " FROM order_find f FORCE INDEX (PRIMARY) WHERE f.kind = ?", V(order_kind_names[f->kind]));
	query_tenant(c, q, "f");
	if (found->by_name)
		query_add(q, " AND f.field = 'name'" BEGINS(FOLDED_NAME), V(found->part), V(found->part));
	else
		query_add(q, " AND f.field = 'no'" BEGINS(FOLDED_NO), V(found->part), V(found->part));
	query_add(q, " AND ");
	query_in_ids(q, "f.span", spans, n);
	if (f->from.us)
		query_add(q, " AND f.order_time >= ?", V(f->from));
	if (f->to.us)
		query_add(q, " AND f.order_time <= ?", V(f->to));
}

/* ---- the walk from span to span ------------------------------------------------------------------------- */

/* Where a walk is: the next span of those not yet seen. */
struct walk {
	bool     ascending, over;
	uint64_t at;
};

static struct walk walk_begin(const struct order_found *found, bool ascending, const struct page *after)
{
	struct walk w = { .ascending = ascending, .at = ascending ? found->oldest : found->newest };

	if (after && after->cursor) {
		const uint64_t at = order_find_span(after->after_t, found->by_name);

		w.at = ascending == (at > w.at) ? at : w.at;
	}
	w.over = !found->newest || w.at < found->oldest || w.at > found->newest;
	return w;
}

static void walk_past(const struct order_found *found, struct walk *w, uint64_t span)
{
	w->over = span == (w->ascending ? found->newest : found->oldest);
	w->at = w->ascending ? span + 1 : span - 1;
}

/* Orders of an unlikely time may stand alone by years: what lies between is leapt over. */
static bool walk_leap(struct ctx *c, const struct order_found *found, struct walk *w)
{
	struct query q = query_new(c);

	if (w->ascending)
		query_add(&q, "SELECT MIN(f.span)");
	else
		query_add(&q, "SELECT MAX(f.span)");
	add_field(c, &q, found);
	if (w->ascending)
		query_add(&q, " AND f.span >= ?", V(w->at));
	else
		query_add(&q, " AND f.span <= ?", V(w->at));
	if (!db_number(c, &q, &w->at))
		return false;
	w->over = w->at < found->oldest || w->at > found->newest;
	return true;
}

/* The next spans, one beside the other. */
static size_t walk_spans(const struct order_found *found, const struct walk *w, uint64_t *spans)
{
	const uint64_t left = w->ascending ? found->newest - w->at : w->at - found->oldest;
	const size_t   n = left < SPANS_AT_ONCE ? (size_t)left + 1 : SPANS_AT_ONCE;

	for (size_t i = 0; i < n; i++)
		spans[i] = w->ascending ? w->at + i : w->at - i;
	return n;
}

/* Of the next spans those with matches, until they have `most` rows together, the last counted in part. */
static bool walk_hits(struct ctx *c, const struct order_found *found, struct walk *w, int64_t most, uint64_t *hits, size_t *n_hits)
{
	struct query q = query_new(c);
	struct span *rows;
	uint64_t     spans[SPANS_AT_ONCE], n = 0;
	size_t       n_spans;

	*n_hits = 0;
	if (!walk_leap(c, found, w) || w->over)
		return w->over;
	n_spans = walk_spans(found, w, spans);
	query_add(&q, "SELECT m.span, COUNT(*) AS n FROM (SELECT f.span");
	add_rows(c, &q, found, spans, n_spans);
	if (w->ascending)
		query_add(&q, " ORDER BY f.span LIMIT ?) m GROUP BY m.span ORDER BY m.span", V(most));
	else
		query_add(&q, " ORDER BY f.span DESC LIMIT ?) m GROUP BY m.span ORDER BY m.span DESC", V(most));
	rows = db_all(c, &q, &span_shape, n_hits);
	if (!rows)
		return false;
	for (size_t i = 0; i < *n_hits; i++) {
		hits[i] = rows[i].span;
		n += rows[i].n;
	}
	walk_past(found, w, n < (uint64_t)most ? spans[n_spans - 1] : hits[*n_hits - 1]);
	return true;
}

/* ---- a page ------------------------------------------------------------------------------------------- */

static const struct field id_fields[] = { { .member = "id", .type = FIELD_UINT64 }, FIELD_END };
static const struct shape id_shape = { sizeof(uint64_t), id_fields };

/* The same order matches more than once when its name has the text more than once. */
static uint64_t *ids_of(struct ctx *c, const struct order_found *found, const uint64_t *hits, size_t n_hits, size_t want, size_t *n)
{
	struct page  few = found->filter->page;
	struct query q = query_new(c);

	few.limit = (int32_t)want - 1;
	if (found->exact && found->alone) {
		query_add(&q, "SELECT m.id FROM (SELECT");
		if (found->by_name)
			query_add(&q, " DISTINCT");
		query_add(&q, " f.order_id AS id, f.order_time");
		add_rows(c, &q, found, hits, n_hits);
		query_page(&q, &few, "f.order_time", "f.order_id");
		query_add(&q, ") m");
		if (few.ascending)
			query_add(&q, " ORDER BY m.order_time, m.id");
		else
			query_add(&q, " ORDER BY m.order_time DESC, m.id DESC");
	} else {
		query_add(&q, "SELECT STRAIGHT_JOIN o.id FROM (SELECT DISTINCT f.order_id AS id");
		add_rows(c, &q, found, hits, n_hits);
		query_add(&q, ") m JOIN platform_order o FORCE INDEX (PRIMARY) ON o.id = m.id");
		order_where_sql_add(c, &q, found->filter);
		query_page(&q, &few, "o.order_time", "o.id");
	}
	return db_all(c, &q, &id_shape, n);
}

bool order_found_sql_page(struct ctx *c, const struct order_found *found, uint64_t **ids, size_t *n)
{
	const struct page *p = &found->filter->page;
	const size_t       want = (size_t)p->limit + 1;
	struct walk        w = walk_begin(found, p->ascending, p);
	uint64_t           hits[SPANS_AT_ONCE];

	*ids = NEW_N(c->arena, uint64_t, want);
	*n = 0;
	for (int64_t most = ROWS_FIRST; !w.over && *n < want; most = most < ROWS_MOST ? most * 2 : most) {
		size_t    n_hits, some;
		uint64_t *rows;

		if (!walk_hits(c, found, &w, most, hits, &n_hits))
			return false;
		if (!n_hits)
			continue;
		rows = ids_of(c, found, hits, n_hits, want - *n, &some);
		if (!rows)
			return false;
		memcpy(*ids + *n, rows, some * sizeof *rows);
		*n += some;
	}
	return true;
}

/* ---- how many --------------------------------------------------------------------------------------------- */

static bool count_in(struct ctx *c, const struct order_found *found, const uint64_t *spans, size_t n_spans, uint64_t most, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM (SELECT ");
	if (found->exact && found->alone) {
		query_add(&q, "DISTINCT f.order_id");
		add_rows(c, &q, found, spans, n_spans);
	} else {
		query_add(&q, "STRAIGHT_JOIN o.id FROM (SELECT DISTINCT f.order_id AS id");
		add_rows(c, &q, found, spans, n_spans);
		query_add(&q, ") m JOIN platform_order o FORCE INDEX (PRIMARY) ON o.id = m.id");
		order_where_sql_add(c, &q, found->filter);
	}
	query_add(&q, " LIMIT ?) counted", V(most));
	return db_number(c, &q, n);
}

/* Orders that need not be looked at are counted in one go, up to the cap; others as many as a page reads at once. */
bool order_found_sql_count(struct ctx *c, const struct order_found *found, uint64_t cap, uint64_t *n)
{
	struct walk w = walk_begin(found, false, NULL);
	uint64_t    spans[SPANS_AT_ONCE], some;
	size_t      n_spans;

	*n = 0;
	for (int64_t most = ROWS_FIRST; !w.over && *n <= cap; most = most < ROWS_MOST ? most * 2 : most) {
		if (!(found->exact && found->alone)) {
			if (!walk_hits(c, found, &w, most, spans, &n_spans))
				return false;
		} else if (walk_leap(c, found, &w) && !w.over) {
			n_spans = walk_spans(found, &w, spans);
			walk_past(found, &w, spans[n_spans - 1]);
		} else {
			return w.over;
		}
		if (!n_spans)
			continue;
		if (!count_in(c, found, spans, n_spans, cap + 1 - *n, &some))
			return false;
		*n += some;
	}
	return true;
}
