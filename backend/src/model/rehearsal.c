#include "model/rehearsal.h"

static const struct field rehearse_fields[] = {
	FIELD_IDS(struct rehearse, order_ids, n_order_ids, "orderIds", .flags = FIELD_REQUIRED, .min = 1, .max = DISPATCH_MANY_MAX),
	FIELD(struct rehearse, warehouse_id, "warehouseId", .flags = FIELD_REQUIRED),
	FIELD(struct rehearse, channel_id, "channelId", .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape rehearse_shape = SHAPE(struct rehearse, rehearse_fields);

static const struct field rehearsed_order_fields[] = {
	FIELD(struct rehearsed_order, order_id, "orderId"),
	FIELD(struct rehearsed_order, order_no, "orderNo"),
	FIELD(struct rehearsed_order, version, "version"),
	FIELD(struct rehearsed_order, goes, "goes"),
	FIELD(struct rehearsed_order, code, "code"),
	FIELD(struct rehearsed_order, detail, "detail"),
	FIELD_END
};
static const struct shape rehearsed_order_shape = SHAPE(struct rehearsed_order, rehearsed_order_fields);

static const struct field rehearsed_sku_fields[] = {
	FIELD(struct rehearsed_sku, sku_id, "skuId"),
	FIELD(struct rehearsed_sku, code, "code"),
	FIELD(struct rehearsed_sku, name, "name"),
	FIELD(struct rehearsed_sku, available, "available"),
	FIELD(struct rehearsed_sku, needed, "needed"),
	FIELD(struct rehearsed_sku, remains, "remains"),
	FIELD_END
};
static const struct shape rehearsed_sku_shape = SHAPE(struct rehearsed_sku, rehearsed_sku_fields);

static const struct field rehearsal_fields[] = {
	FIELD(struct rehearsal, go, "go"),
	FIELD(struct rehearsal, stay, "stay"),
	FIELD_LIST(struct rehearsal, orders, n_orders, "orders", rehearsed_order_shape),
	FIELD_LIST(struct rehearsal, skus, n_skus, "skus", rehearsed_sku_shape),
	FIELD_END
};
const struct shape rehearsal_shape = SHAPE(struct rehearsal, rehearsal_fields);
