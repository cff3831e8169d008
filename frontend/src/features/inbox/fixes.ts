/* The one thing that cures every order of a group at once, by its code. */
import type { ExceptionGroup } from "../../api/exceptions";
import type { Messages } from "../../i18n";

export type GroupFix = "bind" | "retry" | "store" | "stock" | "look";

const byCode: Partial<Record<ExceptionGroup["code"], GroupFix>> = {
  sku_not_mapped: "bind",
  writeback_failed: "retry",
  writeback_uncertain: "retry",
  platform_silent: "retry",
  platform_refused: "retry",
  platform_auth_expired: "store",
  platform_permission: "store",
  store_not_authorised: "store",
  store_disabled: "store",
  insufficient_stock: "stock",
};

/* A group without a key names no SKU: only its orders can be looked at. */
export const fixOf = ({ code, key }: Pick<ExceptionGroup, "code" | "key">): GroupFix => {
  const fix = byCode[code] ?? "look";
  return (fix === "bind" || fix === "stock") && key === null ? "look" : fix;
};

const saidByTitle: readonly ExceptionGroup["code"][] = ["sku_not_mapped", "order_unpaid", "no_shippable_items"];

/* Whether the sentence of an order tells more than the title of its group. */
export const saysMore = (code: ExceptionGroup["code"]) => !saidByTitle.includes(code);

/* "SKU BLK-01 not mapped" */
export const titleOf = ({ code, key }: Pick<ExceptionGroup, "code" | "key">, m: Messages): string => {
  if (key === null) return m.problem.title[code];
  return code === "sku_not_mapped" ? m.inbox.notMapped(key) : m.inbox.about(m.problem.title[code], key);
};

/* The same group in the list of orders. */
export const ordersHref = ({ kind, code, key }: Pick<ExceptionGroup, "kind" | "code" | "key">): string => {
  const q = new URLSearchParams({ exception: code });
  if (kind === "b2b") q.set("kind", kind);
  if (key !== null) q.set("exceptionKey", key);
  return `/orders?${q}`;
};

export const idOf = (g: ExceptionGroup) => JSON.stringify([g.customer.id, g.kind, g.code, g.key]);
