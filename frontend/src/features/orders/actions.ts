/* What can be done with orders, under the server's names. Menu, shortcut, toolbar and details read the
 * same objects. No status rule is here: every order says what it allows, and why not. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { ActionName, Obstacle, OrderKind, OrderRow, Permission } from "../../api/types";
import type { IconName } from "../../components/Icon";
import type { I18n } from "../../i18n";

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
  Dialog: LazyExoticComponent<ComponentType<ActionDialogProps>>;
  load: () => Promise<unknown>;
}

type Load = () => Promise<{ default: ComponentType<ActionDialogProps> }>;
const dialog = (load: Load) => ({ load, Dialog: lazy(load) });

export const acknowledge: OrderAction = {
  name: "acknowledge",
  icon: "check",
  key: "a",
  ...dialog(() => import("./acknowledge/AcknowledgeDialog")),
};
export const dispatch: OrderAction = {
  name: "dispatch",
  inBatch: "batch_dispatch",
  icon: "dispatch",
  key: "d",
  ...dialog(() => import("./DispatchDialog")),
};
export const markShipped: OrderAction = {
  name: "mark_shipped",
  icon: "sync",
  ...dialog(() => import("./MarkShippedDialog")),
};
export const manualShip: OrderAction = {
  name: "manual_ship",
  icon: "outbound",
  ...dialog(() => import("./ManualShipDialog")),
};
export const cancel: OrderAction = {
  name: "cancel",
  icon: "cross",
  danger: true,
  ...dialog(() => import("./CancelDialog")),
};

/* In the order of the menu; what is dangerous comes last. A kind's menu has what there is for that kind: only a purchase
 * order is ever acknowledged, and none is shipped by hand. */
const byKind: Record<OrderKind, readonly OrderAction[]> = {
  b2c: [dispatch, markShipped, manualShip, cancel],
  b2b: [acknowledge, dispatch, markShipped, cancel],
};
export const actionsOf = (kind: OrderKind) => byKind[kind];

/* A "no" of the server: a code, or nothing about the action at all, because no order of this kind and status has it. */
export interface No {
  name: ActionName;
  code: Obstacle | "status";
}

/* The first of them, if there is one. */
export function refusal(action: OrderAction, orders: readonly OrderRow[]): No | undefined {
  const name = (orders.length > 1 && action.inBatch) || action.name;
  const order = orders.find((o) => !o.actions.allowed.includes(name));
  return order && { name, code: order.actions.refused[name] ?? "status" };
}

export const opens = (action: OrderAction, order: OrderRow): boolean => refusal(action, [order]) === undefined;

const permissions: Record<ActionName, Permission> = {
  dispatch: "order_dispatch",
  batch_dispatch: "order_dispatch",
  acknowledge: "order_acknowledge",
  mark_shipped: "order_ship",
  manual_ship: "order_ship",
  cancel: "order_cancel",
};

/* Why not, in the person's language. */
export function reasonOf({ name, code }: No, order: OrderRow, { m }: Pick<I18n, "m">): string {
  const words = m.orders.action;
  if (code === "status") return words.notWhile(m.orders.status[order.status]);
  if (code === "forbidden") return m.common.forbidden(m.shell.permission[permissions[name]]);
  // Acknowledged by us and shipped by the platform are told apart by the status alone.
  if (code === "action_not_allowed" && name === "acknowledge" && order.status === "acknowledged") return words.answered;
  return words.refused[code];
}
