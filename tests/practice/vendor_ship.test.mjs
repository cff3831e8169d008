/* Shipment confirmations: what they raise, what is refused, and the list of shipments. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./store.mjs";
import { acknowledgementOf, confirmationOf, freshVendor, rejected } from "./vendor.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

const ago = (hours) => new Date(Date.now() - hours * 3600e3).toISOString();
const two = { items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6 }] };

/* An account with acknowledged orders. */
async function withOrders(...specs) {
  const vendor = await freshVendor(store);
  const orders = await vendor.orders(...specs);
  for (const order of orders) assert.equal((await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order)))).status, "Success");
  return { vendor, orders, received: async (order) => (await vendor.control("GET", `orders/${order.number}`)).json.items.map((i) => i.received) };
}
const tell = async (vendor, ...confirmations) => {
  const answer = await vendor.confirm(...confirmations);
  assert.equal(answer.status, 202, answer.text);
  return (await vendor.outcome(answer)).errors?.map((e) => e.message).join("; ") ?? "Success";
};
const shipmentEffects = async (vendor) => (await vendor.ledger()).effects.filter((e) => e.effect === "shipment").map((e) => [e.order, e.reference, e.detail]);

test("in parts: what was shipped is what the buyer received", async () => {
  const { vendor, orders: [order], received } = await withOrders({ ...two, number: "2JK3S9VC" });
  const status = async () => (await vendor.status({ purchaseOrderNumber: "2JK3S9VC" })).json.payload.ordersStatus[0];
  assert.equal(await tell(vendor, confirmationOf(vendor, order, "S-1", { 1: 6 })), "Success");
  assert.deepEqual(await received(order), [6, 0]);
  const part = await status();
  assert.deepEqual([part.purchaseOrderStatus, part.itemStatus.map((i) => i.receivingStatus.receiveStatus)], ["OPEN", ["PARTIALLY_RECEIVED", "NOT_RECEIVED"]]);
  assert.ok(part.itemStatus[0].receivingStatus.lastReceiveDate);
  assert.equal(await tell(vendor, confirmationOf(vendor, order, "S-2", { 1: 4, 2: 4 })), "Success");
  const whole = await status();
  assert.deepEqual([whole.purchaseOrderStatus, whole.itemStatus.map((i) => [i.receivingStatus.receiveStatus, i.receivingStatus.receivedQuantity])],
    ["CLOSED", [["RECEIVED", { amount: 10, unitOfMeasure: "Eaches", unitSize: 1 }], ["RECEIVED", { amount: 4, unitOfMeasure: "Cases", unitSize: 6 }]]]);
  assert.deepEqual(await shipmentEffects(vendor), [["2JK3S9VC", "S-1", "6 of item 1"], ["2JK3S9VC", "S-2", "4 of item 1, 4 of item 2"]]);
  const { shipments } = (await vendor.control("GET", "orders/2JK3S9VC")).json;
  assert.deepEqual(shipments.map((s) => [s.status, s.body.shipmentIdentifier]), [["Success", "S-1"], ["Success", "S-2"]]);
});

test("one notice for several orders; the items count through the shipment", async () => {
  const { vendor, orders: [a, b], received } = await withOrders({ ...two, shipTo: "ONT2" }, { ...two, shipTo: "ONT2" });
  const all = confirmationOf(vendor, a, "S-1", { 1: 10, 2: 4 });
  const more = confirmationOf(vendor, b, "S-1", { 2: 3 }).shippedItems.map((item) => ({ ...item, itemSequenceNumber: "003" }));
  all.shippedItems.push(...more);
  all.cartons.push({ cartonSequenceNumber: "002", trackingNumber: "1Z2", items: [{ itemReference: "003", shippedQuantity: more[0].shippedQuantity }] });
  assert.equal(await tell(vendor, all), "Success");
  assert.deepEqual([await received(a), await received(b)], [[10, 4], [0, 3]]);
  assert.deepEqual(await shipmentEffects(vendor), [[a.number, "S-1", "10 of item 1, 4 of item 2"], [b.number, "S-1", "3 of item 2"]]);
});

test("the order may be named in the carton, or the item by its number alone", async () => {
  const { vendor, orders: [order], received } = await withOrders(two);
  const one = confirmationOf(vendor, order, "S-1", { 1: 5 });
  delete one.shippedItems[0].itemDetails;
  one.cartons[0].items[0].itemDetails = { purchaseOrderNumber: order.number };
  assert.equal(await tell(vendor, one), "Success");
  const bare = { itemSequenceNumber: "2", shippedQuantity: { amount: 1, unitOfMeasure: "Cases" }, itemDetails: { purchaseOrderNumber: order.number } };
  const truck = confirmationOf(vendor, order, "S-2", {}, { shipmentType: "LessThanTruckLoad", shippedItems: [bare], cartons: [],
    transportationDetails: { carrierScac: "ABFS", carrierShipmentReferenceNumber: "P-1", transportationMode: "Road", billOfLadingNumber: "B-1" } });
  assert.equal(await tell(vendor, truck), "Success");
  const pallets = confirmationOf(vendor, order, "S-3", { 2: 2 }, { shipmentType: "TruckLoad", cartons: [], pallets: [{ palletIdentifiers: [{ containerIdentificationType: "SSCC", containerIdentificationNumber: "0012" }],
    items: [{ itemReference: "001", shippedQuantity: { amount: 2, unitOfMeasure: "Cases", unitSize: 6 } }] }] });
  assert.equal(await tell(vendor, pallets), "Success");
  assert.deepEqual(await received(order), [5, 3]);
});

test("judged when worked: what fails says why and changes nothing", async () => {
  const { vendor, orders: [order], received } = await withOrders({ ...two, shipTo: "ONT2" });
  const [fresh] = await vendor.orders({ shipTo: "ONT2" });
  const cases = [
    ["an unknown order", (s) => (s.shippedItems[0].itemDetails.purchaseOrderNumber = "ABCD1234"), /no purchase order ABCD1234/],
    ["no order", (s) => delete s.shippedItems[0].itemDetails, /names no purchase order/],
    ["an order that is not acknowledged", (s) => { s.shippedItems[0].itemDetails.purchaseOrderNumber = fresh.number; }, /not acknowledged/],
    ["an unknown product", (s) => (s.shippedItems[0].vendorProductIdentifier = "HB-009"), /no such item/],
    ["more than accepted", (s) => { for (const q of [s.shippedItems[0], s.cartons[0].items[0]]) q.shippedQuantity = { amount: 11, unitOfMeasure: "Eaches", unitSize: 1 }; }, /11 would be shipped, 10/],
    ["zero", (s) => { for (const q of [s.shippedItems[0], s.cartons[0].items[0]]) q.shippedQuantity = { amount: 0, unitOfMeasure: "Eaches" }; }, /above zero/],
    ["pieces of cases", (s) => { for (const q of [s.shippedItems[1], s.cartons[0].items[1]]) q.shippedQuantity = { amount: 4, unitOfMeasure: "Eaches", unitSize: 1 }; }, /in Cases of 6/],
    ["another vendor", (s) => (s.sellingParty.partyId = "OTHER"), /not a vendor code/],
    ["another place", (s) => (s.shipToParty.partyId = "PHX7"), /shipped to ONT2/],
    ["long ago", (s) => (s.shippedDate = ago(8 * 24)), /more than 7 days ago/],
    ["far ahead", (s) => (s.shippedDate = ago(-3 * 24)), /more than 2 days ahead/],
    ["there before it left", (s) => (s.estimatedDeliveryDate = ago(24)), /before the shipment/],
    ["packed less than shipped", (s) => (s.cartons[0].items[0].shippedQuantity.amount = 9), /9 are packed, but 10/],
    ["packed more than shipped", (s) => s.cartons[0].items.push(structuredClone(s.cartons[0].items[0])), /20 are packed/],
    ["packed what is not shipped", (s) => (s.cartons[0].items[0].itemReference = "009"), /holds item 009/],
    ["a small parcel without a tracking number", (s) => delete s.cartons[0].trackingNumber, /needs a tracking number/],
    ["a small parcel without cartons", (s) => delete s.cartons, /needs its cartons/],
    ["a carton twice", (s) => s.cartons.push({ ...structuredClone(s.cartons[0]), items: [] }), /two cartons 001/],
    ["an item number twice", (s) => (s.shippedItems[1].itemSequenceNumber = "001"), /two items 001/],
    ["nothing to replace", (s) => (s.shipmentConfirmationType = "Replace"), /no shipment confirmation of that identifier/],
  ];
  for (const [name, change, words] of cases) {
    const confirmation = structuredClone(confirmationOf(vendor, order, `S-${name}`));
    change(confirmation);
    assert.match(await tell(vendor, confirmation), words, name);
    assert.deepEqual(await received(order), [0, 0], name);
  }
  const one = confirmationOf(vendor, order, "S-1", { 1: 6 });
  assert.match(await tell(vendor, one, confirmationOf(vendor, order, "S-2", { 1: 6 })), /12 would be shipped/, "they add up over a submission");
  assert.match(await tell(vendor, one, one), /there twice/);
  assert.deepEqual(await shipmentEffects(vendor), []);
});

test("an identifier is taken once; a replacement only lowers", async () => {
  const { vendor, orders: [order], received } = await withOrders(two);
  const original = confirmationOf(vendor, order, "S-1", { 1: 6, 2: 2 });
  const replace = (amounts) => confirmationOf(vendor, order, "S-1", amounts, { shipmentConfirmationType: "Replace" });
  assert.equal(await tell(vendor, original), "Success");
  assert.match(await tell(vendor, original), /shipmentIdentifier was used already/);
  assert.match(await tell(vendor, replace({ 1: 7, 2: 2 })), /only lower quantities: 6/);
  assert.deepEqual(await received(order), [6, 2]);
  assert.equal(await tell(vendor, replace({ 1: 4 })), "Success");
  assert.deepEqual(await received(order), [4, 0]);
  assert.match(await tell(vendor, replace({ 1: 4, 2: 1 })), /only lower quantities: 0/, "what was taken out does not come back");
  assert.equal(await tell(vendor, confirmationOf(vendor, order, "S-2", { 1: 6, 2: 4 })), "Success", "and there is room for it again");
  assert.deepEqual(await shipmentEffects(vendor), [["S-1", "6 of item 1, 2 of item 2"], ["S-1", "4 of item 1"], ["S-2", "6 of item 1, 4 of item 2"]].map((e) => [order.number, ...e]));
});

test("what the buyer did meanwhile", async () => {
  const { vendor, orders: [less, gone, closed], received } = await withOrders(two, two, two);
  await vendor.control("POST", `orders/${less.number}/change`, { quantity: { 1: 8 } });
  assert.match(await tell(vendor, confirmationOf(vendor, less, "S-1")), /10 would be shipped, 8 were accepted and are still ordered/);
  assert.equal(await tell(vendor, confirmationOf(vendor, less, "S-1", { 1: 8, 2: 4 })), "Success");
  assert.deepEqual(await received(less), [8, 4]);
  await vendor.control("POST", `orders/${gone.number}/cancel`);
  assert.match(await tell(vendor, confirmationOf(vendor, gone, "S-2")), /was cancelled/);
  await vendor.control("POST", `orders/${closed.number}/close`);
  assert.match(await tell(vendor, confirmationOf(vendor, closed, "S-3")), /is closed/);
});

test("what was rejected cannot be shipped, and what was shipped cannot be rejected", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders(two);
  await vendor.acknowledge(acknowledgementOf(vendor, order, { 1: [["Accepted", 6], rejected(4)], 2: [rejected(4)] }));
  assert.match(await tell(vendor, confirmationOf(vendor, order, "S-1", { 1: 7 })), /7 would be shipped, 6/);
  assert.match(await tell(vendor, confirmationOf(vendor, order, "S-1", { 2: 1 })), /1 would be shipped, 0/);
  assert.equal(await tell(vendor, confirmationOf(vendor, order, "S-1", { 1: 6 })), "Success");
  const later = await vendor.outcome(await vendor.acknowledge(acknowledgementOf(vendor, order, { 1: [["Accepted", 5], rejected(5)], 2: [rejected(4)] })));
  assert.match(later.errors[0].message, /6 of the item were shipped already/);
});

test("a form that is wrong is not taken in", async () => {
  const { vendor, orders: [order] } = await withOrders(two);
  const cases = [
    [(s) => delete s.shipmentIdentifier, /shipmentIdentifier/], [(s) => (s.shipmentIdentifier = ""), /shipmentIdentifier/], [(s) => (s.shipmentConfirmationType = "Update"), /shipmentConfirmationType/],
    [(s) => (s.shipmentType = "Parcel"), /shipmentType/], [(s) => delete s.shipmentConfirmationDate, /shipmentConfirmationDate/], [(s) => (s.shippedDate = "now"), /shippedDate/],
    [(s) => delete s.sellingParty, /sellingParty/], [(s) => delete s.shipFromParty, /shipFromParty/], [(s) => delete s.shipToParty.partyId, /partyId/],
    [(s) => (s.shipFromParty.address = { name: "W" }), /addressLine1/], [(s) => (s.shippedItems = []), /shippedItems/], [(s) => delete s.shippedItems[0].itemSequenceNumber, /itemSequenceNumber/],
    [(s) => delete s.shippedItems[0].shippedQuantity.unitOfMeasure, /unitOfMeasure/], [(s) => (s.shippedItems[0].shippedQuantity.amount = "6"), /amount/],
    [(s) => delete s.cartons[0].items, /items/], [(s) => delete s.cartons[0].cartonSequenceNumber, /cartonSequenceNumber/],
    [(s) => (s.cartons[0].cartonIdentifiers = [{ containerIdentificationType: "EAN", containerIdentificationNumber: "1" }]), /containerIdentificationType/],
    [(s) => (s.cartons[0].weight = { unitOfMeasure: "Stone", value: "1" }), /unitOfMeasure/], [(s) => (s.cartons[0].tracking = "1Z"), /tracking/],
    [(s) => (s.transportationDetails = { transportationMode: "Rail" }), /transportationMode/], [(s) => (s.transportationDetails = null), /null/],
  ];
  for (const [change, words] of cases) {
    const confirmation = structuredClone(confirmationOf(vendor, order, "S-1"));
    change(confirmation);
    const answer = await vendor.confirm(confirmation);
    assert.deepEqual([answer.status, answer.json.errors[0].code], [400, "InvalidInput"], String(change));
    assert.match(answer.json.errors.map((e) => e.details).join("; "), words);
  }
  assert.equal((await vendor.call("POST", "shipping/v1/shipmentConfirmations", { body: "{}" })).status, 400);
});

test("shipments are listed as they were confirmed last", async () => {
  const { vendor, orders: [a, b] } = await withOrders({ ...two, shipTo: "ONT2" }, { ...two, shipTo: "PHX7" });
  await tell(vendor, confirmationOf(vendor, a, "S-1", { 1: 6 }, { amazonReferenceNumber: "ARN1", estimatedDeliveryDate: ago(-48), transportationDetails: { carrierScac: "UPSN" } }));
  await tell(vendor, confirmationOf(vendor, a, "S-1", { 1: 5 }, { shipmentConfirmationType: "Replace", amazonReferenceNumber: "ARN1", estimatedDeliveryDate: ago(-48), transportationDetails: { carrierScac: "UPSN" } }));
  await tell(vendor, confirmationOf(vendor, b, "S-2", { 2: 4 }));
  const list = (query) => vendor.call("GET", "shipping/v1/shipments", { query });
  const is = async (query, ...ids) => assert.deepEqual((await list(query)).json.payload.shipments.map((s) => s.vendorShipmentIdentifier).sort(), ids, JSON.stringify(query));
  await is({}, "S-1", "S-2");
  await is({ vendorShipmentIdentifier: "S-1" }, "S-1");
  await is({ vendorShipmentIdentifier: "S-3" });
  await is({ buyerReferenceNumber: "ARN1" }, "S-1");
  await is({ buyerWarehouseCode: "PHX7", sellerWarehouseCode: "LAX1" }, "S-2");
  await is({ currentShipmentStatus: "Shipped", createdAfter: ago(1), shippedBefore: ago(-1), shipmentConfirmedAfter: ago(30 * 24) }, "S-1", "S-2");
  await is({ estimatedDeliveryAfter: ago(1) }, "S-1");
  await is({ shipmentDeliveryAfter: ago(1) });
  const [shipment] = (await list({ vendorShipmentIdentifier: "S-1" })).json.payload.shipments;
  assert.deepEqual([shipment.shipToParty.partyId, shipment.transportationDetails.carrierDetails.code, shipment.containers[0].trackingNumber, shipment.purchaseOrders.map((o) => [o.purchaseOrderNumber, o.items.map((i) => [i.itemSequenceNumber, i.shippedQuantity])])],
    ["ONT2", "UPSN", "1ZS-1", [[a.number, [["1", { amount: 5, unitOfMeasure: "Eaches", unitSize: 1 }]]]]]);
  const { payload } = (await list({ limit: 1, sortOrder: "ASC" })).json;
  assert.deepEqual([payload.shipments.length, (await list({ sortOrder: "ASC", nextToken: payload.pagination.nextToken })).json.payload.shipments.length], [1, 1]);
  assert.equal((await list({ limit: 51 })).status, 400);
});
