import { describe, expect, test } from "vitest";
import type { ProblemCode, Rehearsal } from "../../api/types";
import { bySku, isShort, staying } from "./rehearsed";

const order = (orderNo: string, code: ProblemCode | null, detail: string | null = code) => ({
  orderId: orderNo,
  orderNo,
  version: 1,
  goes: code === null,
  code,
  detail,
});
const sku = (code: string, available: number, needed: number, remains: number) => ({
  skuId: code,
  code,
  name: code,
  available,
  needed,
  remains,
});
const rehearsal = (orders: Rehearsal["orders"]): Rehearsal => ({
  go: orders.filter((o) => o.goes).length,
  stay: orders.filter((o) => !o.goes).length,
  orders,
  skus: [],
});

describe("orders that stay", () => {
  test("are grouped by reason, the most frequent first, in the order asked", () => {
    const groups = staying(
      rehearsal([
        order("1", "order_unpaid"),
        order("2", null),
        order("3", "sku_not_mapped", "SKU [A] not mapped."),
        order("4", "sku_not_mapped", "SKU [B] not mapped."),
        order("5", "sku_not_mapped", "SKU [A] not mapped."),
      ]),
    );
    expect(groups.map((g) => [g.code, g.orders.map((o) => o.orderNo).join()])).toEqual([
      ["sku_not_mapped", "3,4,5"],
      ["order_unpaid", "1"],
    ]);
  });
  test("have one sentence only when it is the same for all", () => {
    const [same] = staying(rehearsal([order("1", "insufficient_stock", "x"), order("2", "insufficient_stock", "x")]));
    const [other] = staying(rehearsal([order("1", "insufficient_stock", "x"), order("2", "insufficient_stock", "y")]));
    expect(same?.detail).toBe("x");
    expect(other?.detail).toBeNull();
  });
  test("are none when all go", () => {
    expect(staying(rehearsal([order("1", null)]))).toEqual([]);
  });
});

test("goods: what is short first, then what is left least", () => {
  const skus = [sku("plenty", 90, 10, 80), sku("short", 3, 4, 1), sku("low", 9, 9, 0)];
  expect(bySku(skus).map((s) => s.code)).toEqual(["short", "low", "plenty"]);
  expect(skus.map(isShort)).toEqual([false, true, false]);
});
