// Every change of one thing says which version of it was seen: generated from the contract, which the route table is held
// against, so that a new route cannot be forgotten. Without a version nothing is done (428), with one that does not stand
// nothing either, and the answer says which one does (412).
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { as } from "./lib/stack.mjs";
import { call, footprint, hasId, idFor, makeWorld, neededQuery, operations, sample, takesJson, whoMay } from "./lib/walk.mjs";

/* What may change without: nothing so far. A line here names the operation and says why. */
const without = {};
const changes = operations.filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method));
let world;

before(async () => {
  world = await makeWorld();
  await world.client.need(world.client.post(`stores/${world.store.id}/webhook`));
  await world.client.need(world.client.post("carrier-mappings", { platform: "woocommerce", carrier: "A carrier", platformCarrier: "another" }));
});

test("every PUT, PATCH and DELETE takes If-Match", () => {
  assert.ok(changes.length >= 15, `${changes.length} changes`);
  assert.deepEqual(changes.filter((op) => !op.header("If-Match") && !without[op.name]).map(({ name }) => name), []);
});

test("what was not seen as it stands is not changed", async () => {
  const standing = footprint(world.customer);
  for (const op of changes.filter(({ name }) => !without[name])) {
    const client = await whoMay(op, [world.client, as.root]);
    const request = { ...(hasId(op) ? { id: idFor(op, world) } : {}), query: neededQuery(op, world), body: op.schema && takesJson(op) ? sample(op.schema, world) : undefined };
    const none = await call(op, client, { ...request, version: undefined });
    assert.deepEqual([none.status, none.body.code], [428, "version_missing"], `${op.name}: ${none.text}`);
    const late = await call(op, client, { ...request, version: 999_999 });
    assert.deepEqual([late.status, late.body.code], [412, "stale"], `${op.name}: ${late.text}`);
    assert.ok(late.body.current.version >= 1, `${op.name}: ${late.text}`);
  }
  assert.deepEqual(footprint(world.customer), standing);
});
