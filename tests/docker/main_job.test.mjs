// The main job through the containers, from the outside alone: what a merchant and the warehouse do in a day.
// GWMS_TEST_STACK names the addresses; there is no way to the database from here.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import test from "node:test";
import { api, as, practice, until } from "../api/lib/stack.mjs";

const WAIT_S = 180;

test("an order is pulled, dispatched, shipped and confirmed by the shop", async () => {
  const { items: stores } = await as.admin.need(as.admin.get("stores"));
  const shop = stores.find(({ name }) => name === "Harbor Shop");
  await api.need(api.post("sync-runs", { kind: "b2c", storeIds: [shop.id], mode: "immediate" }));
  const order = await until("an order that can be dispatched is there", async () => {
    const { items } = await api.need(api.get("orders?kind=b2c&status=pending&limit=50"));
    return items.find((row) => row.actions.allowed.includes("dispatch") && row.store.name === "Harbor Shop" && !row.exception);
  }, WAIT_S);

  const { items: warehouses } = await as.root.need(as.root.get("warehouses"));
  const warehouse = warehouses.find(({ code }) => code === "LAX1");
  const { items: channels } = await as.root.need(as.root.get(`shipping-channels?warehouseId=${warehouse.id}`));
  const channel = channels.find(({ code }) => code === "UPS-GROUND");
  const sent = await api.need(api.post(`orders/${order.id}/dispatch`, { warehouseId: warehouse.id, channelId: channel.id }, { version: order.version }));
  assert.equal(sent.status, "processing");

  let outbound = await as.warehouse.need(as.warehouse.get(`outbound-orders/${sent.outbound.id}`));
  const trackingNo = `1Z${randomUUID().slice(0, 13)}`;
  for (const [action, body] of [["review"], ["pick"], ["pack", { weightGrams: 900 }], ["ship", { trackingNo }]])
    outbound = await as.warehouse.need(as.warehouse.post(`outbound-orders/${outbound.id}/${action}`, body, { version: outbound.version }));
  assert.equal(outbound.status, "shipped");

  await until("the platform has confirmed it", async () => (await api.need(api.get(`orders/${order.id}`))).status === "completed", WAIT_S);
  const { effects } = await practice.get("shops/harbor/ledger");
  const told = effects.filter(({ effect, tracking, detail }) => effect !== "status" && (tracking === trackingNo || detail?.includes(trackingNo)));
  assert.equal(told.length, 1, "the shop was told exactly once");
});

test("the page and its headers are served", async () => {
  const { stack } = await import("../api/lib/stack.mjs");
  const page = await fetch(stack.origin);
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'/);
  assert.match(await page.text(), /<script type="module"/);
});
