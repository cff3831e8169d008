#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include "model/mapping_many.h"
#include "model/product.h"

/* Mappings as a file: columns store, platform_sku, sku_key, name, state, warehouse_sku, quantity; a bundle has a row
 * for each of its warehouse SKUs. What is exported can be filled in and imported again. */

/* Everything the filter finds. Problem: invalid (more than a file may hold). */
MUST_CHECK bool mapping_csv_export(struct ctx *c, struct platform_sku_filter *f, struct buf *out);

/* Reads the file and says row by row what is wrong with it, and what it would bind. Only with `apply`, and only when
 * nothing is wrong, everything is bound: all of it or nothing. The names store, platform_sku or sku_key, warehouse_sku
 * and quantity are needed in its head; rows without a warehouse SKU and quantity bind nothing. Problems: malformed (not
 * UTF-8, not CSV, no such head), invalid (`apply` of a file with faults). */
MUST_CHECK bool mapping_csv_import(struct ctx *c, const char *text, size_t n, bool apply, struct import_report *out);
