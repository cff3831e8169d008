import { syncKeys, useSyncRuns } from "../../api/sync-runs";
import type { SyncRun } from "../../api/types";
import { useListView } from "../../lib/useListView";
import { address, runningFirst, toQuery } from "./filters";

const log = { address, toQuery, usePage: useSyncRuns, keys: syncKeys, arrange: runningFirst<SyncRun> };

export const useSyncView = () => useListView(log);
export type SyncView = ReturnType<typeof useSyncView>;
