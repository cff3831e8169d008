#pragma once
#include "platform/platform.h"

/* The adapter of WooCommerce's REST API, version 3: shops from 3.5 on, over https with the key
 * pair as HTTP Basic, over http with OAuth 1.0a signatures. */
extern const struct platform woocommerce;
