#include "sql/consent_sql.h"

#include "lib/db.h"

bool consent_sql_add(struct ctx *c, const struct store *s, struct bytes state_hash, const char *session, int64_t life_s)
{
	return db_exec(c, "DELETE FROM store_consent WHERE customer_id = ? AND store_id = ? AND expires_at < NOW(6) - INTERVAL 1 DAY",
		       V(s->customer_id), V(s->id))
	    && db_exec(c, "INSERT INTO store_consent (state_hash, customer_id, store_id, session_id, expires_at)"
			  " VALUES (?, ?, ?, ?, NOW(6) + INTERVAL ? SECOND)",
		       V(state_hash), V(s->customer_id), V(s->id), V(session), V(life_s));
}

bool consent_sql_latest(struct ctx *c, uint64_t store_id, struct consent *out)
{
	struct query q = query_new(c);
	bool found;

	query_add(&q, "SELECT CASE WHEN k.state = 'granted' THEN 'granted' WHEN k.expires_at > NOW(6) THEN 'waiting' ELSE 'over' END AS state,"
		      " IF(k.state = 'open' AND k.expires_at > NOW(6), k.expires_at, NULL) AS expires_at FROM store_consent k WHERE k.store_id = ?",
		V(store_id));
	query_tenant(c, &q, "k");
	query_add(&q, " ORDER BY k.created_at DESC LIMIT 1");
	return db_maybe(c, &q, &consent_shape, out, &found);
}

/* The claim comes first: of two calls with one state, the second waits here and then finds it spent. */
bool consent_sql_spend(struct ctx *c, struct bytes state_hash, struct consent_row *out, bool *found)
{
	struct query q = query_new(c);
	uint64_t matched;

	*found = false;
	if (!db_exec_matched(c, &matched, "UPDATE store_consent SET state = 'granted' WHERE state_hash = ? AND state = 'open' AND expires_at > NOW(6)",
		    V(state_hash)))
		return false;
	if (!matched)
		return true;
	query_add(&q, "SELECT customer_id, store_id, session_id FROM store_consent WHERE state_hash = ?", V(state_hash));
	return db_maybe(c, &q, &consent_row_shape, out, found);
}
