#pragma once
#include "base/buf.h"
#include "lib/json.h"
#include "practice/shop.h"

/* Writes the finished order anew with its overrides. */
void wire_override(struct ctx *c, struct buf *b, const struct order *o, const struct json *finished);
