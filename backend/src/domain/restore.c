#include "domain/restore.h"

#include "lib/db.h"
#include "sql/restore_sql.h"
#include "sql/user_sql.h"

static bool settle(struct ctx *c, void *arg)
{
	struct restore_report *out = arg;

	return restore_sql_writebacks(c, &out->writebacks)
	    && restore_sql_streams(c, &out->streams)
	    && restore_sql_sessions(c, &out->sessions)
	    && audit_sql_add(c, "after_restore", "the whole database", NULL)
	    && restore_sql_jobs(c, &out->jobs);
}

bool restore_settle(struct ctx *c, struct restore_report *out)
{
	*out = (struct restore_report){ 0 };
	return db_again(c, settle, out) && restore_sql_numbers(c);
}
