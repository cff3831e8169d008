// A vendor account at Amazon, from connecting it to its purchase orders: tokens that end, authorisations that are taken
// back, quotas, and purchase orders of every kind, as the practice store speaks Amazon's own format.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkRequest } from "./lib/amazon_contract.mjs";
import { as, given, practice, sql, stack, until } from "./lib/stack.mjs";
import { bind, makeSku, places } from "./lib/steps.mjs";

const admin = as.admin;
const api = as.operator;

/* ---- what the tests start from ------------------------------------------------------------------------ */

async function account(settings = {}) {
  const made = await practice.post("vendors", { name: `vendor-${process.pid}-${randomUUID().slice(0, 8)}`, empty: true, refillMs: 1, burst: 1000, ...settings });
  const at = `vendors/${made.name}`;
  return { ...made, at,
    keys: { clientId: made.clientId, clientSecret: made.clientSecret, refreshToken: made.refreshToken },
    change: (what) => practice.put(at, what),
    orders: (...orders) => practice.post(`${at}/orders`, { orders }) };
}

const testEnded = (id) => until("the store's test has ended", async () => {
  const now = await admin.need(admin.get(`stores/${id}`));
  return ["passed", "failed"].includes(now.test.state) && now;
});

/* The client's store for an account, tested. Never asked by the schedule: only the test syncs it. */
async function connect(of, credentials = of.keys) {
  const added = await admin.need(admin.post("stores", { name: `Vendor ${randomUUID().slice(0, 8)}`, platform: "amazon_vendor", url: of.url, credentials }), 201);
  const [{ id: open }] = sql(`INSERT INTO sync_run (customer_id, store_id, kind, type, mode, status)
    SELECT customer_id, id, kind, 'automatic', 'immediate', 'running' FROM store WHERE id = ${added.id} RETURNING id`);
  const store = await testEnded(added.id);
  sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${store.id}`);
  sql(`DELETE FROM sync_run WHERE id = ${open}`);
  return store;
}

const pull = (store, more = {}) => given.sync([store.id], { kind: "b2b", ...more });
const failedStep = (store) => store.test.steps.find((step) => !step.passed);
const orderOf = async (store, number) => {
  const row = (await api.all(`orders?kind=b2b&storeId=${store.id}`)).find((order) => order.orderNo === number);
  assert.ok(row, `purchase order ${number} came in`);
  return api.need(api.get(`orders/${row.id}`));
};

/* The worker's log of calls to a store, oldest first. */
const callsTo = (store) => readFileSync(path.join(stack.folder, "log/worker.log"), "utf8").split("\n")
  .filter((line) => line.includes("event=platform_call ") && line.includes(` store=${store.id} `))
  .map((line) => ({ path: / path=(\S+)/.exec(line)[1], status: Number(/ status=(\d+)/.exec(line)[1]), request: / platform_request=(\S+)/.exec(line)?.[1] }));
const tokensOf = (store) => callsTo(store).filter((call) => call.path === "/auth/o2/token").length;

/* ---- connecting --------------------------------------------------------------------------------------- */

test("an account is connected with its three keys, and the test says what it looked at", async () => {
  const store = await connect(await account());
  assert.deepEqual([store.status, store.kind, store.writebackStrategy], ["authorised", "b2b", "vendor"]);
  assert.deepEqual(store.test.steps.map(({ name, passed }) => [name, passed]),
    [["address", true], ["api", true], ["credentials", true], ["orders", true], ["writeback", true]]);
  const calls = callsTo(store);
  assert.ok(calls.every((call) => call.request), "Amazon's number of each request stands in the log");
  assert.deepEqual(calls.map((call) => call.path).slice(0, 4), ["/vendor/orders/v1/purchaseOrders", "/auth/o2/token", "/vendor/orders/v1/purchaseOrders",
    "/vendor/transactions/v1/transactions/{id}"]);
});

test("what is wrong with an account is said in words that help", async () => {
  const good = await account();
  const cases = [
    [good, { ...good.keys, clientSecret: "wrong" }, "credentials", /client identifier and secret/],
    [good, { ...good.keys, refreshToken: "Atzr|wrong" }, "credentials", /authorise the application again/],
    [await account({ revoked: true }), undefined, "credentials", /authorise the application again/],
    [{ url: `${stack.practice}/harbor` }, good.keys, "api", /no Selling Partner API/],
  ];
  for (const [of, keys, step, words] of cases) {
    const store = await connect(of, keys);
    assert.deepEqual([store.test.state, failedStep(store)?.name], ["failed", step], JSON.stringify(store.test));
    assert.match(failedStep(store).detail, words);
    assert.doesNotMatch(JSON.stringify(store), /Atzr|oa2-cs/, "no key is shown");
  }
});

/* ---- tokens ------------------------------------------------------------------------------------------- */

test("one access token serves many runs; one that ended is renewed without anybody noticing", async () => {
  const of = await account();
  const store = await connect(of);
  await of.orders({ number: "TOKEN001", items: [{ sku: "HB-001", quantity: 3 }] });
  for (let i = 0; i < 4; i++) assert.ok(["success", "no_new_orders"].includes((await pull(store)).status));
  const before = tokensOf(store);
  assert.ok(before <= 3, `${before} tokens for a test and four runs by at most two workers and a test`);
  await of.change({ expireTokens: true });
  await of.orders({ number: "TOKEN002", items: [{ sku: "HB-001", quantity: 1 }] });
  const run = await pull(store);
  assert.equal(run.status, "success", JSON.stringify(run));
  assert.equal((await orderOf(store, "TOKEN002")).lines[0].orderedQty, 1);
  assert.ok(tokensOf(store) > before);
  assert.equal((await admin.need(admin.get(`stores/${store.id}`))).status, "authorised");
});

test("an authorisation that was taken back stops the store until somebody enters a new one", async () => {
  const of = await account();
  const store = await connect(of);
  await of.change({ revoked: true, expireTokens: true });
  sql(`DELETE FROM rate WHERE scope = 'sync:${Number(store.id)}'`);
  await api.need(api.post("sync-runs", { kind: "b2b", storeIds: [store.id], mode: "immediate" }), 202);
  const expired = await until("the store needs its authorisation", async () => {
    const now = await admin.need(admin.get(`stores/${store.id}`));
    return now.status !== "authorised" && now;
  });
  assert.equal(expired.status, "expired");
  assert.match(expired.health.detail, /authorise the application again/);
  await of.change({ revoked: false, refreshToken: "Atzr|renewed" });
  const again = await admin.post(`stores/${store.id}/authorize`, { credentials: { ...of.keys, refreshToken: "Atzr|renewed" } }, { version: expired.version });
  assert.ok(again.status < 300, again.text);
  await until("it is authorised again", async () => (await admin.need(admin.get(`stores/${store.id}`))).status === "authorised");
});

/* ---- purchase orders ---------------------------------------------------------------------------------- */

test("everything of a purchase order arrives as it is", async () => {
  const of = await account();
  const store = await connect(of);
  await of.orders({ number: "WHOLE001", type: "RushOrder", items: [
    { sku: "HB-001", quantity: 5, netCost: "12.50", backorderAllowed: true },
    { sku: "HB-002", quantity: 3, unit: "Cases", unitSize: 12, netCost: "2.00" },
    { asin: "B0NOSKU001", withoutSku: true, quantity: 1, netCost: "4.00" }] });
  assert.equal((await pull(store)).status, "success");
  const order = await orderOf(store, "WHOLE001");
  assert.deepEqual([order.status, order.kind, order.currency, order.amount, order.platformStatus], ["pending", "b2b", "USD", "138.50", "New"]);
  assert.deepEqual(order.lines.map((l) => [l.orderedQty, l.unit, l.unitSize, l.backorderAllowed]), [[5, "each", 1, true], [3, "case", 12, false], [1, "each", 1, false]]);
  assert.deepEqual(order.lines.map((l) => [l.platformSku, l.skuKey]), [["HB-001", "HB-001"], ["HB-002", "HB-002"], [null, "B0NOSKU001"]]);
  assert.equal(order.purchase.type, "RushOrder");
  assert.equal(order.purchase.sellingParty, of.vendorCode);
  assert.equal(Date.parse(order.acknowledgeBy) - Date.parse(order.orderTime), 24 * 3600 * 1000);
  assert.ok(order.shipWindow.from && order.shipWindow.to);
});

test("more orders than a page holds, twice: all of them, once", async () => {
  const of = await account();
  const store = await connect(of);
  await practice.post(`${of.at}/orders`, { count: 230 });
  const first = await pull(store);
  assert.equal(first.status, "success", JSON.stringify(first));
  assert.equal((await api.all(`orders?kind=b2b&storeId=${store.id}`)).length, 230);
  assert.equal((await pull(store)).status, "no_new_orders");
  assert.equal((await api.all(`orders?kind=b2b&storeId=${store.id}`)).length, 230);
});

test("a quota that is used up makes a run wait, and it goes on by itself", async () => {
  const of = await account({ refillMs: 400, burst: 2 });
  const store = await connect(of);
  await practice.post(`${of.at}/orders`, { count: 320 });
  const run = await pull(store);
  assert.equal(run.status, "success", JSON.stringify(run));
  assert.equal((await api.all(`orders?kind=b2b&storeId=${store.id}`)).length, 320);
  const [{ per_second }] = sql(`SELECT per_second FROM store_bucket WHERE store_id = ${store.id}`);
  assert.equal(Number(per_second), 2.5, "the rate that Amazon named is the store's own from then on");
});

test("by their numbers, and one that there is not", async () => {
  const of = await account();
  const store = await connect(of);
  await of.orders({ number: "NUMBER01", items: [{ sku: "HB-001", quantity: 1 }] }, { number: "NUMBER02", items: [{ sku: "HB-001", quantity: 1 }] });
  const run = await pull(store, { mode: "order_numbers", orderNumbers: ["NUMBER02", "NOWHERE1", "no number at all"] });
  assert.equal(run.status, "partly_failed", JSON.stringify(run));
  assert.equal((await orderOf(store, "NUMBER02")).orderNo, "NUMBER02");
  const items = await api.all(`sync-runs/${run.id}/orders`);
  assert.deepEqual(items.filter((i) => i.outcome === "failed").map((i) => i.orderNo).sort(), ["NOWHERE1", "no number at all"]);
});

test("purchase orders that the buyer cancels or closes are no work any more", async () => {
  const of = await account();
  const store = await connect(of);
  await of.orders({ number: "CANCEL01", items: [{ sku: "HB-001", quantity: 2 }] }, { number: "CLOSED01", items: [{ sku: "HB-001", quantity: 2 }] });
  assert.equal((await pull(store)).status, "success");
  for (const number of ["CANCEL01", "CLOSED01"]) assert.equal((await orderOf(store, number)).status, "pending");
  await practice.post(`${of.at}/orders/CANCEL01/cancel`);
  await practice.post(`${of.at}/orders/CLOSED01/close`);
  const run = await pull(store);
  assert.ok(["success", "no_new_orders"].includes(run.status), JSON.stringify(run));
  /* Closed without anything received: its status tells, which is asked for beside the order. */
  for (const number of ["CANCEL01", "CLOSED01"]) assert.equal((await orderOf(store, number)).status, "cancelled", number);
  assert.ok(callsTo(store).some((call) => call.path === "/vendor/orders/v1/purchaseOrdersStatus"));
});

test("an acknowledgement arrives as Amazon's model has it, every line with all that was ordered", async () => {
  const of = await account();
  const store = await connect(of);
  await of.orders({ number: "ANSWER01", items: [{ sku: "HB-001", quantity: 5, netCost: "12.50" }, { sku: "HB-002", quantity: 3, unit: "Cases", unitSize: 12, netCost: "2.00" },
    { sku: "HB-003", quantity: 4, netCost: "1.00", backorderAllowed: true }] });
  await pull(store);
  for (const skuKey of ["HB-001", "HB-002", "HB-003"]) await api.need(bind(store, skuKey, [makeSku({ stock: { LAX1: 500 } })]));
  const order = await orderOf(store, "ANSWER01");
  const [one, cases, later] = order.lines;
  await api.need(api.post(`orders/${order.id}/acknowledge`, { warehouseId: (await places()).LAX1.id, backorderAt: new Date(Date.now() + 9 * 86400e3).toISOString(), lines: [
    { lineId: one.id, acceptedQty: 3, rejectedQty: 2, reason: "TemporarilyUnavailable" }, { lineId: cases.id, acceptedQty: 3, rejectedQty: 0 },
    { lineId: later.id, acceptedQty: 1, backorderedQty: 3 }] }, { version: order.version }));
  const there = await until("the acknowledgement has arrived", async () => {
    const now = await practice.get(`${of.at}/orders/ANSWER01`);
    return now.acknowledgements.length > 0 && now;
  });
  assert.equal(there.acknowledgements.length, 1);
  const [{ body, errors }] = there.acknowledgements;
  assert.deepEqual(errors, []);
  assert.deepEqual(checkRequest("POST", "/vendor/orders/v1/acknowledgements", "", { acknowledgements: [body] }), []);
  assert.deepEqual(body.items.map((item) => [item.itemSequenceNumber, item.orderedQuantity.unitOfMeasure, item.netCost.amount,
    ...item.itemAcknowledgements.map((part) => `${part.acknowledgementCode} ${part.acknowledgedQuantity.amount}`)]), [
    ["1", "Eaches", "12.50", "Accepted 3", "Rejected 2"], ["2", "Cases", "2.00", "Accepted 3"], ["3", "Eaches", "1.00", "Accepted 1", "Backordered 3"]]);
  assert.deepEqual(there.items.map((item) => [item.accepted, item.backordered, item.rejected]), [[3, 0, 2], [3, 0, 0], [1, 3, 0]]);
});

const broken = {
  "no state": [{ omit: ["purchaseOrderState"] }, "malformed"],
  "no time": [{ omit: ["orderDetails.purchaseOrderDate"] }, "malformed"],
  "no items": [{ omit: ["orderDetails.items"] }, "malformed"],
  "a window that is none": [{ set: { "orderDetails.shipWindow": "soon" } }, "malformed"],
  "a negative quantity": [{ set: { "orderDetails.items[0].orderedQuantity.amount": -3 } }, "quantity_implausible"],
  "half a case": [{ set: { "orderDetails.items[0].orderedQuantity.amount": 0.5 } }, "quantity_implausible"],
  "an unknown unit": [{ set: { "orderDetails.items[0].orderedQuantity.unitOfMeasure": "Pallets" } }, "quantity_implausible"],
  "an unknown currency": [{ set: { "orderDetails.items[0].netCost.currencyCode": "QQQ" } }, "currency_unknown"],
  "a cost in words": [{ set: { "orderDetails.items[0].netCost.amount": "a lot" } }, "malformed"],
};

test("one purchase order that makes no sense stops no other, and is said with its reason", async () => {
  const of = await account();
  const store = await connect(of);
  const names = Object.keys(broken);
  await of.orders(...names.map((name, i) => ({ number: `BROKEN${String(i).padStart(2, "0")}`, items: [{ sku: "HB-001", quantity: 1 }], ...broken[name][0] })),
    { number: "GOODONE1", items: [{ sku: "HB-001", quantity: 1 }] });
  const run = await pull(store);
  assert.equal(run.status, "partly_failed", JSON.stringify(run));
  assert.equal((await orderOf(store, "GOODONE1")).status, "pending");
  const items = await api.all(`sync-runs/${run.id}/orders`);
  for (const [i, name] of names.entries()) {
    const item = items.find((one) => one.orderNo === `BROKEN${String(i).padStart(2, "0")}`);
    assert.deepEqual([item?.outcome, item?.code], ["failed", broken[name][1]], `${name}: ${JSON.stringify(item)}`);
  }
});
