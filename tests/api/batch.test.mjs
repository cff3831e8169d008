// Many orders at once: rehearsed by the rules of dispatch, dispatched each for itself, with what stays and why; and whose
// turn it is with each of them.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { bind, eventsOf, makeSku, orderNow, places, readyOrder, stockOf } from "./lib/steps.mjs";
import { api, as, given, sql, until } from "./lib/stack.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const lax = async (channel) => {
  const { LAX1 } = await places();
  return { warehouseId: LAX1.id, channelId: LAX1.channels[channel ?? Object.keys(LAX1.channels).find((c) => !LAX1.channels[c].selfPickup)].id };
};
const selfPickup = async () => {
  const { LAX1 } = await places();
  return lax(Object.keys(LAX1.channels).find((c) => LAX1.channels[c].selfPickup));
};
const rehearse = async (orders, place) => api.need(api.post("orders/rehearse", { orderIds: orders.map(({ id }) => id), ...(place ?? await lax()) }, { key: null }));
const press = async (orders, options = {}) => api.post("orders/batch-dispatch",
  { orders: orders.map(({ id, version }) => ({ id, version })), ...(await lax()) }, options);
const over = (batch) => until(`batch ${batch.id} is over`, async () => {
  const now = await api.need(api.get(`batches/${batch.id}`));
  return ["done", "stopped"].includes(now.state) && now;
});

/* Orders of one store: the first of them mapped to goods of which there are `stock`. */
async function mixed(stock = 5) {
  const { store, order, sku } = await readyOrder({ quantities: [3], stock: { LAX1: stock } });
  const more = await given.orders(store,
    { lines: [{ productId: 101, quantity: 4 }] }, // 3 of 5 are gone by then
    { lines: [{ productId: 119, quantity: 1 }] }, // bound to nothing in a new store
    { lines: [{ productId: 101, quantity: 2 }] },
    { lines: [{ productId: 101, quantity: 1 }], recipient: { city: "" } });
  return { store, sku, orders: [order, ...more] };
}

describe("a batch", { concurrency: 3 }, () => {
  test("does what its rehearsal said, each order for itself", async () => {
    const { sku, orders } = await mixed();
    const before = await Promise.all(orders.map((order) => orderNow(order)));
    const said = await rehearse(before);
    assert.deepEqual(said.orders.map(({ orderId, goes, code }) => [orderId, goes, code]).slice(0, 4), [
      [orders[0].id, true, null], [orders[1].id, false, "insufficient_stock"], [orders[2].id, false, "sku_not_mapped"], [orders[3].id, true, null]]);
    assert.deepEqual(said.skus.filter((s) => s.skuId === sku.id).map(({ available, needed, remains }) => [available, needed >= 9, remains]), [[5, true, 0]]);
    assert.deepEqual((await Promise.all(orders.map((order) => orderNow(order)))).map(({ version }) => version), before.map(({ version }) => version), "nothing was written");

    const batch = await api.need(press(before), 202);
    assert.deepEqual([batch.state, batch.total, batch.waiting, batch.createdBy], ["queued", 5, 5, "Olivia Operator"]);
    const done = await over(batch);
    assert.deepEqual([done.state, done.dispatched, done.refused, done.waiting, done.skipped], ["done", said.go, said.stay, 0, 0]);
    const items = await api.all(`batches/${batch.id}/items`, 2);
    assert.deepEqual(items.map(({ orderId, state, code }) => [orderId, state === "dispatched", code]), said.orders.map(({ orderId, goes, code }) => [orderId, goes, code]));
    assert.deepEqual(items.map(({ detail }) => detail), said.orders.map(({ detail }) => detail));
    assert.deepEqual((await api.all(`batches/${batch.id}/items?state=refused`)).length, said.stay);
    assert.equal(done.refusals.reduce((n, { orders: k }) => n + k, 0), said.stay);
    assert.deepEqual(stockOf(sku), { onHand: 5, reserved: 5 });

    const after = await Promise.all(orders.map((order) => orderNow(order)));
    assert.deepEqual(after.map(({ status, exception }) => [status, exception?.code ?? null]).slice(0, 4), [
      ["processing", null], ["pending", "insufficient_stock"], ["pending", "sku_not_mapped"], ["processing", null]]);
    assert.deepEqual((await eventsOf(orders[0])).filter(({ action }) => action === "dispatched").map(({ actor }) => actor), [{ kind: "user", name: "Olivia Operator" }]);

    // two of them are remedied, and only what was refused is tried again
    sql(`UPDATE stock SET on_hand = on_hand + 100 WHERE sku_id = ${sku.id}`);
    await api.need(bind({ id: orders[2].store.id }, after[2].lines[0].skuKey, [sku]));
    const again = await api.need(api.post(`batches/${batch.id}/retry`), 202);
    assert.equal(again.total, said.stay);
    const end = await over(again);
    assert.equal(end.dispatched >= 2, true, JSON.stringify(end));
    assert.deepEqual((await Promise.all(orders.slice(1, 3).map((order) => orderNow(order)))).map(({ status, exception }) => [status, exception]), [["processing", null], ["processing", null]]);
    assert.ok((await api.need(api.get("batches"))).items.some(({ id }) => id === again.id));
  });

  test("of one order, pressed twice with one key, is one batch", async () => {
    const { order } = await readyOrder();
    const key = randomUUID();
    const [first, second] = [await press([order], { key }), await press([order], { key })];
    assert.deepEqual([first.status, second.status, second.headers.get("idempotent-replay")], [202, 202, "true"]);
    assert.equal(first.body.id, second.body.id);
    assert.equal((await over(first.body)).dispatched, 1);
    const [third] = [await api.need(press([order]), 202)];
    assert.deepEqual((await over(third)).refusals, [{ code: "stale", orders: 1 }]);
    assert.deepEqual(code(await api.post(`batches/${third.id}/retry`)), [409, "action_not_allowed"], "the order is on its way");
  });

  test("of 500 orders goes through, and can be stopped", async () => {
    const store = await given.store();
    const sku = makeSku({ stock: { LAX1: 100000 } });
    await api.need(bind(store, "101", [sku]));
    const numbers = [];
    for (let i = 0; i < 5; i++)
      numbers.push(...(await store.orders(...Array.from({ length: 100 }, () => ({ lines: [{ productId: 101, quantity: 1 }] })))).map((o) => String(o.number ?? o.id)));
    const run = await given.sync([store.id], { mode: "order_numbers", orderNumbers: numbers });
    assert.equal(run.created, 500, JSON.stringify(run));
    const orders = await api.all(`orders?storeId=${store.id}&status=pending`);
    const t = Date.now();
    const said = await rehearse(orders);
    assert.deepEqual([said.go, said.skus[0].needed, said.skus[0].remains], [500, 500, 99500]);
    assert.ok(Date.now() - t < 3000, `a rehearsal of 500 took ${Date.now() - t} ms`);
    const batch = await api.need(press(orders), 202);
    await until("it has begun", async () => (await api.need(api.get(`batches/${batch.id}`))).dispatched > 0);
    const stopped = await api.need(api.post(`batches/${batch.id}/stop`), 200);
    assert.equal(stopped.state, "stopped");
    assert.equal(stopped.dispatched + stopped.skipped, 500);
    const left = await api.all(`orders?storeId=${store.id}&status=pending`);
    assert.equal(left.length, stopped.skipped);
    if (left.length) {
      const rest = await over(await api.need(press(left), 202));
      assert.deepEqual([rest.state, rest.dispatched], ["done", left.length]);
    }
    assert.deepEqual(sql(`SELECT COUNT(*) AS n, COUNT(DISTINCT o.id) AS d FROM outbound_order ob JOIN platform_order o ON o.id = ob.platform_order_id
      WHERE o.store_id = ${store.id}`), [{ n: "500", d: "500" }]);
    assert.deepEqual(stockOf(sku), { onHand: 100000, reserved: 500 });
  });

  test("by a self-pickup channel is refused at once, and one order goes with its label", async () => {
    const { store, order } = await readyOrder();
    const place = await selfPickup();
    const [other] = await given.orders(store, { lines: [{ productId: 101, quantity: 1 }] });
    const refused = await api.post("orders/batch-dispatch", { orders: [order, other].map(({ id, version }) => ({ id, version })), ...place });
    assert.deepEqual(code(refused), [422, "batch_self_pickup"]);
    assert.match(refused.body.hint, /Keep only one order/);
    assert.deepEqual((await rehearse([order, other], place)).orders.map((o) => o.code), ["batch_self_pickup", "batch_self_pickup"]);
    assert.deepEqual((await rehearse([order], place)).orders.map((o) => o.goes), [true], "with its label");
    assert.equal((await orderNow(order)).exception, null);
  });
});

test("whose turn it is follows the order, and is a filter", async () => {
  const { store, orders } = await mixed();
  const turns = async (query = "") => Object.fromEntries((await api.all(`orders?storeId=${store.id}${query}`)).map((o) => [o.id, o.turn.code]));
  const now = await turns();
  assert.deepEqual([now[orders[0].id], now[orders[2].id]], ["dispatch", "bind_sku"]);
  assert.equal(Object.keys(await turns("&turn=you")).length, 5);
  await over(await api.need(press([orders[0]].map((o) => ({ ...o })), {}), 202));
  const sent = await orderNow(orders[0]);
  assert.deepEqual([sent.turn.owner, sent.turn.code], ["warehouse", "review"]);
  assert.ok(Math.abs(Date.parse(sent.turn.since) - Date.now()) < 60_000);
  assert.deepEqual(await turns("&turn=warehouse"), { [orders[0].id]: "review" });
  assert.equal(Object.keys(await turns("&turn=you")).length, 4);
  assert.deepEqual(await turns("&turn=you&status=processing"), {});
  assert.equal(Object.keys(await turns("&turn=you,warehouse&exception=sku_not_mapped")).length, 1);
  assert.deepEqual(code(await api.get("orders?turn=nobody")), [422, "invalid"]);
});

describe("bad input", { concurrency: 3 }, () => {
  test("of a rehearsal and of a press names the field, and changes nothing", async () => {
    const { order } = await readyOrder();
    const place = await lax();
    const id = order.id;
    const asked = { orderIds: [id], ...place };
    const pressed = { orders: [{ id, version: order.version }], ...place };
    const many = Array.from({ length: 501 }, (_, i) => String(i + 1));
    const before = sql("SELECT COUNT(*) AS n FROM batch")[0].n;
    const cases = [
      ["orders/rehearse", { ...asked, more: 1 }, "more"], ["orders/rehearse", { ...asked, orderIds: [] }, "orderIds"],
      ["orders/rehearse", { ...asked, orderIds: id }, "orderIds"], ["orders/rehearse", { ...asked, orderIds: [Number(id)] }, "orderIds"],
      ["orders/rehearse", { ...asked, orderIds: [id, id] }, "orderIds"], ["orders/rehearse", { ...asked, orderIds: many }, "orderIds"],
      ["orders/rehearse", { ...asked, warehouseId: "x" }, "warehouseId"], ["orders/rehearse", { ...asked, warehouseId: "999999" }, "warehouseId"],
      ["orders/rehearse", { orderIds: [id], warehouseId: place.warehouseId }, "channelId"],
      ["orders/batch-dispatch", { ...pressed, more: 1 }, "more"], ["orders/batch-dispatch", { ...pressed, orders: [] }, "orders"],
      ["orders/batch-dispatch", { ...pressed, orders: [{ id }] }, "orders[0].version"], ["orders/batch-dispatch", { ...pressed, orders: [{ id, version: 0 }] }, "orders[0].version"],
      ["orders/batch-dispatch", { ...pressed, orders: [{ id, version: 1, x: 1 }] }, "orders[0].x"],
      ["orders/batch-dispatch", { ...pressed, orders: [...pressed.orders, ...pressed.orders] }, "orders[1].id"],
      ["orders/batch-dispatch", { ...pressed, orders: many.map((m) => ({ id: m, version: 1 })) }, "orders"],
      ["orders/batch-dispatch", { ...pressed, warehouseId: "999999" }, "warehouseId"],
    ];
    for (const [what, body, field] of cases) {
      const answer = await api.post(what, body);
      assert.deepEqual(code(answer), [422, "invalid"], `${what} ${JSON.stringify(body).slice(0, 200)}`);
      assert.ok(answer.body.errors.some((e) => e.field.startsWith(field)), `${what}: ${answer.text}`);
    }
    const bytes = Buffer.concat([Buffer.from('{"orderIds":["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]);
    assert.deepEqual(code(await api.ask("POST", "orders/rehearse", { body: bytes, headers: { "Content-Type": "application/json" } })), [400, "malformed"]);
    assert.deepEqual(code(await api.post("orders/rehearse", { ...asked, channelId: "999999" })), [200, undefined], "what the channel stops is said of each order");
    assert.deepEqual(code(await api.post("orders/batch-dispatch", { ...pressed, channelId: "999999" })), [422, "channel_not_available"]);
    assert.deepEqual(code(await api.post("orders/batch-dispatch", pressed, { key: null })), [400, "idempotency_key_missing"]);
    for (const bad of ["batches/1/items?state=lost", "batches/1/items?limit=0", "batches/1/items?cursor=x", "batches/1?x=1", "batches?limit=3"])
      assert.equal((await api.get(bad)).status, 422, bad);
    for (const what of ["retry", "stop"]) assert.deepEqual(code(await api.post(`batches/1/${what}`, { x: 1 })), [422, "invalid"]);
    assert.equal(sql("SELECT COUNT(*) AS n FROM batch")[0].n >= before, true);
    assert.equal((await orderNow(order)).version, order.version);
  });

  test("others' orders and batches are not there, and a right that is missing is named", async () => {
    const { order } = await readyOrder();
    const place = await lax();
    const batch = await api.need(press([order]), 202);
    await over(batch);
    for (const client of [as.other, as.warehouse]) {
      assert.equal((await client.get(`batches/${batch.id}`)).status, 404);
      assert.equal((await client.get(`batches/${batch.id}/items`)).status, 404);
    }
    assert.deepEqual(code(await as.other.post("orders/rehearse", { orderIds: [order.id], ...place })), [404, "not_found"]);
    assert.deepEqual(code(await as.other.post("orders/batch-dispatch", { orders: [{ id: order.id, version: 1 }], ...place })), [404, "not_found"]);
    assert.deepEqual(code(await as.other.post(`batches/${batch.id}/retry`)), [404, "not_found"]);
    assert.deepEqual(code(await as.other.post(`batches/${batch.id}/stop`)), [404, "not_found"]);
    assert.deepEqual(code(await api.get("batches/999999999")), [404, "not_found"]);
    for (const what of ["orders/rehearse", "orders/batch-dispatch", `batches/${batch.id}/retry`, `batches/${batch.id}/stop`])
      assert.deepEqual(code(await as.warehouse.post(what, {})), [403, "forbidden"], what);
  });
});
