import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { WarehouseSku, WarehouseSkuRow } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type SkuQuery = NonNullable<paths["/warehouse-skus"]["get"]["parameters"]["query"]>;
export interface SkuPage {
  items: WarehouseSkuRow[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export const skuKeys = keysFor("warehouse-skus");

export const useWarehouseSkus = (filter: SkuQuery) =>
  useQuery({
    queryKey: skuKeys.page(filter),
    queryFn: ({ signal }): Promise<SkuPage> => ok(api.GET("/warehouse-skus", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(30_000),
  });

const fetchSku = (id: string, signal?: AbortSignal): Promise<WarehouseSku> =>
  ok(api.GET("/warehouse-skus/{id}", { params: { path: { id } }, signal }));

export const useWarehouseSku = (id: string) =>
  useQuery({
    queryKey: skuKeys.one(id),
    queryFn: ({ signal }) => fetchSku(id, signal),
    refetchInterval: every(30_000),
  });

/* Reads a SKU past the cache and shows it everywhere: after a 412. */
export async function rereadSku(cache: QueryClient, id: string): Promise<WarehouseSku> {
  const sku = await fetchSku(id);
  showSku(cache, sku);
  return sku;
}

function showSku(cache: QueryClient, sku: WarehouseSku) {
  cache.setQueryData(skuKeys.one(sku.id), sku);
  cache.setQueriesData<SkuPage>({ queryKey: skuKeys.pages }, (page) =>
    page?.items.some((s) => s.id === sku.id)
      ? { ...page, items: page.items.map((s) => (s.id === sku.id ? sku : s)) }
      : page,
  );
}

/* The pickers show code, name and whether it can be bound. */
function afterWrite(cache: QueryClient, sku: WarehouseSku) {
  showSku(cache, sku);
  void cache.invalidateQueries({ queryKey: skuKeys.pages });
  void cache.invalidateQueries({ queryKey: ["skus"] });
}

export function useAddSku(onDone: (sku: WarehouseSku) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddWarehouseSku"], key) =>
      ok(api.POST("/warehouse-skus", { body, params: { header: writing(key) } })),
    (sku) => {
      afterWrite(cache, sku);
      onDone(sku);
    },
  );
}

export type SkuImportReport = Schemas["SkuImportReport"];
interface SkuFile {
  text: string;
  apply: boolean;
  customerId: string | null;
}

export function useImportSkus() {
  const cache = useQueryClient();
  return useWrite(
    ({ text, apply, customerId }: SkuFile, key) =>
      ok(
        api.POST("/warehouse-skus/import", {
          body: text,
          bodySerializer: (body: unknown) => body as string,
          headers: { "Content-Type": "text/csv" },
          params: { query: { apply, ...(customerId ? { customerId } : {}) }, header: writing(key) },
        }),
      ),
    (report) => {
      if (!report.applied) return;
      void cache.invalidateQueries({ queryKey: skuKeys.all });
      void cache.invalidateQueries({ queryKey: ["skus"] });
    },
  );
}

export type SkuChange = Schemas["ChangeWarehouseSku"] & { id: string; version: number };

export function useChangeSku(onDone: (sku: WarehouseSku) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: SkuChange) =>
      ok(api.PATCH("/warehouse-skus/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    (sku) => {
      afterWrite(cache, sku);
      onDone(sku);
    },
  );
}
