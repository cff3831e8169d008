/* What staff maintain of their warehouses. What the dialogs of orders offer is in warehouses.ts. */
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import type { Business, ShippingChannel, Warehouse, WarehouseDetail } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type BusinessQuery = NonNullable<paths["/businesses"]["get"]["parameters"]["query"]>;
interface Ref {
  id: string;
  version: number;
}

const allKey = ["warehouses", "all"] as const;
const channelKey = (warehouseId: string | null) => ["shipping-channels", "all", warehouseId] as const;
export const businessKeys = keysFor("businesses");
const ifMatch = ({ id, version }: Ref) => ({ path: { id }, header: { "If-Match": `"${version}"` } });

/* ---- warehouses */

export const useAllWarehouses = () =>
  useQuery({
    queryKey: allKey,
    queryFn: ({ signal }) => ok(api.GET("/warehouses", { params: { query: { includeDisabled: true } }, signal })),
    refetchInterval: every(60_000),
  });

const fetchWarehouse = (id: string, signal?: AbortSignal): Promise<WarehouseDetail> =>
  ok(api.GET("/warehouses/{id}", { params: { path: { id } }, signal }));

export const useWarehouse = (id: string) =>
  useQuery({ queryKey: ["warehouses", "one", id], queryFn: ({ signal }) => fetchWarehouse(id, signal) });

export async function rereadWarehouse(cache: QueryClient, id: string): Promise<WarehouseDetail> {
  const warehouse = await fetchWarehouse(id);
  void cache.invalidateQueries({ queryKey: ["warehouses"] });
  return warehouse;
}

/* A new one is shown at once: the server's list has it when it knows that its maker belongs to it, some
 * seconds later. */
export function useAddWarehouse(onDone: (warehouse: WarehouseDetail) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddWarehouse"], key) => ok(api.POST("/warehouses", { body, params: { header: writing(key) } })),
    (added) => {
      cache.setQueryData<{ items: Warehouse[] }>(
        allKey,
        (list) => list && { items: [...list.items, { ...added, dropshipping: true, b2b: true }] },
      );
      setTimeout(() => void cache.invalidateQueries({ queryKey: ["warehouses"] }), 6_000);
      onDone(added);
    },
  );
}

export type WarehouseChange = Schemas["ChangeWarehouse"] & Ref;

export function useChangeWarehouse(onDone: (warehouse: WarehouseDetail) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: WarehouseChange) =>
      ok(api.PATCH("/warehouses/{id}", { body, params: ifMatch({ id, version }) })),
    (warehouse) => {
      void cache.invalidateQueries({ queryKey: ["warehouses"] });
      onDone(warehouse);
    },
  );
}

/* ---- channels */

export const useAllChannels = (warehouseId: string | null) =>
  useQuery({
    queryKey: channelKey(warehouseId),
    queryFn: ({ signal }) =>
      ok(
        api.GET("/shipping-channels", {
          params: { query: { warehouseId: warehouseId ?? "", includeDisabled: true } },
          signal,
        }),
      ),
    enabled: warehouseId !== null,
    placeholderData: keepPreviousData,
    refetchInterval: every(60_000),
  });

export async function rereadChannel(cache: QueryClient, id: string): Promise<ShippingChannel> {
  const channel = await ok(api.GET("/shipping-channels/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: ["shipping-channels"] });
  return channel;
}

export function useAddChannel(onDone: (channel: ShippingChannel) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddShippingChannel"], key) =>
      ok(api.POST("/shipping-channels", { body, params: { header: writing(key) } })),
    (channel) => {
      void cache.invalidateQueries({ queryKey: ["shipping-channels"] });
      onDone(channel);
    },
  );
}

export type ChannelChange = Schemas["ChangeShippingChannel"] & Ref;

export function useChangeChannel(onDone: (channel: ShippingChannel) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: ChannelChange) =>
      ok(api.PATCH("/shipping-channels/{id}", { body, params: ifMatch({ id, version }) })),
    (channel) => {
      void cache.invalidateQueries({ queryKey: ["shipping-channels"] });
      onDone(channel);
    },
  );
}

/* ---- businesses */

export const useBusinesses = (filter: BusinessQuery) =>
  useQuery({
    queryKey: businessKeys.page(filter),
    queryFn: ({ signal }) => ok(api.GET("/businesses", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: every(60_000),
  });

export async function rereadBusiness(cache: QueryClient, id: string): Promise<Business> {
  const business = await ok(api.GET("/businesses/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: businessKeys.all });
  return business;
}

export function useAddBusiness(onDone: (business: Business) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddBusiness"], key) => ok(api.POST("/businesses", { body, params: { header: writing(key) } })),
    (business) => {
      void cache.invalidateQueries({ queryKey: businessKeys.all });
      onDone(business);
    },
  );
}

export function useSwitchBusiness(onDone: (business: Business) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, enabled }: Ref & { enabled: boolean }) =>
      ok(api.PATCH("/businesses/{id}", { body: { enabled }, params: ifMatch({ id, version }) })),
    (business) => {
      void cache.invalidateQueries({ queryKey: businessKeys.all });
      onDone(business);
    },
  );
}
