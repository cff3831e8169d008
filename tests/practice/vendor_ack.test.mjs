/* Acknowledgements: what is taken in, what is refused when it is worked, and what it changes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./store.mjs";
import { acknowledgementOf, freshVendor, rejected } from "./vendor.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

const ago = (hours) => new Date(Date.now() - hours * 3600e3).toISOString();
const stateOf = async (vendor, order) => (await vendor.get(order.number)).json.payload.purchaseOrderState;
const shown = async (vendor, order) => (await vendor.control("GET", `orders/${order.number}`)).json;
const quantities = async (vendor, order) => (await shown(vendor, order)).items.map((i) => [i.confirmation, i.accepted, i.backordered, i.rejected]);

test("in part: accepted, backordered and rejected, eaches and cases", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ number: "2JK3S9VC", items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6, backorderAllowed: true }, { sku: "HB-005", quantity: 2 }] });
  const ack = acknowledgementOf(vendor, order, { 1: [["Accepted", 6, { scheduledShipDate: ago(-24) }], rejected(4)], 2: [["Accepted", 1], ["Backordered", 2, { scheduledDeliveryDate: ago(-48) }], rejected(1)], 3: [rejected(2, "ObsoleteProduct")] });
  const answer = await vendor.acknowledge(ack);
  assert.match(answer.json.payload.transactionId, /^\d{14}-[0-9a-f-]{36}$/);
  assert.deepEqual(await vendor.outcome(answer), { transactionId: answer.json.payload.transactionId, status: "Success" });
  assert.equal(await stateOf(vendor, order), "Acknowledged");
  assert.deepEqual(await quantities(vendor, order), [["PARTIALLY_ACCEPTED", 6, 0, 4], ["PARTIALLY_ACCEPTED", 1, 2, 1], ["REJECTED", 0, 0, 2]]);
  const [known] = (await vendor.status({ purchaseOrderNumber: "2JK3S9VC" })).json.payload.ordersStatus;
  assert.deepEqual(known.itemStatus[1].acknowledgementStatus.acceptedQuantity, { amount: 3, unitOfMeasure: "Cases", unitSize: 6 }, "what comes later is accepted too");
  assert.equal(known.itemStatus[0].acknowledgementStatus.acknowledgementStatusDetails.length, 1);
  const { acknowledgements } = await shown(vendor, order);
  assert.deepEqual(acknowledgements.map((a) => [a.transactionId, a.status, a.errors, a.body]), [[answer.json.payload.transactionId, "Success", [], ack]]);
  assert.deepEqual((await vendor.ledger()).effects.map((e) => [e.effect, e.order, e.reference, e.detail]),
    [["acknowledgement", "2JK3S9VC", answer.json.payload.transactionId, "7 accepted, 2 backordered, 7 rejected"]]);
});

test("several orders in one submission, all of them or none", async () => {
  const vendor = await freshVendor(store);
  const [a, b] = await vendor.orders({}, {});
  const bad = await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, a), acknowledgementOf(vendor, b, { 1: [["Accepted", 2]] })));
  assert.deepEqual([bad.status, await stateOf(vendor, a), await stateOf(vendor, b)], ["Failure", "New", "New"]);
  const good = await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, a), acknowledgementOf(vendor, b)));
  assert.deepEqual([good.status, await stateOf(vendor, a), await stateOf(vendor, b)], ["Success", "Acknowledged", "Acknowledged"]);
  assert.deepEqual((await vendor.ledger()).effects.map((e) => e.order), [a.number, b.number]);
  assert.equal((await shown(vendor, a)).acknowledgements.length, 2, "what failed is shown as received");
});

test("judged when worked: what fails says why and changes nothing", async () => {
  const vendor = await freshVendor(store);
  const spec = { items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6, backorderAllowed: true }] };
  const cases = [
    ["sums too low", { 1: [["Accepted", 9]] }, null, /add up to 9, but 10/],
    ["sums too high", { 1: [["Accepted", 6], rejected(5)] }, null, /add up to 11/],
    ["nothing said", { 1: [] }, null, /add up to 0/],
    ["zero", { 1: [["Accepted", 10], rejected(0)] }, null, /above zero/],
    ["below zero", { 1: [["Accepted", 11], rejected(-1)] }, null, /above zero/],
    ["no reason", { 1: [["Accepted", 6], ["Rejected", 4]] }, null, /needs a rejection reason/],
    ["a reason too many", { 1: [["Accepted", 10, { rejectionReason: "ObsoleteProduct" }]] }, null, /belongs to a rejected/],
    ["backorder not allowed", { 1: [["Backordered", 10, { scheduledShipDate: ago(-24) }]] }, null, /must not be backordered/],
    ["backorder without a date", { 2: [["Backordered", 4]] }, null, /needs a scheduled/],
    ["an item is missing", {}, (a) => a.items.pop(), /item is missing/],
    ["an item twice", {}, (a) => a.items.push(structuredClone(a.items[0])), /there twice/],
    ["an item too many", {}, (a) => a.items.push({ ...structuredClone(a.items[0]), itemSequenceNumber: "3" }), /no such item/],
    ["another product", {}, (a) => (a.items[0].vendorProductIdentifier = "HB-002"), /not the one that was ordered/],
    ["another ASIN", {}, (a) => (a.items[0].amazonProductIdentifier = "B000000000"), /not the one that was ordered/],
    ["no product", {}, (a) => { delete a.items[0].amazonProductIdentifier; delete a.items[0].vendorProductIdentifier; }, /not the one that was ordered/],
    ["no cost", {}, (a) => delete a.items[0].netCost, /net cost/],
    ["a cost of nothing", {}, (a) => (a.items[0].netCost.amount = "0.00"), /net cost/],
    ["another currency", {}, (a) => (a.items[0].netCost.currencyCode = "EUR"), /must be in USD/],
    ["pieces of cases", {}, (a) => (a.items[1].itemAcknowledgements[0].acknowledgedQuantity = { amount: 4, unitOfMeasure: "Eaches", unitSize: 1 }), /must be in Cases of 6/],
    ["another case size", {}, (a) => (a.items[1].itemAcknowledgements[0].acknowledgedQuantity.unitSize = 12), /must be in Cases of 6/],
    ["another ordered quantity", {}, (a) => (a.items[0].orderedQuantity.amount = 12), /ordered quantity is 10/],
    ["another vendor", {}, (a) => (a.sellingParty.partyId = "OTHER"), /selling party/],
    ["an unknown order", {}, (a) => (a.purchaseOrderNumber = "ABCD1234"), /no such purchase order/],
    ["an order twice", {}, (a, all) => all.push(structuredClone(a)), /twice in one submission/],
    ["an amount left out", {}, (a) => delete a.items[0].itemAcknowledgements[0].acknowledgedQuantity.amount, /above zero/],
    ["an absurd amount", { 1: [["Accepted", 9007199254740991], ["Accepted", 9007199254740991]] }, null, /add up to/],
  ];
  for (const [name, parts, change, words] of cases) {
    const [order] = await vendor.orders(spec);
    const all = [acknowledgementOf(vendor, order, parts)];
    change?.(all[0], all);
    const outcome = await vendor.outcome(await vendor.acknowledge(...all));
    assert.equal(outcome.status, "Failure", name);
    assert.match(outcome.errors.map((e) => `${e.message} (${e.details})`).join("; "), words, name);
    assert.ok(outcome.errors.every((e) => e.code === "InvalidInput"), name);
    assert.deepEqual([await stateOf(vendor, order), (await quantities(vendor, order))[0]], ["New", ["UNCONFIRMED", 0, 0, 0]], name);
  }
  assert.deepEqual((await vendor.ledger()).effects, []);
});

test("all that is wrong is told at once, and where", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ number: "2JK3S9VC", items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-002", quantity: 3 }] });
  const outcome = await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order, { 1: [["Accepted", 9]], 2: [["Rejected", 3]] })));
  assert.deepEqual(outcome.errors.map((e) => e.details), ["2JK3S9VC item 1", "2JK3S9VC item 2"]);
});

test("a form that is wrong is not taken in", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({});
  const cases = [
    ["{", /JSON|byte|character|ends/i], ["[]", /object/], [{}, /acknowledgements/], [{ acknowledgements: [] }, /acknowledgements/], [{ acknowledgements: {} }, /list/],
    [(a) => delete a.purchaseOrderNumber, /purchaseOrderNumber/], [(a) => (a.sellingParty = {}), /partyId/], [(a) => delete a.acknowledgementDate, /acknowledgementDate/],
    [(a) => (a.acknowledgementDate = "today"), /acknowledgementDate/], [(a) => delete a.items[0].orderedQuantity, /orderedQuantity/], [(a) => (a.items[0].orderedQuantity.amount = "1"), /amount/],
    [(a) => (a.items[0].orderedQuantity.amount = 1.5), /amount/], [(a) => (a.items[0].orderedQuantity.unitOfMeasure = "EACHES"), /unitOfMeasure/],
    [(a) => delete a.items[0].itemAcknowledgements, /itemAcknowledgements/], [(a) => delete a.items[0].itemAcknowledgements[0].acknowledgedQuantity, /acknowledgedQuantity/],
    [(a) => (a.items[0].itemAcknowledgements[0].acknowledgementCode = "Partly"), /acknowledgementCode/], [(a) => (a.items[0].itemAcknowledgements[0].rejectionReason = "NoMood"), /rejectionReason/],
    [(a) => (a.items[0].netCost.amount = 12.5), /amount/], [(a) => (a.items[0].netCost.amount = "much"), /amount/], [(a) => (a.items[0].netCost = null), /null/],
    [(a) => (a.quantity = 1), /quantity/], [(a) => (a.items = null), /null/],
  ];
  for (const [what, words] of cases) {
    let body = what;
    if (typeof what === "function") {
      const ack = acknowledgementOf(vendor, order);
      what(ack);
      body = { acknowledgements: [ack] };
    }
    const answer = await vendor.call("POST", "orders/v1/acknowledgements", { body });
    assert.deepEqual([answer.status, answer.json.errors[0].code], [400, "InvalidInput"], String(what));
    assert.match(answer.json.errors.map((e) => e.details).join("; "), words);
  }
  const asText = await vendor.call("POST", "orders/v1/acknowledgements", { body: { acknowledgements: [acknowledgementOf(vendor, order)] }, headers: { "Content-Type": "text/plain" } });
  assert.equal(asText.status, 415);
  const { acknowledgements } = await shown(vendor, order);
  assert.deepEqual([acknowledgements, (await vendor.ledger()).effects], [[], []]);
});

test("the model's least is enough: no units, no number", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ items: [{ sku: "HB-001", quantity: 10 }] });
  const items = [{ vendorProductIdentifier: "HB-001", orderedQuantity: { amount: 10 }, netCost: { amount: "10.2" }, itemAcknowledgements: [{ acknowledgementCode: "Accepted", acknowledgedQuantity: { amount: 10 } }] }];
  assert.equal((await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order, {}, { items })))).status, "Success");
});

test("later than allowed", async () => {
  const vendor = await freshVendor(store);
  const [early, late] = await vendor.orders({ createdAt: ago(23.9) }, { createdAt: ago(24.1) });
  assert.equal((await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, early)))).status, "Success");
  const outcome = await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, late)));
  assert.match(outcome.errors[0].message, /had to be acknowledged by/);
  await vendor.control("PUT", "", { acknowledgeWithinS: 30 * 3600 });
  assert.equal((await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, late)))).status, "Success");
});

test("once more: within twice the time, not below what was shipped, never from rejected to accepted", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ createdAt: ago(20), items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-002", quantity: 5 }] });
  const say = async (parts) => (await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order, parts)))).errors?.[0].message ?? "Success";
  assert.equal(await say({ 2: [rejected(5)] }), "Success");
  assert.equal(await say({ 1: [["Accepted", 7], rejected(3)], 2: [rejected(5)] }), "Success", "an acknowledgement can be changed");
  assert.match(await say({}), /rejected before/);
  assert.deepEqual(await quantities(vendor, order), [["PARTIALLY_ACCEPTED", 7, 0, 3], ["REJECTED", 0, 0, 5]]);
  const [known] = (await vendor.status({ purchaseOrderNumber: order.number })).json.payload.ordersStatus;
  assert.deepEqual(known.itemStatus[0].acknowledgementStatus.acknowledgementStatusDetails.map((d) => d.acceptedQuantity.amount), [7, 10], "newest first");
  await vendor.control("PUT", "", { acknowledgeWithinS: 9 * 3600 });
  assert.match(await say({ 1: [["Accepted", 6], rejected(4)], 2: [rejected(5)] }), /could be changed until/);
  assert.equal((await vendor.ledger()).effects.length, 2);
});

test("what the buyer changed meanwhile", async () => {
  const vendor = await freshVendor(store);
  const [less, line, gone, closed] = await vendor.orders(...Array(4).fill({ items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-002", quantity: 5 }] }));
  const say = async (order) => (await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order)))).errors?.[0].message ?? "Success";
  await vendor.control("POST", `orders/${less.number}/change`, { quantity: { 1: 8 } });
  assert.match(await say(less), /ordered quantity is 8/);
  assert.equal(await say(await shown(vendor, less)), "Success");
  await vendor.control("POST", `orders/${line.number}/change`, { quantity: { 2: 0 } });
  assert.equal(await say(await shown(vendor, line)), "Success", "a cancelled item may be left out");
  assert.deepEqual((await vendor.get(line.number)).json.payload.orderDetails.items[1].orderedQuantity.amount, 0);
  await vendor.control("POST", `orders/${gone.number}/cancel`);
  const cancelled = (await vendor.get(gone.number)).json.payload;
  assert.deepEqual([cancelled.purchaseOrderState, cancelled.orderDetails.items.map((i) => i.orderedQuantity.amount)], ["Closed", [0, 0]]);
  assert.match(await say(gone), /was cancelled/);
  await vendor.control("POST", `orders/${closed.number}/close`);
  assert.match(await say(closed), /is closed/);
});
