#include "domain/retention.h"

#include "lib/db.h"
#include "sql/job_sql.h"

enum { PURGE_EVERY_S = 6 * 3600, CHECK_EVERY_S = 24 * 3600 };

static bool queue(struct ctx *c, const char *name, int64_t every_s)
{
	bool mine;

	return job_sql_turn(c, name, every_s, &mine)
	    && (!mine || job_sql_add(c, &(struct job_new){ .lane = arena_printf(c->arena, "system:%s", name), .kind = name, .uniq = name, .payload = "{}" }));
}

static bool queue_all(struct ctx *c, void *arg)
{
	(void)arg;
	return queue(c, "purge", PURGE_EVERY_S) && queue(c, "check", CHECK_EVERY_S);
}

bool nightly_queue(struct ctx *c)
{
	return db_again(c, queue_all, NULL);
}

struct batch {
	size_t rule;
	bool   first;
	bool (*fence)(void *arg);
	void  *arg;
	bool  *more;
};

static bool purge(struct ctx *c, void *arg)
{
	const struct batch    *b = arg;
	struct retention_state s;
	uint64_t               erased;

	return (!b->first || retention_sql_begin(c, b->rule))
	    && retention_sql_state(c, b->rule, &s)
	    && retention_sql_erase(c, b->rule, &s, &erased, b->more)
	    && (!b->fence || b->fence(b->arg));
}

bool retention_purge(struct ctx *c, size_t rule, bool first, bool (*fence)(void *arg), void *arg, bool *more)
{
	return db_again(c, purge, &(struct batch){ rule, first, fence, arg, more });
}
