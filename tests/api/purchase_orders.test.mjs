// A purchase order's whole life against a vendor account: answered, sent, told, and everything that goes wrong on the way.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { api, as, sql, until } from "./lib/stack.mjs";
import { acknowledged, answered, answersOf, effects, purchaseOrder, received, stands, tryAcknowledge, vendorStore } from "./lib/purchases.mjs";
import { actionsOf, bind, dispatched, hurry, makeSku, orderNow, outboundOf, places, readyOrder, refused, said, shipped, stockOf, tryDispatch } from "./lib/steps.mjs";

const sheetOf = async (order, warehouse, client = api) => client.get(`orders/${order.id}/acknowledgement${warehouse ? `?warehouseId=${(await places())[warehouse].id}` : ""}`);
const accepts = (there) => there.items.map((item) => [item.accepted, item.backordered, item.rejected]);

/* ---- the story ---------------------------------------------------------------------------------------------- */

test("from the pull to Completed: acknowledged in part, dispatched, shipped in two parcels", async () => {
  const { store, order, skus } = await purchaseOrder({ items: [10, { quantity: 5, unit: "Cases", unitSize: 4 }], stock: { LAX1: 14 } });
  assert.ok(order.acknowledgeBy && order.shipWindow.to && order.purchase.shipToCode && order.turn.code === "acknowledge");
  const sheet = await api.need(sheetOf(order, "LAX1"));
  assert.deepEqual(sheet.lines.map((l) => [l.orderedQty, l.unit, l.unitSize, l.available, l.availablePieces, l.bestAccept]),
    [[10, "each", 1, 14, 14, 10], [5, "case", 4, 3, 14, 3]]);
  assert.deepEqual(sheet.reasons, ["TemporarilyUnavailable", "InvalidProductIdentifier", "ObsoleteProduct"]);

  const now = await acknowledged(order, [10, 3]);
  assert.deepEqual([now.status, now.acknowledgement.revision, now.acknowledgement.lines[1].rejectedQty], ["acknowledged", 1, 2]);
  assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 14, reserved: 10 }, { onHand: 14, reserved: 12 }]);
  const confirmed = await answered(store, order, "confirmed");
  assert.ok(confirmed.acknowledgement.sentAt && confirmed.acknowledgement.confirmedAt);
  assert.deepEqual(accepts(await received(store, order)), [[10, 0, 0], [3, 0, 2]]);

  assert.equal((await dispatched(confirmed)).status, "processing");
  assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 14, reserved: 10 }, { onHand: 14, reserved: 12 }]);
  const outbound = await outboundOf(order, "packed");
  assert.deepEqual(outbound.lines.map((line) => line.quantity), [10, 12]);
  await shipped(outbound, { lines: [[outbound.lines[0], 10], [outbound.lines[1], 4]] });
  assert.equal((await orderNow(order)).status, "partially_shipped");
  await shipped(await outboundOf(order, "packed"));
  const done = await stands(store, order, "completed");
  assert.deepEqual(done.lines.map((line) => [line.orderedQty, line.acceptedQty, line.rejectedQty, line.shippedQty]), [[10, 10, 0, 10], [5, 3, 2, 3]]);
  assert.ok(done.writebacks.every((w) => w.state === "confirmed"));
  const there = await received(store, order);
  assert.deepEqual(there.shipments.map(({ body }) => body.shippedItems.map((item) => `${item.shippedQuantity.amount} ${item.shippedQuantity.unitOfMeasure}`)),
    [["10 Eaches", "1 Cases"], ["2 Cases"]]);
  assert.deepEqual([await effects(store, order, "acknowledgement"), await effects(store, order, "shipment")], [1, 2], "each took effect once");
  for (const action of ["acknowledged", "acknowledgement_queued", "acknowledgement_confirmed", "dispatched", "parcel_shipped", "writeback_confirmed", "completed"])
    assert.ok((await actionsOf(order)).includes(action), action);
  const run = await store.pull(order.orderNo); // what comes back from the platform is no news
  assert.equal(run.status, "no_new_orders", JSON.stringify(run));
  assert.equal((await orderNow(order)).status, "completed");
});

test("everything rejected ends in Cancelled, and the buyer is told", async () => {
  const { store, order } = await purchaseOrder({ items: [10, 4] });
  const now = await api.need(tryAcknowledge(order, answersOf(order, []), { warehouse: null }));
  assert.deepEqual([now.status, now.acknowledgement.warehouse], ["cancelled", null]);
  await answered(store, order, "confirmed");
  assert.deepEqual(accepts(await received(store, order)), [[0, 0, 10], [0, 0, 4]]);
  const list = await api.need(api.get(`orders/${order.id}/acknowledgements`));
  assert.deepEqual(list.items.map((a) => [a.revision, a.state, a.lines.length]), [[1, "confirmed", 2]]);
});

test("what comes later is accepted by another revision once it is there", async () => {
  const { store, order, sku } = await purchaseOrder({ items: [{ quantity: 10, backorderAllowed: true }], stock: { LAX1: 4 } });
  await acknowledged(order, [[4, 6]]);
  const first = await answered(store, order, "confirmed");
  assert.equal(said(first, "acknowledge"), null);
  await as.warehouse.need(as.warehouse.post("stock-adjustments", { warehouseId: (await places()).LAX1.id, skuId: sku.id, change: 6, reason: "received" }), 201);
  const now = await acknowledged(first, [10]);
  assert.equal(now.acknowledgement.revision, 2);
  assert.deepEqual(stockOf(sku), { onHand: 10, reserved: 10 });
  const last = await answered(store, order, "confirmed");
  assert.equal(last.actions.refused.acknowledge, "action_not_allowed");
  assert.deepEqual(accepts(await received(store, order)), [[10, 0, 0]]);
});

/* ---- the platform's answers ------------------------------------------------------------------------------------ */

test("an acknowledgement that stays under way is asked for and opens nothing else meanwhile", async () => {
  const { store, order } = await purchaseOrder({ items: [{ quantity: 10, backorderAllowed: true }], stock: { LAX1: 10 } });
  await store.weather({ transactionPolls: 4 });
  await acknowledged(order, [[5, 5]]);
  const sent = await answered(store, order, "sent");
  assert.deepEqual([sent.status, said(sent, "acknowledge")], ["acknowledged", "acknowledgement_open"]);
  const again = await tryAcknowledge(sent, answersOf(sent, [10]));
  assert.deepEqual([again.status, again.body.code], [409, "acknowledgement_open"]);
  const now = await answered(store, order, "confirmed");
  assert.equal(now.acknowledgement.state, "confirmed");
  assert.equal(await effects(store, order, "acknowledgement"), 1);
});

test("a refused one leaves the order to be acknowledged again, with the platform's words", async () => {
  const { store, order, sku } = await purchaseOrder({ items: [10] });
  await store.weather({ transaction: "failure", transactionCode: "InvalidInput", transactionMessage: "The cost of item 1 is not the agreed one" });
  await acknowledged(order, [7]);
  const back = await stands(store, order, "pending");
  assert.deepEqual([back.exception.code, back.acknowledgementState, back.turn.code], ["acknowledgement_refused", "refused", "acknowledge_again"]);
  assert.match(back.exception.detail, /The cost of item 1 is not the agreed one/);
  assert.match(back.acknowledgement.detail, /The cost of item 1 is not the agreed one/);
  assert.deepEqual(stockOf(sku), { onHand: 100, reserved: 0 });
  assert.equal(back.lines[0].acceptedQty, 10);
  await store.weather({});
  const now = await acknowledged(back, [6]);
  assert.deepEqual([now.exception, now.acknowledgement.revision], [null, 2]);
  await answered(store, order, "confirmed");
  assert.deepEqual(accepts(await received(store, order)), [[6, 0, 4]]);
});

test("refused while the warehouse has it: taken back, unless it has begun", async () => {
  const store = await vendorStore();
  const early = await purchaseOrder({ store }), late = await purchaseOrder({ store });
  await store.weather({ transactionPolls: 1000 });
  for (const { order } of [early, late]) await dispatched(await acknowledged(order, [7]));
  await outboundOf(late.order, "picking");
  await store.weather({ transaction: "failure", transactionCode: "InvalidInput", transactionMessage: "No" });
  for (const { order } of [early, late]) await until(`${order.orderNo} was refused`, async () => { hurry(store); return (await orderNow(order)).acknowledgementState === "refused"; });
  assert.equal((await orderNow(early.order)).status, "pending");
  assert.equal(stockOf(early.sku).reserved, 0);
  const going = await orderNow(late.order);
  assert.deepEqual([going.status, going.exception.code, going.turn.code], ["processing", "acknowledgement_refused", "decide_refused"]);
});

test("a lost answer is looked up, never sent blindly again", async () => {
  const { store, order } = await purchaseOrder({ items: [10] });
  await store.weather({ dropAfterWrite: true, times: 1, only: "writes" });
  await acknowledged(order, [10]);
  await answered(store, order, "confirmed", 60);
  assert.equal(await effects(store, order, "acknowledgement"), 1);
  await store.weather({ dropAfterWrite: true, times: 1, only: "writes" });
  await dispatched(await orderNow(order));
  await shipped(await outboundOf(order, "packed"));
  await stands(store, order, "completed", 60);
  assert.equal(await effects(store, order, "shipment"), 1);
  await received(store, order);
});

test("a shipment confirmation that is refused is retried with Mark Shipped", async () => {
  const { store, order } = await purchaseOrder({ items: [4] });
  await acknowledged(order, [4]);
  await dispatched(await answered(store, order, "confirmed"));
  await store.weather({ transaction: "failure", transactionCode: "InvalidInput", transactionMessage: "The appointment is missing" });
  await shipped(await outboundOf(order, "packed"));
  const failed = await until("it was refused", async () => { hurry(store); const now = await orderNow(order); return now.exception && now; });
  assert.deepEqual([failed.status, failed.exception.code], ["shipped", "writeback_failed"]);
  assert.match(failed.exception.detail, /The appointment is missing/);
  await store.weather({});
  await api.need(api.post(`orders/${order.id}/mark-shipped`, {}, { version: failed.version }));
  await stands(store, order, "completed");
  assert.equal(await effects(store, order, "shipment"), 1);
});

/* ---- the buyer ------------------------------------------------------------------------------------------------------ */

describe("the buyer changes it", () => {
  test("less, before and after the dispatch", async () => {
    const { store, order, sku } = await purchaseOrder({ items: [10] });
    await acknowledged(order, [8]);
    await answered(store, order, "confirmed");
    await store.change(order.orderNo, { 1: 5 });
    await store.pull(order.orderNo);
    const less = await orderNow(order);
    assert.deepEqual([less.status, less.exception, less.lines[0].orderedQty, less.lines[0].acceptedQty], ["acknowledged", null, 5, 5]);
    assert.equal(stockOf(sku).reserved, 5);
    assert.ok((await actionsOf(order)).includes("purchase_reduced"));
    await dispatched(less);
    await store.change(order.orderNo, { 1: 3 });
    await store.pull(order.orderNo);
    const back = await orderNow(order);
    assert.deepEqual([back.status, back.lines[0].acceptedQty, back.outbound], ["acknowledged", 3, null]);
    assert.equal(stockOf(sku).reserved, 3);
    await dispatched(back);
    await outboundOf(order, "packed");
    await store.change(order.orderNo, { 1: 1 });
    await store.pull(order.orderNo);
    const packed = await orderNow(order);
    assert.deepEqual([packed.status, packed.exception.code, packed.lines[0].acceptedQty], ["processing", "lines_changed", 3]);
    assert.equal(stockOf(sku).reserved, 3);
  });

  test("nothing any more: cancelled, and its goods are free", async () => {
    const store = await vendorStore();
    const waiting = await purchaseOrder({ store }), sent = await purchaseOrder({ store }), packed = await purchaseOrder({ store });
    for (const { order } of [waiting, sent, packed]) { await acknowledged(order, [10]); await answered(store, order, "confirmed"); }
    for (const { order } of [sent, packed]) await dispatched(await orderNow(order));
    await outboundOf(packed.order, "packed");
    for (const { order } of [waiting, sent, packed]) await store.cancel(order.orderNo);
    await store.pull([waiting, sent, packed].map(({ order }) => order.orderNo));
    for (const { order, sku } of [waiting, sent]) {
      assert.equal((await orderNow(order)).status, "cancelled");
      assert.equal(stockOf(sku).reserved, 0);
    }
    const late = await orderNow(packed.order);
    assert.deepEqual([late.status, late.exception.code], ["processing", "cancelled_on_platform"]);
  });
});

/* ---- places ---------------------------------------------------------------------------------------------------------- */

test("a place that is a code alone gets its address once, for every order to it", async () => {
  const code = `X${randomUUID().slice(0, 5).toUpperCase()}`;
  const store = await vendorStore();
  const number = `PL${randomUUID().slice(0, 6).toUpperCase()}`;
  await store.orders({ number, shipTo: code, items: [{ sku: "HB-001", quantity: 2 }] });
  await store.pull(number);
  const row = (await api.all(`orders?kind=b2b&storeId=${store.id}`)).find((order) => order.orderNo === number);
  await api.need(bind(store, (await orderNow(row)).lines[0].skuKey, [makeSku()]));
  const order = await orderNow(row);
  assert.deepEqual([order.exception.code, order.turn.code], ["address_incomplete", "complete_place"]);
  const body = { platform: "amazon_vendor", code, name: "A Dock", country: "US", state: "CA", city: "Moreno Valley", line1: "1 Dock Rd", zip: "92551" };
  for (const [wrong, field] of [[{ country: "usa" }, "country"], [{ zip: undefined }, "country"], [{ platform: "woocommerce" }, "platform"], [{ extra: 1 }, "extra"], [{ name: "" }, "name"]]) {
    const answer = await api.post("ship-to-addresses", { ...body, ...wrong });
    assert.deepEqual([answer.status, answer.body.errors[0].field], [422, field], answer.text);
  }
  assert.equal((await as.warehouse.post("ship-to-addresses", body)).status, 403);
  const kept = await api.need(api.post("ship-to-addresses", body));
  assert.deepEqual([kept.freed, kept.version], [1, 1]);
  assert.equal((await orderNow(order)).exception, null);
  assert.equal((await orderNow(order)).recipient.city, "Moreno Valley");
  assert.deepEqual((await api.need(api.get(`ship-to-addresses?platform=amazon_vendor&code=${code}`))).items.map((a) => a.name), ["A Dock"]);
  assert.deepEqual((await as.other.need(as.other.get(`ship-to-addresses?code=${code}`))).items, []);
  await acknowledged(await orderNow(order), [2]);
  assert.equal((await dispatched(await orderNow(order))).status, "processing");
});

/* ---- two at once ---------------------------------------------------------------------------------------------------------- */

test("two people answer at once: one wins, the other is told", async () => {
  const { order, sku } = await purchaseOrder({ items: [10] });
  const both = await Promise.all([api, as.admin].map((client, i) => tryAcknowledge(order, answersOf(order, [10 - i]), { client })));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
  const now = await orderNow(order);
  assert.equal(stockOf(sku).reserved, now.lines[0].acceptedQty);
  assert.equal(now.acknowledgement.revision, 1);
});

test("a repeated request is answered with the first one's answer", async () => {
  const { store, order } = await purchaseOrder({ items: [10] });
  const key = randomUUID();
  const first = await tryAcknowledge(order, answersOf(order, [10]), { key }), again = await tryAcknowledge(order, answersOf(order, [10]), { key });
  assert.deepEqual([first.status, again.status, again.headers.get("idempotent-replay")], [200, 200, "true"]);
  await answered(store, order, "confirmed");
  assert.equal(await effects(store, order, "acknowledgement"), 1);
});

/* ---- bad input ---------------------------------------------------------------------------------------------------------------- */

describe("an answer that is none changes nothing", () => {
  const cases = [
    ["accepted below 0", (l) => { l[0].acceptedQty = -1; l[0].rejectedQty = 11; l[0].reason = "ObsoleteProduct"; }, "lines[0].acceptedQty", "out_of_range"],
    ["backordered below 0", (l) => { l[0].backorderedQty = -1; }, "lines[0].backorderedQty", "out_of_range"],
    ["rejected below 0", (l) => { l[0].rejectedQty = -1; }, "lines[0].rejectedQty", "out_of_range"],
    ["more than was ordered", (l) => { l[0].acceptedQty = 11; }, "lines[0].acceptedQty", "out_of_range"],
    ["more than is available", (l) => { l[1].acceptedQty = 8; l[1].rejectedQty = 0; l[1].reason = null; }, "lines[1].acceptedQty", "out_of_range"],
    ["an unmapped line accepted", (l) => { l[2].acceptedQty = 1; l[2].rejectedQty = 2; }, "lines[2].acceptedQty", "out_of_range"],
    ["quantities that do not add up", (l) => { l[0].acceptedQty = 9; }, "lines[0].acceptedQty", "does_not_add_up"],
    ["no reason", (l) => { l[1].reason = null; }, "lines[1].reason", "required"],
    ["a reason of nobody's", (l) => { l[1].reason = "BecauseISaySo"; }, "lines[1].reason", "not_a_choice"],
    ["a reason too long", (l) => { l[1].reason = "x".repeat(65); }, "lines[1].reason", "too_long"],
    ["later where that is not allowed", (l) => { l[0].acceptedQty = 9; l[0].backorderedQty = 1; }, "lines[0].backorderedQty", "not_allowed"],
    ["a line left out", (l) => { l.pop(); }, "lines", "incomplete"],
    ["a line twice", (l) => { l.push({ ...l[0] }); }, "lines[3].lineId", "repeated"],
    ["a line of another order", (l) => { l[0].lineId = "1"; }, "lines[0].lineId", "unknown"],
    ["no lines", (l) => { l.length = 0; }, "lines", "too_short"],
    ["a quantity that is a text", (l) => { l[0].acceptedQty = "10"; }, "lines[0].acceptedQty", "type"],
    ["half a piece", (l) => { l[0].acceptedQty = 9.5; }, "lines[0].acceptedQty", "type"],
    ["a field nobody knows", (l) => { l[0].extra = 1; }, "lines[0].extra", "unknown"],
    ["no warehouse", () => ({ warehouse: null }), "warehouseId", "required"],
  ];
  let ready;
  const orderOfCases = async () => {
    if (ready) return ready;
    const store = await vendorStore();
    const made = await purchaseOrder({ store, items: [10, 8, 3], stock: { LAX1: 20 } });
    sql(`UPDATE stock SET on_hand = 5 WHERE sku_id = ${made.skus[1].id}; UPDATE stock_movement SET on_hand_change = 5 WHERE sku_id = ${made.skus[1].id}`);
    const [{ id, version }] = sql(`SELECT id, version FROM sku_mapping WHERE store_id = ${store.id} AND sku_key = '${made.order.lines[2].skuKey}'`);
    await api.need(api.ask("DELETE", `sku-mappings/${id}`, { version }), 200, 204);
    return ready = { ...made, order: await orderNow(made.order) };
  };
  for (const [what, spoil, field, code] of cases)
    test(what, async () => {
      const made = await orderOfCases();
      const lines = answersOf(made.order, [10, 5, 0]);
      const options = spoil(lines);
      const body = await refused(made, [422, "invalid"], () => tryAcknowledge(made.order, lines, options));
      assert.ok(body.errors.some((e) => e.field === field && e.code === code), JSON.stringify(body.errors));
    });

  test("a warehouse without the B2B business, and one that is none", async () => {
    const made = await orderOfCases();
    const lines = answersOf(made.order, [10, 5, 0]);
    await refused(made, [422, "business_missing"], () => tryAcknowledge(made.order, lines, { warehouse: "HAM1" }));
    assert.equal((await sheetOf(made.order, "HAM1")).body.code, "business_missing");
    const answer = await api.post(`orders/${made.order.id}/acknowledge`, { warehouseId: "999999", lines }, { version: made.order.version });
    assert.deepEqual([answer.status, answer.body.errors[0].field], [422, "warehouseId"]);
  });

  test("an old version, none, and other people's orders", async () => {
    const made = await orderOfCases();
    const lines = answersOf(made.order, [10, 5, 0]);
    const stale = await refused(made, [412, "stale"], () => tryAcknowledge(made.order, lines, { version: made.order.version - 1 }));
    assert.equal(stale.current.version, made.order.version);
    const none = await api.ask("POST", `orders/${made.order.id}/acknowledge`, { body: { warehouseId: "1", lines } });
    assert.deepEqual([none.status, none.body.code], [428, "version_missing"]);
    await refused(made, [404, "not_found"], () => tryAcknowledge(made.order, lines, { client: as.other }));
    await refused(made, [403, "forbidden"], () => tryAcknowledge(made.order, lines, { client: as.warehouse }));
    for (const what of ["acknowledgement", "acknowledgements"])
      assert.equal((await as.other.get(`orders/${made.order.id}/${what}`)).status, 404, what);
  });

  test("a buyer's order", async () => {
    const buyers = await readyOrder();
    const lines = [{ lineId: buyers.order.lines[0].id, acceptedQty: 1 }];
    const body = await refused(buyers, [409, "action_not_allowed"], () => tryAcknowledge(buyers.order, lines));
    assert.match(body.detail, /is a buyer's order: it cannot be acknowledged/);
    assert.deepEqual([(await sheetOf(buyers.order)).status, (await sheetOf(buyers.order)).body.code], [409, "action_not_allowed"]);
    assert.deepEqual((await api.need(api.get(`orders/${buyers.order.id}/acknowledgements`))).items, []);
  });

  test("everything that is wrong is said at once", async () => {
    const made = await orderOfCases();
    const lines = answersOf(made.order, [10, 5, 0]);
    Object.assign(lines[0], { acceptedQty: 12 });
    Object.assign(lines[1], { reason: "No" });
    lines[2].lineId = "1";
    const body = await refused(made, [422, "invalid"], () => tryAcknowledge(made.order, lines));
    assert.deepEqual(body.errors.map((e) => e.field).sort(), ["lines", "lines[0].acceptedQty", "lines[1].reason", "lines[2].lineId"].sort());
  });
});

/* ---- dispatch ------------------------------------------------------------------------------------------------------------------ */

test("not before it is acknowledged, not in a batch, not without its business", async () => {
  const made = await purchaseOrder({ items: [4] });
  await refused(made, [409, "action_not_allowed"], () => tryDispatch(made.order));
  const place = (await places()).LAX1;
  const batch = await api.need(api.post("orders/batch-dispatch", { orders: [{ id: made.order.id, version: made.order.version }], warehouseId: place.id,
    channelId: place.channels["UPS-GROUND"].id }), 202);
  const [item] = await until("the batch is over", async () => {
    const items = await api.all(`batches/${batch.id}/items`);
    return items[0].state !== "waiting" && items;
  });
  assert.deepEqual([item.state, item.code], ["refused", "action_not_allowed"]);
  assert.equal((await orderNow(made.order)).status, "pending");
});

test("taken back, it holds again; cancelled, nothing is held and the timeline says what the buyer does not know", async () => {
  const { store, order, sku } = await purchaseOrder({ items: [4] });
  await acknowledged(order, [4]);
  await dispatched(await answered(store, order, "confirmed"));
  const sent = await orderNow(order);
  const back = await api.need(api.post(`orders/${order.id}/recall`, {}, { version: sent.version }));
  assert.equal(back.status, "acknowledged");
  assert.equal(stockOf(sku).reserved, 4);
  const holds = await as.warehouse.need(as.warehouse.get(`stock-reservations?warehouseId=${(await places()).LAX1.id}&skuId=${sku.id}`));
  assert.deepEqual(holds.items.map((h) => [h.outbound, h.order.orderNo, h.quantity]), [[null, order.orderNo, 4]]);
  const ledger = await as.warehouse.all(`stock-movements?warehouseId=${(await places()).LAX1.id}&skuId=${sku.id}`);
  assert.deepEqual(ledger.map((m) => m.cause).reverse(), ["adjustment", "hold", "unhold", "reserve", "release", "hold"]);
  assert.equal(ledger[0].order.orderNo, order.orderNo);
  const gone = await api.need(api.post(`orders/${order.id}/cancel`, { reason: "no" }, { version: back.version }));
  assert.equal(gone.status, "cancelled");
  assert.equal(stockOf(sku).reserved, 0);
  assert.ok((await actionsOf(order)).includes("platform_not_told"));
});
