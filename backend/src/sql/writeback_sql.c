#include "sql/writeback_sql.h"

#include "base/utf8.h"
#include "lib/db.h"

#include <string.h>

enum { DETAIL_CHARS = 1000, REF_CHARS = 128 };

#define COLUMNS                                                                                          \
	"b.id, b.customer_id, b.store_id, b.order_id, b.kind, b.state, b.uncertain, b.cannot_tell, b.attempts," \
	" b.tracking_no, b.content, b.detail, b.final, b.polls, b.platform_ref,"                                       \
	" GREATEST(0, CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(6), b.not_before) / 1000000)) AS early_s,"              \
	" COALESCE(TIMESTAMPDIFF(SECOND, b.sent_at, NOW(6)), 0) AS waited_s"

/* Bytes, though the columns count characters: what is cut is for people. */
static const char *cut(struct ctx *c, const char *text, size_t most)
{
	size_t n = text ? strlen(text) : 0;

	return n <= most ? text : arena_strndup(c->arena, text, utf8_cut(text, n, most));
}

/* ---- reading and locking ------------------------------------------------------------------------- */

bool writeback_sql_order(struct ctx *c, uint64_t id, uint64_t *order_id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT b.order_id FROM writeback b WHERE b.id = ?", V(id));
	query_tenant(c, &q, "b");
	return db_number(c, &q, order_id) && (*order_id || problem(c, PROBLEM_NOT_FOUND, "There is no such writeback."));
}

bool writeback_sql_lock(struct ctx *c, uint64_t id, struct writeback *out)
{
	struct query q = query_new(c);

	*out = (struct writeback){ 0 };
	query_add(&q, "SELECT " COLUMNS " FROM writeback b WHERE b.id = ?", V(id));
	query_tenant(c, &q, "b");
	query_add(&q, " FOR UPDATE");
	return db_one(c, &q, &writeback_shape, out, "writeback");
}

struct writeback *writeback_sql_lock_open(struct ctx *c, const struct order *o, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " COLUMNS " FROM writeback b WHERE b.customer_id = ? AND b.order_id = ?"
		" AND b.kind <> 'acknowledgement' AND b.state <> 'confirmed'", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "b");
	query_add(&q, " ORDER BY b.id FOR UPDATE");
	return db_all(c, &q, &writeback_shape, n);
}

static const struct field others_fields[] = {
	FIELD(struct writeback_others, earlier_open, NULL),
	FIELD(struct writeback_others, unconfirmed, NULL),
	FIELD(struct writeback_others, all_left, NULL),
	FIELD_END
};
static const struct shape others_shape = SHAPE(struct writeback_others, others_fields);

bool writeback_sql_others(struct ctx *c, const struct writeback *w, struct writeback_others *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT CAST(SUM(b.id < ? AND b.state IN ('queued', 'sending', 'sent')) AS SIGNED) AS earlier_open,"
		" CAST(SUM(b.id <> ? AND b.state <> 'confirmed') AS SIGNED) AS unconfirmed, MAX(b.final) AS all_left"
		" FROM writeback b WHERE b.customer_id = ? AND b.order_id = ? AND b.kind <> 'acknowledgement'", V(w->id), V(w->id),
		V(w->customer_id), V(w->order_id));
	query_tenant(c, &q, "b");
	return db_one(c, &q, &others_shape, out, "writeback");
}

bool writeback_sql_next(struct ctx *c, const struct order *o, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT MIN(b.id) FROM writeback b WHERE b.customer_id = ? AND b.order_id = ?"
		" AND b.kind <> 'acknowledgement' AND b.state IN ('queued', 'sending', 'sent')", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "b");
	return db_number(c, &q, id);
}

bool writeback_sql_failed(struct ctx *c, const struct order *o, struct writeback *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT " COLUMNS " FROM writeback b WHERE b.customer_id = ? AND b.order_id = ?"
		" AND b.kind <> 'acknowledgement' AND b.state IN ('refused', 'gave_up')", V(o->customer_id), V(o->id));
	query_tenant(c, &q, "b");
	query_add(&q, " ORDER BY b.id LIMIT 1");
	return db_maybe(c, &q, &writeback_shape, out, found);
}

/* ---- writing --------------------------------------------------------------------------------------- */

bool writeback_sql_add(struct ctx *c, const struct order *o, const struct writeback *w, uint64_t subject_id,
	const char *idem_key, uint64_t *id)
{
	return db_insert(c, id, "INSERT INTO writeback (customer_id, store_id, order_id, kind, subject_id, idem_key, tracking_no,"
		" content, final) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", V(o->customer_id), V(o->store_id), V(o->id), V(w->kind),
		V(subject_id), V(idem_key), V(w->tracking_no), V(w->content), V(w->final));
}

/* The row is locked: it must be there. */
static bool matched_one(struct ctx *c, const struct writeback *w, uint64_t matched)
{
	if (matched == 1)
		return true;
	problem(c, PROBLEM_INTERNAL, "A writeback was lost.");
	return problem_cause(c, "writeback %llu: %llu rows matched", (unsigned long long)w->id, (unsigned long long)matched);
}

bool writeback_sql_set_sending(struct ctx *c, const struct writeback *w)
{
	uint64_t n;

	return db_exec_matched(c, &n, "UPDATE writeback SET state = 'sending', uncertain = 0, cannot_tell = 0,"
		" polls = 0, platform_ref = NULL, attempts = attempts + 1, sent_at = NOW(6), not_before = NOW(6) WHERE id = ? AND customer_id = ?", V(w->id),
		V(w->customer_id))
	    && matched_one(c, w, n);
}

bool writeback_sql_set_state(struct ctx *c, const struct writeback *w, int64_t wait_s)
{
	uint64_t n;

	return db_exec_matched(c, &n, "UPDATE writeback SET state = ?, uncertain = ?, cannot_tell = ?, detail = ?,"
		" polls = ?, platform_ref = ?, not_before = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND customer_id = ?",
		V(writeback_state_names[w->state]), V(w->uncertain), V(w->cannot_tell), V(cut(c, w->detail, DETAIL_CHARS)), V(w->polls),
		V(cut(c, w->platform_ref, REF_CHARS)), V(wait_s), V(w->id), V(w->customer_id))
	    && matched_one(c, w, n);
}

bool writeback_sql_set_confirmed(struct ctx *c, const struct writeback *w, const char *platform_ref, const char *proof)
{
	uint64_t n;

	return db_exec_matched(c, &n, "UPDATE writeback SET state = 'confirmed', uncertain = 0, cannot_tell = 0, detail = NULL,"
		" confirmed_at = NOW(6), platform_ref = COALESCE(?, platform_ref), proof = ? WHERE id = ? AND customer_id = ?",
		V(cut(c, platform_ref, REF_CHARS)), V(cut(c, proof, DETAIL_CHARS)), V(w->id), V(w->customer_id))
	    && matched_one(c, w, n);
}

/* ---- the store --------------------------------------------------------------------------------------- */

static const struct field store_fields[] = {
	FIELD(struct writeback_store, name, NULL),
	FIELD(struct writeback_store, not_ready, NULL),
	FIELD_END
};
static const struct shape store_shape = SHAPE(struct writeback_store, store_fields);

bool writeback_sql_store(struct ctx *c, uint64_t customer_id, uint64_t store_id, struct writeback_store *out)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT s.name, NULLIF(s.status, 'authorised') AS not_ready FROM store s WHERE s.id = ? AND s.customer_id = ?",
		V(store_id), V(customer_id));
	query_tenant(c, &q, "s");
	return db_one(c, &q, &store_shape, out, "store");
}

bool writeback_sql_lift_pause(struct ctx *c, uint64_t customer_id, uint64_t store_id)
{
	return db_exec(c, "UPDATE job_lane SET pause_reason = NULL, paused_until = '1970-01-01' WHERE customer_id = ? AND name = ?"
		" AND pause_reason = 'platform_silent'", V(customer_id),
		V(arena_printf(c->arena, "store:%llu:push", (unsigned long long)store_id)));
}
