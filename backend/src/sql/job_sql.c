/* The queue's SQL. Claims lock one lane by primary key with SKIP LOCKED; a job is never locked by
 * anyone but the holder of its lane, so claimers do not wait for each other. */
#include "sql/job_sql.h"

#include "lib/db.h"
#include "lib/failpoint.h"
#include "lib/shape.h"

#include <string.h>

enum { CANDIDATES = 8, PRUNE_BATCH = 500 };

struct id_row {
	uint64_t id;
};
static const struct field id_fields[] = { FIELD(struct id_row, id, "id"), FIELD_END };
static const struct shape id_shape = SHAPE(struct id_row, id_fields);

static const struct field job_fields[] = {
	FIELD(struct job, id, "id"),
	FIELD(struct job, lane_id, "lane_id"),
	FIELD(struct job, customer_id, "customer_id"),
	FIELD(struct job, lane, "lane"),
	FIELD(struct job, kind, "kind"),
	FIELD(struct job, payload, "payload"),
	FIELD(struct job, request_id, "request_id"),
	FIELD(struct job, attempts, "attempts"),
	FIELD(struct job, max_attempts, "max_attempts"),
	FIELD(struct job, worker_deaths, "worker_deaths"),
	FIELD(struct job, touched, "touched"),
	FIELD(struct job, epoch, "epoch"),
	FIELD_END
};
static const struct shape job_shape = SHAPE(struct job, job_fields);

struct lane {
	uint64_t    id, customer_id, lease_epoch;
	const char *name, *leased_by;
};
static const struct field lane_fields[] = {
	FIELD(struct lane, id, "id"),
	FIELD(struct lane, customer_id, "customer_id"),
	FIELD(struct lane, lease_epoch, "lease_epoch"),
	FIELD(struct lane, name, "name"),
	FIELD(struct lane, leased_by, "leased_by"),
	FIELD_END
};
static const struct shape lane_shape = SHAPE(struct lane, lane_fields);

/* ---- enqueue -------------------------------------------------------------------------------- */

static bool lane_find(struct ctx *c, const struct job_new *j, uint64_t *id)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id FROM job_lane WHERE customer_id = ? AND name = ?", V(j->customer_id), V(j->lane));
	return db_number(c, &q, id);
}

static bool lane_of(struct ctx *c, const struct job_new *j, uint64_t *id)
{
	return lane_find(c, j, id)
	    && (*id || (db_exec(c, "INSERT IGNORE INTO job_lane (customer_id, name) VALUES (?, ?)", V(j->customer_id), V(j->lane))
			&& lane_find(c, j, id)))
	    && (*id || problem(c, PROBLEM_BUSY, "the queue's lane was made by somebody else just now"));
}

bool job_sql_add(struct ctx *c, const struct job_new *j)
{
	int priority = j->priority ? j->priority : JOB_PRIORITY_NORMAL;
	uint64_t lane;

	if (strlen(j->payload) > JOB_PAYLOAD_MAX)
		return problem(c, PROBLEM_INTERNAL, "the job's payload is too large");
	return lane_of(c, j, &lane)
	    && db_exec(c, "INSERT INTO job (lane_id, kind, priority, run_at, uniq, max_attempts, payload, request_id)"
			  " VALUES (?, ?, ?, NOW(6) + INTERVAL ? SECOND, ?, ?, ?, ?)"
			  " ON DUPLICATE KEY UPDATE run_at = LEAST(run_at, VALUES(run_at)), priority = LEAST(priority, VALUES(priority))",
		    V(lane), V(j->kind), V(priority), V(j->delay_s), V(j->uniq), V(j->max_attempts ? j->max_attempts : JOB_TRIES),
		    V(j->payload), V(c->request_id))
	    && db_exec(c, "UPDATE job_lane SET due_at = LEAST(due_at, NOW(6) + INTERVAL ? SECOND), urgent = urgent OR ? WHERE id = ?",
		    V(j->delay_s), V(priority <= JOB_PRIORITY_PERSON), V(lane));
}

/* ---- claim ---------------------------------------------------------------------------------- */

uint64_t *job_sql_due_lanes(struct ctx *c, bool fair, size_t *n)
{
	struct query q = query_new(c);
	struct id_row *rows;
	uint64_t *ids;

	query_add(&q, "SELECT l.id FROM job_lane l FORCE INDEX (ix_due) WHERE l.due_at <= NOW(6) AND l.lease_until < NOW(6)"
		      " AND l.paused_until <= NOW(6) ORDER BY ");
	if (!fair)
		query_add(&q, "l.urgent DESC, ");
	query_add(&q, "(SELECT COUNT(*) FROM job_lane b WHERE b.customer_id = l.customer_id AND b.lease_until >= NOW(6)),"
		      " l.last_served_at LIMIT ?", V((int)CANDIDATES));
	rows = db_all(c, &q, &id_shape, n);
	if (!rows)
		return NULL;
	ids = NEW_N(c->arena, uint64_t, *n + 1);
	for (size_t i = 0; i < *n; i++)
		ids[i] = rows[i].id;
	return ids;
}

static bool lane_lock(struct ctx *c, uint64_t lane_id, struct lane *out, bool *found)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT id, customer_id, lease_epoch, name, leased_by FROM job_lane WHERE id = ? AND due_at <= NOW(6)"
		      " AND lease_until < NOW(6) AND paused_until <= NOW(6) FOR UPDATE SKIP LOCKED", V(lane_id));
	return db_maybe(c, &q, &lane_shape, out, found);
}

/* Back to the waiting ones, behind them. A waiting twin has the same work in it: then this one is cancelled. */
static bool put_back(struct ctx *c, uint64_t job_id, int64_t delay_s, bool free_try, const char *why)
{
	const char *key;

	if (!db_savepoint(c))
		return false;
	if (db_exec(c, "UPDATE job SET state = 'ready', run_at = NOW(6) + INTERVAL ? SECOND, attempts = attempts - ?, last_problem = LEFT(?, 512)"
		       " WHERE id = ? AND state = 'running'", V(delay_s), V(free_try), V(why), V(job_id)))
		return db_savepoint_end(c, true);
	if (!(key = db_duplicate_key(c)) || strcmp(key, "uk_ready") != 0)
		return db_savepoint_end(c, false);
	problem_clear(c);
	return db_savepoint_undo(c)
	    && db_exec(c, "UPDATE job SET state = 'cancelled', finished_at = NOW(6), last_problem = 'coalesced' WHERE id = ?", V(job_id));
}

/* The lane's former worker died with work in hand. Of several jobs nobody knows which one it was: none of them is charged
 * with it, and as something has happened to them now, each is done alone and shows it. */
static bool recover(struct ctx *c, const struct lane *lane)
{
	struct query   q = query_new(c);
	struct id_row *rows;
	size_t         n;

	if (!lane->leased_by)
		return true;
	query_add(&q, "SELECT id FROM job FORCE INDEX (ix_next) WHERE state = 'running' AND lane_id = ? FOR UPDATE", V(lane->id));
	if (!(rows = db_all(c, &q, &id_shape, &n)))
		return false;
	if (n == 1 && !db_exec(c, "UPDATE job SET worker_deaths = worker_deaths + 1 WHERE id = ?", V(rows[0].id)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!put_back(c, rows[i].id, 0, n > 1, "its worker stopped without a word"))
			return false;
	return true;
}

/* The lane's next jobs that are due. One that an enqueue is just adding or bringing forward is passed over, not waited for:
 * whoever adds it holds it and waits for the lane, which we hold or are about to; it wakes the lane when it has it. */
static struct job *next_ready(struct ctx *c, uint64_t lane_id, int most, size_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT j.id, j.kind, j.payload, j.request_id, j.attempts + 1 AS attempts, j.max_attempts, j.worker_deaths,"
		      " j.worker_deaths > 0 OR j.last_problem IS NOT NULL AS touched FROM job j FORCE INDEX (ix_next) WHERE j.state = 'ready'"
		      " AND j.lane_id = ? AND j.run_at <= NOW(6) ORDER BY j.priority, j.run_at, j.id LIMIT ? FOR UPDATE SKIP LOCKED",
		V(lane_id), V(most));
	return db_all(c, &q, &job_shape, n);
}

/* While the lane is ours, as the last lock of a transaction. The lane's row is locked before the jobs are looked at: whoever
 * enqueues from now on finds our hint and corrects it. The soonest of very many is looked for only when none of them is due. */
static bool lane_release(struct ctx *c, uint64_t lane_id, uint64_t epoch)
{
	uint64_t matched;

	return db_exec_matched(c, &matched, "UPDATE job_lane SET lease_until = '1970-01-01', leased_by = NULL, last_served_at = NOW(6),"
			" due_at = IF(EXISTS (SELECT 1 FROM job FORCE INDEX (ix_next) WHERE state = 'ready' AND lane_id = ? AND run_at <= NOW(6)), NOW(6),"
			" COALESCE((SELECT MIN(run_at) FROM job FORCE INDEX (ix_next) WHERE state = 'ready' AND lane_id = ?), '9999-12-31')),"
			" urgent = COALESCE((SELECT 1 FROM job FORCE INDEX (ix_next) WHERE state = 'ready' AND lane_id = ? AND priority <= ? LIMIT 1), 0)"
			" WHERE id = ? AND lease_epoch = ?", V(lane_id), V(lane_id), V(lane_id), V((int)JOB_PRIORITY_PERSON), V(lane_id), V(epoch))
	    && (matched == 1 || problem(c, PROBLEM_STALE, "the lease of lane %llu was lost", (unsigned long long)lane_id));
}

static bool listed(const char *const *names, const char *name)
{
	for (; names && *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* How many of the first jobs are done in one transaction; one that is not such is alone, and ends what comes before it. */
static size_t group_of(const struct job *jobs, size_t n, const char *const *together)
{
	size_t i = 0;

	while (i < n && !jobs[i].touched && listed(together, jobs[i].kind))
		i++;
	return i ? i : n > 0;
}

static bool jobs_start(struct ctx *c, const struct job *jobs, size_t n)
{
	struct query q = query_new(c);
	uint64_t     ids[JOB_GROUP_MAX];

	for (size_t i = 0; i < n; i++)
		ids[i] = jobs[i].id;
	query_add(&q, "UPDATE job FORCE INDEX (PRIMARY) SET state = 'running', attempts = attempts + 1, started_at = NOW(6) WHERE ");
	query_in_ids(&q, "id", ids, n);
	return db_run(c, &q, NULL, NULL);
}

static bool claim(struct ctx *c, uint64_t lane_id, const char *worker, int64_t lease_s, const char *const *together,
	struct job **jobs, size_t *n)
{
	struct lane lane = { 0 };
	bool        found;
	size_t      ready;

	if (!lane_lock(c, lane_id, &lane, &found) || !found)
		return c->problem.code == PROBLEM_NONE;
	if (!recover(c, &lane) || !(*jobs = next_ready(c, lane_id, JOB_GROUP_MAX, &ready)))
		return false;
	*n = group_of(*jobs, ready, together);
	if (!*n)
		return lane_release(c, lane_id, lane.lease_epoch);
	for (size_t i = 0; i < *n; i++) {
		(*jobs)[i].lane_id = lane_id;
		(*jobs)[i].customer_id = lane.customer_id;
		(*jobs)[i].lane = lane.name;
		(*jobs)[i].epoch = lane.lease_epoch + 1;
	}
	return FP(c, "job.before_claim")
	    && jobs_start(c, *jobs, *n)
	    && db_exec(c, "UPDATE job_lane SET lease_until = NOW(6) + INTERVAL ? SECOND, lease_epoch = ?, leased_by = ?, last_served_at = NOW(6)"
			  " WHERE id = ?", V(lease_s), V(lane.lease_epoch + 1), V(worker), V(lane_id))
	    && FP(c, "job.in_claim");
}

bool job_sql_claim(struct ctx *c, uint64_t lane_id, const char *worker, int64_t lease_s, const char *const *together,
	struct job **jobs, size_t *n)
{
	*n = 0;
	if (db_begin(c) && db_end(c, claim(c, lane_id, worker, lease_s, together, jobs, n)))
		return true;
	*n = 0; /* a claim counts only after its COMMIT returned */
	return false;
}

bool job_sql_renew(struct ctx *c, const struct job *j, int64_t lease_s, bool *held)
{
	uint64_t matched;

	if (!db_exec_matched(c, &matched, "UPDATE job_lane SET lease_until = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND lease_epoch = ?",
		    V(lease_s), V(j->lane_id), V(j->epoch)))
		return false;
	*held = matched == 1;
	return true;
}

/* ---- end ------------------------------------------------------------------------------------ */

static bool end_job(struct ctx *c, const struct job *j, const struct job_end *end)
{
	switch (end->state) {
	case JOB_DONE:
		return db_exec(c, "UPDATE job SET state = 'done', finished_at = NOW(6), last_problem = NULL WHERE id = ?", V(j->id));
	case JOB_DEAD:
		return db_exec(c, "UPDATE job SET state = 'dead', finished_at = NOW(6), last_problem = LEFT(?, 512) WHERE id = ?", V(end->problem), V(j->id));
	case JOB_AGAIN:
		return put_back(c, j->id, end->delay_s, end->free_try, end->problem);
	}
	return problem(c, PROBLEM_INTERNAL, "a job cannot end like that");
}

/* Done, and on to the next one: a single statement over both tables. */
static bool hand_over(struct ctx *c, const struct job *j, const struct job *next, int64_t lease_s)
{
	uint64_t matched;

	return db_exec_matched(c, &matched,
		       "UPDATE job_lane l JOIN job j ON j.lane_id = l.id SET l.lease_until = NOW(6) + INTERVAL ? SECOND, l.last_served_at = NOW(6),"
		       " j.finished_at = IF(j.id = ?, NOW(6), NULL), j.started_at = IF(j.id = ?, j.started_at, NOW(6)),"
		       " j.attempts = IF(j.id = ?, j.attempts, j.attempts + 1), j.last_problem = IF(j.id = ?, NULL, j.last_problem),"
		       " j.state = IF(j.id = ?, 'done', 'running') WHERE l.id = ? AND l.lease_epoch = ? AND j.id IN (?, ?)",
		       V(lease_s), V(j->id), V(j->id), V(j->id), V(j->id), V(j->id), V(j->lane_id), V(j->epoch), V(j->id), V(next->id))
	    && (matched == 3 || problem(c, PROBLEM_STALE, "the lease of lane %s was lost", j->lane));
}

bool job_sql_end(struct ctx *c, const struct job *j, const struct job_end *end, bool release, int64_t lease_s,
	struct job *next, bool *has_next)
{
	*has_next = false;
	if (end->state == JOB_DONE && !release) {
		size_t      n;
		struct job *ready = next_ready(c, j->lane_id, 1, &n);

		if (!ready)
			return false;
		if (n) {
			*next = ready[0];
			next->lane_id = j->lane_id;
			next->customer_id = j->customer_id;
			next->lane = j->lane;
			next->epoch = j->epoch;
			*has_next = true;
			return hand_over(c, j, next, lease_s);
		}
	}
	return end_job(c, j, end) && lane_release(c, j->lane_id, j->epoch);
}

bool job_sql_end_together(struct ctx *c, const struct job *jobs, size_t n, bool release, int64_t lease_s)
{
	struct query q = query_new(c);
	uint64_t     ids[JOB_GROUP_MAX], matched;
	bool         held = true;

	for (size_t i = 0; i < n; i++)
		ids[i] = jobs[i].id;
	query_add(&q, "UPDATE job FORCE INDEX (PRIMARY) SET state = 'done', finished_at = NOW(6) WHERE state = 'running' AND ");
	query_in_ids(&q, "id", ids, n);
	if (!db_run(c, &q, &matched, NULL))
		return false;
	if (matched == n && (release ? !lane_release(c, jobs->lane_id, jobs->epoch) : !job_sql_renew(c, jobs, lease_s, &held)))
		return false;
	return (matched == n && held) || problem(c, PROBLEM_STALE, "the lease of lane %s was lost", jobs->lane);
}

bool job_sql_put_back(struct ctx *c, const struct job *jobs, size_t n, const char *why)
{
	for (size_t i = 0; i < n; i++)
		if (!put_back(c, jobs[i].id, 0, true, why))
			return false;
	return lane_release(c, jobs->lane_id, jobs->epoch);
}

/* ---- pauses and sweeping -------------------------------------------------------------------- */

bool job_sql_pause_store(struct ctx *c, uint64_t customer_id, uint64_t store_id, int64_t seconds, const char *reason)
{
	const char *pull = arena_printf(c->arena, "store:%llu:pull", (unsigned long long)store_id);
	const char *push = arena_printf(c->arena, "store:%llu:push", (unsigned long long)store_id);

	return db_exec(c, "UPDATE job_lane SET pause_reason = IF(paused_until < NOW(6) + INTERVAL ? SECOND, ?, pause_reason),"
			  " paused_until = GREATEST(paused_until, NOW(6) + INTERVAL ? SECOND) WHERE customer_id = ? AND name IN (?, ?)",
		V(seconds), V(reason), V(seconds), V(customer_id), V(pull), V(push));
}

bool job_sql_resume_store(struct ctx *c, uint64_t customer_id, uint64_t store_id)
{
	const char *pull = arena_printf(c->arena, "store:%llu:pull", (unsigned long long)store_id);
	const char *push = arena_printf(c->arena, "store:%llu:push", (unsigned long long)store_id);

	return db_exec(c, "UPDATE job_lane SET pause_reason = NULL, paused_until = '1970-01-01' WHERE customer_id = ? AND name IN (?, ?)",
		V(customer_id), V(pull), V(push));
}

bool job_sql_turn(struct ctx *c, const char *name, int64_t every_s, bool *mine)
{
	uint64_t matched;

	*mine = false;
	if (!db_exec(c, "INSERT IGNORE INTO job_schedule (name, every_s) VALUES (?, ?)", V(name), V(every_s))
	    || !db_exec_matched(c, &matched, "UPDATE job_schedule SET next_at = NOW(6) + INTERVAL ? SECOND WHERE name = ? AND next_at <= NOW(6)",
		    V(every_s), V(name)))
		return false;
	*mine = matched == 1;
	return true;
}

bool job_sql_sweep(struct ctx *c)
{
	return db_exec(c, "UPDATE job_lane l JOIN (SELECT lane_id, MIN(run_at) AS run_at FROM job WHERE state = 'ready' GROUP BY lane_id) j"
			  " ON j.lane_id = l.id SET l.due_at = j.run_at WHERE l.due_at > j.run_at AND l.lease_until < NOW(6)")
	    && db_exec(c, "DELETE FROM job WHERE state IN ('done', 'cancelled') AND finished_at < NOW(6) - INTERVAL 7 DAY LIMIT ?", V((int)PRUNE_BATCH));
}
