#pragma once
#include "lib/shape.h"

/* What belongs to one person alone: named views, and how the page looks for them. */
enum own_page { OWN_ORDERS, OWN_OUTBOUND };
extern const char *const own_page_names[];

struct saved_view {
	uint64_t    id;
	int32_t     page; /* enum own_page */
	const char *name;
	const char *query; /* what stands in the address bar from the ? on */
	int32_t     position;
	int64_t     version;
};
extern const struct shape saved_view_shape;

struct views_query {
	int32_t page;
};
extern const struct shape views_query_shape;
extern const struct shape add_view_shape, change_view_shape; /* both of struct saved_view */

struct hidden_columns {
	const char  *table;
	const char **columns;
	size_t       n_columns;
};
struct preferences {
	int32_t theme, language, zone, density, page_size;
	bool    nav_narrow, single_keys;
	struct hidden_columns *hidden;
	size_t  n_hidden;
};
extern const struct shape preferences_shape; /* in and out */
enum { OWN_NOTHING_KEPT = 1 }; /* the version of preferences that were never kept */
