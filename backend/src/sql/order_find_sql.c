/* The rows are computed by the server from the order's own folded columns, so that both are folded alike and a hundred
 * orders are one statement. Two SELECTs give the names' endings, because a name of more than 32 characters is rare and
 * each joined number of a sequence is a row that is looked at. */
#include "sql/order_find_sql.h"

#include "lib/db.h"

enum { AT_ONCE = 128 };

#define DAY    "TO_DAYS(o.order_time)"
#define SPAN   DAY " DIV 14"
#define ENDING "SUBSTRING(o.recipient_folded, s.seq, 32)"
/* A search never begins with a space. What is cut may stand in a name twice ("aaa…"): the first is as good. */
#define IS_ENDING                                                                                                \
	" o.kind = 'b2c' AND s.seq <= CHAR_LENGTH(o.recipient_folded) AND SUBSTRING(o.recipient_folded, s.seq, 1) <> ' '" \
	" AND (CHAR_LENGTH(o.recipient_folded) - s.seq < 31 OR LOCATE(" ENDING ", o.recipient_folded) = s.seq)"
#define ORDERS " FROM platform_order o FORCE INDEX (PRIMARY)"

static bool add_some(struct ctx *c, const uint64_t *ids, size_t n)
{
	struct query q = query_new(c);

	query_add(&q, "INSERT INTO order_find (customer_id, kind, field, span, part, order_id, order_time)"
		" SELECT o.customer_id, o.kind, 'no', " DAY ", LEFT(o.order_no_folded, 32), o.id, o.order_time" ORDERS " WHERE ");
	query_in_ids(&q, "o.id", ids, n);
	query_add(&q, " UNION ALL SELECT o.customer_id, o.kind, 'name', " SPAN ", " ENDING ", o.id, o.order_time" ORDERS
		" STRAIGHT_JOIN seq_1_to_32 s WHERE" IS_ENDING " AND ");
	query_in_ids(&q, "o.id", ids, n);
	query_add(&q, " UNION ALL SELECT o.customer_id, o.kind, 'name', " SPAN ", " ENDING ", o.id, o.order_time" ORDERS
		" STRAIGHT_JOIN seq_33_to_255 s WHERE CHAR_LENGTH(o.recipient_folded) > 32 AND" IS_ENDING " AND ");
	query_in_ids(&q, "o.id", ids, n);
	query_untenanted(&q); /* the ids' own customers */
	return db_run(c, &q, NULL, NULL);
}

static bool forget_some(struct ctx *c, const uint64_t *ids, size_t n)
{
	struct query lock = query_new(c), no = query_new(c), name = query_new(c);
	uint64_t     locked;

	query_add(&lock, "SELECT COUNT(*) FROM (SELECT o.id" ORDERS " WHERE ");
	query_in_ids(&lock, "o.id", ids, n);
	query_add(&lock, " FOR UPDATE) m");
	query_untenanted(&lock);
	query_add(&no, "DELETE f" ORDERS " STRAIGHT_JOIN order_find f FORCE INDEX (PRIMARY) ON f.customer_id = o.customer_id AND f.kind = o.kind"
		" AND f.field = 'no' AND f.span = " DAY " AND f.part = LEFT(o.order_no_folded, 32) AND f.order_id = o.id WHERE ");
	query_in_ids(&no, "o.id", ids, n);
	query_untenanted(&no);
	query_add(&name, "DELETE f" ORDERS " STRAIGHT_JOIN seq_1_to_255 s STRAIGHT_JOIN order_find f FORCE INDEX (PRIMARY)"
		" ON f.customer_id = o.customer_id AND f.kind = o.kind AND f.field = 'name' AND f.span = " SPAN " AND f.part = " ENDING
		" AND f.order_id = o.id WHERE" IS_ENDING " AND ");
	query_in_ids(&name, "o.id", ids, n);
	query_untenanted(&name);
	return db_number(c, &lock, &locked) && db_run(c, &no, NULL, NULL) && db_run(c, &name, NULL, NULL);
}

static bool in_parts(struct ctx *c, const uint64_t *ids, size_t n, bool (*some)(struct ctx *, const uint64_t *, size_t))
{
	for (size_t i = 0; i < n; i += AT_ONCE)
		if (!some(c, ids + i, n - i < AT_ONCE ? n - i : AT_ONCE))
			return false;
	return true;
}

bool order_find_sql_add(struct ctx *c, const uint64_t *ids, size_t n)
{
	return in_parts(c, ids, n, add_some);
}

bool order_find_sql_forget(struct ctx *c, const uint64_t *ids, size_t n)
{
	return in_parts(c, ids, n, forget_some);
}

uint64_t order_find_span(struct instant t, bool of_name)
{
	const int64_t day = t.us / (86400 * INSTANT_SECOND) - (t.us % (86400 * INSTANT_SECOND) < 0);

	return (uint64_t)(719528 + day) / (of_name ? 14 : 1); /* TO_DAYS('1970-01-01') */
}
