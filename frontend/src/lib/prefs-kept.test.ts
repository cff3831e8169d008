import { expect, test } from "vitest";
import type { Prefs } from "./prefs";
import { fromKept, toKept } from "./prefs-kept";

const prefs: Prefs = {
  theme: "dark",
  language: null,
  zone: "utc",
  density: "roomy",
  pageSize: 100,
  hidden: { orders: ["source"], outbound: [], skus: ["name", "code"] },
  columns: { orders: { order: ["store", "source"], widths: { store: 200 } } }, // stays in this browser
  navNarrow: true,
  singleKeys: false,
  lastChoice: { "7": { warehouseId: "1", channelId: "2" } },
};

test("what is kept comes back, without what belongs to this browser", () => {
  const { lastChoice: _, columns: __, hidden, ...rest } = prefs;
  expect(fromKept(toKept(prefs))).toEqual({ ...rest, hidden: { orders: hidden.orders, skus: hidden.skus } });
});

test.each([
  [{ language: "zh-CN" }, { language: "zh-CN" }],
  [{ pageSize: 200 }, { pageSize: 200 }],
] as const)("%o", (change, kept) => {
  expect(toKept({ ...prefs, ...change })).toMatchObject(kept);
});

test("a page size that this page does not have becomes the plain one", () => {
  expect(fromKept({ ...toKept(prefs), pageSize: 75 }).pageSize).toBe(50);
});
