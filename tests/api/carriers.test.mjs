// Carriers to choose from, what a platform calls them, and that a shipment says it in the platform's words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readyOrder, confirmed, fresh } from "./lib/steps.mjs";
import { api, as, sql } from "./lib/stack.mjs";

const set = (body, client = as.admin) => client.post("carrier-mappings", { platform: "woocommerce", ...body });
const list = async (client = as.admin) => (await client.need(client.get("carrier-mappings"))).items;
const drop = ({ id, version }, client = as.admin) => client.ask("DELETE", `carrier-mappings/${id}`, { version });

test("the list names the channels' carriers and the known ones, each once, by name", async () => {
  const names = (await api.need(api.get("carriers"))).items.map(({ name }) => name);
  for (const name of ["UPS", "DHL", "Royal Mail"]) assert.ok(names.includes(name), name);
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
  assert.deepEqual(names, names.toSorted((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1));
});

test("a mapping is set, replaced, used for the next shipment, and dropped", async () => {
  const carrier = fresh("Carrier");
  const first = await as.admin.need(set({ carrier, platformCarrier: "old-name" }));
  const second = await as.admin.need(set({ carrier, platformCarrier: "platform-name" }));
  assert.equal(second.id, first.id);
  assert.deepEqual((await list()).filter((m) => m.carrier === carrier), [second]);
  const ready = await readyOrder();
  await api.need(api.post(`orders/${ready.order.id}/manual-ship`, { trackingNo: fresh("1Z"), channel: carrier }, { version: ready.order.version }));
  await confirmed(ready.order);
  const [{ content }] = sql(`SELECT content FROM writeback WHERE order_id = ${ready.order.id}`);
  assert.equal(JSON.parse(content).carrier, "platform-name");
  const late = await drop(first);
  assert.deepEqual([late.status, late.body.code, late.body.current], [412, "stale", { version: second.version }]);
  assert.equal((await drop(second)).status, 204);
  assert.equal((await drop(second)).status, 404);
  assert.ok(!(await list()).some((m) => m.carrier === carrier));
});

test("strangers, missing permissions and bad input", async () => {
  const mine = await as.admin.need(set({ carrier: fresh("Carrier"), platformCarrier: "x" }));
  assert.ok(!(await list(as.other)).some(({ id }) => id === mine.id));
  assert.equal((await drop(mine, as.operator)).status, 403);
  assert.equal((await set({ carrier: "a", platformCarrier: "b" }, as.operator)).status, 403);
  for (const body of [{}, { carrier: "a" }, { carrier: "", platformCarrier: "b" }, { carrier: "a", platformCarrier: 5 }, { carrier: "a".repeat(65), platformCarrier: "b" },
    { platform: "nowhere", carrier: "a", platformCarrier: "b" }, { carrier: "a", platformCarrier: "b", storeId: "1" }]) {
    const answer = await set(body);
    assert.deepEqual([answer.status, answer.body.code], [422, "invalid"], answer.text);
  }
  assert.equal((await drop(mine)).status, 204);
});
