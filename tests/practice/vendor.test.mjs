/* The wire of a vendor account: tokens, purchase orders, acknowledgements and what becomes of them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./store.mjs";
import { acknowledgementOf, clientOf, freshVendor, rejected } from "./vendor.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

test("a purchase order is read, acknowledged in part, and the buyer knows", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ number: "2JK3S9VC", items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6 }] });
  const { status, json, headers } = await vendor.get("2JK3S9VC");
  assert.deepEqual([status, headers.get("x-amzn-ratelimit-limit"), json.payload.purchaseOrderState], [200, "1000.0", "New"]);
  assert.match(headers.get("x-amzn-requestid"), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual((await vendor.list()).json.payload.orders, [json.payload]);
  const answer = await vendor.acknowledge(acknowledgementOf(vendor, order, { 1: [["Accepted", 6], rejected(4)], 2: [rejected(4, "ObsoleteProduct")] }));
  assert.equal(answer.status, 202);
  assert.deepEqual(await vendor.outcome(answer), { transactionId: answer.json.payload.transactionId, status: "Success" });
  assert.equal((await vendor.get("2JK3S9VC")).json.payload.purchaseOrderState, "Acknowledged");
  const [known] = (await vendor.status({ purchaseOrderNumber: "2JK3S9VC" })).json.payload.ordersStatus;
  assert.deepEqual(known.itemStatus.map((i) => [i.acknowledgementStatus.confirmationStatus, i.acknowledgementStatus.acceptedQuantity, i.acknowledgementStatus.rejectedQuantity.amount]), [
    ["PARTIALLY_ACCEPTED", { amount: 6, unitOfMeasure: "Eaches", unitSize: 1 }, 4], ["REJECTED", { amount: 0, unitOfMeasure: "Cases", unitSize: 6 }, 4]]);
  assert.deepEqual((await vendor.ledger()).effects.map((e) => [e.effect, e.order, e.reference, e.detail]),
    [["acknowledgement", "2JK3S9VC", answer.json.payload.transactionId, "6 accepted, 0 backordered, 8 rejected"]]);
});

test("twelve purchase orders are there from the start", async () => {
  const [account] = (await store.control("GET", "vendors")).json;
  const vendor = clientOf(store, account);
  const { orders } = (await vendor.list({ sortOrder: "ASC" })).json.payload;
  assert.deepEqual([account.name, orders.length], ["harbor-vendor", 12]);
  const times = orders.map((o) => o.orderDetails.purchaseOrderDate);
  assert.deepEqual(times, [...times].sort());
  assert.ok(orders.every((o) => o.purchaseOrderState === "New" && Date.now() - Date.parse(o.orderDetails.purchaseOrderDate) < 86400e3));
});
