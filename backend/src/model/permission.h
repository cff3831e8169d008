#pragma once
#include <stdint.h>

/* What a user or key may do. Names are stored in role_permission, carried by GET me and read by
 * the page; the order is private to the process. */
enum permission {
	PERM_NONE, /* the route is open to anyone */
	PERM_SIGNED_IN,
	PERM_ORDER_VIEW,
	PERM_ORDER_SYNC,
	PERM_ORDER_DISPATCH,
	PERM_ORDER_ACKNOWLEDGE,
	PERM_ORDER_SHIP,
	PERM_ORDER_CANCEL,
	PERM_STORE_VIEW,
	PERM_STORE_MANAGE,
	PERM_SKU_VIEW,
	PERM_SKU_BIND,
	PERM_SKU_SYNC,
	PERM_SKU_AUTO_MATCH,
	PERM_STOCK_VIEW,
	PERM_STOCK_ADJUST,
	PERM_OUTBOUND_VIEW,
	PERM_OUTBOUND_WORK,
	PERM_WAREHOUSE_MANAGE,
	PERM_USER_MANAGE,
	PERM_KEY_MANAGE,
	PERM_SYSTEM_MANAGE,
	PERMISSIONS
};
extern const char *const permission_names[]; /* NULL for the first two, ends with NULL after PERMISSIONS */

/* The bits of the permissions that a text names, whatever stands between the names. */
uint64_t permission_bits(const char *names);
