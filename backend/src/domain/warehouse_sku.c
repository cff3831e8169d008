#include "domain/warehouse_sku.h"

#include "domain/staff.h"
#include "lib/db.h"
#include "sql/customer_sql.h"
#include "sql/user_sql.h"
#include "sql/warehouse_sku_sql.h"

#include <string.h>

static bool is_staff(const struct ctx *c)
{
	return c->actor.kind == ACTOR_STAFF;
}

/* One sentence for all that may not. */
static bool maintain_allow(struct ctx *c)
{
	if (is_staff(c) ? may(c, PERM_WAREHOUSE_MANAGE) : may(c, PERM_SKU_BIND))
		return true;
	return problem(c, PROBLEM_FORBIDDEN, is_staff(c) ? "the permission warehouse_manage is missing" : "the permission sku_bind is missing");
}

bool warehouse_sku_editable(const struct ctx *c, int32_t status)
{
	return is_staff(c) ? may(c, PERM_WAREHOUSE_MANAGE) : may(c, PERM_SKU_BIND) && status == SKU_PENDING_REVIEW;
}

bool warehouse_sku_page(struct ctx *c, const struct warehouse_sku_filter *f, struct warehouse_sku **rows, size_t *n,
	struct page_end *end)
{
	struct warehouse_sku_filter read = *f;

	*rows = NULL;
	*n = 0;
	if (!page_read(c, &read.page) || !warehouse_sku_sql_page(c, &read, rows, n, end))
		return false;
	for (size_t i = 0; i < *n; i++)
		(*rows)[i].editable = warehouse_sku_editable(c, (*rows)[i].status);
	return true;
}

bool warehouse_sku_get(struct ctx *c, uint64_t id, struct warehouse_sku *out)
{
	memset(out, 0, sizeof *out);
	if (!warehouse_sku_sql_get(c, id, out) || !warehouse_sku_sql_places(c, out) || !warehouse_sku_sql_bindings(c, out))
		return false;
	out->editable = warehouse_sku_editable(c, out->status);
	return true;
}

/* ---- writing ------------------------------------------------------------------------------------- */

/* What a scanner can read: visible ASCII. */
static bool barcode_good(struct ctx *c, const char *barcode)
{
	for (const char *p = barcode ? barcode : ""; *p; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			return problem_field(c, "barcode", "malformed", "must be letters, digits and signs without spaces");
	return true;
}

static bool written(struct ctx *c, bool ok, const struct warehouse_sku *s)
{
	if (ok)
		return true;
	(void)taken(c, "uk_code", "code", arena_printf(c->arena, "there is a SKU %s already", s->code));
	(void)taken(c, "uk_barcode", "barcode", arena_printf(c->arena, "another SKU has the barcode %s", s->barcode ? s->barcode : ""));
	return false;
}

bool warehouse_sku_owner(struct ctx *c, uint64_t asked, uint64_t *customer_id)
{
	bool served = false;

	if (!maintain_allow(c))
		return false;
	*customer_id = is_staff(c) ? asked : c->actor.customer_id;
	if (!is_staff(c))
		return !asked || asked == *customer_id || problem_field(c, "customerId", "unknown", "is no customer of yours");
	if (!asked)
		return problem_field(c, "customerId", "required", "is required: a SKU belongs to a customer");
	return customer_sql_served(c, asked, &served)
	    && (served || problem_field(c, "customerId", "unknown", "is no customer with a business in your warehouses"));
}

bool warehouse_sku_add(struct ctx *c, const struct add_warehouse_sku *in, uint64_t *id)
{
	struct warehouse_sku s = { .code = in->code, .name = in->name, .barcode = in->barcode, .weight_grams = in->weight_grams };

	if (!warehouse_sku_owner(c, in->customer_id, &s.customer_id) || !barcode_good(c, in->barcode))
		return false;
	s.status = is_staff(c) ? SKU_ENABLED : SKU_PENDING_REVIEW;
	return db_begin(c)
	    && db_end(c, written(c, warehouse_sku_sql_add(c, &s, id), &s)
	              && audit_sql_add(c, is_staff(c) ? "sku_added" : "sku_proposed", s.code, NULL));
}

/* A customer's user corrects a proposal and leaves the review to the warehouse. */
static bool change_allow(struct ctx *c, const struct warehouse_sku *s, const struct change_warehouse_sku *in)
{
	if (is_staff(c))
		return true;
	if (s->status != SKU_PENDING_REVIEW)
		return problem(c, PROBLEM_FORBIDDEN, "SKU %s was reviewed: from then on the warehouse maintains it", s->code);
	return in->status == s->status || problem(c, PROBLEM_FORBIDDEN, "the warehouse reviews SKU %s, not the one who proposes it", s->code);
}

static bool change(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse_sku *in)
{
	struct warehouse_sku s = { 0 };
	int32_t              before;

	if (!warehouse_sku_sql_lock(c, id, &s) || !version_allow(c, version, s.version, arena_printf(c->arena, "SKU %s", s.code))
	    || !change_allow(c, &s, in))
		return false;
	if (s.code_fixed && strcmp(s.code, in->code) != 0)
		return problem_field(c, "code", "fixed", "SKU %s is used: its code stays", s.code);
	before = s.status;
	s.code = in->code;
	s.name = in->name;
	s.barcode = in->barcode;
	s.weight_grams = in->weight_grams;
	s.status = in->status;
	return written(c, warehouse_sku_sql_set(c, &s), &s)
	    && (s.status == before
	        || audit_sql_add(c, arena_printf(c->arena, "sku_%s", sku_status_names[s.status]), s.code, sku_status_names[before]));
}

bool warehouse_sku_change(struct ctx *c, uint64_t id, int64_t version, const struct change_warehouse_sku *in)
{
	return maintain_allow(c)
	    && barcode_good(c, in->barcode)
	    && db_begin(c)
	    && db_end(c, change(c, id, version, in));
}
