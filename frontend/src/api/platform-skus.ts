import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { randomKey } from "../lib/random";
import { api, seen, writing } from "./client";
import { exceptionKeys } from "./exceptions";
import { keysFor } from "./keys";
import { refreshOrders } from "./orders";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { SkuMapping } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type PlatformSku = Schemas["PlatformSku"];
export type PlatformSkuState = Schemas["PlatformSkuState"];
export type ProductRun = Schemas["ProductRun"];
export type MappingEvent = Schemas["MappingEvent"];
export type MappingItem = Schemas["MappingItem"];
export type AutoMatchResult = Schemas["AutoMatchResult"];
export type ImportReport = Schemas["ImportReport"];
export type PlatformSkuQuery = NonNullable<paths["/platform-skus"]["get"]["parameters"]["query"]>;
export interface PlatformSkuPage {
  items: PlatformSku[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export const platformSkuKeys = keysFor("platform-skus");
const historyKeys = keysFor("mapping-history");
const runKeys = keysFor("product-runs");

export const usePlatformSkus = (filter: PlatformSkuQuery) =>
  useQuery({
    queryKey: platformSkuKeys.page(filter),
    queryFn: ({ signal }): Promise<PlatformSkuPage> =>
      ok(api.GET("/platform-skus", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(15_000),
  });

/* How many want a binding. */
export const useUnboundCount = (storeId: string) =>
  useQuery({
    queryKey: platformSkuKeys.page({ count: "unbound", storeId }),
    queryFn: async ({ signal }) => {
      const query = { state: "unbound", limit: 1, ...(storeId ? { storeId } : {}) };
      const { total, totalIsExact } = await ok(api.GET("/platform-skus", { params: { query }, signal }));
      return { total, totalIsExact };
    },
    refetchInterval: every(30_000),
  });

export const isReading = (run: ProductRun | null | undefined) => run?.state === "queued" || run?.state === "running";

/* The store's newest reading of its products; watched closely while it goes on. */
export const useLatestRun = (storeId: string | null) =>
  useQuery({
    queryKey: runKeys.one(storeId ?? ""),
    queryFn: async ({ signal }) =>
      (await ok(api.GET("/stores/{id}/platform-skus/runs/latest", { params: { path: { id: storeId ?? "" } }, signal })))
        .run,
    enabled: storeId !== null,
    refetchInterval: (query) => (isReading(query.state.data) ? 1_000 : every(30_000)(query)),
  });

export function useSyncPlatformSkus(onDone: (run: ProductRun) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ storeId }: { storeId: string }, key) =>
      ok(api.POST("/stores/{id}/platform-skus/sync", { params: { path: { id: storeId }, header: writing(key) } })),
    (run) => {
      cache.setQueryData(runKeys.one(run.store.id), run);
      onDone(run);
    },
  );
}

/* What a change of bindings may have moved: the list itself, its history, orders and their exceptions. */
export function bindingsChanged(cache: QueryClient) {
  void cache.invalidateQueries({ queryKey: platformSkuKeys.all });
  void cache.invalidateQueries({ queryKey: historyKeys.all });
  void cache.invalidateQueries({ queryKey: exceptionKeys.all });
  void refreshOrders(cache);
}

export function useBind(onDone: (mapping: SkuMapping) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["BindSku"], key) => ok(api.POST("/sku-mappings", { body, params: { header: writing(key) } })),
    (mapping) => {
      bindingsChanged(cache);
      onDone(mapping);
    },
  );
}

/* Taking away twice does it once: it carries no idempotency key. Refused because it was changed meanwhile, the list is
 * read again. */
export function useUnbind(onDone: (mapping: SkuMapping) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version }: { id: string; version: number }) =>
      ok(api.DELETE("/sku-mappings/{id}", { params: { path: { id }, header: seen(version) } })).catch((error) => {
        void cache.invalidateQueries({ queryKey: platformSkuKeys.all });
        throw error;
      }),
    (mapping) => {
      bindingsChanged(cache);
      onDone(mapping);
    },
  );
}

export function useUndoMapping(onDone: (mapping: SkuMapping) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["UndoMapping"], key) =>
      ok(api.POST("/sku-mappings/undo", { body, params: { header: writing(key) } })),
    (mapping) => {
      bindingsChanged(cache);
      onDone(mapping);
    },
  );
}

export const useMappingHistory = (storeId: string, skuKey: string) =>
  useQuery({
    queryKey: historyKeys.page({ storeId, skuKey }),
    queryFn: ({ signal }) =>
      ok(
        api.GET("/stores/{id}/platform-skus/history", {
          params: { path: { id: storeId }, query: { skuKey } },
          signal,
        }),
      ),
  });

/* What Auto Match would bind; asked with a POST, because binding is the same call. */
export const useMatches = (storeId: string | null) =>
  useQuery({
    queryKey: ["auto-match", storeId],
    queryFn: () => matching(storeId ?? "", { apply: false }, randomKey()),
    enabled: storeId !== null,
    gcTime: 0,
  });

const matching = (id: string, body: Schemas["AutoMatch"], key: string): Promise<AutoMatchResult> =>
  ok(api.POST("/stores/{id}/auto-match", { body, params: { path: { id }, header: writing(key) } }));

export function useApplyMatches(onDone: (result: AutoMatchResult) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ storeId, items }: { storeId: string; items: { skuKey: string; skuId: string }[] }, key) =>
      matching(storeId, { apply: true, items }, key),
    (result) => {
      bindingsChanged(cache);
      onDone(result);
    },
  );
}

export function useImport() {
  const cache = useQueryClient();
  return useWrite(
    ({ text, apply }: { text: string; apply: boolean }, key) =>
      ok(
        api.POST("/sku-mappings/import", {
          body: text,
          bodySerializer: (body: unknown) => body as string,
          headers: { "Content-Type": "text/csv" },
          params: { query: { apply }, header: writing(key) },
        }),
      ),
    (report) => {
      if (report.applied) bindingsChanged(cache);
    },
  );
}

/* The list as a file, exactly as it is filtered. */
export const exportPlatformSkus = (query: Omit<PlatformSkuQuery, "limit" | "cursor">): Promise<Blob> =>
  ok(api.GET("/platform-skus/export", { params: { query }, parseAs: "blob" })) as Promise<Blob>;
