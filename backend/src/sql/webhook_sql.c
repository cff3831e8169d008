#include "sql/webhook_sql.h"

#include <string.h>

/* The column is a SET: its text becomes an array. */
#define WEBHOOK_COLUMNS                                                                                                          \
	"w.id, w.customer_id, cu.name AS customer_name, w.name, w.url, CONCAT('[\"', REPLACE(w.events, ',', '\",\"'), '\"]') AS events," \
	" w.enabled, IF(NOT w.enabled, 'off', IF(w.fail_streak > 0, 'failing', 'on')) AS state, w.off_reason, w.fail_streak,"           \
	" IF(w.secret_before_until > NOW(6), w.secret_before_until, NULL) AS secret_before_until, w.secret_turned, w.not_before,"       \
	" (SELECT COUNT(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state IN ('waiting', 'held')) AS waiting,"           \
	" w.last_success_at, w.last_failure_at, w.last_problem, w.created_by, w.created_at, w.version"                                  \
	" FROM webhook w JOIN customer cu ON cu.id = w.customer_id"

bool webhook_sql_all(struct ctx *c, struct webhook **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " WEBHOOK_COLUMNS " WHERE TRUE");
	query_tenant(c, &q, "w");
	query_add(&q, " ORDER BY w.customer_id, w.name");
	*rows = db_all(c, &q, &webhook_shape, n);
	return *rows != NULL;
}

bool webhook_sql_get(struct ctx *c, uint64_t id, struct webhook *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " WEBHOOK_COLUMNS " WHERE w.id = ?", V(id));
	query_tenant(c, &q, "w");
	return db_one(c, &q, &webhook_shape, out, "webhook");
}

bool webhook_sql_lock(struct ctx *c, uint64_t id)
{
	struct query q = query_new(c);
	uint64_t there;

	query_add(&q, "SELECT w.id FROM webhook w WHERE w.id = ?", V(id));
	query_tenant(c, &q, "w");
	query_add(&q, " FOR UPDATE");
	return db_number(c, &q, &there) && (there || problem(c, PROBLEM_NOT_FOUND, "There is no such webhook."));
}

bool webhook_sql_count(struct ctx *c, uint64_t customer_id, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM webhook w WHERE w.customer_id = ?", V(customer_id));
	return db_number(c, &q, n);
}

bool webhook_sql_add(struct ctx *c, const struct webhook *w, const char *events, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO webhook (customer_id, name, url, events, created_by) VALUES (?, ?, ?, ?, ?)", V(w->customer_id),
		V(w->name), V(w->url), V(events), V(w->created_by));
}

bool webhook_sql_set(struct ctx *c, uint64_t id, const char *name, const char *url, const char *events, bool enabled)
{
	return db_exec(c, "UPDATE webhook SET name = ?, url = ?, events = ?, fail_streak = IF(enabled, fail_streak, 0),"
		" not_before = IF(enabled, not_before, '1970-01-01'), enabled = ?, off_reason = NULL, version = version + 1 WHERE id = ?",
		V(name), V(url), V(events), V(enabled), V(id));
}

bool webhook_sql_first_secret(struct ctx *c, uint64_t id, struct bytes sealed, const char *key_id)
{
	return db_exec(c, "UPDATE webhook SET secret = ?, secret_key = ? WHERE id = ?", V(sealed), V(key_id), V(id));
}

/* Overwrites the older of the two and never looks at the other: whoever makes a secret may read none. */
bool webhook_sql_next_secret(struct ctx *c, const struct webhook *w, struct bytes sealed, const char *key_id, int64_t keep_s)
{
	if (w->secret_turned)
		return db_exec(c, "UPDATE webhook SET secret = ?, secret_key = ?, secret_turned = 0, secret_before_until = NOW(6) + INTERVAL ? SECOND,"
			" version = version + 1 WHERE id = ?", V(sealed), V(key_id), V(keep_s), V(w->id));
	return db_exec(c, "UPDATE webhook SET secret_before = ?, secret_before_key = ?, secret_turned = 1, secret_before_until = NOW(6) + INTERVAL ?"
		" SECOND, version = version + 1 WHERE id = ?", V(sealed), V(key_id), V(keep_s), V(w->id));
}

bool webhook_sql_delete(struct ctx *c, uint64_t id)
{
	return db_exec(c, "DELETE FROM webhook WHERE id = ?", V(id));
}

/* ---- deliveries ------------------------------------------------------------------------------------- */

static const struct field wanting_fields[] = {
	FIELD(struct webhook_wanting, id, NULL),
	FIELD(struct webhook_wanting, events, NULL),
	FIELD_END
};
static const struct shape wanting_shape = SHAPE(struct webhook_wanting, wanting_fields);

/* As a number, a SET is the bits of its members; those of the column stand in the order of enum webhook_event. */
bool webhook_sql_wanting(struct ctx *c, uint64_t customer_id, struct webhook_wanting **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id, w.events + 0 AS events FROM webhook w WHERE w.customer_id = ? AND w.enabled", V(customer_id));
	query_tenant(c, &q, "w");
	query_add(&q, " ORDER BY w.id");
	*rows = db_all(c, &q, &wanting_shape, n);
	return *rows != NULL;
}

enum { COLUMNS = 7 };
#define ADD_DELIVERY                                                                                                  \
	"INSERT INTO webhook_delivery (customer_id, webhook_id, delivery_key, event, order_id, order_no, body, next_at)"    \
	" VALUES (?, ?, ?, ?, ?, ?, ?, NOW(6))"

bool delivery_sql_add(struct ctx *c, const struct webhook_delivery *d, uint64_t *id)
{
	return db_insert(c, id, ADD_DELIVERY, V(d->customer_id), V(d->webhook_id), V(d->delivery_key), V(d->event), V_ID(d->order_id),
		V(d->order_no), V(d->body));
}

bool delivery_sql_add_many(struct ctx *c, const struct webhook_delivery *d, size_t n)
{
	struct value *rows = NEW_N(c->arena, struct value, n * COLUMNS + 1);

	for (size_t i = 0; i < n; i++) {
		const struct value row[COLUMNS] = { V(d[i].customer_id), V(d[i].webhook_id), V(d[i].delivery_key), V(d[i].event),
			V_ID(d[i].order_id), V(d[i].order_no), V(d[i].body) };

		memcpy(rows + i * COLUMNS, row, sizeof row);
	}
	return db_insert_many(c, ADD_DELIVERY, rows, n, COLUMNS);
}

bool delivery_sql_hold(struct ctx *c, const struct webhook *w, bool hold)
{
	if (hold)
		return db_exec(c, "UPDATE webhook_delivery SET state = 'held' WHERE webhook_id = ? AND customer_id = ? AND state = 'waiting'",
			V(w->id), V(w->customer_id));
	return db_exec(c, "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, first_at = NULL, next_at = NOW(6)"
		" WHERE webhook_id = ? AND customer_id = ? AND state = 'held'", V(w->id), V(w->customer_id));
}

#define DELIVERY_COLUMNS                                                                                                              \
	"d.id, d.customer_id, d.webhook_id, d.delivery_key, d.event, d.order_id, d.order_no, d.body, d.state, d.attempts, d.status, d.ms," \
	" d.problem, IF(d.state = 'waiting', d.next_at, NULL) AS next_at, d.created_at, d.first_at, d.last_at FROM webhook_delivery d"

bool delivery_sql_page(struct ctx *c, uint64_t webhook_id, const struct delivery_filter *f, struct webhook_delivery **rows, size_t *n,
	struct page_end *end)
{
	enum { TOTAL_CAP = 10000 };
	struct query q = query_new(c), count = query_new(c);

	*end = (struct page_end){ 0 };
	query_add(&q, "SELECT " DELIVERY_COLUMNS " WHERE d.webhook_id = ?", V(webhook_id));
	query_add(&count, "SELECT COUNT(*) FROM (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = ?", V(webhook_id));
	query_tenant(c, &q, "d");
	query_tenant(c, &count, "d");
	if (f->state) {
		query_add(&q, " AND d.state = ?", V(f->state));
		query_add(&count, " AND d.state = ?", V(f->state));
	}
	query_page(&q, &f->page, "d.created_at", "d.id");
	query_add(&count, " LIMIT ?) x", V((int)TOTAL_CAP + 1));
	*rows = db_all(c, &q, &webhook_delivery_shape, n);
	if (!*rows || !db_number(c, &count, &end->total))
		return false;
	end->total_is_exact = end->total <= TOTAL_CAP;
	if (!end->total_is_exact)
		end->total = TOTAL_CAP;
	if (*n > (size_t)f->page.limit) {
		*n = (size_t)f->page.limit;
		end->next_cursor = page_cursor(c, (*rows)[*n - 1].created_at, (*rows)[*n - 1].id);
	}
	return true;
}

bool delivery_sql_get(struct ctx *c, uint64_t id, struct webhook_delivery *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " DELIVERY_COLUMNS " WHERE d.id = ?", V(id));
	query_tenant(c, &q, "d");
	return db_one(c, &q, &webhook_delivery_shape, out, "delivery");
}

bool delivery_sql_again(struct ctx *c, uint64_t id)
{
	return db_exec(c, "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, first_at = NULL, next_at = NOW(6) WHERE id = ?", V(id));
}

/* ---- for workers ------------------------------------------------------------------------------------ */

/* One look into an index for each webhook that is on (an EXISTS would be turned into a list of all that waits); not those
 * that a worker has in hand or is about to take. */
bool webhook_sql_due(struct ctx *c, struct webhook **rows, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id, w.customer_id FROM webhook w WHERE w.enabled AND w.not_before <= NOW(6) AND (SELECT d.next_at FROM webhook_delivery d"
		" FORCE INDEX (ix_next) WHERE d.webhook_id = w.id AND d.state = 'waiting' ORDER BY d.next_at LIMIT 1) <= NOW(6)"
		" AND COALESCE((SELECT l.lease_until >= NOW(6) OR l.due_at <= NOW(6) FROM job_lane l WHERE l.customer_id = w.customer_id"
		" AND l.name = CONCAT('webhook:', w.id) LIMIT 1), 0) = 0");
	*rows = db_all(c, &q, &webhook_shape, n);
	return *rows != NULL;
}

bool webhook_sql_open(struct ctx *c, uint64_t id, struct webhook *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT w.id, w.customer_id, w.name, w.url, w.fail_streak, IF(w.secret_turned, w.secret_before, w.secret) AS secret,"
		" IF(w.secret_turned, w.secret_before_key, w.secret_key) AS secret_key, w.secret_before_until,"
		" IF(w.secret_before_until > NOW(6), IF(w.secret_turned, w.secret, w.secret_before), NULL) AS secret_before,"
		" IF(w.secret_turned, w.secret_key, w.secret_before_key) AS secret_before_key"
		" FROM webhook w WHERE w.id = ? AND w.customer_id = ? AND w.enabled AND w.not_before <= NOW(6)", V(id), V(c->actor.customer_id));
	return db_maybe(c, &q, &webhook_shape, out, found);
}

bool delivery_sql_next(struct ctx *c, const struct webhook *w, struct webhook_delivery *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " DELIVERY_COLUMNS " FORCE INDEX (ix_turn) WHERE d.webhook_id = ? AND d.customer_id = ? AND d.state = 'waiting' AND d.next_at <= NOW(6)"
		" AND NOT EXISTS (SELECT 1 FROM webhook_delivery e FORCE INDEX (ix_order) WHERE e.webhook_id = d.webhook_id AND e.order_id = d.order_id"
		" AND e.state = 'waiting' AND e.id < d.id) ORDER BY d.id LIMIT 1", V(w->id), V(w->customer_id));
	return db_maybe(c, &q, &webhook_delivery_shape, out, found);
}

bool delivery_sql_tried(struct ctx *c, const struct webhook_delivery *d, const struct delivery_try *t)
{
	return db_exec(c, "UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, status = ?, ms = ?, problem = LEFT(?, 500),"
		" first_at = COALESCE(first_at, NOW(6)), last_at = NOW(6), next_at = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND state = 'waiting'",
		V(delivery_state_names[t->delivered ? DELIVERY_DELIVERED : t->last ? DELIVERY_FAILED : DELIVERY_WAITING]), V_ID((uint64_t)t->status),
		V(t->ms), V(t->problem), V(t->delay_s), V(d->id));
}

bool webhook_sql_tried(struct ctx *c, uint64_t id, const struct delivery_try *t, int64_t rest_s)
{
	if (t->delivered)
		return db_exec(c, "UPDATE webhook SET fail_streak = 0, not_before = '1970-01-01', last_success_at = NOW(6) WHERE id = ?", V(id));
	return db_exec(c, "UPDATE webhook SET fail_streak = fail_streak + 1, not_before = NOW(6) + INTERVAL ? SECOND, last_failure_at = NOW(6),"
		" last_problem = LEFT(?, 500) WHERE id = ?", V(rest_s), V(t->problem), V(id));
}

bool webhook_sql_silent_since(struct ctx *c, const struct webhook_delivery *d, bool *silent)
{
	struct query q = query_new(c);
	uint64_t n;

	query_add(&q, "SELECT COUNT(*) FROM webhook w JOIN webhook_delivery d ON d.id = ? WHERE w.id = ? AND w.customer_id = ?"
		" AND (w.last_success_at IS NULL OR w.last_success_at < COALESCE(d.first_at, NOW(6)))", V(d->id), V(d->webhook_id), V(d->customer_id));
	if (!db_number(c, &q, &n))
		return false;
	*silent = n > 0;
	return true;
}

bool webhook_sql_switch_off(struct ctx *c, const struct webhook *w, const char *reason)
{
	return db_exec(c, "UPDATE webhook SET enabled = 0, off_reason = LEFT(?, 500), version = version + 1 WHERE id = ?", V(reason), V(w->id))
	    && delivery_sql_hold(c, w, true);
}

bool delivery_sql_prune(struct ctx *c)
{
	return db_exec(c, "DELETE FROM webhook_delivery WHERE created_at < NOW(6) - INTERVAL 30 DAY LIMIT 500");
}
