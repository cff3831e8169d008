/* What a rehearsal found, put together for reading: the orders that stay by reason, the goods by what is short. */
import type { ProblemCode, Rehearsal } from "../../api/types";

type RehearsedOrder = Rehearsal["orders"][number];
export type RehearsedSku = Rehearsal["skus"][number];
export interface Staying {
  code: ProblemCode;
  /* The server's sentence when it is the same for all of them. */
  detail: string | null;
  orders: RehearsedOrder[];
}

/* The reason most of them have comes first. */
export function staying(rehearsal: Rehearsal): Staying[] {
  const groups = new Map<ProblemCode, RehearsedOrder[]>();
  for (const order of rehearsal.orders) {
    if (order.goes || !order.code) continue;
    const group = groups.get(order.code);
    if (group) group.push(order);
    else groups.set(order.code, [order]);
  }
  return [...groups]
    .map(([code, orders]) => ({
      code,
      detail: orders.every((o) => o.detail === orders[0]?.detail) ? (orders[0]?.detail ?? null) : null,
      orders,
    }))
    .sort((a, b) => b.orders.length - a.orders.length);
}

export const isShort = (sku: RehearsedSku) => sku.needed > sku.available;

/* What is short first, then what is nearly used up. */
export const bySku = (skus: readonly RehearsedSku[]): RehearsedSku[] =>
  [...skus].sort((a, b) => Number(isShort(b)) - Number(isShort(a)) || a.remains - b.remains);
