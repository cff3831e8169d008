/* The log is its address. */
import type { SyncFilter as SyncQuery } from "../../api/sync-runs";
import { isUnderWay } from "../../api/sync-status";
import type { OrderKind, SyncOutcome, SyncRun, SyncStatus, SyncType } from "../../api/types";
import { readAddress, writeAddress } from "../../lib/address";

export interface SyncFilter {
  kind: OrderKind[];
  storeId: string[];
  type: SyncType[];
  status: SyncStatus[];
  from: string | null;
  to: string | null;
  cursor: string;
}

export const runTabs = ["orders", "requests"] as const;
export interface OpenRun {
  id: string;
  tab: (typeof runTabs)[number];
  outcome: SyncOutcome | null;
}

export const kinds: readonly OrderKind[] = ["b2c", "b2b"];
export const types: readonly SyncType[] = ["automatic", "manual", "webhook", "gap_fill"];
export const statuses: readonly SyncStatus[] = [
  "queued",
  "running",
  "success",
  "partly_failed",
  "failed",
  "no_new_orders",
];
export const outcomes: readonly SyncOutcome[] = ["created", "updated", "unchanged", "skipped", "failed"];

export const noFilter: SyncFilter = {
  kind: [],
  storeId: [],
  type: [],
  status: [],
  from: null,
  to: null,
  cursor: "",
};

export function readFilter(search: string): SyncFilter {
  const at = readAddress(search);
  return {
    kind: at.choices("kind", kinds),
    storeId: at.ids("storeId"),
    type: at.choices("type", types),
    status: at.choices("status", statuses),
    from: at.instant("from"),
    to: at.instant("to"),
    cursor: at.text("cursor", 256),
  };
}

export function readOpen(search: string): OpenRun | null {
  const at = readAddress(search);
  const id = at.id("run");
  if (!id) return null;
  return { id, tab: at.choice("tab", runTabs) ?? "orders", outcome: at.choice("outcome", outcomes) };
}

const values = (f: SyncFilter) => ({
  // Both kinds are all there are, so the API is asked for one or for none.
  kind: f.kind.length === 1 ? (f.kind[0] ?? null) : null,
  storeId: f.storeId.join(","),
  type: f.type.join(","),
  status: f.status.join(","),
  from: f.from,
  to: f.to,
  cursor: f.cursor,
});

export const writeFilter = (filter: SyncFilter, open: OpenRun | null = null): string =>
  writeAddress({
    ...values(filter),
    run: open?.id,
    tab: open && open.tab !== "orders" ? open.tab : null,
    outcome: open && open.tab === "orders" ? open.outcome : null,
  });

/* What the API is asked: the same names, one page. */
export function toQuery(filter: SyncFilter, limit: number): SyncQuery {
  const { kind, ...rest } = values(filter);
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  return { ...asked, ...(kind ? { kind } : {}), limit };
}

export const isPlain = (f: SyncFilter) => writeFilter({ ...f, cursor: "" }) === "";

export const address = { read: readFilter, readOpen, write: writeFilter, none: noFilter };

/* What is going on stands above what is over; each part keeps its order. */
export const runningFirst = <Run extends Pick<SyncRun, "status">>(rows: readonly Run[]): Run[] => [
  ...rows.filter((r) => isUnderWay(r)),
  ...rows.filter((r) => !isUnderWay(r)),
];
