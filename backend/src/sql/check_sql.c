/* The invariants, one table. A statement sees one moment of the database, so what is true in every committed
 * transaction is seen as true, however busy the system is. What takes time to become true (a job to be claimed, a lease to
 * run out) is asked with that time's grace. */
#include "sql/check_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

enum { ORDERS_AT_ONCE = 20000, SKUS_AT_ONCE = 5 };

#define IN_SPAN(id) id " > ? AND " id " <= ?"
#define HAS_JOB(kind, id)                                                                                                \
	"(EXISTS (SELECT 1 FROM job j WHERE j.uniq_ready = CONVERT(CONCAT('" kind ":', " id ") USING ascii) COLLATE ascii_bin)"      \
	" OR EXISTS (SELECT 1 FROM job j FORCE INDEX (ix_next) WHERE j.state = 'running' AND j.uniq = CONVERT(CONCAT('" kind ":', " id \
	") USING ascii) COLLATE ascii_bin))"
#define OPEN_OUTBOUND "('draft', 'reviewed', 'waved', 'picking', 'packed')"
#define OPEN_WRITEBACK "('queued', 'sending', 'sent')"

#define FOUND_BY(field, span, part)                                                                                           \
	"EXISTS (SELECT 1 FROM order_find f FORCE INDEX (PRIMARY) WHERE f.customer_id = o.customer_id AND f.kind = o.kind AND f.field = '" field \
	"' AND f.span = " span " AND f.part = " part " AND f.order_id = o.id)"

/* name, what it says, the largest id of the table it walks and how many ids at once (NULL, 0: asked in one go), the SELECT.
 * One that walks takes the two ends of the span as many times as PAIRS says. */
#define INVARIANTS(X)                                                                                                       \
	X(stock_adds_up, "on hand and reserved are the sums of their movements",                                             \
		"SELECT MAX(sku_id) FROM stock", SKUS_AT_ONCE, 1,                                                            \
		"SELECT CONCAT('sku ', s.sku_id, ' in warehouse ', s.warehouse_id) AS subject FROM stock s WHERE " IN_SPAN("s.sku_id") \
		" AND (s.on_hand, s.reserved) <> (SELECT COALESCE(SUM(m.on_hand_change), 0), COALESCE(SUM(m.reserved_change), 0)"  \
		" FROM stock_movement m WHERE m.warehouse_id = s.warehouse_id AND m.sku_id = s.sku_id)")                        \
	X(reserved_has_owner, "what is reserved is what open outbound orders and acknowledgements hold", NULL, 0, 0,           \
		"SELECT CONCAT('sku ', s.sku_id, ' in warehouse ', s.warehouse_id) AS subject FROM stock s"                         \
		" LEFT JOIN (SELECT b.warehouse_id, l.sku_id, SUM(l.quantity - l.shipped_qty) AS n FROM warehouse w"                 \
		" JOIN outbound_order b FORCE INDEX (ix_status) ON b.warehouse_id = w.id AND b.status IN " OPEN_OUTBOUND             \
		" JOIN outbound_line l ON l.outbound_id = b.id GROUP BY b.warehouse_id, l.sku_id) o"                                 \
		" ON o.warehouse_id = s.warehouse_id AND o.sku_id = s.sku_id"                                                        \
		" LEFT JOIN (SELECT h.warehouse_id, h.sku_id, SUM(h.reserved_change) AS n FROM stock_movement h"                      \
		" WHERE h.cause IN ('hold', 'unhold') GROUP BY h.warehouse_id, h.sku_id) a"                                          \
		" ON a.warehouse_id = s.warehouse_id AND a.sku_id = s.sku_id"                                                        \
		" WHERE s.reserved <> COALESCE(o.n, 0) + COALESCE(a.n, 0)")                                                          \
	X(held_is_accepted, "what an order holds is what its ledger says, and only one that is acknowledged holds anything",       \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                           \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o WHERE " IN_SPAN("o.id") " AND o.kind = 'b2b'"           \
		" AND ((o.status <> 'acknowledged' AND EXISTS (SELECT 1 FROM acknowledgement_hold h WHERE h.customer_id = o.customer_id" \
		" AND h.order_id = o.id)) OR COALESCE((SELECT SUM(h.quantity) FROM acknowledgement_hold h WHERE h.customer_id = o.customer_id" \
		" AND h.order_id = o.id), 0) <> COALESCE((SELECT SUM(m.reserved_change) FROM hold_change g JOIN stock_movement m"          \
		" ON m.cause IN ('hold', 'unhold') AND m.cause_id = g.id WHERE g.customer_id = o.customer_id AND g.order_id = o.id), 0))") \
	X(live_outbound, "an order is past its dispatch exactly when it has a live outbound order",                             \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                           \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o LEFT JOIN outbound_order b ON b.live_order_id = o.id" \
		" WHERE " IN_SPAN("o.id") " AND IF(b.id IS NULL, o.status IN ('processing', 'partially_shipped'),"                     \
		" o.status NOT IN ('processing', 'partially_shipped', 'shipped', 'completed'))")                                      \
	X(status_is_its_facts, "the status of an order follows from its parcels and writebacks",                                \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                           \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o LEFT JOIN outbound_order b ON b.live_order_id = o.id" \
		" WHERE " IN_SPAN("o.id") " AND NOT COALESCE(CASE o.status"                                                            \
		" WHEN 'processing' THEN b.status <> 'shipped' AND NOT EXISTS (SELECT 1 FROM parcel p WHERE p.outbound_id = b.id)"     \
		" WHEN 'partially_shipped' THEN b.status <> 'shipped' AND EXISTS (SELECT 1 FROM parcel p WHERE p.outbound_id = b.id)"  \
		" WHEN 'shipped' THEN IF(b.id IS NULL, EXISTS (SELECT 1 FROM manual_shipment m WHERE m.order_id = o.id), b.status = 'shipped')" \
		" AND EXISTS (SELECT 1 FROM writeback w WHERE w.customer_id = o.customer_id AND w.order_id = o.id"                      \
		" AND w.kind <> 'acknowledgement' AND w.state <> 'confirmed')"                                                          \
		" WHEN 'completed' THEN b.id IS NULL OR b.status = 'shipped' AND NOT EXISTS (SELECT 1 FROM writeback w"                  \
		" WHERE w.customer_id = o.customer_id AND w.order_id = o.id AND w.kind <> 'acknowledgement' AND w.state <> 'confirmed')" \
		" ELSE b.id IS NULL END, 1)")                                                                                          \
	X(outbound_shipped, "an outbound order is shipped exactly when nothing of it is left",                                  \
		"SELECT MAX(id) FROM outbound_order", ORDERS_AT_ONCE, 1,                                                           \
		"SELECT CONCAT('outbound order ', b.id) AS subject FROM outbound_order b JOIN outbound_line l ON l.outbound_id = b.id" \
		" WHERE " IN_SPAN("b.id") " AND b.status <> 'intercepted' GROUP BY b.id, b.status"                                     \
		" HAVING (b.status = 'shipped') <> (SUM(l.quantity - l.shipped_qty) = 0)")                                            \
	X(quantities, "shipped is at most accepted, accepted at most ordered; an outbound line has shipped what its parcels hold", \
		"SELECT MAX(id) FROM outbound_line", ORDERS_AT_ONCE, 1,                                                            \
		"SELECT CONCAT('outbound line ', l.id) AS subject FROM outbound_line l LEFT JOIN platform_order_line p"               \
		" ON p.id = l.order_line_id WHERE " IN_SPAN("l.id") " AND (l.shipped_qty <> (SELECT COALESCE(SUM(q.quantity), 0)"      \
		" FROM parcel_line q WHERE q.outbound_line_id = l.id) OR p.shipped_qty > p.accepted_qty OR p.accepted_qty > p.ordered_qty)") \
	X(parcel_writeback, "every parcel of a platform's order has its one writeback",                                        \
		"SELECT MAX(id) FROM parcel", ORDERS_AT_ONCE, 1,                                                                  \
		/* parts of a bundle that leave ahead of the rest are told of by the parcel that makes the set whole */                \
		"SELECT CONCAT('parcel ', p.id) AS subject FROM parcel p JOIN outbound_order b ON b.id = p.outbound_id"               \
		" WHERE " IN_SPAN("p.id") " AND b.platform_order_id IS NOT NULL"                                                       \
		" AND NOT EXISTS (SELECT 1 FROM writeback w WHERE w.kind = 'shipment' AND w.subject_id = p.id)"                         \
		" AND NOT (EXISTS (SELECT 1 FROM outbound_line l WHERE l.outbound_id = b.id GROUP BY l.order_line_id"                   \
		" HAVING COUNT(*) > 1 OR MAX(l.per_unit) > 1)"                                                                          \
		" AND (b.status <> 'shipped' OR EXISTS (SELECT 1 FROM parcel n WHERE n.outbound_id = b.id AND n.sequence > p.sequence)))") \
	X(manual_writeback, "every shipment given by hand has its one writeback",                                              \
		"SELECT MAX(id) FROM manual_shipment", ORDERS_AT_ONCE, 1,                                                         \
		"SELECT CONCAT('manual shipment ', m.id) AS subject FROM manual_shipment m WHERE " IN_SPAN("m.id")                     \
		" AND NOT EXISTS (SELECT 1 FROM writeback w WHERE w.kind = 'manual_ship' AND w.subject_id = m.id)")                     \
	X(parcel_is_found, "an order is found by the tracking number of each of its parcels",                                  \
		"SELECT MAX(id) FROM parcel", ORDERS_AT_ONCE, 1,                                                                  \
		"SELECT CONCAT('parcel ', p.id) AS subject FROM parcel p JOIN outbound_order b ON b.id = p.outbound_id"               \
		" WHERE " IN_SPAN("p.id") " AND b.platform_order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_tracking t"         \
		" WHERE t.order_id = b.platform_order_id AND t.tracking_no = p.tracking_no)")                                          \
	X(timeline, "the timeline of an order leads to its status",                                                            \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                          \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o WHERE " IN_SPAN("o.id")                                \
		" AND o.status <> COALESCE((SELECT e.status_after FROM order_event e WHERE e.customer_id = o.customer_id"               \
		" AND e.order_id = o.id AND e.status_after IS NOT NULL ORDER BY e.id DESC LIMIT 1),"                                    \
		" IF(EXISTS (SELECT 1 FROM order_event e WHERE e.customer_id = o.customer_id AND e.order_id = o.id), 'pending', ''))")   \
	X(revision, "an order has its content among its revisions",                                                            \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                          \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o WHERE " IN_SPAN("o.id")                                \
		" AND o.content_hash <> REPEAT(CHAR(0), 32) AND NOT EXISTS (SELECT 1 FROM platform_order_revision r"                    \
		" WHERE r.order_id = o.id AND r.content_hash = o.content_hash)")                                                       \
	X(exception_has_cause, "every exception has a live cause",                                                             \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                          \
		"SELECT CONCAT('order ', o.id, ': ', COALESCE(o.exception_code, 'none')) AS subject FROM platform_order o WHERE "      \
		IN_SPAN("o.id") " AND ((o.exception_code IS NULL) <> (o.exception_since IS NULL)"                                       \
		" OR (o.exception_code IN ('writeback_failed', 'writeback_uncertain') AND NOT EXISTS (SELECT 1 FROM writeback w"         \
		" WHERE w.customer_id = o.customer_id AND w.order_id = o.id AND w.state <> 'confirmed'))"                               \
		" OR (o.exception_code IN ('sku_not_mapped', 'order_unpaid', 'no_shippable_items', 'address_incomplete',"                \
		" 'insufficient_stock', 'business_missing', 'channel_not_available', 'label_required', 'batch_self_pickup')"             \
		" AND o.status NOT IN ('pending', 'acknowledged'))"                                                                      \
		" OR (o.exception_code = 'sku_not_mapped' AND NOT EXISTS (SELECT 1 FROM platform_order_line l"                           \
		" LEFT JOIN sku_mapping m ON m.store_id = l.store_id AND m.sku_key = l.sku_key"                                          \
		" LEFT JOIN sku_mapping_item i ON i.mapping_id = m.id"                                                                   \
		" WHERE l.order_id = o.id AND l.shippable AND NOT l.gone AND l.accepted_qty > l.shipped_qty AND i.sku_id IS NULL)"        \
		" AND NOT EXISTS (SELECT 1 FROM job j JOIN job_lane n ON n.id = j.lane_id WHERE j.state IN ('ready', 'running')"         \
		" AND j.kind = 'orders_recheck' AND n.customer_id = o.customer_id)))")                                                  \
	X(writeback_has_job, "the next open writeback of an order is somebody's work", NULL, 0, 0,                                \
		"SELECT CONCAT('writeback ', w.id) AS subject FROM writeback w FORCE INDEX (ix_open) WHERE w.state IN " OPEN_WRITEBACK  \
		" AND NOT EXISTS (SELECT 1 FROM writeback e WHERE e.customer_id = w.customer_id AND e.order_id = w.order_id"             \
		" AND e.id < w.id AND e.state IN " OPEN_WRITEBACK " AND (e.kind = 'acknowledgement') = (w.kind = 'acknowledgement'))"    \
		" AND NOT " HAS_JOB("writeback", "w.id"))                                                                               \
	X(failure_is_shown, "under an order whose writeback was refused or given up stands an exception", NULL, 0, 0,             \
		"SELECT CONCAT('writeback ', w.id) AS subject FROM writeback w FORCE INDEX (ix_open) JOIN platform_order o ON o.id = w.order_id" \
		" WHERE w.state IN ('refused', 'gave_up') AND o.status <> 'cancelled' AND o.exception_code IS NULL"                      \
		" AND NOT (w.kind = 'acknowledgement' AND o.status = 'completed')"                                                       \
		/* a later acknowledgement takes the place of one that was refused */                                                     \
		" AND NOT EXISTS (SELECT 1 FROM writeback n WHERE n.customer_id = w.customer_id AND n.order_id = w.order_id"              \
		" AND n.kind = 'acknowledgement' AND w.kind = 'acknowledgement' AND n.id > w.id)")                                      \
	X(run_has_job, "a run that is not over is somebody's work", NULL, 0, 0,                                                   \
		"SELECT CONCAT('sync run ', r.id) AS subject FROM customer c JOIN sync_run r FORCE INDEX (ix_status) ON r.customer_id = c.id" \
		" AND r.status IN ('queued', 'running') WHERE NOT " HAS_JOB("sync_run", "r.id")                                         \
		" UNION ALL SELECT CONCAT('batch ', b.id) FROM batch b WHERE b.state IN ('queued', 'running') AND NOT "                  \
		HAS_JOB("batch_dispatch", "b.id")                                                                                       \
		" UNION ALL SELECT CONCAT('product run ', p.id) FROM product_run p WHERE p.state IN ('queued', 'running') AND NOT "      \
		HAS_JOB("product_sync", "p.id"))                                                                                        \
	X(batch_is_done, "a batch that is over has no waiting order, and what it dispatched has an outbound order", NULL, 0, 0,     \
		"SELECT CONCAT('batch ', b.id) AS subject FROM batch b JOIN batch_item i ON i.batch_id = b.id"                          \
		" WHERE (b.state IN ('done', 'stopped') AND i.state = 'waiting') OR (i.state = 'dispatched' AND NOT EXISTS"             \
		" (SELECT 1 FROM outbound_order o WHERE o.customer_id = i.customer_id AND o.platform_order_id = i.order_id))"            \
		" GROUP BY b.id")                                                                                                      \
	X(running_job_is_leased, "a running job is the one job of a lane that somebody leases, or was taken with its others at once", NULL, 0, 0, \
		"SELECT CONCAT('job ', j.id, ' ', j.kind) AS subject FROM job j FORCE INDEX (ix_next) LEFT JOIN job_lane l ON l.id = j.lane_id" \
		" WHERE j.state = 'running' AND (l.leased_by IS NULL"                                                                   \
		" OR (l.lease_until < NOW(6) - INTERVAL 120 SECOND AND l.paused_until < NOW(6) - INTERVAL 120 SECOND)"                  \
		" OR EXISTS (SELECT 1 FROM job k FORCE INDEX (ix_next) WHERE k.state = 'running' AND k.lane_id = j.lane_id"       \
		" AND k.id <> j.id AND COALESCE(k.started_at <> j.started_at, TRUE)))")                                                \
	X(ready_job_is_seen, "no ready job is 30 seconds late in a lane that nobody holds and nothing pauses", NULL, 0, 0,          \
		"SELECT CONCAT('lane ', l.name, ' of customer ', l.customer_id) AS subject FROM job_lane l"                            \
		" WHERE l.lease_until < NOW(6) - INTERVAL 30 SECOND AND l.paused_until <= NOW(6) - INTERVAL 30 SECOND"                  \
		" AND l.last_served_at < NOW(6) - INTERVAL 30 SECOND AND EXISTS (SELECT 1 FROM job j FORCE INDEX (ix_next)"             \
		" WHERE j.state = 'ready' AND j.lane_id = l.id AND j.run_at < NOW(6) - INTERVAL 30 SECOND)")                           \
	X(key_has_effect, "every kept idempotency key has its answer", NULL, 0, 0,                                                 \
		"SELECT CONCAT('key of ', k.caller, ' at ', k.created_at) AS subject FROM idempotency_key k WHERE k.status < 200 OR k.status >= 300") \
	X(order_children, "the children of an order belong to its customer and store",                                        \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 4,                                                          \
		"SELECT CONCAT('line ', l.id) AS subject FROM platform_order o JOIN platform_order_line l ON l.order_id = o.id WHERE " \
		IN_SPAN("o.id") " AND (l.customer_id <> o.customer_id OR l.store_id <> o.store_id)"                                    \
		" UNION ALL SELECT CONCAT('order ', o.id) FROM platform_order o JOIN store s ON s.id = o.store_id WHERE " IN_SPAN("o.id") \
		" AND s.customer_id <> o.customer_id"                                                                                   \
		" UNION ALL SELECT CONCAT('writeback ', w.id) FROM platform_order o JOIN writeback w ON w.customer_id = o.customer_id"   \
		" AND w.order_id = o.id WHERE " IN_SPAN("o.id") " AND w.store_id <> o.store_id"                                         \
		" UNION ALL SELECT CONCAT('revision ', r.id) FROM platform_order o JOIN platform_order_revision r ON r.order_id = o.id"  \
		" WHERE " IN_SPAN("o.id") " AND r.customer_id <> o.customer_id")                                                       \
	X(outbound_children, "the children of an outbound order belong to its customer",                                       \
		"SELECT MAX(id) FROM outbound_order", ORDERS_AT_ONCE, 4,                                                          \
		"SELECT CONCAT('outbound line ', l.id) AS subject FROM outbound_order b JOIN outbound_line l ON l.outbound_id = b.id WHERE " \
		IN_SPAN("b.id") " AND l.customer_id <> b.customer_id"                                                                  \
		" UNION ALL SELECT CONCAT('parcel ', p.id) FROM outbound_order b JOIN parcel p ON p.outbound_id = b.id WHERE "           \
		IN_SPAN("b.id") " AND p.customer_id <> b.customer_id"                                                                  \
		" UNION ALL SELECT CONCAT('label ', a.id) FROM outbound_order b JOIN label a ON a.outbound_id = b.id WHERE "             \
		IN_SPAN("b.id") " AND a.customer_id <> b.customer_id"                                                                  \
		" UNION ALL SELECT CONCAT('outbound order ', b.id) FROM outbound_order b JOIN platform_order o ON o.id = b.platform_order_id" \
		" WHERE " IN_SPAN("b.id") " AND o.customer_id <> b.customer_id")                                                       \
	X(order_is_found, "an order is found by its number and by its name from beginning to end",                             \
		"SELECT MAX(id) FROM platform_order", ORDERS_AT_ONCE, 1,                                                           \
		"SELECT CONCAT('order ', o.id) AS subject FROM platform_order o WHERE " IN_SPAN("o.id")                                \
		" AND (NOT " FOUND_BY("no", "TO_DAYS(o.order_time)", "LEFT(o.order_no_folded, 32)")                                                              \
		" OR (o.kind = 'b2c' AND LEFT(o.recipient_folded, 1) NOT IN ('', ' ') AND NOT " FOUND_BY("name", "TO_DAYS(o.order_time) DIV 14", "LEFT(o.recipient_folded, 32)") ")" \
		" OR (o.kind = 'b2c' AND RIGHT(o.recipient_folded, 1) NOT IN ('', ' ') AND NOT " FOUND_BY("name", "TO_DAYS(o.order_time) DIV 14", "RIGHT(o.recipient_folded, 1)") "))") \
	/* two weeks of each customer, others every night: the whole has millions of rows */                                      \
	X(name_is_the_orders, "no order is found by a name that is not its own, or no longer", NULL, 0, 0,                          \
		"SELECT CONCAT('order ', f.order_id) AS subject FROM (SELECT b.id, b.oldest + TO_DAYS(NOW()) % (b.newest - b.oldest + 1) AS span" \
		" FROM (SELECT c.id, (SELECT s.span FROM order_find s WHERE s.customer_id = c.id AND s.kind = 'b2c' AND s.field = 'name'" \
		" ORDER BY s.span LIMIT 1) AS oldest, (SELECT s.span FROM order_find s WHERE s.customer_id = c.id AND s.kind = 'b2c'"       \
		" AND s.field = 'name' ORDER BY s.span DESC LIMIT 1) AS newest FROM customer c) b) d STRAIGHT_JOIN order_find f"             \
		" FORCE INDEX (PRIMARY) ON f.customer_id = d.id AND f.kind = 'b2c' AND f.field = 'name' AND f.span = d.span"                \
		" LEFT JOIN platform_order o FORCE INDEX (PRIMARY) ON o.id = f.order_id"                                                     \
		" WHERE NOT COALESCE(o.customer_id = f.customer_id AND o.kind = f.kind AND o.order_time = f.order_time"                     \
		" AND f.span = TO_DAYS(o.order_time) DIV 14 AND IF(CHAR_LENGTH(f.part) < 32, RIGHT(o.recipient_folded, CHAR_LENGTH(f.part)) = f.part," \
		" LOCATE(f.part, o.recipient_folded) > 0), 0)")                                                                              \
	X(window_of_run, "a run that read a span of time has left its window, proved or failed",                               \
		"SELECT MAX(id) FROM sync_run", ORDERS_AT_ONCE, 1,                                                                \
		"SELECT CONCAT('sync run ', r.id) AS subject FROM sync_run r LEFT JOIN sync_window w ON w.run_id = r.id WHERE "        \
		IN_SPAN("r.id") " AND r.mode <> 'order_numbers' AND r.status IN ('success', 'partly_failed', 'no_new_orders')"          \
		" AND COALESCE(w.state, '') <> 'proved'")                                                                              \
	X(watermark_is_proved, "a store is never taken to be complete beyond what a run has proved", NULL, 0, 0,                  \
		"SELECT CONCAT('store ', t.store_id) AS subject FROM sync_stream t WHERE t.watermark_at > COALESCE((SELECT MAX(w.to_at)" \
		" FROM sync_window w WHERE w.store_id = t.store_id AND w.state = 'proved'), '1970-01-01')")

/* ---- each as a query ------------------------------------------------------------------------------------------ */

#define ADD_0(q, sql) query_add(q, sql)
#define ADD_1(q, sql) query_add(q, sql, V(from), V(to))
#define ADD_4(q, sql) query_add(q, sql, V(from), V(to), V(from), V(to), V(from), V(to), V(from), V(to))
#define QUERY(name, sentence, most, step, pairs, sql)                         \
	static void add_##name(struct query *q, uint64_t from, uint64_t to)    \
	{                                                                      \
		(void)from;                                                    \
		(void)to;                                                      \
		ADD_##pairs(q, sql);                                           \
	}                                                                      \
	static void most_##name(struct query *q)                               \
	{                                                                      \
		query_add(q, "SELECT COALESCE((");                             \
		MOST_##pairs(q, most);                                         \
		query_add(q, "), 1)");                                         \
	}
#define MOST_0(q, most) query_add(q, "1")
#define MOST_1(q, most) query_add(q, most)
#define MOST_4(q, most) query_add(q, most)
INVARIANTS(QUERY)

static const struct invariant {
	const char *name, *sentence;
	uint64_t    step; /* ids at once; 0: all in one go */
	void      (*add)(struct query *q, uint64_t from, uint64_t to);
	void      (*most)(struct query *q);
} invariants[] = {
#define ROW(name, sentence, most, step, pairs, sql) { #name, sentence, step, add_##name, most_##name },
	INVARIANTS(ROW)
};
enum { N_INVARIANTS = sizeof invariants / sizeof *invariants };

const char *check_sql_name(size_t i)
{
	return i < N_INVARIANTS ? invariants[i].name : NULL;
}

const char *check_sql_sentence(size_t i)
{
	return i < N_INVARIANTS ? invariants[i].sentence : NULL;
}

static const struct field finding_fields[] = { FIELD(struct finding, subject, NULL), FIELD_END };
static const struct shape finding_shape = SHAPE(struct finding, finding_fields);

struct finding *check_sql_ask(struct ctx *c, size_t i, size_t *n)
{
	const struct invariant *in = &invariants[i];
	struct finding         *found = NEW_N(c->arena, struct finding, CHECK_EXAMPLES + 1);
	struct query            q = query_new(c);
	uint64_t                most;

	*n = 0;
	in->most(&q);
	if (!db_number(c, &q, &most))
		return NULL;
	for (uint64_t from = 0; from < most && *n < CHECK_EXAMPLES; from += in->step ? in->step : most) {
		struct finding *rows;
		size_t          some;

		q = query_new(c);
		in->add(&q, from, from + in->step);
		query_add(&q, " LIMIT ?", V((int)CHECK_EXAMPLES));
		rows = db_all(c, &q, &finding_shape, &some);
		if (!rows)
			return NULL;
		for (size_t k = 0; k < some && *n < CHECK_EXAMPLES; k++)
			found[(*n)++] = rows[k];
	}
	return found;
}

bool check_sql_keep(struct ctx *c, const char *name, size_t n, const char *examples)
{
	return db_exec(c, "INSERT INTO check_result (name, ran_at, found, examples) VALUES (?, NOW(6), ?, ?)"
		" ON DUPLICATE KEY UPDATE ran_at = VALUES(ran_at), found = VALUES(found), examples = VALUES(examples)",
		V(name), V((uint64_t)n), V(examples));
}
