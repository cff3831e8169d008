#pragma once
#include "practice/shop.h"

/* Fills a shop with one of the two catalogues. The ids are fixed: practice data and its SKU
 * mappings rely on them. */
void catalog_harbor(struct shop *s);
void catalog_meadow(struct shop *s);

struct product *catalog_add(struct shop *s, int64_t id, const char *sku, const char *name, struct money price);
