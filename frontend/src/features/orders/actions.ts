/* What can be done with orders, under the server's names. Menu, shortcut, toolbar and details read the
 * same objects. No status rule is here: every order says what it allows, and why not. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { ActionName, ActionState, OrderKind, OrderRow, ProblemCode } from "../../api/types";
import type { IconName } from "../../components/Icon";
import type { I18n } from "../../i18n";
import { sentence } from "../../lib/format";

export interface ActionDialogProps {
  orders: readonly OrderRow[];
  /* A batch was made of them. */
  onBatch: (id: string) => void;
  onClose: () => void;
}

export interface OrderAction {
  name: Exclude<ActionName, "batch_dispatch">;
  /* The server's name when several orders are chosen; without one it is for one order. */
  inBatch?: ActionName;
  icon: IconName;
  key?: string;
  danger?: boolean;
  /* Refusals that the dialog itself can cure, so it opens all the same. */
  curable: readonly ProblemCode[];
  Dialog: LazyExoticComponent<ComponentType<ActionDialogProps>>;
  load: () => Promise<unknown>;
}

type Load = () => Promise<{ default: ComponentType<ActionDialogProps> }>;
const dialog = (load: Load) => ({ load, Dialog: lazy(load) });

export const acknowledge: OrderAction = {
  name: "acknowledge",
  icon: "check",
  key: "a",
  // An item without a warehouse SKU is bound there.
  curable: ["sku_not_mapped", "insufficient_stock"],
  ...dialog(() => import("./acknowledge/AcknowledgeDialog")),
};
export const dispatch: OrderAction = {
  name: "dispatch",
  inBatch: "batch_dispatch",
  icon: "dispatch",
  key: "d",
  curable: ["sku_not_mapped", "insufficient_stock", "business_missing", "channel_not_available", "label_required"],
  ...dialog(() => import("./DispatchDialog")),
};
export const markShipped: OrderAction = {
  name: "mark_shipped",
  icon: "sync",
  curable: [],
  ...dialog(() => import("./MarkShippedDialog")),
};
export const manualShip: OrderAction = {
  name: "manual_ship",
  icon: "outbound",
  curable: [],
  ...dialog(() => import("./ManualShipDialog")),
};
export const cancel: OrderAction = {
  name: "cancel",
  icon: "cross",
  danger: true,
  curable: [],
  ...dialog(() => import("./CancelDialog")),
};

/* In the order of the menu; what is dangerous comes last. A kind's menu has what there is for that kind: only a purchase
 * order is ever acknowledged, and none is shipped by hand. */
const byKind: Record<OrderKind, readonly OrderAction[]> = {
  b2c: [dispatch, markShipped, manualShip, cancel],
  b2b: [acknowledge, dispatch, markShipped, cancel],
};
export const actionsOf = (kind: OrderKind) => byKind[kind];

/* The first "no" of the server, if there is one. */
export const refusal = (action: OrderAction, orders: readonly OrderRow[]): ActionState | undefined =>
  orders.map((o) => o.actions[(orders.length > 1 && action.inBatch) || action.name]).find((state) => !state.allowed);

/* Whether the action's dialog opens for one order: it is allowed, or refused for what the dialog cures. */
export function opens(action: OrderAction, order: OrderRow): boolean {
  const no = refusal(action, [order]);
  return no === undefined || (no.code !== null && action.curable.includes(no.code));
}

/* Why not, in the person's language. The server's sentence is English and names the thing itself. */
export function reasonOf(no: ActionState, order: OrderRow, { m, language }: Pick<I18n, "m" | "language">): string {
  if (no.code === "action_not_allowed") return m.orders.action.notWhile(m.orders.status[order.status]);
  if (language === "en" && no.reason) return sentence(no.reason);
  return no.code ? m.problem.title[no.code] : (no.reason ?? m.problem.title.action_not_allowed);
}
