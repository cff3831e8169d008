import { describe, expect, it } from "vitest";
import {
  isPlainSku,
  isPlainStock,
  noSkuFilter,
  noStockFilter,
  readSkuFilter,
  readStockFilter,
  readStockOpen,
  refOf,
  type SkuFilter,
  type StockFilter,
  toSkuQuery,
  toStockQuery,
  writeSkuFilter,
  writeStockFilter,
} from "./filters";

const skus: [string, Partial<SkuFilter>, string][] = [
  ["nothing chosen", {}, ""],
  ["a search", { q: "mug 350" }, "?q=mug+350"],
  ["states", { status: ["disabled", "pending_review"] }, "?status=disabled%2Cpending_review"],
  ["a customer's page", { customerId: "7", cursor: "abc" }, "?cursor=abc&customerId=7"],
];
const stock: [string, Partial<StockFilter>, string][] = [
  ["nothing chosen", {}, ""],
  ["what is out", { outOfStock: true }, "?outOfStock=true"],
  ["what is short", { below: 5, warehouseId: ["1", "2"] }, "?below=5&warehouseId=1%2C2"],
  ["one SKU of a customer", { skuId: "9", customerId: "3" }, "?customerId=3&skuId=9"],
];

describe("the list of SKUs", () => {
  it.each(skus)("says %s and reads it again", (_, change, address) => {
    const filter = { ...noSkuFilter, ...change };
    expect(writeSkuFilter(filter)).toBe(address);
    expect(readSkuFilter(address)).toEqual(filter);
  });
  it("drops what cannot be read", () => {
    expect(readSkuFilter("?status=x,enabled&customerId=1;drop")).toEqual({ ...noSkuFilter, status: ["enabled"] });
  });
  it("asks the API only what was chosen", () => {
    expect(toSkuQuery({ ...noSkuFilter, q: "a" }, 50)).toEqual({ q: "a", limit: 50 });
    expect(isPlainSku({ ...noSkuFilter, cursor: "x" })).toBe(true);
  });
});

describe("the list of stock", () => {
  it.each(stock)("says %s and reads it again", (_, change, address) => {
    const filter = { ...noStockFilter, ...change };
    expect(writeStockFilter(filter)).toBe(address);
    expect(readStockFilter(address)).toEqual(filter);
  });
  it.each(["0", "-1", "1.5", "abc", "99999999999"])("does not take %s for an amount", (below) => {
    expect(readStockFilter(`?below=${below}`)).toEqual(noStockFilter);
  });
  it("does not ask for less than an amount when nothing at all is asked for", () => {
    expect(toStockQuery(readStockFilter("?below=5&outOfStock=true"), 50)).toEqual({ outOfStock: true, limit: 50 });
    expect(isPlainStock({ ...noStockFilter, cursor: "x" })).toBe(true);
  });
  it("opens a row by warehouse and SKU", () => {
    expect(readStockOpen("?open=2-17")).toBe("2-17");
    expect(refOf("2-17")).toEqual({ warehouseId: "2", skuId: "17" });
    for (const open of ["2", "2-", "2-x", "2-1-7", ""]) expect(readStockOpen(`?open=${open}`)).toBeNull();
  });
});
