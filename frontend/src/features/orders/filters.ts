/* The list is its address: what the address says is read here, and written in one order and without
 * defaults, so that equal views have equal addresses and equal cache keys. */
import type { OrderQuery } from "../../api/orders";
import type { OrderKind, OrderStatus, TurnOwner } from "../../api/types";

export interface OrderFilter {
  kind: OrderKind;
  orderNo: string;
  storeId: string[];
  status: OrderStatus[];
  source: string[];
  orderTimeFrom: string | null;
  orderTimeTo: string | null;
  recipientName: string;
  trackingNo: string;
  exception: string;
  /* What the exception is about, such as a platform SKU; with one exception alone. */
  exceptionKey: string;
  turn: TurnOwner[];
  oldestFirst: boolean;
  cursor: string;
}

export const turnOwners: readonly TurnOwner[] = ["you", "warehouse", "platform", "system"];
export const tabNames = ["basic", "payment", "recipient", "items", "acknowledgements", "timeline"] as const;
export type OrderTab = (typeof tabNames)[number];
export const tabsOf = (kind: OrderKind) => tabNames.filter((tab) => kind === "b2b" || tab !== "acknowledgements");
export interface Open {
  id: string;
  tab: OrderTab;
}

export const statuses: readonly OrderStatus[] = [
  "pending",
  "acknowledged",
  "processing",
  "partially_shipped",
  "shipped",
  "completed",
  "manual_completed",
  "cancelled",
];
/* Acknowledged is a word of purchase orders, Manual Completed one of buyer orders. */
export const statusesOf = (kind: OrderKind) =>
  statuses.filter((s) => (kind === "b2c" ? s !== "acknowledged" : s !== "manual_completed"));

const plain: OrderFilter = {
  kind: "b2c",
  orderNo: "",
  storeId: [],
  status: [],
  source: [],
  orderTimeFrom: null,
  orderTimeTo: null,
  recipientName: "",
  trackingNo: "",
  exception: "",
  exceptionKey: "",
  turn: [],
  oldestFirst: false,
  cursor: "",
};
export const noFilter = (kind: OrderKind): OrderFilter => ({ ...plain, kind });

export const maxLength = { orderNo: 4096, recipientName: 128, trackingNo: 128, exceptionKey: 191 };

/* Reads an address; what cannot be read or does not belong to the kind is dropped. */
export function readFilter(search: string): OrderFilter {
  const q = new URLSearchParams(search);
  const kind = q.get("kind") === "b2b" ? "b2b" : "b2c";
  const text = (name: string, max: number) => (q.get(name) ?? "").trim().slice(0, max);
  const exception = /^[a-z_]{1,64}$/.test(q.get("exception") ?? "") ? (q.get("exception") ?? "") : "";
  const list = (name: string) => [...new Set(text(name, 1024).split(",").filter(Boolean))].sort();
  return {
    kind,
    orderNo: orderNumbers(text("orderNo", maxLength.orderNo)).join(","),
    storeId: list("storeId").filter((id) => /^[0-9]{1,19}$/.test(id)),
    status: statusesOf(kind).filter((s) => list("status").includes(s)),
    source: list("source").filter((code) => /^[a-z_]{1,40}$/.test(code)),
    orderTimeFrom: instant(q.get("orderTimeFrom")),
    orderTimeTo: instant(q.get("orderTimeTo")),
    recipientName: kind === "b2c" ? text("recipientName", maxLength.recipientName) : "",
    trackingNo: kind === "b2c" ? text("trackingNo", maxLength.trackingNo) : "",
    exception,
    exceptionKey: exception && exception !== "any" ? text("exceptionKey", maxLength.exceptionKey) : "",
    turn: turnOwners.filter((owner) => list("turn").includes(owner)),
    oldestFirst: q.get("sort") === "orderTime",
    cursor: text("cursor", 256),
  };
}

/* The address of a view, such as "?open=7&status=pending"; "" for the plain list. What is open over the list is part of
 * it: a batch, and an order over that. */
export function writeFilter(filter: OrderFilter, open: Open | null = null, batch: string | null = null): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(values(filter))) if (value) q.set(name, value);
  if (open) {
    q.set("open", open.id);
    if (open.tab !== "basic") q.set("tab", open.tab);
  }
  if (batch) q.set("batch", batch);
  q.sort();
  const text = q.toString();
  return text && `?${text}`;
}

export function readOpen(search: string): Open | null {
  const q = new URLSearchParams(search);
  const id = q.get("open") ?? "";
  if (!/^[0-9]{1,19}$/.test(id)) return null;
  return { id, tab: tabNames.find((t) => t === q.get("tab")) ?? "basic" };
}

/* "?sync=12" opens Manual Sync with the choice of run 12 filled in. */
export function readSync(search: string): string | null {
  const id = new URLSearchParams(search).get("sync") ?? "";
  return /^[0-9]{1,19}$/.test(id) ? id : null;
}

/* "?batch=12" shows how far batch 12 is. */
export function readBatch(search: string): string | null {
  const id = new URLSearchParams(search).get("batch") ?? "";
  return /^[0-9]{1,19}$/.test(id) ? id : null;
}

/* What the API is asked: the same names, one page. */
export const toQuery = (filter: OrderFilter, limit: number): OrderQuery => {
  const { kind, ...rest } = values(filter);
  const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  return { kind: filter.kind, ...asked, limit };
};

const values = (f: OrderFilter): Record<string, string | null> => ({
  kind: f.kind === "b2c" ? "" : f.kind,
  orderNo: f.orderNo,
  storeId: f.storeId.join(","),
  status: f.status.join(","),
  source: f.source.join(","),
  orderTimeFrom: f.orderTimeFrom,
  orderTimeTo: f.orderTimeTo,
  recipientName: f.recipientName,
  trackingNo: f.trackingNo,
  exception: f.exception,
  exceptionKey: f.exceptionKey,
  turn: f.turn.join(","),
  sort: f.oldestFirst ? "orderTime" : "",
  cursor: f.cursor,
});

/* Nothing but the tab and the order is chosen. */
export const isPlain = (f: OrderFilter) =>
  writeFilter({ ...f, cursor: "", oldestFirst: false }) === writeFilter(noFilter(f.kind));

/* "1001, 1002" or a pasted column: the numbers, each once, in the order given. */
export const orderNumbers = (text: string): string[] => [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];

/* Amazon's numbers of purchase orders; those of other platforms may differ, so it is a hint and no rule. */
export const isPurchaseNumber = (no: string) => /^[0-9A-Z]{8}$/i.test(no);

/* Of several numbers asked for, those the whole answer does not have. */
export const notFound = (filter: OrderFilter, found: readonly { orderNo: string }[], isWhole: boolean): string[] => {
  const asked = orderNumbers(filter.orderNo);
  if (asked.length < 2 || !isWhole) return [];
  const has = new Set(found.map((o) => o.orderNo));
  return asked.filter((no) => !has.has(no));
};

function instant(text: string | null): string | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
