#include "domain/catalog.h"

#include "model/order_state.h"
#include "sql/sku_sql.h"
#include "sql/warehouse_sql.h"

static const char *const why_not[SKU_STATUSES] = { NULL, "It is disabled.", "It waits for its review by the warehouse." };

bool catalog_skus(struct ctx *c, const struct sku_filter *f, struct sku **rows, size_t *n)
{
	struct warehouse w;

	if ((f->warehouse_id && !warehouse_sql_get(c, f->warehouse_id, false, &w)) || !sku_sql_search(c, f, rows, n))
		return false;
	for (size_t i = 0; i < *n; i++) {
		(*rows)[i].bindable = (*rows)[i].status == SKU_ENABLED;
		(*rows)[i].reason = why_not[(*rows)[i].status];
	}
	return true;
}

bool catalog_warehouses(struct ctx *c, struct warehouse **rows, size_t *n)
{
	return warehouse_sql_all(c, false, rows, n);
}

bool catalog_channels(struct ctx *c, uint64_t warehouse_id, int32_t kind, struct shipping_channel **rows, size_t *n)
{
	struct warehouse w;

	*rows = NULL;
	*n = 0;
	if (!warehouse_sql_get(c, warehouse_id, false, &w))
		return false;
	return !(kind == ORDER_B2B ? w.b2b : w.dropshipping) || warehouse_sql_channels(c, warehouse_id, false, rows, n);
}
