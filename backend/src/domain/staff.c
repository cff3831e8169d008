#include "domain/staff.h"

#include "lib/db.h"

#include <string.h>

bool staff_allow(struct ctx *c, const char *what)
{
	return c->actor.kind == ACTOR_STAFF || problem(c, PROBLEM_FORBIDDEN, "%s is for the warehouse's staff", what);
}

bool may(const struct ctx *c, enum permission p)
{
	return c->actor.permissions & UINT64_C(1) << p;
}

bool version_allow(struct ctx *c, int64_t seen, int64_t stands, const char *what)
{
	if (seen == stands)
		return true;
	c->problem.current_version = (long)stands;
	return problem(c, PROBLEM_STALE, "%s was changed meanwhile", what);
}

bool taken(struct ctx *c, const char *key, const char *field, const char *sentence)
{
	const char *hit = db_duplicate_key(c);

	if (!hit || strcmp(hit, key) != 0)
		return false;
	problem_clear(c);
	problem_field(c, field, "taken", "%s", sentence);
	c->problem.code = PROBLEM_NAME_TAKEN;
	return false;
}
