#pragma once
#include "base/ctx.h"
#include "model/mapping_many.h"

/* Finds for every platform SKU of the store that is not bound the warehouse SKU with the same code. Identical codes are
 * a match, those that differ in spaces or case alone are a suggestion; where several fit there is none. With `apply`
 * binds what `in` names, or every identical one: what is no match (any more) is left out. Problem: not_found. */
MUST_CHECK bool auto_match(struct ctx *c, uint64_t store_id, const struct auto_match *in, struct auto_match_result *out);
