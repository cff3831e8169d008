import { expect, it } from "vitest";
import { fixOf, ordersHref } from "./fixes";

it("knows the cure of a cause", () => {
  expect(fixOf({ code: "sku_not_mapped", key: "BLK-01" })).toBe("bind");
  expect(fixOf({ code: "sku_not_mapped", key: null })).toBe("look");
  expect(fixOf({ code: "writeback_failed", key: null })).toBe("retry");
  expect(fixOf({ code: "platform_auth_expired", key: null })).toBe("store");
  expect(fixOf({ code: "insufficient_stock", key: "WH-1" })).toBe("stock");
  expect(fixOf({ code: "insufficient_stock", key: null })).toBe("look");
  expect(fixOf({ code: "address_incomplete", key: null })).toBe("look");
});

it("leads to the orders of a cause, whatever its key holds", () => {
  expect(ordersHref({ kind: "b2c", code: "sku_not_mapped", key: "A&B #1" })).toBe(
    "/orders?exception=sku_not_mapped&exceptionKey=A%26B+%231",
  );
  expect(ordersHref({ kind: "b2b", code: "address_incomplete", key: null })).toBe(
    "/orders?exception=address_incomplete&kind=b2b",
  );
});
