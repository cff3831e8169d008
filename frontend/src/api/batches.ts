import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMay } from "./auth";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { refreshOrders } from "./orders";
import { every } from "./query";
import { ok } from "./refusal";
import type { components } from "./schema";
import type { Batch, BatchItemState } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
const batchKeys = keysFor("batches");
const itemKeys = keysFor("batch-items");
const rehearsalKeys = keysFor("rehearsals");

export const isBatchLive = (batch: Batch) => batch.state === "queued" || batch.state === "running";

/* What dispatching these orders would do just now; null asks nothing. `seen` asks anew when what was seen changed. */
export const useRehearsal = (asked: Schemas["Rehearse"] | null, seen = "") =>
  useQuery({
    queryKey: rehearsalKeys.page({ ...asked, seen }),
    queryFn: ({ signal }) => ok(api.POST("/orders/rehearse", { body: asked as Schemas["Rehearse"], signal })),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: every(20_000),
  });

export const useBatch = (id: string) =>
  useQuery({
    queryKey: batchKeys.one(id),
    queryFn: ({ signal }) => ok(api.GET("/batches/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && !isBatchLive(state.data) ? false : 700),
  });

/* The person's latest; watched closely while one is under way. */
export function useLatestBatches() {
  const may = useMay();
  return useQuery({
    queryKey: batchKeys.pages,
    queryFn: ({ signal }) => ok(api.GET("/batches", { signal })),
    enabled: may("order_dispatch"),
    refetchInterval: (query) => (query.state.data?.items.some(isBatchLive) ? 2_000 : every(60_000)(query)),
  });
}

/* The orders of a batch in some states, page by page; `done` asks anew as the batch goes on. */
export const useBatchItems = (id: string, states: readonly BatchItemState[], done: number, isOn = true) =>
  useInfiniteQuery({
    queryKey: itemKeys.page({ id, states, done }),
    queryFn: ({ signal, pageParam }) =>
      ok(
        api.GET("/batches/{id}/items", {
          params: {
            path: { id },
            query: { state: states.join(","), limit: 200, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isOn,
  });

function useBatchWrite<Body>(send: (body: Body, key: string) => Promise<Batch>, onDone?: (batch: Batch) => void) {
  const cache = useQueryClient();
  return useWrite(send, (batch) => {
    cache.setQueryData(batchKeys.one(batch.id), batch);
    void cache.invalidateQueries({ queryKey: batchKeys.pages });
    void refreshOrders(cache);
    onDone?.(batch);
  });
}

export const useStartBatch = (onDone: (batch: Batch) => void) =>
  useBatchWrite(
    (body: Schemas["StartBatch"], key) =>
      ok(api.POST("/orders/batch-dispatch", { body, params: { header: writing(key) } })),
    onDone,
  );

export const useRetryBatch = (onDone: (batch: Batch) => void) =>
  useBatchWrite(
    (id: string, key) => ok(api.POST("/batches/{id}/retry", { params: { path: { id }, header: writing(key) } })),
    onDone,
  );

export const useStopBatch = () =>
  useBatchWrite((id: string, key) =>
    ok(api.POST("/batches/{id}/stop", { params: { path: { id }, header: writing(key) } })),
  );
