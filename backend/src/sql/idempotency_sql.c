#include "sql/idempotency_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

#include <string.h>

bool idempotency_sql_claim(struct ctx *c, const char *caller, struct bytes key_hash, struct bytes request_hash, bool *taken)
{
	const char *key;

	*taken = false;
	if (db_exec(c, "INSERT INTO idempotency_key (caller, key_hash, request_hash) VALUES (?, ?, ?)", V(caller), V(key_hash),
		    V(request_hash)))
		return true;
	if ((key = db_duplicate_key(c)) && strcmp(key, "PRIMARY") == 0) {
		problem_clear(c);
		*taken = true;
		return true;
	}
	if (db_lock_waited(c)) {
		problem_clear(c);
		c->problem.retry_after_s = 1;
		return problem(c, PROBLEM_REQUEST_IN_PROGRESS, "a request with the same Idempotency-Key is being worked on");
	}
	return false;
}

bool idempotency_sql_keep(struct ctx *c, const char *caller, struct bytes key_hash, const struct kept_answer *a)
{
	return db_exec(c, "UPDATE idempotency_key SET status = ?, body = ?, etag = ? WHERE caller = ? AND key_hash = ?",
		V(a->status), V(a->body), V(a->etag), V(caller), V(key_hash));
}

static const struct field kept_fields[] = {
	FIELD(struct kept_answer, request_hash, "request_hash"),
	FIELD(struct kept_answer, status, "status"),
	FIELD(struct kept_answer, body, "body"),
	FIELD(struct kept_answer, etag, "etag"),
	FIELD_END
};
static const struct shape kept_shape = SHAPE(struct kept_answer, kept_fields);

bool idempotency_sql_find(struct ctx *c, const char *caller, struct bytes key_hash, struct kept_answer *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT request_hash, status, body, etag FROM idempotency_key WHERE caller = ? AND key_hash = ?",
		V(caller), V(key_hash));
	return db_maybe(c, &q, &kept_shape, out, found);
}
