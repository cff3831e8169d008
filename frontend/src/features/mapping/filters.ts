/* The list is its address. */
import type { PlatformSkuQuery, PlatformSkuState } from "../../api/platform-skus";
import { readAddress, writeAddress } from "../../lib/address";

export interface MappingFilter {
  storeId: string[];
  state: PlatformSkuState[];
  q: string;
  cursor: string;
}

export const states: readonly PlatformSkuState[] = ["unbound", "bound", "digital", "gone"];
export const maxLength = { q: 128 };
export const noFilter: MappingFilter = { storeId: [], state: [], q: "", cursor: "" };

export function readFilter(search: string): MappingFilter {
  const at = readAddress(search);
  return {
    storeId: at.ids("storeId"),
    state: at.choices("state", states),
    q: at.text("q", maxLength.q),
    cursor: at.text("cursor", 256),
  };
}

/* "?open=17" shows one SKU's binding. */
export const readOpen = (search: string): string | null => readAddress(search).id("open");

const values = (f: MappingFilter) => ({
  storeId: f.storeId.join(","),
  state: f.state.join(","),
  q: f.q,
  cursor: f.cursor,
});

export const writeFilter = (filter: MappingFilter, open: string | null = null): string =>
  writeAddress({ ...values(filter), open });

/* What the API is asked: the same names, one page. */
export function toQuery(filter: MappingFilter, limit: number): PlatformSkuQuery {
  const asked = Object.fromEntries(Object.entries(values(filter)).filter(([, value]) => value));
  return { ...asked, limit };
}

/* The same for the file, which has no pages. */
export function toExport(filter: MappingFilter): Omit<PlatformSkuQuery, "limit" | "cursor"> {
  const { cursor: _, ...rest } = values(filter);
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
}

export const isPlain = (f: MappingFilter) => writeFilter({ ...f, cursor: "" }) === "";

export const address = { read: readFilter, readOpen, write: writeFilter, none: noFilter };
