import { expect, test } from "vitest";
import { addressesOf, daysLeft, endOf, givable, idle } from "./scopes";

test("a key gets what its maker has, but never the keys of the house", () => {
  const all = ["order_view", "order_dispatch", "outbound_work", "user_manage", "key_manage", "system_manage"] as const;
  expect(givable(["key_manage", "user_manage", "order_view", "system_manage"], all)).toEqual(["order_view"]);
});

test("scopes that its maker has lost are idle", () => {
  expect(idle({ scopes: ["order_view", "store_manage"], works: ["order_view"] })).toEqual(["store_manage"]);
});

test("addresses are typed in any way", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [" \n ", []],
    ["10.0.0.1", ["10.0.0.1"]],
    ["10.0.0.0/8, 10.0.0.1\n2001:db8::/32;10.0.0.1", ["10.0.0.0/8", "10.0.0.1", "2001:db8::/32"]],
  ];
  for (const [text, list] of cases) expect(addressesOf(text)).toEqual(list);
});

test("a life ends within its days", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(endOf(365, now)).toBe("2026-12-31T23:59:00.000Z");
  expect(daysLeft(endOf(30, now), now)).toBe(29);
});
