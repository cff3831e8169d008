import type { SyncRun } from "./types";

export const isUnderWay = (run: Pick<SyncRun, "status">) => run.status === "queued" || run.status === "running";
