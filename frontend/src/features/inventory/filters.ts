/* The two lists are their addresses. */
import type { StockQuery, StockRef } from "../../api/stock";
import type { SkuStatus } from "../../api/types";
import type { SkuQuery } from "../../api/warehouse-skus";
import { isId, readAddress, writeAddress } from "../../lib/address";

export const statuses: readonly SkuStatus[] = ["enabled", "disabled", "pending_review"];
export const searchMax = 128;
export const belowMax = 1_000_000_000;

const asked = (values: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value));

/* ---- SKUs */

export interface SkuFilter {
  q: string;
  status: SkuStatus[];
  customerId: string | null;
  cursor: string;
}
export const noSkuFilter: SkuFilter = { q: "", status: [], customerId: null, cursor: "" };

export function readSkuFilter(search: string): SkuFilter {
  const at = readAddress(search);
  return {
    q: at.text("q", searchMax),
    status: at.choices("status", statuses),
    customerId: at.id("customerId"),
    cursor: at.text("cursor", 256),
  };
}

const skuValues = (f: SkuFilter) => ({
  q: f.q,
  status: f.status.join(","),
  customerId: f.customerId,
  cursor: f.cursor,
});

export const writeSkuFilter = (filter: SkuFilter, open: string | null = null): string =>
  writeAddress({ ...skuValues(filter), open });
export const toSkuQuery = (filter: SkuFilter, limit: number): SkuQuery => ({ ...asked(skuValues(filter)), limit });
export const isPlainSku = (f: SkuFilter) => writeSkuFilter({ ...f, cursor: "" }) === "";

export const skuAddress = {
  read: readSkuFilter,
  readOpen: (search: string): string | null => readAddress(search).id("open"),
  write: writeSkuFilter,
  none: noSkuFilter,
};

/* ---- stock */

export interface StockFilter {
  q: string;
  skuId: string | null;
  warehouseId: string[];
  customerId: string | null;
  below: number | null;
  outOfStock: boolean;
  cursor: string;
}
export const noStockFilter: StockFilter = {
  q: "",
  skuId: null,
  warehouseId: [],
  customerId: null,
  below: null,
  outOfStock: false,
  cursor: "",
};

/* A whole number from 1, or null. */
export function readBelow(text: string): number | null {
  const n = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
  return n >= 1 && n <= belowMax ? n : null;
}

export function readStockFilter(search: string): StockFilter {
  const at = readAddress(search);
  const outOfStock = at.text("outOfStock", 8) === "true";
  return {
    q: at.text("q", searchMax),
    skuId: at.id("skuId"),
    warehouseId: at.ids("warehouseId"),
    customerId: at.id("customerId"),
    below: outOfStock ? null : readBelow(at.text("below", 10)),
    outOfStock,
    cursor: at.text("cursor", 256),
  };
}

const stockValues = (f: StockFilter) => ({
  q: f.q,
  skuId: f.skuId,
  warehouseId: f.warehouseId.join(","),
  customerId: f.customerId,
  below: f.below === null ? null : String(f.below),
  outOfStock: f.outOfStock ? "true" : null,
  cursor: f.cursor,
});

/* What is open over the list is a row's name: "warehouse-sku". */
export const writeStockFilter = (filter: StockFilter, open: string | null = null): string =>
  writeAddress({ ...stockValues(filter), open });

export function readStockOpen(search: string): string | null {
  const open = readAddress(search).text("open", 39);
  return refOf(open) ? open : null;
}

export function refOf(open: string): StockRef | null {
  const [warehouseId = "", skuId = "", ...rest] = open.split("-");
  return rest.length === 0 && isId(warehouseId) && isId(skuId) ? { warehouseId, skuId } : null;
}

export function toStockQuery(filter: StockFilter, limit: number): StockQuery {
  const { below, outOfStock, ...rest } = stockValues(filter);
  return {
    ...asked(rest),
    ...(below ? { below: Number(below) } : {}),
    ...(outOfStock ? { outOfStock: true } : {}),
    limit,
  };
}
export const isPlainStock = (f: StockFilter) => writeStockFilter({ ...f, cursor: "" }) === "";

export const stockAddress = {
  read: readStockFilter,
  readOpen: readStockOpen,
  write: writeStockFilter,
  none: noStockFilter,
};
