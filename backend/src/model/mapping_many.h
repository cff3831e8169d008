#pragma once
#include "lib/shape.h"
#include "model/mapping.h"

/* Mappings by the hundred: Auto Match, and a file that is imported. */
enum match_how { MATCH_IDENTICAL, MATCH_FOLDED };
extern const char *const match_how_names[];

/* Body of POST /stores/{id}/auto-match. */
struct auto_match_item {
	const char *sku_key;
	uint64_t    sku_id;
};
struct auto_match {
	bool    apply;
	size_t  n_items; /* what was ticked; none with `apply`: every identical one */
	struct auto_match_item *items;
};
extern const struct shape auto_match_shape;

struct match {
	const char *sku_key, *platform_sku, *name;
	uint64_t    sku_id;
	const char *code, *sku_name;
	int32_t     how; /* enum match_how */
	int64_t     waiting_orders;
};
struct auto_match_result {
	uint64_t      store_id;
	const char   *store_name;
	bool          applied;
	size_t        n_matches;
	struct match *matches;    /* what is proposed, or with `applied` what was bound */
	int64_t       ambiguous;  /* SKUs that several warehouse SKUs would fit but for spaces and case */
	int64_t       unmatched;  /* SKUs that want a binding and fit nothing */
	bool          more;       /* there are more than are listed at once */
	int64_t       bound, freed_orders;
};
extern const struct shape auto_match_result_shape;

/* The query string of POST /sku-mappings/import. */
struct import_query {
	bool apply;
};
extern const struct shape import_query_shape;

struct import_fault {
	int64_t     line;   /* of the file, the head is 1 */
	const char *column; /* NULL: the row as a whole */
	const char *code, *detail;
};
extern const struct shape import_fault_shape;
enum import_change { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME };
extern const char *const import_change_names[];

struct import_binding {
	int64_t     line; /* the first one of it */
	uint64_t    store_id;
	const char *store_name, *sku_key, *platform_sku, *name;
	int32_t     change; /* enum import_change */
	size_t      n_items, n_before;
	struct mapping_item *items, *before;
	uint64_t    mapping_id;
};
struct import_report {
	bool    applied;
	int64_t rows, blank;     /* read, and those of them that bind nothing */
	int64_t added, changed, same;
	int64_t faults_total;
	size_t  n_faults;        /* the first of them */
	struct import_fault *faults;
	size_t  n_bindings;      /* what is new or changed, the first of them */
	struct import_binding *bindings;
	int64_t freed_orders;
};
extern const struct shape import_report_shape;
