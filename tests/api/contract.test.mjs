// The contract (openapi.yaml), the program's own tables and the page's types say the same.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { contract, resolve } from "./lib/contract.mjs";
import { stack } from "./lib/stack.mjs";

const described = JSON.parse(execFileSync(`${stack.bin}/gwms-admin`, ["describe"], { encoding: "utf8" }));
const base = contract.servers[0].url;
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item).filter(([name]) => ["get", "post", "put", "patch", "delete"].includes(name))
    .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${base}${path.replace(/\{(\w+)\}/g, ":$1")}`, operation,
      parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve) })));
const routes = new Map(described.routes.map((route) => [`${route.method} ${route.path}`, route]));
const has = (operation, header) => operation.parameters.some((p) => p.in === "header" && p.name === header);

test("every route is in the contract, and every operation has a route", () => {
  assert.deepEqual([...routes.keys()].sort(), operations.map(({ name }) => name).sort());
});

for (const [header, flag] of [["Idempotency-Key", "idempotencyKey"], ["If-Match", "ifMatch"]])
  test(`the same routes need ${header}`, () => {
    const wrong = operations.filter((o) => has(o, header) !== routes.get(o.name)?.[flag]).map(({ name }) => name);
    assert.deepEqual(wrong, []);
  });

test("routes without a permission are those that the contract leaves open", () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name);
  const none = [...routes].filter(([, route]) => route.permission === null).map(([name]) => name);
  assert.deepEqual(none.sort(), open.sort());
});

test("every code of a problem is in the contract, and no other", () => {
  const codes = described.problems.map(({ code }) => code);
  assert.deepEqual(codes.sort(), [...contract.components.schemas.ProblemCode.enum].sort());
});

test("every turn of an order is in the contract, and no other", () => {
  const names = (key) => [...new Set(described.turns.map((turn) => turn[key]).filter((name) => name !== null))].sort();
  assert.deepEqual(names("code"), [...contract.components.schemas.TurnCode.enum].sort());
  assert.deepEqual(names("owner"), [...contract.components.schemas.TurnOwner.enum].sort());
});

test("permissions, kinds, states and actions have the contract's names", () => {
  const names = (schema) => contract.components.schemas[schema].enum;
  for (const { permission } of described.routes)
    assert.ok([null, "signed_in", ...names("Permission")].includes(permission), permission);
  // The rules know more actions than people have: what the warehouse and the platform do moves orders too.
  const actions = new Set(described.rules.map(({ action }) => action));
  assert.deepEqual(names("ActionName").filter((name) => !actions.has(name)), []);
  const { Actions, OutboundActions, ProblemCode } = contract.components.schemas;
  assert.deepEqual(Object.keys(Actions.properties.refused.properties), names("ActionName"));
  assert.deepEqual(Object.keys(OutboundActions.properties.refused.properties), names("OutboundAction"));
  assert.deepEqual([...names("Obstacle"), ...names("OutboundObstacle")].filter((code) => !ProblemCode.enum.includes(code)), []);
  for (const { kind, status, next } of described.rules) {
    assert.ok(names("OrderKind").includes(kind) && names("OrderStatus").includes(status), `${kind} ${status}`);
    assert.ok(next === null || names("OrderStatus").includes(next), next);
  }
});
