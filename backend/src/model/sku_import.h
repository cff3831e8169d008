#pragma once
#include "lib/shape.h"
#include "model/mapping_many.h"
#include "model/warehouse_sku.h"

/* A file of warehouse SKUs. */

/* The query string of POST /warehouse-skus/import. */
struct sku_import_query {
	bool     apply;
	uint64_t customer_id; /* staff name one */
};
extern const struct shape sku_import_query_shape;

/* What one row comes to. */
struct sku_import_row {
	int64_t     line;
	const char *code, *name, *barcode;
	int64_t     weight_grams;
	int32_t     change; /* enum import_change */
	uint64_t    sku_id; /* 0: new */
	int32_t     status; /* enum sku_status */
	int64_t     version;
};
struct sku_import_report {
	bool    applied;
	int64_t rows, added, changed, same, faults_total;
	size_t  n_faults; /* the first of them */
	struct import_fault *faults;
	size_t  n_skus;   /* what is new or changed, the first of them */
	struct sku_import_row *skus;
};
extern const struct shape sku_import_report_shape;
