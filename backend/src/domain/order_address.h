#pragma once
#include "model/order.h"

/* The recipient's fields that a carrier needs and the platform did not send, as "city, zip code"; NULL when
 * the address is complete. Which are needed depends on the country. */
const char *order_address_missing(struct ctx *c, const struct order *o);
