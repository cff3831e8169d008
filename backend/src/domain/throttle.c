#include "domain/throttle.h"

#include "lib/db.h"
#include "lib/secret.h"
#include "sql/user_sql.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

enum {
	HOUR_S = 3600,
	FREE_FAILURES = 5,
	WAIT_MAX_S = 900,
	ACCOUNT_FAILURES_AN_HOUR = 100,
	ADDRESS_FAILURES_A_MINUTE = 30,
};

/* /24 of an IPv4 address, /56 of an IPv6 one: who changes the last digits is the same somebody. By its bits, not by its
 * text, which leaves out zeros. */
static const char *prefix_of(struct ctx *c, const char *address)
{
	unsigned char b[16];

	if (inet_pton(AF_INET, address, b) == 1)
		return arena_printf(c->arena, "%d.%d.%d", b[0], b[1], b[2]);
	if (inet_pton(AF_INET6, address, b) == 1)
		return arena_printf(c->arena, "%02x%02x:%02x%02x:%02x%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6]);
	return address;
}

static const char *scope(struct ctx *c, const char *kind, const char *text)
{
	struct bytes h = sha256_of(c->arena, text);
	const unsigned char *d = h.data;
	char *hex = arena_alloc(c->arena, 2 * 16 + 1);

	for (size_t i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", d[i]);
	return arena_printf(c->arena, "%s:%s", kind, hex);
}

struct throttle throttle_of(struct ctx *c, const char *kind, const char *account, const char *address, bool by_account)
{
	return (struct throttle){
		.both = scope(c, arena_printf(c->arena, "%sp", kind), arena_printf(c->arena, "%s|%s", account, prefix_of(c, address))),
		.account = by_account ? scope(c, kind, account) : NULL,
		.address = scope(c, "i", strchr(address, ':') ? prefix_of(c, address) : address), /* who has one of IPv6 has a /56 */
	};
}

bool throttle_allow(struct ctx *c, const struct throttle *t)
{
	const char *all[] = { t->both, t->address, t->account };
	uint64_t wait_s;

	if (!throttle_sql_wait(c, all, t->account ? 3 : 2, &wait_s))
		return false;
	if (!wait_s)
		return true;
	c->problem.retry_after_s = (int)wait_s;
	return problem(c, PROBLEM_LOGIN_THROTTLED, "too many attempts: try again in %d seconds", (int)wait_s);
}

static bool count(struct ctx *c, const struct throttle *t)
{
	uint64_t both, address, account = 0;
	int64_t wait = 0;

	if (!throttle_sql_count(c, t->both, HOUR_S, &both) || (t->account && !throttle_sql_count(c, t->account, HOUR_S, &account))
	    || !throttle_sql_count(c, t->address, 60, &address))
		return false;
	if (both > FREE_FAILURES)
		wait = both - FREE_FAILURES > 10 ? WAIT_MAX_S : 1LL << (both - FREE_FAILURES - 1);
	return (!wait || throttle_sql_block(c, t->both, wait < WAIT_MAX_S ? wait : WAIT_MAX_S))
	    && (account <= ACCOUNT_FAILURES_AN_HOUR || throttle_sql_block(c, t->account, 10))
	    && (address <= ADDRESS_FAILURES_A_MINUTE || throttle_sql_block(c, t->address, 60));
}

bool throttle_failed(struct ctx *c, const struct throttle *t)
{
	return db_begin(c) && db_end(c, count(c, t));
}

bool throttle_passed(struct ctx *c, const struct throttle *t)
{
	return throttle_sql_clear(c, t->both);
}
