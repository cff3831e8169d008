#include "model/search.h"

#include "model/order.h"
#include "model/outbound.h"
#include "model/product.h"
#include "model/warehouse_sku.h"

static const struct field query_fields[] = {
	FIELD(struct search_query, q, "q", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = 4096),
	FIELD_END
};
const struct shape search_query_shape = SHAPE(struct search_query, query_fields);

static const struct field found_fields[] = {
	FIELD_LIST(struct found, orders, n_orders, "orders", order_shape),
	FIELD_LIST(struct found, outbound, n_outbound, "outboundOrders", outbound_shape),
	FIELD_LIST(struct found, skus, n_skus, "warehouseSkus", warehouse_sku_row_shape),
	FIELD_LIST(struct found, platform_skus, n_platform_skus, "platformSkus", platform_sku_shape),
	FIELD_TEXTS(struct found, not_found, n_not_found, "notFound"),
	FIELD_END
};
const struct shape found_shape = SHAPE(struct found, found_fields);
