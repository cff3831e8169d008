#pragma once
#include "lib/json.h"
#include "platform/platform.h"

/* NULL, or what is wrong with the shipment before anybody is asked. */
const char *av_ship_unfit(struct ctx *c, const struct shipment *sh);
/* Our number of the shipment: the same at every try, and of no other shipment. */
const char *av_ship_number(const struct shipment *sh);
/* NULL, or how the order stands differently there. */
const char *av_ship_differs(struct ctx *c, const struct shipment *sh, const struct json *order);
/* The confirmation; NULL with *wrong when it cannot be made. */
char *av_ship_body(struct ctx *c, const struct platform_store *s, const struct shipment *sh, const struct json *order, const char **wrong);

/* The carrier's Standard Carrier Alpha Code: as the name says it, or of the few whose code is beyond doubt; else NULL. */
const char *av_carrier_code(const char *carrier);
