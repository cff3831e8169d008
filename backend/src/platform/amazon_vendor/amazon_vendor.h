#pragma once
#include "platform/platform.h"

/* The adapter of Amazon's Selling Partner API for vendors: purchase orders, their acknowledgement and
 * shipment confirmations, with Login with Amazon tokens. */
extern const struct platform amazon_vendor;
