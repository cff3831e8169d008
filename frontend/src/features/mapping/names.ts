import type { MappingItem, PlatformSku } from "../../api/platform-skus";
import type { I18n } from "../../i18n";

/* What people call a platform SKU: its code, else the product's name. */
export const nameOf = (row: Pick<PlatformSku, "platformSku" | "name">) => row.platformSku ?? row.name;

/* "WH-1, WH-2 × 3" */
export const itemsWords = (items: readonly Pick<MappingItem, "code" | "quantity">[], { m }: Pick<I18n, "m">) =>
  items.map((i) => (i.quantity > 1 ? `${i.code} ${m.mapping.times(i.quantity)}` : i.code)).join(", ");

/* Digital ones have nothing to send, the others may be bound. */
export const canBind = (row: Pick<PlatformSku, "state">) => row.state !== "digital";
export const isUnbound = (row: Pick<PlatformSku, "state">) => row.state === "unbound" || row.state === "gone";

/* The orders that wait for it, by their exception. */
export const waitingHref = (row: Pick<PlatformSku, "platformSku" | "skuKey">) =>
  `/orders?exception=sku_not_mapped&exceptionKey=${encodeURIComponent(row.platformSku ?? row.skuKey)}`;
