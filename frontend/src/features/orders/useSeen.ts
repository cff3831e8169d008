/* The order as the person sees it in a dialog. It does not change under their eyes: a write names the
 * version that was seen, and when the server has another one, the new order is shown with what is
 * different, and must be confirmed again. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { rereadOrder, useOrder } from "../../api/orders";
import type { Refusal } from "../../api/refusal";
import type { Order } from "../../api/types";
import type { Messages } from "../../i18n";

export type Part = "status" | "amount" | "recipient" | "items" | "warehouse" | "buyerNote";

export function useSeen(id: string) {
  const cache = useQueryClient();
  const query = useOrder(id);
  const [seen, setSeen] = useState<Order>();
  const [changed, setChanged] = useState<Part[] | null>(null);
  // What the cache still had may be old: the first fresh answer is what is shown. What was read a moment ago is fresh, and
  // is not read again.
  if (!seen && query.data && (query.isFetchedAfterMount || !query.isStale)) setSeen(query.data);
  return {
    order: seen,
    error: query.error,
    retry: () => void query.refetch(),
    isRetrying: query.isFetching,
    changed,
    /* Takes the order as it now is because of something done here. */
    adopt: async () => setSeen(await rereadOrder(cache, id)),
    /* After a refusal: an old version is replaced by the new one, with its differences. */
    onRefused: async (refusal: Refusal) => {
      if (refusal.problem.code !== "stale") return;
      const now = await rereadOrder(cache, id);
      setChanged(seen ? differences(seen, now) : []);
      setSeen(now);
    },
  };
}

/* What is different for somebody who is about to act on the order. */
export function differences(before: Order, now: Order): Part[] {
  const parts: Record<Part, (o: Order) => unknown> = {
    status: (o) => o.status,
    amount: (o) => [o.amount, o.currency],
    recipient: (o) => o.recipient,
    items: (o) => o.lines.map((l) => [l.id, l.acceptedQty, l.shippedQty, l.mapping]),
    warehouse: (o) => o.warehouse,
    buyerNote: (o) => o.buyerNote,
  };
  return (Object.keys(parts) as Part[]).filter(
    (p) => JSON.stringify(parts[p](before)) !== JSON.stringify(parts[p](now)),
  );
}

export function partWords(parts: readonly Part[], m: Messages): string {
  const words: Record<Part, string> = {
    status: m.orders.column.status,
    amount: m.orders.column.amount,
    recipient: m.orders.details.tabs.recipient,
    items: m.orders.details.tabs.items,
    warehouse: m.orders.column.warehouse,
    buyerNote: m.orders.details.buyerNote,
  };
  return parts.map((p) => words[p]).join(", ");
}
