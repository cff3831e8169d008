/* Gauges read when somebody asks for them. Each is bounded by what is open (waiting jobs, open writebacks, orders with an
 * exception), never by what there ever was. Labels hold ids and codes, nothing that customers named. */
#include "sql/metric_sql.h"

#include "lib/db.h"
#include "lib/shape.h"

#define AGE(since) "CAST(GREATEST(TIMESTAMPDIFF(SECOND, " since ", NOW(6)), 0) AS SIGNED)"

#define GAUGES(X)                                                                                                          \
	X("gwms_jobs", "jobs that wait, run or have died",                                                                  \
		"SELECT CONCAT('kind=\"', kind, '\",state=\"', state, '\"') AS label, CAST(COUNT(*) AS SIGNED) AS value"          \
		" FROM job FORCE INDEX (ix_next) WHERE state IN ('ready', 'running', 'dead') GROUP BY kind, state")                \
	X("gwms_job_oldest_ready_seconds", "how long the oldest job that is due has waited",                                  \
		"SELECT NULL AS label, COALESCE(" AGE("MIN(run_at)") ", 0) AS value FROM job FORCE INDEX (ix_next)"               \
		" WHERE state = 'ready' AND run_at <= NOW(6)")                                                                    \
	X("gwms_sync_lag_seconds", "how far behind now a store is proved complete",                                           \
		"SELECT CONCAT('store=\"', s.id, '\"') AS label, " AGE("t.watermark_at") " AS value FROM store s"                \
		" JOIN sync_stream t ON t.store_id = s.id AND t.stream = 'orders' WHERE s.status = 'authorised'")                 \
	X("gwms_store_paused_seconds", "how long the calls to a store still rest",                                            \
		"SELECT CONCAT('lane=\"', name, '\",reason=\"', COALESCE(pause_reason, ''), '\"') AS label,"                       \
		" CAST(CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(6), paused_until) / 1000000) AS SIGNED) AS value"                      \
		" FROM job_lane WHERE paused_until > NOW(6)")                                                                     \
	X("gwms_stores", "stores by what can be done with them",                                                             \
		"SELECT CONCAT('status=\"', status, '\",health=\"', health, '\"') AS label, CAST(COUNT(*) AS SIGNED) AS value"     \
		" FROM store GROUP BY status, health")                                                                            \
	X("gwms_writebacks", "what the platforms have not confirmed",                                                        \
		"SELECT CONCAT('state=\"', state, '\"') AS label, CAST(COUNT(*) AS SIGNED) AS value"                              \
		" FROM writeback FORCE INDEX (ix_open) WHERE state IN ('queued', 'sending', 'sent', 'refused', 'gave_up') GROUP BY state") \
	X("gwms_writeback_oldest_unconfirmed_seconds", "how long the oldest of them that is still tried has waited",           \
		"SELECT NULL AS label, COALESCE(" AGE("MIN(created_at)") ", 0) AS value FROM writeback FORCE INDEX (ix_open)"     \
		" WHERE state IN ('queued', 'sending', 'sent')")                                                                  \
	X("gwms_exceptions", "orders that wait for a person",                                                                \
		"SELECT CONCAT('code=\"', o.exception_code, '\"') AS label, CAST(COUNT(*) AS SIGNED) AS value FROM customer c"     \
		" JOIN platform_order o FORCE INDEX (ix_exception) ON o.customer_id = c.id AND o.kind IN ('b2c', 'b2b')"           \
		" AND o.exception_code IS NOT NULL GROUP BY o.exception_code")                                                     \
	X("gwms_invariant_broken", "what the last look at an invariant found",                                               \
		"SELECT CONCAT('name=\"', name, '\"') AS label, CAST(found AS SIGNED) AS value FROM check_result")                \
	X("gwms_check_age_seconds", "how long ago the invariants were looked at",                                            \
		"SELECT NULL AS label, " AGE("MIN(ran_at)") " AS value FROM check_result HAVING MIN(ran_at) IS NOT NULL")          \
	X("gwms_retention_erased_total", "what was erased after its time",                                                    \
		"SELECT CONCAT('name=\"', name, '\"') AS label, CAST(erased_in_all AS SIGNED) AS value FROM retention_run")        \
	X("gwms_retention_age_seconds", "how long ago that was looked at",                                                    \
		"SELECT CONCAT('name=\"', name, '\"') AS label, " AGE("ran_at") " AS value FROM retention_run")

#define QUERY(name, words, sql) sql,
#define NAME(name, words, sql)  { name, words },
static const struct {
	const char *name, *words;
} gauges[] = { GAUGES(NAME) };
enum { N_GAUGES = sizeof gauges / sizeof *gauges };

const char *metric_sql_name(size_t i)
{
	return i < N_GAUGES ? gauges[i].name : NULL;
}

const char *metric_sql_words(size_t i)
{
	return i < N_GAUGES ? gauges[i].words : NULL;
}

static const struct field gauge_fields[] = { FIELD(struct gauge, label, NULL), FIELD(struct gauge, value, NULL), FIELD_END };
static const struct shape gauge_shape = SHAPE(struct gauge, gauge_fields);

struct gauge *metric_sql_read(struct ctx *c, size_t i, size_t *n)
{
	static const char *const texts[] = { GAUGES(QUERY) };
	struct query             q = query_new(c);

	query_add_(texts[i], &q, NULL, 0);
	query_untenanted(&q);
	return db_all(c, &q, &gauge_shape, n);
}
