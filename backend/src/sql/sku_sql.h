#pragma once
#include "model/sku.h"

/* Warehouse SKUs, bound to the caller. */
MUST_CHECK bool sku_sql_search(struct ctx *c, const struct sku_filter *f, struct sku **rows, size_t *n);
