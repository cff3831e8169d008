#include "sql/coverage_sql.h"

#include "lib/db.h"

/* A store leaves some ten thousand windows a month, nearly all of them overlapping the one before: the database merges
 * those, so that little travels. Comparing with the one before alone is what it does in one pass (a running maximum
 * takes minutes); so islands may still lie in each other where windows do, and whoever reads them merges the rest. */
struct coverage_span *coverage_sql_islands(struct ctx *c, uint64_t store_id, struct instant from, struct instant to, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT window_by AS `by`, state, GREATEST(MIN(from_at), ?) AS from_at, LEAST(MAX(to_at), ?) AS to_at FROM"
		      " (SELECT window_by, state, from_at, to_at, SUM(begins) OVER (PARTITION BY window_by, state ORDER BY from_at, to_at"
		      " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island FROM"
		      " (SELECT window_by, state, from_at, to_at, COALESCE(from_at > LAG(to_at) OVER (PARTITION BY window_by, state"
		      " ORDER BY from_at, to_at), 1) AS begins"
		      " FROM sync_window w WHERE w.store_id = ? AND w.window_by IN ('updated', 'created') AND w.from_at < ? AND w.to_at > ?",
		V(from), V(to), V(store_id), V(to), V(from));
	query_tenant(c, &q, "w");
	query_add(&q, ") marked) numbered GROUP BY window_by, state, island ORDER BY window_by, state, 3");
	return db_all(c, &q, &coverage_row_shape, n);
}
