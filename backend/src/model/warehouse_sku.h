#pragma once
#include "lib/db.h"
#include "lib/shape.h"
#include "model/sku.h"

/* Warehouse SKUs as people maintain them; model/sku.h has what the picker of a binding shows. */

/* How much of it lies in one warehouse. */
struct sku_place {
	uint64_t    warehouse_id;
	const char *warehouse_name;
	int64_t     on_hand, reserved, available;
};

/* One platform SKU that it is bound to. */
struct sku_binding {
	uint64_t    mapping_id, store_id;
	const char *store_name, *platform, *sku_key, *platform_sku;
	int64_t     quantity;
};

struct warehouse_sku {
	uint64_t       id, customer_id;
	const char    *customer_name;
	const char    *code, *name, *barcode;
	int64_t        weight_grams; /* 0: not known */
	int32_t        status;       /* enum sku_status */
	struct instant created_at;
	int64_t        version;
	/* ---- joined: in the warehouses that the caller sees */
	int64_t        on_hand, reserved, available, binding_count;
	bool           code_fixed; /* it is used: its code stays */
	bool           editable;   /* by the caller */
	/* ---- of one alone */
	size_t              n_places, n_bindings;
	struct sku_place   *places;
	struct sku_binding *bindings; /* at most SKU_BINDINGS_SHOWN */
};
enum { SKU_BINDINGS_SHOWN = 100, SKU_TOTAL_CAP = 10000 };
extern const struct shape warehouse_sku_row_shape; /* rows, and the contract's WarehouseSkuRow */
extern const struct shape warehouse_sku_shape;     /* the contract's WarehouseSku */
extern const struct shape sku_place_shape, sku_binding_shape;

struct warehouse_sku_filter {
	const char  *q; /* any part of code or name, the start of the barcode */
	uint64_t     customer_id;
	size_t       n_statuses;
	const char **statuses;
	struct page  page;
};
extern const struct shape warehouse_sku_filter_shape; /* query of GET /warehouse-skus */

struct add_warehouse_sku {
	uint64_t    customer_id; /* staff name one; a customer's user may leave it out */
	const char *code, *name, *barcode;
	int64_t     weight_grams;
};
extern const struct shape add_warehouse_sku_shape;

/* Filled with what stands before the body is read over it. */
struct change_warehouse_sku {
	const char *code, *name, *barcode; /* an empty barcode takes it away */
	int64_t     weight_grams;          /* 0 takes it away */
	int32_t     status;                /* enum sku_status */
};
extern const struct shape change_warehouse_sku_shape;
