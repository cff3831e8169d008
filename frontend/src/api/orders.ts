import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, changing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok, type Refusal } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { Order, OrderKind, OrderRow } from "./types";
import { useWrite } from "./write";

export type OrderQuery = NonNullable<paths["/orders"]["get"]["parameters"]["query"]>;
export interface OrderPage {
  items: OrderRow[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export const orderKeys = keysFor("orders");
const countKeys = keysFor("order-counts");
const eventKeys = keysFor("order-events");

export const useOrders = (filter: OrderQuery) =>
  useQuery({
    queryKey: orderKeys.page(filter),
    queryFn: ({ signal }): Promise<OrderPage> => ok(api.GET("/orders", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(15_000),
  });

export const useOrderCounts = (kind: OrderKind) =>
  useQuery({
    queryKey: countKeys.page({ kind }),
    queryFn: ({ signal }) => ok(api.GET("/orders/counts", { params: { query: { kind } }, signal })),
    refetchInterval: every(30_000),
  });

/* All pages of what the filter finds, as a file. */
export const exportOrders = (query: Omit<OrderQuery, "limit" | "cursor">): Promise<Blob> =>
  ok(api.GET("/orders/export", { params: { query }, parseAs: "blob" })) as Promise<Blob>;

const fetchOrder = (id: string, signal?: AbortSignal): Promise<Order> =>
  ok(api.GET("/orders/{id}", { params: { path: { id } }, signal }));

export const useOrder = (id: string) =>
  useQuery({
    queryKey: orderKeys.one(id),
    queryFn: ({ signal }) => fetchOrder(id, signal),
    refetchInterval: every(15_000),
  });

export const useOrderEvents = (id: string) =>
  useQuery({
    queryKey: eventKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/orders/{id}/events", { params: { path: { id } }, signal })),
    refetchInterval: every(15_000),
  });

const revisionKeys = keysFor("order-revisions");

export const useOrderRevisions = (id: string) =>
  useQuery({
    queryKey: revisionKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/orders/{id}/revisions", { params: { path: { id } }, signal })),
    refetchInterval: every(30_000),
  });

/* Reads an order past the cache and shows it everywhere: after a 412, and after a binding. */
export async function rereadOrder(cache: QueryClient, id: string): Promise<Order> {
  const order = await fetchOrder(id);
  showOrder(cache, order);
  return order;
}

/* One order when it is needed, not before. */
export function useReadOrder() {
  const cache = useQueryClient();
  return useMutation<Order, Refusal, string>({ mutationFn: (id) => rereadOrder(cache, id), networkMode: "always" });
}

/* The orders of a filter, page by page, at most so many: to tick them all. */
export const useTickAll = (onFound: (orders: OrderRow[]) => void) =>
  useMutation<OrderRow[], Refusal, { filter: OrderQuery; most: number }>({
    networkMode: "always",
    mutationFn: async ({ filter, most }) => {
      const found: OrderRow[] = [];
      let cursor: string | null = "";
      while (cursor !== null && found.length < most) {
        const query: OrderQuery = { ...filter, limit: Math.min(200, most - found.length), cursor: cursor || undefined };
        const page: OrderPage = await ok(api.GET("/orders", { params: { query } }));
        found.push(...page.items);
        cursor = page.nextCursor;
      }
      return found;
    },
    onSuccess: onFound,
  });

/* Puts an answered order into every list that shows it, in place. */
function showOrder(cache: QueryClient, order: Order) {
  cache.setQueryData(orderKeys.one(order.id), order);
  cache.setQueriesData<OrderPage>({ queryKey: orderKeys.pages }, (page) =>
    page?.items.some((o) => o.id === order.id)
      ? { ...page, items: page.items.map((o) => (o.id === order.id ? order : o)) }
      : page,
  );
}

/* What a change of one order may have moved: which page it stands on, the counts, its timeline. */
export function orderChanged(cache: QueryClient, order: Order) {
  showOrder(cache, order);
  void cache.invalidateQueries({ queryKey: orderKeys.pages });
  void cache.invalidateQueries({ queryKey: countKeys.all });
  void cache.invalidateQueries({ queryKey: eventKeys.one(order.id) });
}

export const refreshOrders = (cache: QueryClient) =>
  Promise.all([
    cache.invalidateQueries({ queryKey: orderKeys.all }),
    cache.invalidateQueries({ queryKey: countKeys.all }),
  ]);

type Schemas = components["schemas"];
export interface OrderRef {
  id: string;
  version: number;
}

/* The writes of one order. Each names the version that was seen and answers the order as it now is. */
const params = ({ id, version }: OrderRef, key: string) => ({ path: { id }, header: changing(key, version) });

function useOrderWrite<Body extends OrderRef>(
  send: (body: Body, key: string) => Promise<Order>,
  onDone: (order: Order) => void,
) {
  const cache = useQueryClient();
  return useWrite(send, (order) => {
    orderChanged(cache, order);
    onDone(order);
  });
}

export const useDispatchOrder = (onDone: (order: Order) => void) =>
  useOrderWrite(
    ({ id, version, ...body }: OrderRef & Schemas["Dispatch"], key) =>
      ok(api.POST("/orders/{id}/dispatch", { body, params: params({ id, version }, key) })),
    onDone,
  );

export const useMarkShipped = (onDone: (order: Order) => void) =>
  useOrderWrite(
    (ref: OrderRef, key) => ok(api.POST("/orders/{id}/mark-shipped", { params: params(ref, key) })),
    onDone,
  );

export const useCancelOrder = (onDone: (order: Order) => void) =>
  useOrderWrite(
    ({ id, version, ...body }: OrderRef & Schemas["Cancel"], key) =>
      ok(api.POST("/orders/{id}/cancel", { body, params: params({ id, version }, key) })),
    onDone,
  );

export const useRecallOrder = (onDone: (order: Order) => void) =>
  useOrderWrite(
    ({ id, version, ...body }: OrderRef & Schemas["Cancel"], key) =>
      ok(api.POST("/orders/{id}/recall", { body, params: params({ id, version }, key) })),
    onDone,
  );

export const useManualShip = (onDone: (order: Order) => void) =>
  useOrderWrite(
    ({ id, version, ...body }: OrderRef & Schemas["ManualShip"], key) =>
      ok(api.POST("/orders/{id}/manual-ship", { body, params: params({ id, version }, key) })),
    onDone,
  );
