#include "model/own.h"

enum { NAME_MAX = 60, QUERY_MAX = 2000, TABLE_MAX = 32, COLUMN_MAX = 40, TABLES_MAX = 40, COLUMNS_MAX = 40, POSITION_MAX = 1000 };

const char *const own_page_names[] = { "orders", "outbound", NULL };
static const char *const themes[] = { "system", "light", "dark", NULL };
static const char *const languages[] = { "browser", "en", "zh-CN", NULL };
static const char *const zones[] = { "mine", "utc", NULL };
static const char *const densities[] = { "compact", "roomy", NULL };

static const struct field view_fields[] = {
	FIELD(struct saved_view, id, "id"),
	FIELD_CHOICE(struct saved_view, page, "page", own_page_names),
	FIELD(struct saved_view, name, "name"),
	FIELD(struct saved_view, query, "query"),
	FIELD(struct saved_view, position, "position"),
	FIELD(struct saved_view, version, "version"),
	FIELD_END
};
const struct shape saved_view_shape = SHAPE(struct saved_view, view_fields);

static const struct field query_fields[] = {
	FIELD_CHOICE(struct views_query, page, "page", own_page_names, .flags = FIELD_REQUIRED),
	FIELD_END
};
const struct shape views_query_shape = SHAPE(struct views_query, query_fields);

static const struct field add_fields[] = {
	FIELD_CHOICE(struct saved_view, page, "page", own_page_names, .flags = FIELD_REQUIRED),
	FIELD(struct saved_view, name, "name", .flags = FIELD_REQUIRED | FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct saved_view, query, "query", .flags = FIELD_REQUIRED, .min = 1, .max = QUERY_MAX),
	FIELD_END
};
const struct shape add_view_shape = SHAPE(struct saved_view, add_fields);

static const struct field change_fields[] = {
	FIELD(struct saved_view, name, "name", .flags = FIELD_TRIM, .min = 1, .max = NAME_MAX),
	FIELD(struct saved_view, query, "query", .min = 1, .max = QUERY_MAX),
	FIELD(struct saved_view, position, "position", .min = 0, .max = POSITION_MAX),
	FIELD_END
};
const struct shape change_view_shape = SHAPE(struct saved_view, change_fields);

static const struct field hidden_fields[] = {
	FIELD(struct hidden_columns, table, "table", .flags = FIELD_REQUIRED, .min = 1, .max = TABLE_MAX),
	FIELD_TEXTS(struct hidden_columns, columns, n_columns, "columns", .flags = FIELD_REQUIRED, .max = COLUMNS_MAX, .item_max = COLUMN_MAX),
	FIELD_END
};
static const struct shape hidden_shape = SHAPE(struct hidden_columns, hidden_fields);

static const struct field preference_fields[] = {
	FIELD_CHOICE(struct preferences, theme, "theme", themes, .flags = FIELD_REQUIRED),
	FIELD_CHOICE(struct preferences, language, "language", languages, .flags = FIELD_REQUIRED),
	FIELD_CHOICE(struct preferences, zone, "zone", zones, .flags = FIELD_REQUIRED),
	FIELD_CHOICE(struct preferences, density, "density", densities, .flags = FIELD_REQUIRED),
	FIELD(struct preferences, page_size, "pageSize", .flags = FIELD_REQUIRED, .min = 50, .max = 200),
	FIELD(struct preferences, nav_narrow, "navNarrow", .flags = FIELD_REQUIRED),
	FIELD(struct preferences, single_keys, "singleKeys", .flags = FIELD_REQUIRED),
	FIELD_LIST(struct preferences, hidden, n_hidden, "hidden", hidden_shape, .flags = FIELD_REQUIRED, .max = TABLES_MAX),
	FIELD_END
};
const struct shape preferences_shape = SHAPE(struct preferences, preference_fields);
