#include "sql/restore_sql.h"

#include "lib/db.h"

enum { ID_JUMP = 100000 };

/* A queued one may have been sent after the backup as well. */
bool restore_sql_writebacks(struct ctx *c, uint64_t *n)
{
	return db_exec_matched(c, n, "UPDATE writeback SET uncertain = 1, cannot_tell = 0, not_before = NOW(6) WHERE state IN ('queued', 'sending', 'sent')");
}

bool restore_sql_streams(struct ctx *c, uint64_t *n)
{
	return db_exec_matched(c, n, "UPDATE sync_stream SET watermark_at = watermark_at - INTERVAL 24 HOUR");
}

/* Who was given fewer rights, or none, after the backup must not get them back by a token of before. */
bool restore_sql_sessions(struct ctx *c, uint64_t *n)
{
	return db_exec(c, "UPDATE user SET rights_version = rights_version + 1")
	    && db_exec_matched(c, n, "UPDATE session SET ended_at = NOW(6), end_reason = 'restored' WHERE ended_at IS NULL");
}

/* A worker of before that still lives holds an epoch nobody has any more. Its job is found by whoever claims the lane. */
bool restore_sql_jobs(struct ctx *c, uint64_t *n)
{
	struct query q = query_new(c);

	query_add(&q, "SELECT COUNT(*) FROM job FORCE INDEX (ix_next) WHERE state = 'running'");
	return db_number(c, &q, n)
	    && db_exec(c, "UPDATE store SET next_sync_at = LEAST(next_sync_at, NOW(6)) WHERE status = 'authorised' AND next_sync_at < '9999-01-01'")
	    && db_exec(c, "UPDATE job_lane SET lease_epoch = lease_epoch + 1000000, lease_until = '1970-01-01', paused_until = '1970-01-01',"
		" pause_reason = NULL, due_at = NOW(6)");
}

static bool jump(struct ctx *c, const char *table)
{
	struct query q = query_new(c);
	uint64_t     most;

	query_add(&q, "SELECT COALESCE(auto_increment, 1) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?", V(table));
	return db_number(c, &q, &most)
	    && db_script(c, arena_printf(c->arena, "ALTER TABLE `%s` AUTO_INCREMENT = %llu", table, (unsigned long long)most + ID_JUMP));
}

bool restore_sql_numbers(struct ctx *c)
{
	static const char *const tables[] = { "platform_order", "outbound_order", "parcel", "manual_shipment", "acknowledgement", "writeback", "wave",
		"label", "store", "sync_run", "batch", "job", "user", "customer" };

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (!jump(c, tables[i]))
			return false;
	return true;
}
