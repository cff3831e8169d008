// Goods come in: the orders a batch left behind for want of them go free by themselves, and the inbox says how many.
import assert from "node:assert/strict";
import { test } from "node:test";
import { orderNow, places, readyOrder } from "./lib/steps.mjs";
import { api, as, given, until } from "./lib/stack.mjs";

test("an adjustment frees the orders that waited, the oldest first", async () => {
  const { LAX1 } = await places();
  const { store, order, sku } = await readyOrder({ quantities: [2], stock: { LAX1: 1 } });
  const orders = [order, ...await given.orders(store, ...[2, 2].map((quantity) => ({ lines: [{ productId: 101, quantity }] })))];
  const place = { warehouseId: LAX1.id, channelId: LAX1.channels["UPS-GROUND"].id };
  const batch = await api.need(api.post("orders/batch-dispatch", { orders: orders.map(({ id, version }) => ({ id, version })), ...place }), 202);
  await until("the batch is over", async () => (await api.need(api.get(`batches/${batch.id}`))).state === "done");
  for (const one of orders) assert.equal((await orderNow(one)).exception?.code, "insufficient_stock");

  const answer = await as.warehouse.need(as.warehouse.post("stock-adjustments", { warehouseId: LAX1.id, skuId: String(sku.id), change: 4, reason: "received" }), 201);
  assert.equal(answer.available, 5);
  const told = await until("the inbox says what went free", async () => {
    const { freed } = await api.need(api.get("order-exceptions"));
    return freed.find((one) => one.sku.id === String(sku.id));
  });
  assert.deepEqual([told.orders, told.warehouse.name, told.sku.name], [2, LAX1.name, sku.code]);
  assert.deepEqual(await Promise.all(orders.map(async (one) => (await orderNow(one)).exception?.code ?? null)), [null, null, "insufficient_stock"]);
  const theirs = await as.other.need(as.other.get("order-exceptions"));
  assert.ok(!theirs.freed.some((one) => one.sku.id === String(sku.id)), "another customer is not told");
});
