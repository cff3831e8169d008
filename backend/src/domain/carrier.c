#include "domain/carrier.h"

#include "domain/staff.h"
#include "lib/db.h"
#include "model/platform_kind.h"
#include "sql/carrier_sql.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	return strcasecmp(((const struct carrier *)a)->name, ((const struct carrier *)b)->name);
}

bool carrier_list(struct ctx *c, struct carrier **rows, size_t *n)
{
	const struct carrier *ours = carrier_sql_of_channels(c, n);
	size_t n_known = 0, n_all = 0;
	struct carrier *all;

	if (!ours)
		return false;
	while (carriers_known[n_known])
		n_known++;
	all = NEW_N(c->arena, struct carrier, *n + n_known + 1);
	for (size_t i = 0; i < *n; i++)
		all[n_all++] = ours[i];
	for (size_t i = 0; i < n_known; i++) {
		bool there = false;

		for (size_t j = 0; j < *n; j++)
			there = there || strcasecmp(ours[j].name, carriers_known[i]) == 0;
		if (!there)
			all[n_all++].name = carriers_known[i];
	}
	qsort(all, n_all, sizeof *all, by_name);
	*rows = all;
	*n = n_all;
	return true;
}

bool carrier_mappings(struct ctx *c, struct carrier_mapping **rows, size_t *n)
{
	*rows = carrier_sql_mappings(c, n);
	return *rows != NULL;
}

static bool set(struct ctx *c, const struct set_carrier *in, struct carrier_mapping *out)
{
	uint64_t id;

	*out = (struct carrier_mapping){ 0 };
	return carrier_sql_set(c, in, &id) && carrier_sql_lock(c, id, out);
}

bool carrier_set(struct ctx *c, const struct set_carrier *in, struct carrier_mapping *out)
{
	if (!platform_kind_named(in->platform))
		return problem_field(c, "platform", "not_a_choice", "the platform %s is not known here", in->platform);
	if (!c->actor.customer_id)
		return problem(c, PROBLEM_FORBIDDEN, "names of carriers belong to a customer: a user of the customer sets them");
	return db_begin(c) && db_end(c, set(c, in, out));
}

static bool drop(struct ctx *c, uint64_t id, int64_t version)
{
	struct carrier_mapping was = { 0 };

	return carrier_sql_lock(c, id, &was)
	    && version_allow(c, version, was.version, arena_printf(c->arena, "the name of %s", was.carrier))
	    && carrier_sql_drop(c, id);
}

bool carrier_drop(struct ctx *c, uint64_t id, int64_t version)
{
	return db_begin(c) && db_end(c, drop(c, id, version));
}
