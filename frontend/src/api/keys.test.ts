import { expect, test } from "vitest";
import { keysFor } from "./keys";
import { shareRows } from "./share";

test("keys have one grammar, and a page's key begins with the key of all pages", () => {
  const keys = keysFor("orders");
  expect(keys.all).toEqual(["orders"]);
  expect(keys.pages).toEqual(["orders", "page"]);
  expect(keys.page({ kind: "b2c" })).toEqual(["orders", "page", { kind: "b2c" }]);
  expect(keys.one("7")).toEqual(["orders", "one", "7"]);
});

test("a row that did not change stays the same object, also when it moved", () => {
  const row = (id: string, status: string) => ({ id, status, store: { id: "1" } });
  const old = { items: [row("1", "pending"), row("2", "pending"), row("3", "pending")], total: 3 };
  const fresh = { items: [row("2", "pending"), row("3", "shipped")], total: 2 };
  const shared = shareRows(old, fresh) as typeof old;
  expect(shared.items[0]).toBe(old.items[1]);
  expect(shared.items[1]).toEqual(row("3", "shipped"));
  expect(shared.items[1]?.store).toBe(old.items[2]?.store);
  expect(shared.total).toBe(2);
  expect(shareRows(old, structuredClone(old))).toBe(old);
  expect(shareRows(undefined, fresh)).toBe(fresh);
});
