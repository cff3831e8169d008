/* The wire of a vendor account: tokens, quota, purchase orders and their status. Every answer is checked against Amazon's models by the client. */
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

const ago = (hours) => new Date(Date.now() - hours * 3600e3).toISOString();
const numbers = (answer) => answer.json.payload.orders.map((o) => o.purchaseOrderNumber);
const detailsOf = (answer) => answer.json.errors.map((e) => e.details).join("; ");

/* ---- who asks ----------------------------------------------------------------------------------- */

test("a refresh token becomes an access token", async () => {
  const vendor = await freshVendor(store, { tokenLifetimeS: 1800 });
  const { status, headers, json } = await vendor.login();
  assert.deepEqual([status, headers.get("cache-control"), json.token_type, json.expires_in, json.refresh_token], [200, "no-store", "bearer", 1800, vendor.refreshToken]);
  assert.match(json.access_token, /^Atza\|/);
  vendor.token = json.access_token;
  assert.equal((await vendor.list()).status, 200);
  assert.notEqual((await vendor.login()).json.access_token, json.access_token);
  assert.equal((await vendor.list()).status, 200, "an earlier token is good until its end");
});

test("tokens: what is refused", async () => {
  const vendor = await freshVendor(store);
  const cases = [
    [{ grant_type: undefined }, 400, "invalid_request"], [{ refresh_token: "" }, 400, "invalid_request"], [{ client_id: undefined }, 400, "invalid_request"],
    [{ grant_type: "authorization_code" }, 400, "unsupported_grant_type"],
    [{ client_id: "somebody" }, 401, "invalid_client"], [{ client_secret: "guess" }, 401, "invalid_client"],
    [{ refresh_token: "Atzr|other" }, 400, "invalid_grant"], [{ refresh_token: `${vendor.refreshToken}x` }, 400, "invalid_grant"],
  ];
  for (const [over, status, error] of cases) {
    const answer = await vendor.login(over);
    assert.deepEqual([answer.status, answer.json.error], [status, error], JSON.stringify(over));
    assert.ok(answer.json.error_description && answer.json.request_id);
  }
  const asJson = await fetch(`${vendor.url}/auth/o2/token`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  assert.deepEqual([asJson.status, (await asJson.json()).error], [400, "invalid_request"]);
  assert.equal((await fetch(`${vendor.url}/auth/o2/token`)).status, 404, "it is not looked at");
});

test("who is not known gets 403 and a request id, no rate", async () => {
  const vendor = await freshVendor(store);
  await vendor.list();
  const cases = [
    [null, /missing/], ["", /missing|invalid/], ["Atza|guess", /invalid/], [clientOf(store, await other()).refreshToken, /invalid/],
  ];
  for (const [token, why] of cases) {
    const answer = await vendor.call("GET", "orders/v1/purchaseOrders", { headers: { "x-amz-access-token": token } });
    assert.deepEqual([answer.status, answer.json.errors[0].code, answer.headers.get("x-amzn-ratelimit-limit")], [403, "Unauthorized", null]);
    assert.match(detailsOf(answer), why);
    assert.match(answer.headers.get("x-amzn-requestid"), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  await vendor.control("PUT", "", { expireTokens: true });
  const expired = await vendor.list();
  assert.deepEqual([expired.status, detailsOf(expired)], [403, "The access token you provided has expired."]);
  vendor.token = null;
  assert.equal((await vendor.list()).status, 200);
  await vendor.control("PUT", "", { revoked: true });
  assert.deepEqual([(await vendor.list()).status, (await vendor.login()).json.error], [403, "invalid_grant"]);
  await vendor.control("PUT", "", { revoked: false, refreshToken: "Atzr|renewed" });
  assert.equal((await vendor.login()).json.error, "invalid_grant", "the old one is good no more");
  assert.equal((await vendor.login({ refresh_token: "Atzr|renewed" })).status, 200);
});
const other = async () => (await store.control("GET", "vendors")).json[0];

test("a token ends by itself", async () => {
  const vendor = await freshVendor(store, { tokenLifetimeS: 1 });
  assert.equal((await vendor.list()).status, 200);
  const until = Date.now() + 10000;
  let answer;
  do answer = await vendor.list();
  while (answer.status === 200 && Date.now() < until);
  assert.deepEqual([answer.status, detailsOf(answer)], [403, "The access token you provided has expired."]);
});

test("each operation has its bucket", async () => {
  const vendor = await freshVendor(store, { burst: 3, refillMs: 3600000 });
  for (const [limit, status] of [[1, 200], [0, 400], [1, 200]]) assert.equal((await vendor.list({ limit })).status, status, "a refused call counts as well");
  const over = await vendor.list();
  assert.deepEqual([over.status, over.json.errors[0].code, over.headers.get("x-amzn-ratelimit-limit"), over.headers.get("retry-after")], [429, "QuotaExceeded", null, null]);
  assert.equal((await vendor.status()).status, 200, "another operation, another bucket");
  await vendor.control("PUT", "", { burst: 10, refillMs: 100 });
  const { status, headers } = await vendor.list();
  assert.deepEqual([status, headers.get("x-amzn-ratelimit-limit")], [200, "10.0"]);
  await vendor.control("PUT", "", { burst: 1, refillMs: 200 });
  await vendor.list();
  const until = Date.now() + 10000;
  while ((await vendor.list()).status === 429) assert.ok(Date.now() < until, "it fills again");
  await vendor.control("PUT", "", { burst: 0 });
  assert.equal((await vendor.list()).status, 429);
});

/* ---- purchase orders ---------------------------------------------------------------------------- */

test("twelve purchase orders are there from the start, of every kind that a page must show", async () => {
  const account = await other();
  const vendor = clientOf(store, account);
  const { orders } = (await vendor.list({ sortOrder: "ASC" })).json.payload;
  assert.deepEqual([account.name, account.vendorCode, orders.length], ["harbor-vendor", "HARBO", 12]);
  const details = orders.map((o) => o.orderDetails);
  const items = details.flatMap((d) => d.items);
  const times = details.map((d) => Date.parse(d.purchaseOrderDate));
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  assert.ok(orders.every((o) => o.purchaseOrderState === "New") && times.every((t) => Date.now() - t < 24 * 3600e3), "all can still be acknowledged");
  const rush = details.find((d) => d.purchaseOrderType === "RushOrder");
  const left = 24 * 3600e3 - (Date.now() - Date.parse(rush.purchaseOrderDate));
  assert.ok(left > 80 * 60e3 && left < 91 * 60e3, "an hour and a half is left for the rush order");
  assert.ok(details.some((d) => !d.shipToParty.address) && details.some((d) => d.shipToParty.address?.postalCode === "92408"));
  assert.ok(items.some((i) => i.orderedQuantity.unitOfMeasure === "Cases" && i.orderedQuantity.unitSize === 6) && items.some((i) => i.orderedQuantity.unitOfMeasure === "Eaches"));
  assert.ok(items.some((i) => i.vendorProductIdentifier === "HB-021"), "of an unmapped SKU");
  assert.ok(items.some((i) => !i.vendorProductIdentifier && i.amazonProductIdentifier), "by its ASIN alone");
  assert.ok(items.some((i) => i.vendorProductIdentifier === "HB-003" && i.orderedQuantity.amount > 96), "more than there is");
  assert.ok(items.some((i) => i.isBackOrderAllowed) && items.some((i) => !i.isBackOrderAllowed));
  assert.equal(details.filter((d) => d.purchaseOrderChangedDate).length, 2, "two were changed by the buyer");
  assert.equal(items.filter((i) => i.orderedQuantity.amount === 0).length, 1);
  assert.match(details[0].shipWindow, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ--\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test("an order comes out as it was ordered", async () => {
  const vendor = await freshVendor(store, { vendorCode: "ABCDE" });
  const times = { createdAt: ago(3).replace(/\.\d+/, ""), shipFrom: "2026-12-01T08:00:00Z", shipUntil: "2026-12-03T08:00:00Z", deliverFrom: "2026-12-04T08:00:00Z", deliverUntil: "2026-12-05T08:00:00Z" };
  await vendor.orders({ number: "2JK3S9VC", type: "ConsignedOrder", dealCode: "D-1", shipTo: "ONT2", ...times, items: [
    { sku: "HB-001", quantity: 10, netCost: "8.5", listPrice: "14.50" }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6, backorderAllowed: true },
    { sku: "ELSEWHERE-1", quantity: 1, currency: "EUR", netCost: "0.0125" }, { asin: "B0ONLYASIN" }] }, { shipTo: "XYZ9" }, { shipTo: "PHX7", codeOnly: true });
  const answer = await vendor.get("2JK3S9VC");
  const { orderDetails: d } = answer.json.payload;
  assert.deepEqual([d.purchaseOrderDate, d.purchaseOrderType, d.paymentMethod, d.dealCode, d.shipWindow, d.deliveryWindow], [times.createdAt, "ConsignedOrder", "Consignment", "D-1",
    "2026-12-01T08:00:00Z--2026-12-03T08:00:00Z", "2026-12-04T08:00:00Z--2026-12-05T08:00:00Z"]);
  assert.deepEqual([d.sellingParty, d.shipToParty.partyId, d.shipToParty.address.city], [{ partyId: "ABCDE" }, "ONT2", "San Bernardino"]);
  assert.deepEqual(d.items.map((i) => [i.itemSequenceNumber, i.amazonProductIdentifier, i.vendorProductIdentifier, i.orderedQuantity, i.isBackOrderAllowed, i.netCost]), [
    ["1", "B0HARB0101", "HB-001", { amount: 10, unitOfMeasure: "Eaches", unitSize: 1 }, false, { currencyCode: "USD", amount: "8.50" }],
    ["2", "B0HARB0103", "HB-003", { amount: 4, unitOfMeasure: "Cases", unitSize: 6 }, true, { currencyCode: "USD", amount: "23.70" }],
    ["3", d.items[2].amazonProductIdentifier, "ELSEWHERE-1", { amount: 1, unitOfMeasure: "Eaches", unitSize: 1 }, false, { currencyCode: "EUR", amount: "0.0125" }],
    ["4", "B0ONLYASIN", undefined, { amount: 1, unitOfMeasure: "Eaches", unitSize: 1 }, false, { currencyCode: "USD", amount: "12.00" }]]);
  const rest = (await vendor.list()).json.payload.orders.filter((o) => o.purchaseOrderNumber !== "2JK3S9VC").map((o) => o.orderDetails.shipToParty);
  assert.deepEqual(rest.toSorted((a, b) => (a.partyId < b.partyId ? -1 : 1)), [{ partyId: "PHX7" }, { partyId: "XYZ9" }]);
});

test("one order: what is refused", async () => {
  const vendor = await freshVendor(store);
  for (const [number, status, code] of [["ABCD1234", 404, "NotFound"], ["ABC", 400, "InvalidInput"], ["ABCD12345", 400, "InvalidInput"], ["ABCD-123", 400, "InvalidInput"]]) {
    const answer = await vendor.get(number);
    assert.deepEqual([answer.status, answer.json.errors[0].code], [status, code], number);
  }
  assert.equal((await vendor.call("DELETE", "orders/v1/purchaseOrders/ABCD1234")).status, 404);
  assert.equal((await vendor.call("GET", "orders/v2/purchaseOrders")).status, 404);
});

test("pages hold every order once, in both directions, while new ones come", async () => {
  const vendor = await freshVendor(store);
  await vendor.control("POST", "orders", { count: 9 });
  for (const sortOrder of ["ASC", "DESC"]) {
    const seen = [];
    let nextToken;
    do {
      const { json } = await vendor.list({ limit: 4, sortOrder, ...(nextToken ? { nextToken } : {}) });
      seen.push(...json.payload.orders.map((o) => o.purchaseOrderNumber));
      nextToken = json.payload.pagination?.nextToken;
      if (seen.length === 4) await vendor.orders({});
    } while (nextToken);
    const made = (await vendor.control("GET", "orders")).json.map((o) => o.number);
    assert.equal(new Set(seen).size, seen.length, sortOrder);
    assert.equal(seen.length, sortOrder === "ASC" ? made.length : made.length - 1, "the new one is before the first page, or on the last");
  }
  const first = (await vendor.list({ limit: 4 })).json.payload.pagination.nextToken;
  for (const query of [{ nextToken: "nonsense" }, { nextToken: `${first}0.` }, { nextToken: first, sortOrder: "ASC" }, { nextToken: first, purchaseOrderState: "New" }])
    assert.deepEqual([(await vendor.list(query)).status], [400], JSON.stringify(query));
  assert.equal((await vendor.list({ nextToken: first, limit: 100 })).status, 200);
});

test("filters of orders", async () => {
  const vendor = await freshVendor(store);
  const [old, fresh, changed, cancelled, acked, closed] = await vendor.orders({ createdAt: ago(6 * 24) }, {}, { items: [{ sku: "HB-001", quantity: 5 }] },
    { items: [{ sku: "HB-001" }, { sku: "HB-002" }] }, {}, {});
  await vendor.control("POST", `orders/${changed.number}/change`, { quantity: { 1: 3 } });
  await vendor.control("POST", `orders/${cancelled.number}/change`, { quantity: { 2: 0 } });
  await vendor.control("POST", `orders/${closed.number}/close`);
  await vendor.acknowledge(acknowledgementOf(vendor, acked));
  const is = async (query, ...orders) => assert.deepEqual(numbers(await vendor.list(query)).sort(), orders.map((o) => o.number).sort(), JSON.stringify(query));
  await is({ createdAfter: ago(1) }, fresh, changed, cancelled, acked, closed);
  await is({ createdAfter: ago(6.5 * 24), createdBefore: ago(24) }, old);
  await is({ createdBefore: ago(24) }, old);
  await is({ changedAfter: ago(1) }, changed, cancelled, closed);
  await is({ changedAfter: ago(1), changedBefore: ago(0.5) });
  await is({ isPOChanged: true, createdAfter: ago(1) }, changed, cancelled);
  await is({ isPOChanged: false, createdAfter: ago(1) }, fresh, changed, cancelled, acked, closed);
  await is({ poItemState: "Cancelled" }, cancelled);
  await is({ purchaseOrderState: "New" }, old, fresh, changed, cancelled);
  await is({ purchaseOrderState: "Acknowledged" }, acked);
  await is({ purchaseOrderState: "Closed" }, closed);
  await is({ orderingVendorCode: vendor.vendorCode, createdAfter: ago(1), limit: 100 }, fresh, changed, cancelled, acked, closed);
  await is({ orderingVendorCode: "OTHER" });
  const short = (await vendor.list({ includeDetails: false, purchaseOrderState: "Acknowledged" })).json.payload.orders;
  assert.deepEqual(short, [{ purchaseOrderNumber: acked.number, purchaseOrderState: "Acknowledged" }]);
});

test("filters: what is refused", async () => {
  const vendor = await freshVendor(store);
  const cases = [
    [{ limit: 0 }], [{ limit: 101 }], [{ limit: "ten" }], [{ limit: "" }], [{ createdAfter: "yesterday" }], [{ createdAfter: "2026-13-01T00:00:00Z" }],
    [{ createdAfter: ago(8 * 24) }], [{ createdAfter: ago(14 * 24), createdBefore: ago(24) }], [{ createdAfter: ago(1), createdBefore: ago(2) }],
    [{ changedAfter: ago(8 * 24) }], [{ createdAfter: ago(365 * 24), createdBefore: ago(364 * 24) }], [{ sortOrder: "asc" }], [{ includeDetails: "yes" }],
    [{ isPOChanged: 1 }], [{ poItemState: "New" }], [{ purchaseOrderState: "Open" }],
  ];
  for (const [query] of cases) {
    const answer = await vendor.list(query);
    assert.deepEqual([answer.status, answer.json.errors[0].code], [400, "InvalidInput"], JSON.stringify(query));
    assert.ok(detailsOf(answer).includes(Object.keys(query)[0].replace(/After|Before/, "")), detailsOf(answer));
  }
  for (const query of [{ updatedAfter: ago(8 * 24) }, { purchaseOrderStatus: "New" }, { itemConfirmationStatus: "accepted" }, { itemReceiveStatus: "SHIPPED" }, { limit: 101 }, { nextToken: "x" }])
    assert.equal((await vendor.status(query)).status, 400, JSON.stringify(query));
});

test("the buyer's view: status of orders and its filters", async () => {
  const vendor = await freshVendor(store);
  const item = { items: [{ sku: "HB-001", quantity: 10 }] };
  const [open, part, none, all, closed] = await vendor.orders({ ...item, shipTo: "ONT2" }, { ...item, shipTo: "PHX7" }, item, item, item);
  await vendor.control("POST", `orders/${open.number}/change`, { quantity: { 1: 8 } });
  await vendor.control("POST", `orders/${closed.number}/close`);
  await vendor.acknowledge(acknowledgementOf(vendor, part, { 1: [["Accepted", 4], rejected(6)] }), acknowledgementOf(vendor, none, { 1: [rejected(10)] }), acknowledgementOf(vendor, all));
  const is = async (query, ...orders) => assert.deepEqual((await vendor.status(query)).json.payload.ordersStatus.map((o) => o.purchaseOrderNumber).sort(), orders.map((o) => o.number).sort(), JSON.stringify(query));
  await is({}, open, part, none, all, closed);
  await is({ purchaseOrderNumber: part.number }, part);
  await is({ purchaseOrderNumber: "ABCD1234" });
  await is({ purchaseOrderStatus: "OPEN" }, open, part, all);
  await is({ purchaseOrderStatus: "CLOSED" }, none, closed);
  await is({ itemConfirmationStatus: "ACCEPTED" }, all);
  await is({ itemConfirmationStatus: "PARTIALLY_ACCEPTED" }, part);
  await is({ itemConfirmationStatus: "REJECTED" }, none);
  await is({ itemConfirmationStatus: "UNCONFIRMED" }, open, closed);
  await is({ itemReceiveStatus: "NOT_RECEIVED", shipToPartyId: "ONT2", updatedAfter: ago(1) }, ...(await vendor.control("GET", "orders")).json.filter((o) => o.shipTo === "ONT2"));
  await is({ itemReceiveStatus: "RECEIVED" });
  await is({ updatedAfter: ago(1), orderingVendorCode: "OTHER" });
  await is({ updatedAfter: ago(2), updatedBefore: ago(1) });
  const [shown] = (await vendor.status({ purchaseOrderNumber: open.number })).json.payload.ordersStatus;
  assert.deepEqual(shown.itemStatus[0].orderedQuantity.orderedQuantityDetails.map((d) => [d.orderedQuantity?.amount, d.cancelledQuantity?.amount]), [[undefined, 2], [10, undefined]]);
  assert.deepEqual([shown.itemStatus[0].orderedQuantity.orderedQuantity.amount, shown.shipToParty, shown.itemStatus[0].receivingStatus],
    [8, { partyId: "ONT2" }, { receiveStatus: "NOT_RECEIVED", receivedQuantity: { amount: 0, unitOfMeasure: "Eaches", unitSize: 1 } }]);
  const first = (await vendor.status({ limit: 2 })).json.payload;
  assert.deepEqual([first.ordersStatus.length, (await vendor.status({ limit: 10, nextToken: first.pagination.nextToken })).json.payload.ordersStatus.length], [2, 3]);
});

test("the same seed makes the same orders", async () => {
  const made = [];
  for (const seed of ["7", "7", "8"]) {
    const one = await start({ GWMS_PRACTICE_SEED: seed });
    await one.control("POST", "vendors/harbor-vendor/orders", { count: 3 });
    made.push((await one.control("GET", "vendors/harbor-vendor/orders")).json.map((o) => [o.number, o.items.map((i) => [i.sku, i.ordered])]));
    await one.stop();
  }
  assert.deepEqual(made[0], made[1]);
  assert.notDeepEqual(made[0], made[2]);
});
