import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";
import type { paths } from "./schema";
import { shareRows } from "./share";
import { isUnderWay } from "./sync-status";
import type { StartSync, SyncRun } from "./types";
import { useWrite } from "./write";

export type SyncFilter = NonNullable<paths["/sync-runs"]["get"]["parameters"]["query"]>;
export type RunOrdersFilter = NonNullable<paths["/sync-runs/{id}/orders"]["get"]["parameters"]["query"]>;
export const syncKeys = keysFor("sync-runs");
const runOrderKeys = keysFor("sync-run-orders");
const runRequestKeys = keysFor("sync-run-requests");

export const useSyncRuns = (filter: SyncFilter) =>
  useQuery({
    queryKey: syncKeys.page(filter),
    queryFn: ({ signal }) => ok(api.GET("/sync-runs", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    // A run that is under way is watched closely.
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? 2_000 : every(15_000)(query)),
  });

const oneRun = (id: string, under = 1_000) => ({
  queryKey: syncKeys.one(id),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ok(api.GET("/sync-runs/{id}", { params: { path: { id } }, signal })),
  refetchInterval: (query: { state: { data?: SyncRun } }) =>
    query.state.data && !isUnderWay(query.state.data) ? (false as const) : under,
});

export const useSyncRun = (id: string) => useQuery(oneRun(id));

/* What happened to each order of a run; read again while the run goes on, and once more when it ended
 * (what is live is part of the key). */
export const useRunOrders = (id: string, filter: RunOrdersFilter, isLive: boolean) =>
  useQuery({
    queryKey: runOrderKeys.page({ id, isLive, ...filter }),
    queryFn: ({ signal }) => ok(api.GET("/sync-runs/{id}/orders", { params: { path: { id }, query: filter }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? 2_000 : false,
  });

/* The run's calls to the platform. */
export const useRunRequests = (id: string, isLive: boolean) =>
  useQuery({
    queryKey: runRequestKeys.page({ id, isLive }),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.GET("/sync-runs/{id}/requests", { params: { path: { id } }, signal })),
    refetchInterval: isLive ? 2_000 : false,
  });

/* Several runs, each watched until it ended; starts with what the server answered. */
export const useRunsProgress = (started: readonly SyncRun[]) =>
  useQueries({
    queries: started.map((run) => ({ ...oneRun(run.id), initialData: run })),
    combine: (results) => results.map((r) => r.data),
  });

export function useStartSync(onDone?: (runs: SyncRun[]) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: StartSync, key) => ok(api.POST("/sync-runs", { body, params: { header: writing(key) } })),
    ({ items }) => {
      void cache.invalidateQueries({ queryKey: syncKeys.pages });
      onDone?.(items);
    },
  );
}
