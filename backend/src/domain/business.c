#include "domain/staff.h"
#include "domain/warehouse.h"
#include "lib/db.h"
#include "sql/business_sql.h"
#include "sql/customer_sql.h"
#include "sql/user_sql.h"
#include "sql/warehouse_sql.h"

#include <string.h>

static const char service_words[] = "setting up businesses";

bool business_page(struct ctx *c, const struct business_filter *f, struct business **rows, size_t *n, struct page_end *end)
{
	struct business_filter read = *f;

	*rows = NULL;
	*n = 0;
	return staff_allow(c, service_words) && page_read(c, &read.page) && business_sql_page(c, &read, rows, n, end);
}

bool business_get(struct ctx *c, uint64_t id, struct business *out)
{
	memset(out, 0, sizeof *out);
	return staff_allow(c, service_words) && business_sql_get(c, id, out);
}

/* What a body names and is not there, or not theirs, is unknown; both are said at once. */
static bool found(struct ctx *c, bool there, const char *field, const char *sentence)
{
	if (there)
		return true;
	if (!problem_is(c, PROBLEM_NOT_FOUND))
		return false;
	problem_clear(c);
	return problem_field(c, field, "unknown", "%s", sentence);
}

static bool names_good(struct ctx *c, const struct add_business *in, struct customer *cu, struct warehouse *w)
{
	return found(c, customer_sql_get(c, in->customer_id, cu), "customerId", "is no customer")
	    && found(c, warehouse_sql_get(c, in->warehouse_id, true, w), "warehouseId", "is no warehouse of yours");
}

static const char *words(struct ctx *c, const char *warehouse, int32_t service)
{
	return arena_printf(c->arena, "%s in %s", business_service_names[service], warehouse);
}

static bool add(struct ctx *c, const struct add_business *in, uint64_t *id)
{
	struct customer  cu = { 0 };
	struct warehouse w = { 0 };
	const char      *key;

	if (!names_good(c, in, &cu, &w))
		return false;
	if (business_sql_add(c, in, id))
		return audit_sql_add(c, "business_added", cu.code, words(c, w.code, in->service));
	key = db_duplicate_key(c);
	if (!key || strcmp(key, "uk_business") != 0)
		return false;
	problem_clear(c);
	return problem_field(c, "service", "repeated", "%s has it in %s already", cu.name, w.name);
}

bool business_add(struct ctx *c, const struct add_business *in, uint64_t *id)
{
	return staff_allow(c, service_words) && db_begin(c) && db_end(c, add(c, in, id));
}

static bool change(struct ctx *c, uint64_t id, int64_t version, bool enabled)
{
	struct business b = { 0 }, shown = { 0 };

	return business_sql_lock(c, id, &b)
	    && version_allow(c, version, b.version, "the business")
	    && business_sql_set(c, id, enabled)
	    && (b.enabled == enabled
	        || (business_sql_get(c, id, &shown)
	            && audit_sql_add(c, enabled ? "business_enabled" : "business_disabled", shown.customer_name,
		            words(c, shown.warehouse_name, shown.service))));
}

bool business_change(struct ctx *c, uint64_t id, int64_t version, bool enabled)
{
	return staff_allow(c, service_words) && db_begin(c) && db_end(c, change(c, id, version, enabled));
}
