#include "model/sku_import.h"

static const struct field query_fields[] = {
	FIELD(struct sku_import_query, apply, "apply"),
	FIELD(struct sku_import_query, customer_id, "customerId"),
	FIELD_END
};
const struct shape sku_import_query_shape = SHAPE(struct sku_import_query, query_fields);

static const struct field row_fields[] = {
	FIELD(struct sku_import_row, line, "line"),
	FIELD(struct sku_import_row, code, "code"),
	FIELD(struct sku_import_row, name, "name"),
	FIELD(struct sku_import_row, barcode, "barcode"),
	FIELD(struct sku_import_row, weight_grams, "weightGrams", .flags = FIELD_NULL_ZERO),
	FIELD_CHOICE(struct sku_import_row, change, "change", import_change_names),
	FIELD_END
};
static const struct shape row_shape = SHAPE(struct sku_import_row, row_fields);

static const struct field report_fields[] = {
	FIELD(struct sku_import_report, applied, "applied"),
	FIELD(struct sku_import_report, rows, "rows"),
	FIELD(struct sku_import_report, added, "added"),
	FIELD(struct sku_import_report, changed, "changed"),
	FIELD(struct sku_import_report, same, "same"),
	FIELD(struct sku_import_report, faults_total, "faultsTotal"),
	FIELD_LIST(struct sku_import_report, faults, n_faults, "faults", import_fault_shape),
	FIELD_LIST(struct sku_import_report, skus, n_skus, "skus", row_shape),
	FIELD_END
};
const struct shape sku_import_report_shape = SHAPE(struct sku_import_report, report_fields);
