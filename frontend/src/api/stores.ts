import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMay } from "./auth";
import { api, changing, writing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";
import type { components } from "./schema";
import { shareRows } from "./share";
import { syncKeys } from "./sync-runs";
import type { Store } from "./types";
import { useWrite, withSecret } from "./write";

type Schemas = components["schemas"];
export type Credentials = Schemas["Credentials"];
export type Coverage = Schemas["Coverage"];
export type CoverageSpan = Schemas["CoverageSpan"];
export interface StoreRef {
  id: string;
  version: number;
}

export const storeKeys = keysFor("stores");

export const isTesting = (store: Store) => store.test.state === "queued" || store.test.state === "running";

/* Nothing is asked for who may not see stores. */
export const useStores = () => {
  const may = useMay();
  return useQuery({
    enabled: may("store_view"),
    queryKey: storeKeys.pages,
    queryFn: ({ signal }) => ok(api.GET("/stores", { signal })),
    structuralSharing: shareRows,
    // A test that is under way is watched closely.
    refetchInterval: (query) => (query.state.data?.items.some(isTesting) ? 2_000 : every(30_000)(query)),
  });
};

const fetchStore = (id: string, signal?: AbortSignal): Promise<Store> =>
  ok(api.GET("/stores/{id}", { params: { path: { id } }, signal }));

export const useStore = (id: string) => {
  const cache = useQueryClient();
  return useQuery({
    queryKey: storeKeys.one(id),
    queryFn: async ({ signal }) => {
      const store = await fetchStore(id, signal);
      showInList(cache, store);
      return store;
    },
    refetchInterval: (query) => (query.state.data && isTesting(query.state.data) ? 1_000 : every(15_000)(query)),
  });
};

export const usePlatforms = () => {
  const may = useMay();
  return useQuery({
    enabled: may("store_view"),
    queryKey: ["platforms"],
    queryFn: ({ signal }) => ok(api.GET("/platforms", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
};

/* Reads a store past the cache and shows it everywhere: after a 412. */
export async function rereadStore(cache: QueryClient, id: string): Promise<Store> {
  const store = await fetchStore(id);
  showStore(cache, store);
  return store;
}

function showStore(cache: QueryClient, store: Store) {
  cache.setQueryData(storeKeys.one(store.id), store);
  showInList(cache, store);
}

const showInList = (cache: QueryClient, store: Store) =>
  cache.setQueryData<{ items: Store[] }>(
    storeKeys.pages,
    (list) => list && { ...list, items: list.items.map((s) => (s.id === store.id ? store : s)) },
  );

/* The writes of a store. Each answers the store as it now is. */
function useStoreWrite<Body>(send: (body: Body, key: string) => Promise<Store>, onDone?: (store: Store) => void) {
  const cache = useQueryClient();
  return useWrite(send, (store) => {
    showStore(cache, store);
    void cache.invalidateQueries({ queryKey: storeKeys.pages });
    onDone?.(store);
  });
}

export const useAddStore = (onDone: (store: Store) => void) =>
  useStoreWrite(
    (body: Schemas["AddStore"], key) => ok(api.POST("/stores", { body, params: { header: writing(key) } })),
    onDone,
  );

export const useAuthorizeStore = (onDone: (store: Store) => void) =>
  useStoreWrite(
    ({ id, version, ...body }: StoreRef & Schemas["AuthorizeStore"], key) =>
      ok(api.POST("/stores/{id}/authorize", { body, params: { path: { id }, header: changing(key, version) } })),
    onDone,
  );

export const useTestStore = (onDone?: (store: Store) => void) =>
  useStoreWrite(
    ({ id }: { id: string }, key) =>
      ok(api.POST("/stores/{id}/test", { params: { path: { id }, header: writing(key) } })),
    onDone,
  );

/* A PATCH says what it shall be, so sending it twice does it once: it carries no idempotency key. */
export const useChangeStore = (onDone: (store: Store) => void) =>
  useStoreWrite(
    ({ id, version, ...body }: StoreRef & Schemas["ChangeStore"]) =>
      ok(api.PATCH("/stores/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    onDone,
  );

/* The address of the shop's own consent screen, where the browser goes next. */
export const useOpenConsent = (onDone: (url: string) => void) =>
  useWrite(
    ({ id }: { id: string }, key) =>
      withSecret(
        (k) => ok(api.POST("/stores/{id}/consent", { params: { path: { id }, header: writing(k) } })),
        key,
        (opened) => opened.url !== null,
      ),
    ({ url }) => url && onDone(url),
  );

const consentKeys = keysFor("store-consent");

/* The keys may come before or after the browser is back: asked every second while they are waited for. */
export const useConsent = (id: string) =>
  useQuery({
    queryKey: consentKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/stores/{id}/consent", { params: { path: { id } }, signal })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && query.state.data.state !== "waiting" ? false : 1_000),
  });

const coverageKeys = keysFor("store-coverage");

export const useCoverage = (id: string) =>
  useQuery({
    queryKey: coverageKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/stores/{id}/coverage", { params: { path: { id } }, signal })),
    refetchInterval: every(10_000),
  });

export function useFillGap() {
  const cache = useQueryClient();
  return useWrite(
    ({ id, ...body }: { id: string } & Schemas["FillGap"], key) =>
      ok(api.POST("/stores/{id}/fill-gap", { body, params: { path: { id }, header: writing(key) } })),
    () => void cache.invalidateQueries({ queryKey: syncKeys.pages }),
  );
}
