#include "domain/warehouse.h"

#include "domain/staff.h"
#include "lib/db.h"
#include "sql/user_sql.h"
#include "sql/warehouse_sql.h"

#include <string.h>

/* ---- warehouses ---------------------------------------------------------------------------------- */

bool warehouse_all(struct ctx *c, struct warehouse **rows, size_t *n)
{
	*rows = NULL;
	*n = 0;
	return staff_allow(c, "the list of warehouses that are not in use") && warehouse_sql_all(c, true, rows, n);
}

bool warehouse_get(struct ctx *c, uint64_t id, struct warehouse_detail *out)
{
	memset(out, 0, sizeof *out);
	return staff_allow(c, "maintaining warehouses") && warehouse_sql_detail(c, id, out);
}

/* Codes stand on labels and lists, and are typed. */
static bool code_good(struct ctx *c, const char *code)
{
	return strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(code)
	    || problem_field(c, "code", "malformed", "must be letters A to Z, digits, - _ and .");
}

static bool country_good(struct ctx *c, const char *country)
{
	return strspn(country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2
	    || problem_field(c, "country", "malformed", "must be two capital letters, such as US");
}

static bool add_warehouse(struct ctx *c, const struct add_warehouse *in, uint64_t *id)
{
	if (!warehouse_sql_add(c, in, id))
		return taken(c, "uk_code", "code", arena_printf(c->arena, "there is a warehouse %s already", in->code));
	return (c->actor.all_warehouses || warehouse_sql_join(c, *id)) && audit_sql_add(c, "warehouse_added", in->code, in->name);
}

bool warehouse_add(struct ctx *c, const struct add_warehouse *in, uint64_t *id)
{
	bool code, country;

	if (!staff_allow(c, "maintaining warehouses"))
		return false;
	code = code_good(c, in->code); /* both are said at once */
	country = country_good(c, in->country);
	return code && country && db_begin(c) && db_end(c, add_warehouse(c, in, id));
}

static bool change_warehouse(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse *in)
{
	struct warehouse w = { 0 };

	return warehouse_sql_lock(c, id, &w)
	    && version_allow(c, version, w.version, arena_printf(c->arena, "warehouse %s", w.name))
	    && warehouse_sql_set(c, id, in)
	    && (w.enabled == in->enabled || audit_sql_add(c, in->enabled ? "warehouse_enabled" : "warehouse_disabled", w.code, NULL));
}

bool warehouse_change(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse *in)
{
	return staff_allow(c, "maintaining warehouses")
	    && country_good(c, in->country)
	    && db_begin(c)
	    && db_end(c, change_warehouse(c, id, version, in));
}

/* ---- channels ------------------------------------------------------------------------------------ */

bool channel_all(struct ctx *c, uint64_t warehouse_id, struct shipping_channel **rows, size_t *n)
{
	struct warehouse w;

	*rows = NULL;
	*n = 0;
	return staff_allow(c, "the list of channels that are not in use")
	    && warehouse_sql_get(c, warehouse_id, true, &w)
	    && warehouse_sql_channels(c, warehouse_id, true, rows, n);
}

bool channel_get(struct ctx *c, uint64_t id, struct shipping_channel *out)
{
	memset(out, 0, sizeof *out);
	return staff_allow(c, "maintaining shipping channels") && channel_sql_get(c, id, out);
}

static bool currency_good(struct ctx *c, const char *currency)
{
	return currency_known(currency)
	    || problem_field(c, "rateCurrency", "unknown", "must be an ISO 4217 code, such as USD");
}

/* Names of a warehouse in a body: another's is as unknown as none. */
static bool find_warehouse(struct ctx *c, uint64_t id)
{
	struct warehouse w;

	if (warehouse_sql_get(c, id, true, &w))
		return true;
	if (!problem_is(c, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(c);
	return problem_field(c, "warehouseId", "unknown", "is no warehouse of yours");
}

static bool add_channel(struct ctx *c, const struct add_channel *in, uint64_t *id)
{
	if (!find_warehouse(c, in->warehouse_id))
		return false;
	if (!channel_sql_add(c, in, id))
		return taken(c, "uk_code", "code", arena_printf(c->arena, "the warehouse has a channel %s already", in->code));
	return audit_sql_add(c, "channel_added", in->code, in->name);
}

bool channel_add(struct ctx *c, const struct add_channel *in, uint64_t *id)
{
	bool code, currency;

	if (!staff_allow(c, "maintaining shipping channels"))
		return false;
	code = code_good(c, in->code);
	currency = currency_good(c, in->rate_currency);
	return code && currency && db_begin(c) && db_end(c, add_channel(c, in, id));
}

static const char *rate_words(struct ctx *c, struct money base, struct money per_kg, const char *currency)
{
	return arena_printf(c->arena, "%s + %s/kg %s", money_text(c->arena, base), money_text(c->arena, per_kg), currency);
}

/* Money is charged by the rate, so the trail keeps who changed it and from what. */
static bool audit_rate(struct ctx *c, const struct shipping_channel *was, const struct change_channel *in)
{
	const char *before = rate_words(c, was->rate_base, was->rate_per_kg, was->rate_currency);
	const char *after = rate_words(c, in->rate_base, in->rate_per_kg, in->rate_currency);

	return strcmp(before, after) == 0
	    || audit_sql_add(c, "channel_rate_changed", was->code, arena_printf(c->arena, "%s to %s", before, after));
}

static bool change_channel(struct ctx *c, uint64_t id, int64_t version, const struct change_channel *in)
{
	struct shipping_channel was = { 0 };

	return channel_sql_lock(c, id, &was)
	    && version_allow(c, version, was.version, arena_printf(c->arena, "channel %s", was.name))
	    && channel_sql_set(c, id, in)
	    && audit_rate(c, &was, in)
	    && (was.enabled == in->enabled || audit_sql_add(c, in->enabled ? "channel_enabled" : "channel_disabled", was.code, NULL));
}

bool channel_change(struct ctx *c, uint64_t id, int64_t version, const struct change_channel *in)
{
	return staff_allow(c, "maintaining shipping channels")
	    && currency_good(c, in->rate_currency)
	    && db_begin(c)
	    && db_end(c, change_channel(c, id, version, in));
}
