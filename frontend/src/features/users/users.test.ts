import { describe, expect, test } from "vitest";
import type { Role, User } from "../../api/users";
import { noView, readView, writeView } from "./filters";
import { permissionsOf, rolesFor, stateOf } from "./rights";

const roles: Role[] = [
  { code: "operator", name: "Operator", staff: false, permissions: ["order_view", "order_sync"], givable: true },
  { code: "boss", name: "Boss", staff: false, permissions: ["user_manage", "order_view"], givable: false },
  { code: "warehouse", name: "Staff", staff: true, permissions: ["outbound_work"], givable: true },
];
const user: User = {
  id: "1",
  customer: null,
  email: "a@b.example",
  name: "Ann",
  language: "en",
  roles: ["operator"],
  enabled: true,
  allWarehouses: false,
  warehouseIds: [],
  hasPassword: true,
  invitedUntil: null,
  lastSignIn: null,
  editable: true,
  version: 1,
};

describe("where a user stands", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  test.each([
    [{}, "active"],
    [{ enabled: false }, "off"],
    [{ hasPassword: false }, "waiting"],
    [{ hasPassword: false, invitedUntil: "2026-01-01T12:30:00Z" }, "invited"],
    [{ hasPassword: false, invitedUntil: "2026-01-01T11:59:00Z" }, "waiting"],
    [{ enabled: false, hasPassword: false, invitedUntil: "2026-01-01T12:30:00Z" }, "off"],
  ] as const)("%o is %s", (change, state) => {
    expect(stateOf({ ...user, ...change }, now)).toBe(state);
  });
});

test("roles come to their permissions, each once and in order", () => {
  expect(permissionsOf(["boss", "operator"], roles, ["order_view", "order_sync", "user_manage"])).toEqual([
    "order_view",
    "order_sync",
    "user_manage",
  ]);
});

test("what cannot be given is offered only where it is had already", () => {
  expect(rolesFor(false, ["operator"], roles).map((r) => r.code)).toEqual(["operator"]);
  expect(rolesFor(false, ["boss"], roles).map((r) => r.code)).toEqual(["operator", "boss"]);
  expect(rolesFor(true, [], roles).map((r) => r.code)).toEqual(["warehouse"]);
});

test.each(["", "?q=ann", "?cursor=x&customerId=12&q=a%26b"])("the address %s says what it reads", (search) => {
  expect(writeView(readView(search))).toBe(search);
});

test("what cannot be read is dropped", () => {
  expect(readView("?customerId=abc&other=1")).toEqual(noView);
});
