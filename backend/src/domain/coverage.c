/* The ribbon of a store: proved where a run read it whole, failed where one could not, unknown where nobody asked. */
#include "domain/coverage.h"

#include "sql/coverage_sql.h"
#include "sql/store_sql.h"

enum { SHOWN_S = 30 * 86400, LONGEST_S = 366 * 86400 };

struct row {
	struct coverage_span *spans;
	size_t                n;
};

/* Neighbours of one state are one span. */
static void put(struct row *r, enum coverage_state state, struct instant from, struct instant to)
{
	struct coverage_span *last = r->n ? &r->spans[r->n - 1] : NULL;

	if (to.us <= from.us)
		return;
	if (last && last->state == (int32_t)state)
		last->to_at = to;
	else
		r->spans[r->n++] = (struct coverage_span){ .state = state, .from_at = from, .to_at = to };
}

/* From one time to another where nothing is proved: failed or unknown. */
static void put_unproved(struct row *r, const struct coverage_span *failed, size_t n, struct instant from, struct instant to)
{
	for (size_t i = 0; i < n && failed[i].from_at.us < to.us; i++) {
		struct instant end = failed[i].to_at.us < to.us ? failed[i].to_at : to;

		if (failed[i].to_at.us <= from.us)
			continue;
		if (failed[i].from_at.us > from.us) {
			put(r, COVERAGE_UNKNOWN, from, failed[i].from_at);
			from = failed[i].from_at;
		}
		put(r, COVERAGE_FAILED, from, end);
		from = end;
	}
	put(r, COVERAGE_UNKNOWN, from, to);
}

/* The islands come by `by` and state (proved first), each kind in the order of time. */
static struct row row_of(struct ctx *c, const struct coverage_span *all, size_t n, enum coverage_by by, struct instant from, struct instant to)
{
	struct row r = { NEW_N(c->arena, struct coverage_span, 4 * n + 1), 0 };
	size_t first = 0, n_proved = 0, n_failed = 0;

	while (first < n && all[first].by != (int32_t)by)
		first++;
	while (first + n_proved < n && all[first + n_proved].by == (int32_t)by && all[first + n_proved].state == COVERAGE_PROVED)
		n_proved++;
	while (first + n_proved + n_failed < n && all[first + n_proved + n_failed].by == (int32_t)by)
		n_failed++;
	for (size_t i = 0; i < n_proved; i++) {
		const struct coverage_span *proved = &all[first + i];

		if (proved->to_at.us <= from.us)
			continue;
		if (proved->from_at.us > from.us) {
			put_unproved(&r, all + first + n_proved, n_failed, from, proved->from_at);
			from = proved->from_at;
		}
		put(&r, COVERAGE_PROVED, from, proved->to_at);
		from = proved->to_at;
	}
	put_unproved(&r, all + first + n_proved, n_failed, from, to);
	return r;
}

static bool read_times(struct ctx *c, const struct coverage_query *in, struct coverage *out)
{
	struct instant now = instant_now();

	out->to = in->to.us && in->to.us < now.us ? in->to : now;
	out->from = in->from.us ? in->from : instant_plus_s(out->to, -SHOWN_S);
	if (out->from.us >= out->to.us)
		return problem_field(c, "from", "out_of_range", "the start must be before the end, and not in the future");
	return instant_plus_s(out->from, LONGEST_S).us >= out->to.us
	    || problem_field(c, "from", "out_of_range", "at most %d days are shown", LONGEST_S / 86400);
}

bool coverage_get(struct ctx *c, uint64_t store_id, const struct coverage_query *in, struct coverage *out)
{
	struct coverage_span *all;
	struct row updated, created;
	struct store s = { 0 };
	size_t n;

	if (!store_sql_get(c, store_id, &s) || !read_times(c, in, out) || !(all = coverage_sql_islands(c, store_id, out->from, out->to, &n)))
		return false;
	updated = row_of(c, all, n, COVERAGE_UPDATED, out->from, out->to);
	created = row_of(c, all, n, COVERAGE_CREATED, out->from, out->to);
	out->by = s.has_updated_filter ? COVERAGE_UPDATED : COVERAGE_CREATED;
	out->updated = updated.spans;
	out->n_updated = updated.n;
	out->created = created.spans;
	out->n_created = created.n;
	return true;
}
