/* The list is its address. */
import type { OutboundQuery } from "../../api/outbound";
import type { OutboundStatus } from "../../api/types";
import { readAddress, writeAddress } from "../../lib/address";

export interface OutboundFilter {
  status: OutboundStatus[];
  warehouseId: string[];
  outboundNo: string;
  orderNo: string;
  cursor: string;
}

export const statuses: readonly OutboundStatus[] = [
  "draft",
  "reviewed",
  "waved",
  "picking",
  "packed",
  "shipped",
  "intercepted",
];

export const maxLength = { outboundNo: 64, orderNo: 128 };

export const noFilter: OutboundFilter = { status: [], warehouseId: [], outboundNo: "", orderNo: "", cursor: "" };

/* Which outbound orders wait for each step of the work. */
export const queues = {
  all: [],
  review: ["draft"],
  pick: ["reviewed", "waved"],
  pack: ["picking"],
  ship: ["packed"],
  shipped: ["shipped"],
} as const satisfies Record<string, readonly OutboundStatus[]>;

export function readFilter(search: string): OutboundFilter {
  const at = readAddress(search);
  return {
    status: at.choices("status", statuses),
    warehouseId: at.ids("warehouseId"),
    outboundNo: at.text("outboundNo", maxLength.outboundNo),
    orderNo: at.text("orderNo", maxLength.orderNo),
    cursor: at.text("cursor", 256),
  };
}

export const readOpen = (search: string): string | null => readAddress(search).id("open");

const values = (f: OutboundFilter) => ({
  status: f.status.join(","),
  warehouseId: f.warehouseId.join(","),
  outboundNo: f.outboundNo,
  orderNo: f.orderNo,
  cursor: f.cursor,
});

export const writeFilter = (filter: OutboundFilter, open: string | null = null): string =>
  writeAddress({ ...values(filter), open });

/* What the API is asked: the same names, one page. */
export function toQuery(filter: OutboundFilter, limit: number): OutboundQuery {
  const asked = Object.fromEntries(Object.entries(values(filter)).filter(([, value]) => value));
  return { ...asked, limit };
}

export const isPlain = (f: OutboundFilter) => writeFilter({ ...f, cursor: "" }) === "";

export const address = { read: readFilter, readOpen, write: writeFilter, none: noFilter };
