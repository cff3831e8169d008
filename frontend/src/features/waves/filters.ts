/* The list is its address; an open wave is part of it. */
import type { WaveQuery } from "../../api/waves";
import { readAddress, writeAddress } from "../../lib/address";

export interface WaveFilter {
  warehouseId: string[];
  cursor: string;
}
export const noFilter: WaveFilter = { warehouseId: [], cursor: "" };

export function readFilter(search: string): WaveFilter {
  const at = readAddress(search);
  return { warehouseId: at.ids("warehouseId"), cursor: at.text("cursor", 256) };
}

export const readOpen = (search: string): string | null => readAddress(search).id("open");

export const writeFilter = (filter: WaveFilter, open: string | null = null): string =>
  writeAddress({ warehouseId: filter.warehouseId.join(","), cursor: filter.cursor, open });

export const toQuery = (filter: WaveFilter, limit: number): WaveQuery => ({
  ...(filter.warehouseId.length > 0 ? { warehouseId: filter.warehouseId.join(",") } : {}),
  ...(filter.cursor ? { cursor: filter.cursor } : {}),
  limit,
});

export const address = { read: readFilter, readOpen, write: writeFilter, none: noFilter };
