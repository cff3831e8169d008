// Taking an order back from the warehouse: after an edit on the platform, before anybody there has begun.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actionsOf, dispatched, excepted, orderNow, outboundNow, outboundOf, readyOrder, refused, stockOf, tryDispatch } from "./lib/steps.mjs";
import { api, as, given } from "./lib/stack.mjs";

const recall = (order, { version = order.version, body = { reason: "address changed" }, client = api, key } = {}) =>
  client.post(`orders/${order.id}/recall`, body, { version, key });

test("an address edited on the platform: taken back, and dispatched again with the new one", async () => {
  const ready = await readyOrder();
  await dispatched(ready.order);
  const first = await outboundOf(ready.order);
  await ready.store.edit(ready.order.platformOrderId, { shipping: { address1: "77 New Street" } });
  await given.sync([ready.store.id], { mode: "order_numbers", orderNumbers: [ready.order.orderNo] });
  const marked = await excepted(ready.order, "address_changed");
  const back = await api.need(recall(marked));
  assert.deepEqual([back.status, back.exception, back.outbound?.status ?? null], ["pending", null, null]);
  assert.equal((await outboundNow(first)).status, "intercepted");
  assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 0 });
  assert.ok((await actionsOf(back)).includes("intercepted"));
  const { items } = await api.need(api.get(`orders/${back.id}/revisions`));
  assert.ok(items.some(({ changes }) => changes.some(({ after }) => after?.includes("77 New Street"))), JSON.stringify(items));
  const again = await api.need(tryDispatch(back));
  assert.equal(again.status, "processing");
  assert.equal(again.recipient.address1 ?? again.recipient.line1, "77 New Street", JSON.stringify(again.recipient));
});

test("once the warehouse has begun, and before a dispatch, there is nothing to take back", async () => {
  const waiting = await readyOrder();
  await refused(waiting, [409, "action_not_allowed"], () => recall(waiting.order));
  await dispatched(waiting.order);
  await outboundOf(waiting.order, "picking");
  const order = await orderNow(waiting.order);
  await refused({ ...waiting, order }, [409, "outbound_in_progress"], () => recall(order));
});

test("bad input, strangers, old versions", async () => {
  const ready = await readyOrder();
  const order = await dispatched(ready.order);
  const here = { ...ready, order };
  await refused(here, [412, "stale"], () => recall(order, { version: order.version - 1 }));
  await refused(here, [404, "not_found"], () => recall(order, { client: as.other }));
  await refused(here, [403, "forbidden"], () => recall(order, { client: as.warehouse }));
  for (const body of [{ why: "x" }, { reason: 5 }, { reason: "x".repeat(2100) }]) await refused(here, [422, "invalid"], () => recall(order, { body }));
  const key = `recall-key-${order.id}-0123456789`;
  const once = await api.need(recall(order, { key }));
  assert.deepEqual((await recall(order, { key })).body, once);
});
