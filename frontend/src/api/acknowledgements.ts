/* Answering purchase orders: what one can be answered with, the answer, the answers so far; and where the buyers'
 * places are that purchase orders name by a code. */
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, changing, writing } from "./client";
import { keysFor } from "./keys";
import { type OrderRef, orderChanged, refreshOrders } from "./orders";
import { every } from "./query";
import { ok } from "./refusal";
import type { components } from "./schema";
import type { Order } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type Acknowledgement = Schemas["Acknowledgement"];
export type AcknowledgementState = Schemas["AcknowledgementState"];

const sheetKeys = keysFor("acknowledgement-sheet");
const listKeys = keysFor("acknowledgements");

/* Stock moves while somebody types: it is asked for again. Without a warehouse the lines come without stock. */
export const useAcknowledgementSheet = (id: string, warehouseId: string | null) =>
  useQuery({
    queryKey: sheetKeys.page({ id, warehouseId }),
    queryFn: ({ signal }) =>
      ok(
        api.GET("/orders/{id}/acknowledgement", {
          params: { path: { id }, query: warehouseId ? { warehouseId } : {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: every(20_000),
    staleTime: 0,
    gcTime: 0,
  });

/* What is available may have moved: after a binding, after a refusal. */
export const refreshSheet = (cache: QueryClient) => cache.invalidateQueries({ queryKey: sheetKeys.all });

export const useAcknowledgements = (id: string) =>
  useQuery({
    queryKey: listKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/orders/{id}/acknowledgements", { params: { path: { id } }, signal })),
    refetchInterval: every(15_000),
  });

export function useAcknowledge(onDone: (order: Order) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: OrderRef & Schemas["Acknowledge"], key): Promise<Order> =>
      ok(api.POST("/orders/{id}/acknowledge", { body, params: { path: { id }, header: changing(key, version) } })),
    (order) => {
      orderChanged(cache, order);
      void cache.invalidateQueries({ queryKey: listKeys.one(order.id) });
      onDone(order);
    },
  );
}

const shipToKeys = keysFor("ship-to-addresses");
export type ShipToAddress = Schemas["ShipToAddress"];

/* The address somebody gave for a code, if anybody did. */
export const useShipTo = (platform: string, code: string | null) =>
  useQuery({
    enabled: code !== null,
    queryKey: shipToKeys.page({ platform, code }),
    queryFn: async ({ signal }) => {
      const query = { platform, code: code ?? "" };
      return (await ok(api.GET("/ship-to-addresses", { params: { query }, signal }))).items[0] ?? null;
    },
  });

export function useSetShipTo(onDone: (set: Schemas["ShipToAddressSet"]) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["SetShipToAddress"], key) =>
      ok(api.POST("/ship-to-addresses", { body, params: { header: writing(key) } })),
    (set) => {
      void cache.invalidateQueries({ queryKey: shipToKeys.all });
      void refreshOrders(cache);
      onDone(set);
    },
  );
}
