/* The one thing that cures each exception. */
import type { OrderRow, ProblemCode } from "../../api/types";
import { acknowledge, dispatch, markShipped, type OrderAction, opens } from "./actions";
import type { OrderTab } from "./filters";

export type FixName =
  | "acknowledge"
  | "bind"
  | "label"
  | "dispatch"
  | "channel"
  | "retry"
  | "store"
  | "takeBack"
  | "details";
export type Fix = { name: FixName } & (
  | { action: OrderAction }
  | { to: string }
  | { tab: OrderTab }
  | { isTakingBack: true }
);

const byCode: Partial<Record<ProblemCode, Fix>> = {
  sku_not_mapped: { name: "bind", action: dispatch },
  sku_not_bindable: { name: "bind", action: dispatch },
  insufficient_stock: { name: "dispatch", action: dispatch },
  business_missing: { name: "dispatch", action: dispatch },
  channel_not_available: { name: "channel", action: dispatch },
  label_required: { name: "channel", action: dispatch },
  batch_self_pickup: { name: "channel", action: dispatch },
  writeback_failed: { name: "retry", action: markShipped },
  writeback_uncertain: { name: "retry", action: markShipped },
  platform_silent: { name: "retry", action: markShipped },
  platform_refused: { name: "retry", action: markShipped },
  platform_auth_expired: { name: "store", to: "/stores" },
  platform_permission: { name: "store", to: "/stores" },
  store_not_authorised: { name: "store", to: "/stores" },
  store_disabled: { name: "store", to: "/stores" },
  address_incomplete: { name: "details", tab: "recipient" },
  address_changed: { name: "details", tab: "timeline" },
  lines_changed: { name: "details", tab: "timeline" },
  acknowledgement_refused: { name: "acknowledge", action: acknowledge },
  order_unpaid: { name: "details", tab: "payment" },
};

/* Of a reason by itself, as a dispatch was refused with it. */
export const fixFor = (code: ProblemCode): Fix => byCode[code] ?? { name: "details", tab: "timeline" };

/* A purchase order that waits for its answer is not dispatched yet: what dispatching cures is cured there. Once it is
 * answered, a change wants another answer, and what went wrong on its way out was the answer. */
function forPurchase(order: OrderRow, fix: Fix): Fix {
  if (order.kind !== "b2b") return fix;
  const action = "action" in fix ? fix.action : null;
  if (order.status === "pending" && action === dispatch)
    return { name: fix.name === "bind" ? "bind" : "acknowledge", action: acknowledge };
  if (order.status !== "acknowledged") return fix;
  if (order.exception?.code === "lines_changed") return { name: "acknowledge", action: acknowledge };
  return action === markShipped ? { name: "details", tab: "acknowledgements" } : fix;
}

/* Edited on the platform while the warehouse has it as it was. */
export const isEdited = (order: Pick<OrderRow, "status" | "exception">) =>
  order.status === "processing" &&
  (order.exception?.code === "address_changed" || order.exception?.code === "lines_changed");

/* When the server refuses the cure just now, the details say why. */
export function fixOf(order: OrderRow): Fix | null {
  if (!order.exception) return null;
  // On its way already: the label is given to the outbound order.
  if (order.exception.code === "label_required" && order.status === "processing")
    return { name: "label", to: `/outbound?orderNo=${encodeURIComponent(order.orderNo)}` };
  if (isEdited(order)) return { name: "takeBack", isTakingBack: true };
  const fix = forPurchase(order, byCode[order.exception.code] ?? { name: "details", tab: "items" });
  return "action" in fix && !opens(fix.action, order) ? { name: "details", tab: "timeline" } : fix;
}
