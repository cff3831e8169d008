/* The view of the log: what its address says, the runs for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { syncKeys, useSyncRuns } from "../../api/sync-runs";
import type { SyncRun } from "../../api/types";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { address, runningFirst, toQuery } from "./filters";

export function useSyncView() {
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const query = useMemo(() => toQuery(list.filter, pageSize), [list.filter, pageSize]);
  const runs = useSyncRuns(query);
  const { rows, newer, showAll } = useSettled(list.key, runs.isPlaceholderData ? undefined : runs.data?.items);
  return {
    ...list,
    runs,
    rows: useMemo(() => rows && runningFirst(rows), [rows]),
    newer,
    showAll,
    next: list.onNext(runs.isPlaceholderData ? null : runs.data?.nextCursor),
    /* Reads again and shows what is new at once, because somebody asked for it. */
    refresh: async () => {
      await cache.invalidateQueries({ queryKey: syncKeys.all });
      showAll(cache.getQueryData<{ items: SyncRun[] }>(syncKeys.page(query))?.items);
    },
  };
}

export type SyncView = ReturnType<typeof useSyncView>;
