#include "sql/acknowledge_sql.h"

#include "lib/db.h"

static bool add_lines(struct ctx *c, const struct order *o, struct acknowledged *rows, size_t n)
{
	struct query              q = query_new(c);
	uint64_t                 *ids = NEW_N(c->arena, uint64_t, n + 1);
	struct acknowledged_line *lines;
	size_t                    n_lines, at = 0;

	for (size_t i = 0; i < n; i++)
		ids[i] = rows[i].id;
	query_add(&q, "SELECT a.acknowledgement_id, a.order_line_id, l.platform_sku, l.product_name, a.ordered_qty, a.accepted_qty,"
		" a.backordered_qty, a.rejected_qty, a.reason FROM acknowledgement_line a"
		" JOIN platform_order_line l ON l.id = a.order_line_id WHERE l.customer_id = ? AND ", V(o->customer_id));
	query_in_ids(&q, "a.acknowledgement_id", ids, n);
	query_tenant(c, &q, "l");
	query_add(&q, " ORDER BY a.acknowledgement_id DESC, l.position, l.id");
	lines = db_all(c, &q, &acknowledged_line_shape, &n_lines);
	if (!lines)
		return false;
	for (size_t i = 0; i < n; i++) {
		rows[i].lines = lines + at;
		while (at < n_lines && lines[at].acknowledgement_id == rows[i].id)
			at++;
		rows[i].n_lines = (size_t)(lines + at - rows[i].lines);
	}
	return true;
}

bool acknowledge_sql_all(struct ctx *c, const struct order *o, size_t most, struct acknowledged **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT a.id, a.order_id, a.revision, a.warehouse_id, w.name AS warehouse_name, b.state, b.detail, a.created_at,"
		" a.created_by, b.sent_at, b.confirmed_at FROM acknowledgement a"
		" JOIN writeback b ON b.kind = 'acknowledgement' AND b.subject_id = a.id AND b.revision = 1"
		" LEFT JOIN warehouse w ON w.id = a.warehouse_id WHERE a.customer_id = ? AND a.order_id = ?", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "a");
	query_add(&q, " ORDER BY a.id DESC LIMIT ?", V(most));
	*rows = db_all(c, &q, &acknowledged_shape, n);
	return *rows != NULL && (*n == 0 || add_lines(c, o, *rows, *n));
}
