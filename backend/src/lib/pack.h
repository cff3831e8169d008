#pragma once
#include "base/ctx.h"
#include "base/value.h"

/* Packed as the database's COMPRESS() would, so that its UNCOMPRESS() reads it: done here it costs half, and the worker's time
 * instead of the database's, which everybody waits for. NULL stays NULL. */
struct bytes pack(struct ctx *c, struct bytes plain);
