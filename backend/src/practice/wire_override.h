#pragma once
#include "base/buf.h"
#include "lib/json.h"
#include "practice/shop.h"

/* Writes what is finished anew with its overrides. */
void wire_override(struct ctx *c, struct buf *b, const struct overrides *o, const struct json *finished);
