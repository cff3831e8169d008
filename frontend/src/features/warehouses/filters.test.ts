import { describe, expect, it } from "vitest";
import { countryOf, currencyOf, noView, rateOf, readView, type WarehouseView, writeView } from "./filters";

const views: [string, Partial<WarehouseView>, string][] = [
  ["the warehouses", {}, ""],
  ["a warehouse's channels", { tab: "channels", warehouseId: "2" }, "?tab=channels&warehouseId=2"],
  ["a customer's businesses", { tab: "businesses", customerId: "7" }, "?customerId=7&tab=businesses"],
  ["customers found", { tab: "customers", q: "atlas", cursor: "x" }, "?cursor=x&q=atlas&tab=customers"],
];

describe("the address", () => {
  it.each(views)("says %s and reads it again", (_, change, address) => {
    const view = { ...noView, ...change };
    expect(writeView(view)).toBe(address);
    expect(readView(address)).toEqual(view);
  });
  it("drops what is not the tab's own, and what cannot be read", () => {
    expect(readView("?tab=channels&q=x&customerId=1&warehouseId=a")).toEqual({ ...noView, tab: "channels" });
    expect(readView("?tab=nonsense&q=x")).toEqual(noView);
  });
});

it.each([
  ["4.50", "4.50"],
  [" 12 ", "12"],
  ["4,5", "4.5"],
  ["0", "0"],
  ["1000000", "1000000"],
  ["1000001", null],
  ["1.23456", null],
  ["-1", null],
  ["1e3", null],
  ["", null],
])("the rate %j is %j", (text, rate) => {
  expect(rateOf(text)).toBe(rate);
});

it("writes countries and currencies in capitals", () => {
  expect([countryOf(" de "), countryOf("DEU"), countryOf("1A")]).toEqual(["DE", null, null]);
  expect([currencyOf("usd"), currencyOf("US")]).toEqual(["USD", null]);
});
