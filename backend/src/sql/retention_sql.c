/* Batches go by primary key: the next thousand ids are read, those of age among them erased, and the place kept with them. So a
 * purge never scans a table for what is not there, and holds few locks for a short time. */
#include "sql/retention_sql.h"

#include "lib/db.h"
#include "lib/shape.h"
#include "sql/order_find_sql.h"

#include <string.h>

enum { DAY_LONGEST = 3650 };

enum rule {
	RAW_ORDERS,
	RAW_FAILURES,
	RECIPIENTS,
	RECIPIENTS_AMAZON,
	PLATFORM_REQUESTS,
	AUDIT,
	SESSIONS,
	KEYS,
	THROTTLES,
	INVITATIONS,
	RULES
};

static const struct retention_rule rules[RULES] = {
	[RAW_ORDERS] = { "raw_orders", "raw texts of orders as they came in (what changed and the hash stay)", 30 },
	[RAW_FAILURES] = { "raw_failures", "raw texts of orders that could not be stored", 30 },
	[RECIPIENTS] = { "recipients", "recipients of orders that are over, but for Amazon's (the orders stay)", 180 },
	[RECIPIENTS_AMAZON] = { "recipients_amazon", "recipients of Amazon's orders that are over (the orders stay)", 30 },
	[PLATFORM_REQUESTS] = { "platform_requests", "the log of calls to platforms", 30 },
	[AUDIT] = { "audit", "the audit log", 730 },
	[SESSIONS] = { "sessions", "sessions that have ended", 30 },
	[KEYS] = { "idempotency_keys", "answers kept for a repeated request", 2 },
	[THROTTLES] = { "throttles", "counters of failed sign-ins", 7 },
	[INVITATIONS] = { "invitations", "links to set a password that are over", 30 },
};

const struct retention_rule *retention_sql_rule(size_t i)
{
	return i < RULES ? &rules[i] : NULL;
}

/* ---- how it stands ------------------------------------------------------------------------------------------- */

static const struct field state_fields[] = {
	FIELD(struct retention_state, days, NULL),
	FIELD(struct retention_state, erased, NULL),
	FIELD(struct retention_state, erased_in_all, NULL),
	FIELD(struct retention_state, done_id, NULL),
	FIELD(struct retention_state, ran_at, NULL),
	FIELD_END
};
static const struct shape state_shape = SHAPE(struct retention_state, state_fields);

bool retention_sql_state(struct ctx *c, size_t i, struct retention_state *out)
{
	struct query q = query_new(c);

	*out = (struct retention_state){ 0 };
	query_add(&q, "SELECT CAST(COALESCE((SELECT CAST(s.value AS SIGNED) FROM setting s WHERE s.name = CONCAT('retention.', ?)), ?) AS SIGNED) AS days,"
		" COALESCE(r.erased, 0) AS erased, COALESCE(r.erased_in_all, 0) AS erased_in_all, COALESCE(r.done_id, 0) AS done_id, r.ran_at"
		" FROM (SELECT 1) one LEFT JOIN retention_run r ON r.name = ?", V(rules[i].name), V(rules[i].days), V(rules[i].name));
	return db_one(c, &q, &state_shape, out, "rule");
}

bool retention_sql_set_days(struct ctx *c, const char *name, int64_t days)
{
	size_t i = 0;

	while (i < RULES && strcmp(rules[i].name, name) != 0)
		i++;
	if (i == RULES)
		return problem(c, PROBLEM_NOT_FOUND, "There is no rule '%s'.", name);
	if (days < 1 || days > DAY_LONGEST)
		return problem(c, PROBLEM_INVALID, "The days must be from 1 to %d.", (int)DAY_LONGEST);
	return db_exec(c, "INSERT INTO setting (name, value) VALUES (CONCAT('retention.', ?), ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
		V(name), V(arena_printf(c->arena, "%lld", (long long)days)));
}

bool retention_sql_begin(struct ctx *c, size_t i)
{
	return db_exec(c, "INSERT INTO retention_run (name, ran_at) VALUES (?, NOW(6)) ON DUPLICATE KEY UPDATE ran_at = NOW(6), erased = 0",
		V(rules[i].name));
}

/* ---- a batch ---------------------------------------------------------------------------------------------------- */

struct row {
	uint64_t id;
	int64_t  old;
};
static const struct field row_fields[] = { FIELD(struct row, id, NULL), FIELD(struct row, old, NULL), FIELD_END };
static const struct shape row_shape = SHAPE(struct row, row_fields);

/* The next rows behind the place, and which of them are of age. */
static struct row *next_rows(struct ctx *c, size_t i, const struct retention_state *s, size_t *n)
{
	struct query q = query_new(c);

	switch ((enum rule)i) {
	case RAW_ORDERS:
		query_add(&q, "SELECT id, CAST(received_at < NOW(6) - INTERVAL ? DAY AS SIGNED) AS old FROM platform_order_revision WHERE id > ?", V(s->days), V(s->done_id));
		break;
	case RAW_FAILURES:
		query_add(&q, "SELECT id, CAST(at < NOW(6) - INTERVAL ? DAY AS SIGNED) AS old FROM sync_run_order WHERE id > ?", V(s->days), V(s->done_id));
		break;
	case PLATFORM_REQUESTS:
		query_add(&q, "SELECT id, CAST(at < NOW(6) - INTERVAL ? DAY AS SIGNED) AS old FROM platform_request WHERE id > ?", V(s->days), V(s->done_id));
		break;
	case AUDIT:
		query_add(&q, "SELECT id, CAST(at < NOW(6) - INTERVAL ? DAY AS SIGNED) AS old FROM audit_log WHERE id > ?", V(s->days), V(s->done_id));
		break;
	case RECIPIENTS:
	case RECIPIENTS_AMAZON:
		query_add(&q, "SELECT o.id, CAST(o.status IN ('completed', 'manual_completed', 'cancelled') AND o.status_since < NOW(6) - INTERVAL ? DAY"
			" AND (o.source LIKE 'amazon%') = ? AND COALESCE(o.recipient_name, o.recipient_company, o.recipient_phone, o.recipient_email,"
			" o.recipient_line1, o.recipient_line2, o.recipient_city, o.recipient_zip, o.buyer_note) IS NOT NULL AS SIGNED) AS old"
			" FROM platform_order o WHERE o.id > ?", V(s->days), V(i == RECIPIENTS_AMAZON), V(s->done_id));
		break;
	case SESSIONS:
	case KEYS:
	case THROTTLES:
	case INVITATIONS:
	case RULES:
		break;
	}
	query_add(&q, " ORDER BY id LIMIT ?", V((int)RETENTION_BATCH));
	query_untenanted(&q);
	return db_all(c, &q, &row_shape, n);
}

static bool run_on(struct ctx *c, struct query *q, const uint64_t *ids, size_t n, uint64_t *matched)
{
	query_in_ids(q, "id", ids, n);
	query_untenanted(q);
	return db_run(c, q, matched, NULL);
}

/* Of a person nothing is left but what the house needs for its books: country, state, amounts. What the timeline says of
 * changes names fields, the differences kept with a revision hold values. */
static bool erase_recipients(struct ctx *c, const uint64_t *ids, size_t n)
{
	struct query order = query_new(c), outbound = query_new(c), revision = query_new(c), event = query_new(c);
	uint64_t     matched;

	query_add(&order, "UPDATE platform_order SET recipient_name = NULL, recipient_company = NULL, recipient_phone = NULL, recipient_email = NULL,"
		" recipient_city = NULL, recipient_line1 = NULL, recipient_line2 = NULL, recipient_zip = NULL, buyer_note = NULL WHERE ");
	query_add(&outbound, "UPDATE outbound_order SET recipient_name = NULL, recipient_company = NULL, recipient_phone = NULL, recipient_email = NULL,"
		" recipient_city = NULL, recipient_line1 = NULL, recipient_line2 = NULL, recipient_zip = NULL, buyer_note = NULL WHERE id IN"
		" (SELECT b.id FROM platform_order o JOIN outbound_order b ON b.customer_id = o.customer_id AND b.platform_order_id = o.id WHERE ");
	query_in_ids(&outbound, "o.id", ids, n);
	query_add(&outbound, ")");
	query_untenanted(&outbound);
	query_add(&revision, "UPDATE platform_order_revision SET raw = NULL, changes = NULL WHERE ");
	query_in_ids(&revision, "order_id", ids, n);
	query_untenanted(&revision);
	query_add(&event, "INSERT INTO order_event (customer_id, order_id, action, actor_kind, actor_name, request_id)"
		" SELECT customer_id, id, 'recipient_erased', 'system', 'system', ? FROM platform_order WHERE ", V(c->request_id));
	return order_find_sql_forget(c, ids, n)
	    && run_on(c, &order, ids, n, &matched)
	    && order_find_sql_add(c, ids, n) /* by the number alone */
	    && db_run(c, &outbound, NULL, NULL)
	    && db_run(c, &revision, NULL, NULL)
	    && run_on(c, &event, ids, n, &matched);
}

static bool erase_rows(struct ctx *c, size_t i, const uint64_t *ids, size_t n)
{
	struct query q = query_new(c);
	uint64_t     matched;

	switch ((enum rule)i) {
	case RAW_ORDERS:
		query_add(&q, "UPDATE platform_order_revision SET raw = NULL WHERE ");
		return run_on(c, &q, ids, n, &matched);
	case RAW_FAILURES:
		query_add(&q, "UPDATE sync_run_order SET raw = NULL WHERE ");
		return run_on(c, &q, ids, n, &matched);
	case PLATFORM_REQUESTS:
		query_add(&q, "DELETE FROM platform_request WHERE ");
		return run_on(c, &q, ids, n, &matched);
	case AUDIT:
		query_add(&q, "DELETE FROM audit_log WHERE ");
		return run_on(c, &q, ids, n, &matched);
	case RECIPIENTS:
	case RECIPIENTS_AMAZON:
		return erase_recipients(c, ids, n);
	case SESSIONS:
	case KEYS:
	case THROTTLES:
	case INVITATIONS:
	case RULES:
		break;
	}
	return problem(c, PROBLEM_INTERNAL, "no such rule");
}

static bool keep_place(struct ctx *c, size_t i, uint64_t done_id, uint64_t erased)
{
	return db_exec(c, "UPDATE retention_run SET done_id = ?, erased = erased + ?, erased_in_all = erased_in_all + ? WHERE name = ?", V(done_id),
		V(erased), V(erased), V(rules[i].name));
}

/* Rows that come of age in the order of their ids: what is behind the first young one is younger still. Orders end in any
 * order: they are walked to the end, and from the beginning next time. */
static bool erase_by_id(struct ctx *c, size_t i, const struct retention_state *s, uint64_t *erased, bool *more)
{
	const bool  round = i == RECIPIENTS || i == RECIPIENTS_AMAZON;
	size_t      n, n_old = 0, k = 0;
	struct row *rows = next_rows(c, i, s, &n);
	uint64_t   *ids, done_id = s->done_id;

	if (!rows)
		return false;
	ids = NEW_N(c->arena, uint64_t, n + 1);
	for (; k < n && (round || rows[k].old); k++) {
		if (rows[k].old)
			ids[n_old++] = rows[k].id;
		done_id = rows[k].id;
	}
	*erased = n_old;
	*more = k == RETENTION_BATCH;
	if (round && !*more)
		done_id = 0;
	return (!n_old || erase_rows(c, i, ids, n_old)) && keep_place(c, i, done_id, n_old);
}

/* Few rows, or an index of their own for it. */
static bool erase_by_time(struct ctx *c, size_t i, const struct retention_state *s, uint64_t *erased, bool *more)
{
	struct query q = query_new(c);

	switch ((enum rule)i) {
	case SESSIONS: /* their tokens first, until none is left */
		query_add(&q, "DELETE FROM refresh_token WHERE session_id IN (SELECT id FROM (SELECT id FROM session WHERE expires_at <"
			" NOW(6) - INTERVAL ? DAY ORDER BY expires_at LIMIT 100) old) LIMIT ?", V(s->days), V((int)RETENTION_BATCH));
		query_untenanted(&q);
		if (!db_run(c, &q, erased, NULL))
			return false;
		if (*erased) {
			*more = true;
			return keep_place(c, i, 0, 0);
		}
		q = query_new(c);
		query_add(&q, "DELETE FROM session WHERE expires_at < NOW(6) - INTERVAL ? DAY ORDER BY expires_at LIMIT 100", V(s->days));
		break;
	case KEYS:
		query_add(&q, "DELETE FROM idempotency_key WHERE created_at < NOW(6) - INTERVAL ? DAY ORDER BY created_at LIMIT ?", V(s->days), V((int)RETENTION_BATCH));
		break;
	case THROTTLES:
		query_add(&q, "DELETE FROM login_throttle WHERE window_at < NOW(6) - INTERVAL ? DAY ORDER BY window_at LIMIT ?", V(s->days), V((int)RETENTION_BATCH));
		break;
	case INVITATIONS:
		query_add(&q, "DELETE FROM user_invitation WHERE expires_at < NOW(6) - INTERVAL ? DAY LIMIT ?", V(s->days), V((int)RETENTION_BATCH));
		break;
	default:
		return problem(c, PROBLEM_INTERNAL, "no such rule");
	}
	query_untenanted(&q);
	if (!db_run(c, &q, erased, NULL))
		return false;
	*more = *erased >= (i == SESSIONS ? 100 : RETENTION_BATCH);
	return keep_place(c, i, 0, *erased);
}

bool retention_sql_erase(struct ctx *c, size_t i, const struct retention_state *s, uint64_t *erased, bool *more)
{
	*erased = 0;
	*more = false;
	return i < SESSIONS ? erase_by_id(c, i, s, erased, more) : erase_by_time(c, i, s, erased, more);
}
