/* The leaky bucket as a time: due_at says until when what was taken is paid for. That is one number to change and to
 * compare, with no clock but the database's. */
#include "sql/rate_sql.h"

#include "lib/db.h"

/* LAST_INSERT_ID(x) hands the new value back with the answer to the UPDATE. used_us comes first: it sees the old due_at. */
static bool take(struct ctx *c, const char *scope, const struct rate_limit *l, int64_t n, bool *taken, uint64_t *used_us)
{
	const int64_t us = n * l->interval_us;
	const struct value values[] = { V(us), V(us), V(scope), V(l->burst * l->interval_us - us), { 0 } };
	uint64_t matched;

	if (!db_exec_(c,
		    "UPDATE rate SET used_us = LAST_INSERT_ID(GREATEST(TIMESTAMPDIFF(MICROSECOND, NOW(6), due_at), 0) + ?),"
		    " due_at = GREATEST(due_at, NOW(6)) + INTERVAL ? MICROSECOND"
		    " WHERE scope = ? AND due_at <= NOW(6) + INTERVAL ? MICROSECOND",
		    values, 4, &matched, used_us))
		return false;
	*taken = matched == 1;
	return true;
}

static bool make(struct ctx *c, const char *scope)
{
	return db_exec(c, "INSERT IGNORE INTO rate (scope, due_at) VALUES (?, NOW(6))", V(scope));
}

bool rate_sql_take(struct ctx *c, const char *scope, const struct rate_limit *l, int64_t n, struct rate *out)
{
	struct query q = query_new(c);
	uint64_t used_us, ahead_us;

	*out = (struct rate){ 0 };
	if (!take(c, scope, l, n, &out->allowed, &used_us))
		return false;
	if (!out->allowed) {
		query_add(&q, "SELECT CAST(GREATEST(TIMESTAMPDIFF(MICROSECOND, NOW(6), due_at), 0) + 1 AS UNSIGNED) FROM rate WHERE scope = ?", V(scope));
		if (!db_number(c, &q, &ahead_us))
			return false;
		if (ahead_us) { /* 0: there is no row yet */
			out->wait_us = (int64_t)ahead_us - (l->burst - n) * l->interval_us;
			out->wait_us = out->wait_us > 0 ? out->wait_us : 1;
			return true;
		}
		if (!make(c, scope) || !take(c, scope, l, n, &out->allowed, &used_us))
			return false;
		if (!out->allowed)
			return problem(c, PROBLEM_BUSY, "try again");
	}
	out->left = (l->burst * l->interval_us - (int64_t)used_us) / l->interval_us;
	return true;
}
