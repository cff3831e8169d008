#include "model/permission.h"

#include <stddef.h>
#include <string.h>

const char *const permission_names[] = {
	[PERM_NONE] = NULL,
	[PERM_SIGNED_IN] = NULL,
	[PERM_ORDER_VIEW] = "order_view",
	[PERM_ORDER_SYNC] = "order_sync",
	[PERM_ORDER_DISPATCH] = "order_dispatch",
	[PERM_ORDER_ACKNOWLEDGE] = "order_acknowledge",
	[PERM_ORDER_SHIP] = "order_ship",
	[PERM_ORDER_CANCEL] = "order_cancel",
	[PERM_STORE_VIEW] = "store_view",
	[PERM_STORE_MANAGE] = "store_manage",
	[PERM_SKU_VIEW] = "sku_view",
	[PERM_SKU_BIND] = "sku_bind",
	[PERM_SKU_SYNC] = "sku_sync",
	[PERM_SKU_AUTO_MATCH] = "sku_auto_match",
	[PERM_STOCK_VIEW] = "stock_view",
	[PERM_STOCK_ADJUST] = "stock_adjust",
	[PERM_OUTBOUND_VIEW] = "outbound_view",
	[PERM_OUTBOUND_WORK] = "outbound_work",
	[PERM_WAREHOUSE_MANAGE] = "warehouse_manage",
	[PERM_USER_MANAGE] = "user_manage",
	[PERM_KEY_MANAGE] = "key_manage",
	[PERM_SYSTEM_MANAGE] = "system_manage",
	[PERMISSIONS] = NULL,
};

uint64_t permission_bits(const char *names)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
	uint64_t          bits = 0;

	for (const char *p = names ? names : ""; *p; p += strcspn(p, letters)) {
		const size_t n = strspn(p, letters);

		for (int i = PERM_SIGNED_IN + 1; n && i < PERMISSIONS; i++)
			if (strlen(permission_names[i]) == n && strncmp(permission_names[i], p, n) == 0)
				bits |= UINT64_C(1) << i;
		p += n;
	}
	return bits;
}
