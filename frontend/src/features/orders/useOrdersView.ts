/* The view of the list: what its address says, the rows for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { type OrderPage, orderKeys, refreshOrders, useOrders } from "../../api/orders";
import { usePref } from "../../lib/prefs";
import { useWay, type Way } from "../../lib/trail";
import { useSettled } from "../../lib/useSettled";
import {
  noFilter,
  type OrderFilter,
  type OrderTab,
  readBatch,
  readFilter,
  readOpen,
  readSync,
  toQuery,
  writeFilter,
} from "./filters";

export function useOrdersView() {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const way = useWay();
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const filter = useMemo(() => readFilter(search), [search]);
  const open = useMemo(() => readOpen(search), [search]);
  const batch = readBatch(search);
  const query = useMemo(() => toQuery(filter, pageSize), [filter, pageSize]);
  const orders = useOrders(query);
  const key = `${writeFilter(filter)} ${pageSize}`;
  const { rows, newer, showAll } = useSettled(key, orders.isPlaceholderData ? undefined : orders.data?.items);

  const go = (to: OrderFilter, at: typeof open, state: Way | null, replace = false, over: string | null = null) =>
    navigate(path + writeFilter(to, at, over), { state, replace });
  const trail = way?.trail ?? [];
  const isFirst = filter.cursor === "";
  const nextCursor = orders.isPlaceholderData ? null : orders.data?.nextCursor;

  return {
    filter,
    query,
    open,
    orders,
    rows,
    newer,
    showAll,
    /* The index of the first row in the whole list; unknown when only the address says where we are. */
    firstIndex: isFirst ? 0 : trail.length > 0 ? trail.length * pageSize : undefined,
    change: (change: Partial<OrderFilter>) => go({ ...filter, ...change, cursor: "" }, null, null),
    clear: () => go({ ...noFilter(filter.kind), oldestFirst: filter.oldestFirst }, null, null),
    hrefOf: (to: OrderFilter) => path + writeFilter(to),
    next: nextCursor
      ? () => go({ ...filter, cursor: nextCursor }, null, { trail: [...trail, filter.cursor] })
      : undefined,
    previous:
      trail.length > 0
        ? () => go({ ...filter, cursor: trail.at(-1) ?? "" }, null, { trail: trail.slice(0, -1) })
        : undefined,
    first: !isFirst && trail.length === 0 ? () => go({ ...filter, cursor: "" }, null, null) : undefined,
    /* The run whose choice Manual Sync starts with, when the address names one. */
    syncLike: readSync(search),
    forgetSync: () => go(filter, open, way, true),
    openOrder: (id: string, tab: OrderTab = "basic") =>
      go(filter, { id, tab }, { trail, pushed: open ? way?.pushed : true }, open !== null, batch),
    closeOrder: () => (way?.pushed ? history.back() : go(filter, null, way, true, batch)),
    /* The batch that is shown over the list; an order may be open over it. */
    batch,
    openBatch: (id: string) => go(filter, null, { trail }, batch !== null, id),
    closeBatch: () => go(filter, null, { trail }, true),
    /* Reads again and shows what is new at once, because somebody asked for it. */
    refresh: async () => {
      await refreshOrders(cache);
      showAll(cache.getQueryData<OrderPage>(orderKeys.page(query))?.items);
    },
  };
}

export type OrdersView = ReturnType<typeof useOrdersView>;
