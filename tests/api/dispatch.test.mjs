// The main job through the API: pull, bind, dispatch, review, pick, pack, ship, told to the platform once, completed.
// And everything that can stand in its way: refused with its name, and nothing has changed.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { actionsOf, bind, confirmed, dispatched, eventsOf, excepted, fresh, makeSku, orderNow, outboundNow, outboundOf, places, readyOrder, refused, said, sentOff,
  settled, shipped, standing, step, stockOf, timesTold, tryDispatch } from "./lib/steps.mjs";
import { api, as, Client, given, practice, sql } from "./lib/stack.mjs";
import { person } from "./lib/people.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const post = (order, action, body, options = {}) => api.post(`orders/${order.id}/${action}`, body, { version: order.version, ...options });
const liveOutbounds = (order) => sql(`SELECT id, status FROM outbound_order WHERE platform_order_id = ${order.id} AND status <> 'intercepted'`);

describe("the main job", { concurrency: 2 }, () => {
  test("from the shop to Completed, in two parcels", async () => {
    const store = await given.store();
    const [waiting] = await given.orders(store, { note: "Please ring twice", lines: [{ productId: 101, quantity: 2 }, { productId: 102, quantity: 3 }] });
    assert.deepEqual([waiting.status, waiting.exception.code, waiting.fulfilmentStatus], ["pending", "sku_not_mapped", "unfulfilled"]);
    assert.match(waiting.exception.detail, /SKU \[HB-001\].*not mapped to a warehouse SKU/);

    const skus = [makeSku({ stock: { LAX1: 10 } }), makeSku({ stock: { LAX1: 10 } })];
    const mapping = await api.need(bind(store, waiting.lines[0].skuKey, [skus[0]]));
    assert.deepEqual([mapping.platformSku, mapping.freedOrders, mapping.items.map(({ skuId }) => skuId)], ["HB-001", 1, [skus[0].id]]);
    assert.match((await orderNow(waiting)).exception.detail, /HB-002/, "the other line still waits");
    await api.need(bind(store, waiting.lines[1].skuKey, [skus[1]]));
    const ready = await orderNow(waiting);
    assert.equal(ready.exception, null);

    const sent = await dispatched(ready);
    assert.deepEqual([sent.status, sent.warehouse.name, sent.shippingProvider, sent.serviceType, sent.fulfilmentStatus, sent.outbound.status],
      ["processing", "Los Angeles 1", "UPS", "Ground", "in_warehouse", "draft"]);
    assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 10, reserved: 2 }, { onHand: 10, reserved: 3 }]);

    const packed = await outboundOf(sent, "packed");
    assert.deepEqual([packed.unitCount, packed.weightGrams, packed.buyerNote, packed.recipient.name], [5, 700, "Please ring twice", sent.recipient.name]);
    const first = await shipped(packed, { lines: [[packed.lines[0], 2], [packed.lines[1], 1]] });
    assert.deepEqual([first.outbound.status, first.outbound.shippedCount], ["packed", 3]);
    const part = await orderNow(sent);
    assert.deepEqual([part.status, part.fulfilmentStatus, part.lines.map(({ shippedQty }) => shippedQty)], ["partially_shipped", "partly_shipped", [2, 1]]);
    const rest = await shipped(first.outbound);
    assert.deepEqual([rest.outbound.status, rest.outbound.shippedCount], ["shipped", 5]);

    const done = await settled(sent, "completed");
    assert.deepEqual([done.exception, done.fulfilmentStatus, done.wmsShippingCost, done.wmsShippingCurrency], [null, "shipped", "16.70", "USD"]);
    assert.deepEqual(done.parcels.map(({ trackingNo, carrier }) => [trackingNo, carrier]), [[first.trackingNo, "UPS"], [rest.trackingNo, "UPS"]]);
    assert.deepEqual(done.writebacks.map(({ state, attempts, trackingNo }) => [state, attempts, trackingNo]), [["confirmed", 1, first.trackingNo], ["confirmed", 1, rest.trackingNo]]);
    assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 8, reserved: 0 }, { onHand: 7, reserved: 0 }]);
    for (const { trackingNo } of [first, rest]) assert.equal(await timesTold(store, done, trackingNo), 1);
    const there = await store.control("GET", `orders/${done.platformOrderId}`);
    assert.equal(there.status, "completed");
    assert.deepEqual(there.trackings.map(({ tracking }) => tracking), [first.trackingNo, rest.trackingNo]);
    assert.deepEqual((await actionsOf(done)).filter((action) => !action.startsWith("writeback") && !action.startsWith("exception")),
      ["created", "dispatched", "reviewed", "picked", "packed", "parcel_shipped", "parcel_shipped", "completed"]);
    assert.deepEqual((await eventsOf(done)).filter(({ action }) => action === "dispatched").map(({ actor, before, after }) => [actor, before, after]),
      [[{ kind: "user", name: "Olivia Operator" }, "pending", "processing"]]);
  });

  test("what comes back from the platform after that is an echo, not an edit", async () => {
    const ready = await readyOrder();
    await sentOff(ready);
    const done = await settled(ready.order, "completed");
    const run = await ready.store.sync({ mode: "order_numbers", orderNumbers: [done.orderNo] });
    assert.deepEqual([run.status, run.unchanged, run.updated], ["no_new_orders", 1, 0]);
    const after = await orderNow(done);
    assert.deepEqual([after.status, after.exception, after.writebacks], ["completed", null, done.writebacks]);
  });

  test("a binding serves every waiting order of its store, now and later, and of no other store", async () => {
    const [store, other] = await Promise.all([given.store(), given.store()]);
    const waiting = await given.orders(store, {}, {}, {});
    const [elsewhere] = await given.orders(other, {});
    const mapping = await api.need(bind(store, waiting[0].lines[0].skuKey, [makeSku()]));
    assert.equal(mapping.freedOrders, 3);
    for (const order of waiting) assert.equal((await orderNow(order)).exception, null);
    assert.equal((await orderNow(elsewhere)).exception.code, "sku_not_mapped");
    const [later] = await given.orders(store, {});
    assert.deepEqual([later.exception, later.lines[0].mapping.length], [null, 1]);
  });

  test("a bundle takes all its goods, and is told of in the platform's units", async () => {
    const store = await given.store();
    const [order] = await given.orders(store, { lines: [{ productId: 118, quantity: 3 }] });
    const [lamp, bulb] = [makeSku({ stock: { LAX1: 20 } }), makeSku({ stock: { LAX1: 20 } })];
    await api.need(bind(store, order.lines[0].skuKey, [lamp, [bulb, 4]]));
    const sent = await dispatched(await orderNow(order));
    assert.deepEqual([stockOf(lamp).reserved, stockOf(bulb).reserved], [3, 12]);
    const packed = await outboundOf(sent, "packed");
    const [lamps, bulbs] = [packed.lines.find((l) => l.skuId === lamp.id), packed.lines.find((l) => l.skuId === bulb.id)];
    const first = await shipped(packed, { lines: [[lamps, 1], [bulbs, 4]] });
    assert.equal((await orderNow(sent)).lines[0].shippedQty, 1);
    await shipped(first.outbound);
    const done = await settled(sent, "completed");
    assert.equal(done.lines[0].shippedQty, 3);
    const { trackings } = await store.control("GET", `orders/${done.platformOrderId}`);
    assert.deepEqual(trackings.map(({ items }) => items.map(({ qty }) => qty)), [[1], [2]]);
  });
});

/* ---- what stands in the way ----------------------------------------------------------------------- */

describe("a dispatch is refused by name", { concurrency: 4 }, () => {
  const cannot = (name, answer, given_, detail, options) => test(name, async () => {
    const ready = await given_();
    const body = await refused(ready, answer, () => tryDispatch(ready.order, options));
    assert.match(body.detail, detail);
    assert.notEqual(body.hint, "");
  });
  const orderOnly = (spec) => async () => {
    const store = await given.store();
    const [order] = await given.orders(store, spec);
    return { store, order };
  };

  cannot("a line has no warehouse SKU", [422, "sku_not_mapped"], orderOnly({ lines: [{ productId: 101 }, { productId: 140 }] }), /SKU \[HB-001\].*not mapped to a warehouse SKU/);
  cannot("one of two lines has none", [422, "sku_not_mapped"], async () => {
    const ready = await orderOnly({ lines: [{ productId: 101 }, { productId: 102 }] })();
    await api.need(bind(ready.store, ready.order.lines[0].skuKey, [makeSku()]));
    return { ...ready, order: await orderNow(ready.order) };
  }, /^SKU \[HB-002\] not mapped/);
  cannot("more is ordered than there is", [422, "insufficient_stock"], () => readyOrder({ quantities: [5, 1], stock: { LAX1: 4 } }), /Insufficient stock: SKU-/);
  cannot("there is enough, but in another warehouse", [422, "insufficient_stock"], () => readyOrder({ stock: { HAM1: 100 } }), /Insufficient stock/);
  cannot("the address has gaps", [422, "address_incomplete"], () => readyWith({ recipient: { name: "Jo Doe", city: "Reno", country: "US" } }), /address line 1, state, zip code/);
  cannot("there is no address", [422, "address_incomplete"], () => readyWith({ recipient: null }), /name, address line 1, city/);
  cannot("it is not paid", [409, "order_unpaid"], () => readyWith({ status: "on-hold" }), /not paid/);
  cannot("nothing in it can be shipped", [422, "no_shippable_items"], () => readyWith({ lines: [{ productId: 141 }] }), /no shippable items/);
  cannot("a self-pickup channel", [422, "label_required"], () => readyOrder(), /PDF label/, { channel: "PICKUP" });
  test("a channel of another warehouse", async () => {
    const ready = await readyOrder();
    const { LAX1, HAM1 } = await places();
    const body = await refused(ready, [422, "channel_not_available"], () => post(ready.order, "dispatch", { warehouseId: LAX1.id, channelId: HAM1.channels["DHL-PAKET"].id }));
    assert.match(body.detail, /Los Angeles 1/);
  });
  test("no such warehouse, no such channel", async () => {
    const ready = await readyOrder();
    const { LAX1 } = await places();
    const body = await refused(ready, [422, "invalid"], () => post(ready.order, "dispatch", { warehouseId: "999999", channelId: LAX1.channels["UPS-GROUND"].id }));
    assert.deepEqual(body.errors.map(({ field }) => field), ["warehouseId"]);
    await refused(ready, [422, "channel_not_available"], () => post(ready.order, "dispatch", { warehouseId: LAX1.id, channelId: "999999" }));
  });
  test("a customer without the Drop Shipping business there", async () => {
    const meadow = person({ role: "customer_admin", customer: "meadow" });
    const store = await given.store({}, meadow);
    const [made] = await store.orders({});
    const run = await given.sync([store.id], { mode: "order_numbers", orderNumbers: [made.number] }, meadow);
    assert.equal(run.status, "success", JSON.stringify(run));
    const { items: [order] } = await meadow.need(meadow.get(`orders?storeId=${store.id}`));
    const goods = makeSku({ customer: "meadow", stock: { LAX1: 10, HAM1: 10 } });
    await meadow.need(bind(store, "101", [goods], meadow));
    const version = (await orderNow(order, meadow)).version;
    const answer = await tryDispatch(order, { client: meadow, version });
    assert.deepEqual(code(answer), [422, "business_missing"]);
    assert.match(answer.body.detail, /Los Angeles 1/);
    assert.equal((await tryDispatch(order, { warehouse: "HAM1", channel: "DHL-PAKET", client: meadow, version })).status, 200, "in Hamburg it has");
  });
  test("it is cancelled already", async () => {
    const ready = await readyOrder();
    const cancelled = await api.need(post(ready.order, "cancel", { reason: "the buyer called" }));
    await refused(ready, [409, "action_not_allowed"], () => tryDispatch(cancelled));
  });

  async function readyWith(spec) {
    const store = await given.store();
    const [order] = await given.orders(store, spec);
    const sku = makeSku();
    for (const line of order.lines) if (line.skuKey) await api.need(bind(store, line.skuKey, [sku]));
    return { store, order: await orderNow(order), skus: [sku] };
  }
});

test("what keeps an order back stands under it, with its name", async () => {
  const store = await given.store();
  const orders = await given.orders(store, {}, { recipient: null }, { status: "on-hold" }, { lines: [{ productId: 141 }] });
  assert.deepEqual(orders.map(({ exception }) => exception?.code), ["sku_not_mapped", "sku_not_mapped", "order_unpaid", "no_shippable_items"]);
  await api.need(bind(store, "101", [makeSku()]));
  assert.deepEqual(await Promise.all(orders.slice(0, 2).map(async (order) => (await orderNow(order)).exception?.code)), [undefined, "address_incomplete"]);
  const listed = await api.all(`orders?storeId=${store.id}&exception=any`);
  assert.equal(listed.length, 3);
});

test("the address completed on the platform lets the order go", async () => {
  const { store, order } = await (async () => {
    const at = await given.store();
    const [made] = await given.orders(at, { recipient: { name: "Jo Doe", address1: "1 Main St", city: "Reno", country: "US" } });
    await api.need(bind(at, "101", [makeSku()]));
    return { store: at, order: await orderNow(made) };
  })();
  assert.equal(order.exception.code, "address_incomplete");
  await store.edit(order.platformOrderId, { shipping: { state: "NV", postcode: "89501" } });
  await store.sync({ mode: "order_numbers", orderNumbers: [order.orderNo] });
  const now = await orderNow(order);
  assert.equal(now.exception, null);
  await dispatched(now);
});

/* ---- pressed twice ------------------------------------------------------------------------------------ */

describe("pressed twice", { concurrency: 4 }, () => {
  test("the same press five times at once makes one outbound order", async () => {
    const ready = await readyOrder({ quantities: [2] });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => tryDispatch(ready.order, { key })));
    for (const answer of answers) assert.ok(answer.status === 200 || answer.body.code === "request_in_progress", answer.text);
    const good = answers.filter(({ status }) => status === 200);
    assert.ok(good.length > 0);
    assert.equal(new Set(good.map(({ body }) => body.outbound.id)).size, 1);
    assert.ok(good.filter(({ headers }) => headers.get("idempotent-replay") === "true").length >= good.length - 1);
    assert.equal(liveOutbounds(ready.order).length, 1);
    assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 2 });
  });

  test("five windows at once: one dispatches, the others are told that it was changed", async () => {
    const ready = await readyOrder({ quantities: [2] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => tryDispatch(ready.order)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412, 412]);
    const now = await orderNow(ready.order);
    for (const { status, body } of answers) if (status === 412) assert.deepEqual([body.code, body.current], ["stale", { version: now.version }]);
    assert.equal(liveOutbounds(ready.order).length, 1);
    assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 2 });
  });

  test("the last three pieces go to three of eight orders", async () => {
    const store = await given.store();
    const orders = await given.orders(store, ...Array.from({ length: 8 }, () => ({})));
    const sku = makeSku({ stock: { LAX1: 3 } });
    await api.need(bind(store, "101", [sku]));
    const fresh_ = await Promise.all(orders.map((order) => orderNow(order)));
    const answers = await Promise.all(fresh_.map((order) => tryDispatch(order)));
    const codes = answers.map(({ status, body }) => (status === 200 ? "ok" : body.code)).sort();
    assert.deepEqual(codes, [...Array(5).fill("insufficient_stock"), "ok", "ok", "ok"]);
    assert.deepEqual(stockOf(sku), { onHand: 3, reserved: 3 });
  });

  test("one parcel leaves once, in two windows and with one key", async () => {
    const ready = await readyOrder({ quantities: [2] });
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    const line = [{ lineId: packed.lines[0].id, quantity: 1 }];
    const two = await Promise.all([1, 2].map(() => step(packed, "ship", { trackingNo: fresh("1Z"), lines: line })));
    assert.deepEqual(two.map(({ status }) => status).sort(), [200, 412]);
    const { body: after } = two.find(({ status }) => status === 200);
    const key = randomUUID();
    const trackingNo = fresh("1Z");
    const again = [];
    for (let i = 0; i < 2; i++) again.push(await step(after, "ship", { trackingNo }, { key }));
    assert.deepEqual(again.map(({ status, headers }) => [status, headers.get("idempotent-replay")]), [[200, null], [200, "true"]]);
    assert.deepEqual(again[1].body, again[0].body);
    assert.equal((await settled(ready.order, "completed")).parcels.length, 2);
    assert.deepEqual(stockOf(ready.sku), { onHand: 98, reserved: 0 });
    assert.equal(await timesTold(ready.store, ready.order, trackingNo), 1);
  });

  test("dispatch and cancel at once: one of them", async () => {
    const ready = await readyOrder();
    const answers = await Promise.all([tryDispatch(ready.order), post(ready.order, "cancel", {})]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
    const now = await orderNow(ready.order);
    assert.equal(liveOutbounds(now).length, now.status === "processing" ? 1 : 0);
    assert.equal(stockOf(ready.sku).reserved, now.status === "processing" ? 1 : 0);
  });
});

/* ---- keys and versions ---------------------------------------------------------------------------------- */

describe("idempotency keys", { concurrency: 4 }, () => {
  test("the same key answers the same again, with the ETag, and does nothing", async () => {
    const ready = await readyOrder();
    const key = randomUUID();
    const first = await tryDispatch(ready.order, { key });
    const before = await standing(ready);
    const again = await tryDispatch(ready.order, { key });
    assert.deepEqual([again.status, again.text, again.headers.get("etag")], [200, first.text, first.headers.get("etag")]);
    assert.deepEqual([first.headers.get("idempotent-replay"), again.headers.get("idempotent-replay")], [null, "true"]);
    assert.deepEqual(await standing(ready), before);
  });

  test("a key is good for one request: another body, path or version is refused", async () => {
    const ready = await readyOrder();
    const key = randomUUID();
    await dispatched(ready.order, { key });
    for (const attempt of [
      () => tryDispatch(ready.order, { key, channel: "FEDEX-2D" }),
      () => tryDispatch(ready.order, { key, version: ready.order.version + 1 }),
      () => post(ready.order, "cancel", {}, { key }),
    ]) await refused(ready, [422, "idempotency_key_reused"], attempt);
  });

  test("a key of somebody else is no key of mine", async () => {
    const [mine, yours] = [await readyOrder(), await readyOrder()];
    const key = randomUUID();
    await dispatched(mine.order, { key });
    assert.equal((await tryDispatch(yours.order, { key, client: as.admin })).status, 200);
  });

  test("a refusal keeps nothing: the same key goes through once the reason is gone", async () => {
    const ready = await readyOrder({ quantities: [3], stock: { LAX1: 2 } });
    const key = randomUUID();
    await refused(ready, [422, "insufficient_stock"], () => tryDispatch(ready.order, { key }));
    sql(`UPDATE stock SET on_hand = 3 WHERE sku_id = ${ready.sku.id}; UPDATE stock_movement SET on_hand_change = 3 WHERE sku_id = ${ready.sku.id} AND cause = 'adjustment'`);
    assert.equal((await tryDispatch(ready.order, { key })).status, 200);
  });

  test("no key, or none that is one", async () => {
    const ready = await readyOrder();
    for (const key of [null, "short", "x".repeat(15), "x".repeat(65), "with spaces in the key", "schlüssel-mit-umlaut", "semi;colon;semi;colon", "a/b/c/d/e/f/g/h/i/j"])
      await refused(ready, [400, "idempotency_key_missing"], () => tryDispatch(ready.order, { key: null, ...(key === null ? {} : { key }) }));
    for (const key of [fresh("key").padEnd(64, "_"), fresh("key").slice(-16)])
      assert.notEqual((await tryDispatch(ready.order, { key, version: 1 })).body.code, "idempotency_key_missing", key);
  });
});

describe("versions", { concurrency: 4 }, () => {
  test("an old version is answered with the current one", async () => {
    const ready = await readyOrder();
    const body = await refused(ready, [412, "stale"], () => tryDispatch(ready.order, { version: ready.order.version - 1 }));
    assert.deepEqual(body.current, { version: ready.order.version });
    assert.equal((await tryDispatch(ready.order, { version: body.current.version })).status, 200);
  });

  test("a change without the version that was seen", async () => {
    const ready = await readyOrder();
    for (const action of ["dispatch", "cancel", "manual-ship", "mark-shipped"])
      await refused(ready, [428, "version_missing"], () => api.post(`orders/${ready.order.id}/${action}`, {}));
    const { outbound } = await dispatched(ready.order);
    for (const action of ["review", "pick", "pack", "ship", "intercept"])
      await refused(ready, [428, "version_missing"], () => as.warehouse.post(`outbound-orders/${outbound.id}/${action}`, {}));
    await refused(ready, [428, "version_missing"], () => as.admin.patch(`stores/${ready.store.id}`, { name: "No" }));
  });

  test("a version that is none", async () => {
    const ready = await readyOrder();
    for (const value of ["3", '"x"', '""', "*", 'W/3', 'W/W/"3"', '"3", "4"', '"-1"', '"0"', '"3.0"', `"${"9".repeat(30)}"`, '" 3"'])
      await refused(ready, [400, "malformed"], () => api.post(`orders/${ready.order.id}/dispatch`, {}, { headers: { "If-Match": value } }));
  });

  test("an outbound order has one of its own", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const draft = await outboundOf(ready.order);
    const reviewed = await as.warehouse.need(step(draft, "review"));
    assert.ok(reviewed.version > draft.version);
    const stale = await step(draft, "pick");
    assert.deepEqual([stale.status, stale.body.current], [412, { version: reviewed.version }]);
    assert.equal((await outboundNow(draft)).status, "reviewed");
  });

  test("the ETag of an answer, compressed or not, is the version for the next change", async () => {
    const ready = await readyOrder();
    const { headers } = await api.get(`orders/${ready.order.id}`);
    assert.match(headers.get("etag"), new RegExp(`^(W/)?"${ready.order.version}"$`));
    assert.equal((await post(ready.order, "cancel", {}, { version: undefined, headers: { "If-Match": headers.get("etag") } })).status, 200);
  });
});

/* ---- in the warehouse -------------------------------------------------------------------------------- */

describe("in the warehouse", { concurrency: 4 }, () => {
  test("each step waits for the one before it", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const bodies = { review: undefined, pick: undefined, pack: { weightGrams: 1 }, ship: { trackingNo: "1Z" }, intercept: {} };
    const may = { draft: ["review", "intercept"], reviewed: ["pick", "intercept"], picking: ["pack"], packed: ["ship"], shipped: [] };
    let outbound = await outboundOf(ready.order);
    for (const [status, allowed] of Object.entries(may)) {
      if (status !== "draft") outbound = status === "shipped" ? (await shipped(outbound)).outbound : await outboundOf(ready.order, status);
      assert.equal(outbound.status, status);
      for (const [action, body] of Object.entries(bodies)) {
        const says = said(outbound, action);
        assert.equal(says === null, allowed.includes(action), `${action} of one that is ${status}`);
        if (says === null) continue;
        const answer = await step(outbound, action, body);
        assert.deepEqual(code(answer), [409, says], `${action} of one that is ${status}`);
        assert.match(answer.body.detail, /^Outbound order OB\S+ is .*\.$/);
      }
      assert.deepEqual(await outboundNow(outbound), outbound, "nothing has changed");
    }
  });

  test("more than is left, a line of another order, a line twice", async () => {
    const [ready, other] = [await readyOrder({ quantities: [2] }), await readyOrder()];
    await dispatched(ready.order);
    await dispatched(other.order);
    const packed = await outboundOf(ready.order, "packed");
    const foreign = await outboundOf(other.order);
    const ship = (lines) => () => step(packed, "ship", { trackingNo: fresh("1Z"), lines });
    const id = packed.lines[0].id;
    const fields = async (act) => (await refused(ready, [422, "invalid"], act)).errors.map(({ field }) => field);
    await refused(ready, [422, "quantity_exceeds"], ship([{ lineId: id, quantity: 3 }]));
    assert.deepEqual(await fields(ship([{ lineId: foreign.lines[0].id, quantity: 1 }])), ["lines[0].lineId"]);
    assert.deepEqual(await fields(ship([{ lineId: id, quantity: 1 }, { lineId: id, quantity: 1 }])), ["lines[1].lineId"]);
    assert.deepEqual(await fields(ship([{ lineId: id, quantity: 0 }])), ["lines[0].quantity"]);
    assert.deepEqual(await fields(ship([])), ["lines"]);
    const { outbound } = await shipped(packed, { lines: [[packed.lines[0], 1]] });
    const answer = await step(outbound, "ship", { trackingNo: fresh("1Z"), lines: [{ lineId: id, quantity: 2 }] });
    assert.deepEqual(code(answer), [422, "quantity_exceeds"], "one is left");
  });

  test("a tracking number is on one parcel of the order", async () => {
    const ready = await readyOrder({ quantities: [2] });
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    const { outbound, trackingNo } = await shipped(packed, { lines: [[packed.lines[0], 1]] });
    await confirmed(ready.order);
    await refused(ready, [409, "tracking_taken"], () => step(outbound, "ship", { trackingNo }));
  });

  test("intercepted before picking: stock back, order pending again, and it can go once more", async () => {
    const ready = await readyOrder({ quantities: [4] });
    const sent = await dispatched(ready.order);
    const reviewed = await outboundOf(sent, "reviewed");
    const stopped = await as.warehouse.need(step(reviewed, "intercept", { reason: "damaged shelf" }));
    assert.equal(stopped.status, "intercepted");
    const back = await orderNow(sent);
    assert.deepEqual([back.status, back.outbound, back.warehouse, stockOf(ready.sku)], ["pending", null, null, { onHand: 100, reserved: 0 }]);
    assert.match((await eventsOf(sent)).at(-1).detail, /damaged shelf/);
    const again = await dispatched(back, { warehouse: "LAX1", channel: "FEDEX-2D" });
    assert.notEqual(again.outbound.id, sent.outbound.id);
    assert.deepEqual([liveOutbounds(sent).length, stockOf(ready.sku).reserved], [1, 4]);
  });
});

/* ---- the other ways out --------------------------------------------------------------------------------- */

describe("cancelling", { concurrency: 4 }, () => {
  test("a pending order, with the reason on its timeline", async () => {
    const ready = await readyOrder();
    const now = await api.need(post(ready.order, "cancel", { reason: "changed their mind" }));
    assert.deepEqual([now.status, now.exception], ["cancelled", null]);
    const last = (await eventsOf(now)).at(-1);
    assert.deepEqual([last.action, last.before, last.after, last.detail], ["cancelled", "pending", "cancelled", "changed their mind"]);
  });

  test("one that is with the warehouse: the outbound order is stopped and the stock is back", async () => {
    const ready = await readyOrder({ quantities: [2] });
    const sent = await dispatched(ready.order);
    const draft = await outboundOf(sent, "reviewed");
    const now = await api.need(post(await orderNow(sent), "cancel", {}));
    assert.equal(now.status, "cancelled");
    assert.equal((await outboundNow(draft)).status, "intercepted");
    assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 0 });
    await refused(ready, [409, "action_not_allowed"], () => post(now, "cancel", {}));
  });

  for (const at of ["picking", "packed"])
    test(`one that is ${at}: too late`, async () => {
      const ready = await readyOrder();
      await dispatched(ready.order);
      await outboundOf(ready.order, at);
      const now = await orderNow(ready.order);
      assert.equal(said(now, "cancel"), "outbound_in_progress");
      const body = await refused(ready, [409, "outbound_in_progress"], () => post(now, "cancel", {}));
      assert.match(body.detail, new RegExp(at === "packed" ? "packed" : "picked"));
    });

  test("one that has left", async () => {
    const ready = await readyOrder();
    await sentOff(ready);
    const done = await settled(ready.order, "completed");
    await refused(ready, [409, "action_not_allowed"], () => post(done, "cancel", {}));
  });
});

describe("shipping by hand", { concurrency: 4 }, () => {
  const hand = { trackingNo: "H", channel: "Local Courier", serviceType: null };

  test("a pending order: told once, Manual Completed when the platform has confirmed", async () => {
    const ready = await readyOrder({ quantities: [2] });
    const trackingNo = fresh("HAND");
    const now = await api.need(post(ready.order, "manual-ship", { ...hand, trackingNo, serviceType: "Bike" }));
    assert.equal(now.status, "shipped");
    const done = await settled(now, "manual_completed");
    assert.deepEqual([done.exception, done.outbound, done.writebacks.map(({ kind, state }) => [kind, state])], [null, null, [["manual_ship", "confirmed"]]]);
    assert.equal(await timesTold(ready.store, done, trackingNo), 1);
    assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 0 });
  });

  test("an order with no binding needs none", async () => {
    const store = await given.store();
    const [order] = await given.orders(store, {});
    await api.need(post(order, "manual-ship", { ...hand, trackingNo: fresh("HAND") }));
    await settled(order, "manual_completed");
  });

  test("one that is with the warehouse is stopped there first", async () => {
    const ready = await readyOrder();
    const sent = await dispatched(ready.order);
    const draft = await outboundOf(sent);
    await api.need(post(sent, "manual-ship", { ...hand, trackingNo: fresh("HAND") }));
    assert.equal((await outboundNow(draft)).status, "intercepted");
    assert.deepEqual(stockOf(ready.sku), { onHand: 100, reserved: 0 });
    await settled(sent, "manual_completed");
  });

  test("too late once it is picked", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    await outboundOf(ready.order, "picking");
    await refused(ready, [409, "outbound_in_progress"], async () => post(await orderNow(ready.order), "manual-ship", hand));
  });

  test("pressed twice at once: one shipment", async () => {
    const ready = await readyOrder();
    const numbers = [fresh("HAND"), fresh("HAND")];
    const answers = await Promise.all(numbers.map((trackingNo) => post(ready.order, "manual-ship", { ...hand, trackingNo })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
    const done = await settled(ready.order, "manual_completed");
    const told = await Promise.all(numbers.map((trackingNo) => timesTold(ready.store, done, trackingNo)));
    assert.deepEqual(told, answers.map(({ status }) => (status === 200 ? 1 : 0)));
  });

  test("tracking number and channel are needed", async () => {
    const ready = await readyOrder();
    for (const [body, fields] of [[{}, ["channel", "trackingNo"]], [{ trackingNo: " ", channel: "UPS" }, ["trackingNo"]], [{ trackingNo: "1Z", channel: null }, ["channel"]],
      [{ trackingNo: "包裹一号", channel: "UPS" }, ["trackingNo"]], [{ trackingNo: "1".repeat(65), channel: "UPS" }, ["trackingNo"]]]) {
      const answer = await refused(ready, [422, "invalid"], () => post(ready.order, "manual-ship", body));
      assert.deepEqual(answer.errors.map(({ field }) => field).sort(), fields);
    }
  });
});

/* ---- what the server says may be done ---------------------------------------------------------------------- */

test("what an order says about its actions is what happens when they are pressed", async () => {
  const bodies = { dispatch: async () => ({ warehouseId: (await places()).LAX1.id, channelId: (await places()).LAX1.channels["UPS-GROUND"].id }),
    cancel: () => ({}), "manual-ship": () => ({ trackingNo: fresh("HAND"), channel: "UPS" }), "mark-shipped": () => undefined };
  const cancelled = await readyOrder();
  await api.need(post(cancelled.order, "cancel", {}));
  const picking = await readyOrder();
  await dispatched(picking.order);
  await outboundOf(picking.order, "picking");
  const completed = await readyOrder();
  await sentOff(completed);
  await settled(completed.order, "completed");
  const unpaid = { order: (await given.orders(await given.store(), { status: "on-hold" }))[0] };
  const part = await readyOrder({ quantities: [2] });
  await dispatched(part.order);
  const packed = await outboundOf(part.order, "packed");
  await shipped(packed, { lines: [[packed.lines[0], 1]] });
  let seen = 0;
  for (const ready of [await readyOrder(), cancelled, picking, completed, unpaid, part]) {
    const now = await orderNow(ready.order);
    for (const [action, body] of Object.entries(bodies)) {
      const says = said(now, action.replace("-", "_"));
      if (says === null) continue;
      seen++;
      const answer = await post(now, action, await body());
      assert.equal(answer.body.code, says, `${action} of one that is ${now.status}: ${answer.text}`);
      assert.ok(answer.body.detail.startsWith(`Order ${now.orderNo} `), answer.text);
    }
  }
  assert.ok(seen >= 12, `${seen} refusals were compared`);
});

test("without the permission the action says so, and pressing it too", async () => {
  const ready = await readyOrder();
  await dispatched(ready.order);
  const seen = await orderNow(ready.order, as.warehouse);
  for (const [action, permission] of [["dispatch", "order_dispatch"], ["cancel", "order_cancel"], ["manual_ship", "order_ship"], ["mark_shipped", "order_ship"]]) {
    assert.equal(said(seen, action), "forbidden");
    const answer = await as.warehouse.post(`orders/${seen.id}/${action.replace("_", "-")}`, {}, { version: seen.version });
    assert.deepEqual(code(answer), [403, "forbidden"]);
    assert.match(answer.body.detail, new RegExp(permission));
  }
  const outbound = await outboundNow(seen.outbound, api);
  for (const action of ["review", "pick", "pack", "ship", "intercept"]) assert.equal(said(outbound, action), "forbidden", action);
  assert.deepEqual(code(await step(outbound, "review", undefined, { client: api })), [403, "forbidden"]);
});
