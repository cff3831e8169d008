#include "sql/label_sql.h"

#include "lib/db.h"

enum { RETENTION_DAYS = 90, SWEPT_AT_ONCE = 20 };

bool label_sql_add(struct ctx *c, uint64_t customer_id, const char *file_name, uint64_t *id, uint64_t *today)
{
	const char  *by = c->actor.name ? c->actor.name : actor_kind_names[c->actor.kind];
	struct query count = query_new(c);

	query_add(&count, "SELECT COUNT(*) FROM label l WHERE l.customer_id = ? AND l.created_at >= UTC_DATE()", V(customer_id));
	return db_insert(c, id, "INSERT INTO label (customer_id, file_name, created_by) VALUES (?, ?, ?)", V(customer_id), V(file_name),
		V(by))
	    && db_number(c, &count, today);
}

bool label_sql_put(struct ctx *c, uint64_t label_id, int64_t version, int64_t position, struct bytes data)
{
	return db_exec(c, "INSERT INTO label_chunk (label_id, version, position, data) VALUES (?, ?, ?, ?)"
		" ON DUPLICATE KEY UPDATE data = VALUES(data)", V(label_id), V(version), V(position), V(data));
}

struct piece {
	struct bytes data;
};
static const struct field piece_fields[] = { FIELD(struct piece, data, NULL), FIELD_END };
static const struct shape piece_shape = SHAPE(struct piece, piece_fields);

bool label_sql_piece(struct ctx *c, uint64_t label_id, int64_t version, int64_t position, struct bytes *out)
{
	struct query q = query_new(c);
	struct piece piece = { { 0 } };

	query_add(&q, "SELECT data FROM label_chunk WHERE label_id = ? AND version = ? AND position = ?", V(label_id), V(version),
		V(position));
	query_untenanted(&q); /* a piece belongs to the label that was read before */
	if (!db_one(c, &q, &piece_shape, &piece, "piece of the label"))
		return false;
	*out = piece.data;
	return true;
}

#define LABEL_COLUMNS                                                                                               \
	"l.id, l.customer_id, l.file_name, l.state, l.refusal, l.size_bytes, l.pages, l.version, l.outbound_id, l.created_at"

bool label_sql_get(struct ctx *c, uint64_t id, struct label *out)
{
	struct query q = query_new(c);

	*out = (struct label){ 0 };
	query_add(&q, "SELECT " LABEL_COLUMNS ", ob.outbound_no, ob.platform_order_id, ob.status AS outbound_status FROM label l"
		" LEFT JOIN outbound_order ob ON ob.id = l.outbound_id AND ob.customer_id = l.customer_id"
		" WHERE l.id = ? AND l.state <> 'uploading'", V(id));
	query_tenant(c, &q, "l");
	if (c->actor.kind == ACTOR_STAFF) /* all warehouses, yet none but those the label was sent to */
		query_add(&q, " AND ob.id IS NOT NULL");
	query_warehouse(c, &q, "ob.warehouse_id");
	return db_one(c, &q, &label_shape, out, "label");
}

bool label_sql_lock(struct ctx *c, uint64_t customer_id, uint64_t id, struct label *out, bool *found)
{
	struct query q = query_new(c);

	*out = (struct label){ 0 };
	query_add(&q, "SELECT " LABEL_COLUMNS " FROM label l WHERE l.id = ? AND l.customer_id = ?", V(id), V(customer_id));
	query_tenant(c, &q, "l");
	query_add(&q, " FOR UPDATE");
	return db_maybe(c, &q, &label_shape, out, found);
}

bool label_sql_set(struct ctx *c, const struct label *l, struct bytes hash)
{
	return db_exec(c, "UPDATE label SET state = ?, refusal = ?, size_bytes = ?, pages = NULLIF(?, 0), version = ?,"
		" sha256 = COALESCE(?, sha256) WHERE id = ? AND customer_id = ?", V(label_state_names[l->state]), V(l->refusal),
		V(l->size_bytes), V(l->pages), V(l->version), V(hash), V(l->id), V(l->customer_id));
}

bool label_sql_link(struct ctx *c, const struct label *l, uint64_t outbound_id)
{
	return db_exec(c, "UPDATE label SET outbound_id = ? WHERE id = ? AND customer_id = ?", V_ID(outbound_id), V(l->id),
		V(l->customer_id));
}

bool label_sql_unlink(struct ctx *c, uint64_t customer_id, uint64_t outbound_id)
{
	return db_exec(c, "UPDATE label SET outbound_id = NULL WHERE outbound_id = ? AND customer_id = ?", V(outbound_id),
		V(customer_id));
}

bool label_sql_drop_pieces(struct ctx *c, uint64_t label_id, int64_t version)
{
	return db_exec(c, "DELETE FROM label_chunk WHERE label_id = ? AND ? IN (0, version)", V(label_id), V(version));
}

bool label_sql_drop(struct ctx *c, const struct label *l)
{
	return label_sql_drop_pieces(c, l->id, 0)
	    && db_exec(c, "DELETE FROM label WHERE id = ? AND customer_id = ? AND state = ?", V(l->id), V(l->customer_id),
		V(label_state_names[l->state]));
}

struct label *label_sql_stale(struct ctx *c, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " LABEL_COLUMNS " FROM label l WHERE l.state = 'uploading' AND l.created_at < NOW(6) - INTERVAL 1 HOUR"
		" UNION SELECT " LABEL_COLUMNS " FROM label l WHERE l.state IN ('uploading', 'checking', 'good', 'refused')"
		" AND l.created_at < NOW(6) - INTERVAL ? DAY LIMIT ?", V(RETENTION_DAYS), V(SWEPT_AT_ONCE));
	query_untenanted(&q);
	return db_all(c, &q, &label_shape, n);
}
