/* The control API of vendor accounts: making accounts and purchase orders, playing the buyer, bad input on purpose and bad input of its own. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshShop, start } from "./store.mjs";
import { freshVendor } from "./vendor.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

test("accounts are made, changed and dropped, apart from shops", async () => {
  const made = await store.control("POST", "vendors", { name: "side-vendor", title: "Side", vendorCode: "SIDE1", acknowledgeWithinS: 60 });
  assert.deepEqual([made.status, made.json.url, made.json.clientId, made.json.clientSecret, made.json.refreshToken, made.json.orders],
    [201, `${store.url}/side-vendor`, "amzn1.application-oa2-client.practice-side-vendor", "amzn1.oa2-cs.v1.practice-side-vendor", "Atzr|practice-side-vendor", 12]);
  const { weather, ...settings } = made.json;
  assert.deepEqual([settings.title, settings.vendorCode, settings.acknowledgeWithinS, settings.tokenLifetimeS, settings.refillMs, settings.burst, settings.revoked], ["Side", "SIDE1", 60, 3600, 100, 10, false]);
  assert.deepEqual([weather.transaction, weather.transactionPolls, weather.only], ["success", 0, "all"]);
  assert.deepEqual([(await store.control("GET", "vendors")).json.map((v) => v.name), (await store.control("GET", "shops")).json.map((s) => s.name)], [["harbor-vendor", "side-vendor"], ["harbor", "meadow"]]);
  for (const [what, name] of [["vendors", "side-vendor"], ["vendors", "harbor"], ["shops", "side-vendor"]])
    assert.deepEqual((({ status, json }) => [status, json.code])(await store.control("POST", what, { name })), [409, "name_taken"]);
  assert.equal((await store.control("GET", "shops/side-vendor")).status, 404);
  assert.equal((await store.control("GET", "vendors/harbor")).status, 404);
  const changed = await store.control("PUT", "vendors/side-vendor", { burst: 3 });
  assert.deepEqual([changed.json.burst, changed.json.acknowledgeWithinS, changed.json.vendorCode], [3, 60, "SIDE1"]);
  assert.equal((await store.control("DELETE", "vendors/side-vendor")).status, 204);
  assert.equal((await fetch(`${store.url}/side-vendor/auth/o2/token`, { method: "POST" })).status, 404);
});

test("a shop has no vendor's routes and a vendor no shop's", async () => {
  const shop = await freshShop(store);
  assert.equal((await fetch(`${shop.url}/vendor/orders/v1/purchaseOrders`)).status, 404);
  const vendor = await freshVendor(store);
  const answer = await fetch(`${vendor.url}/wp-json/`);
  assert.deepEqual([answer.status, (await answer.json()).errors[0].code], [404, "NotFound"]);
  const shopWeather = await store.control("PUT", `shops/${shop.name}/weather`, { transaction: "lost" });
  assert.deepEqual([shopWeather.status, shopWeather.json.errors[0].field], [422, "transaction"]);
});

test("what the buyer does", async () => {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders({ items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-002", quantity: 5 }] });
  const act = async (what, body) => (await vendor.control("POST", `orders/${order.number}/${what}`, body)).json;
  const less = await act("change", { quantity: { 1: 7 } });
  assert.deepEqual([less.items.map((i) => [i.ordered, i.firstOrdered]), less.state, less.changedAt !== null], [[[7, 10], [5, 5]], "New", true]);
  assert.deepEqual((await act("change", { quantity: { 1: 7, 2: 0 } })).items.map((i) => i.ordered), [7, 0]);
  const gone = await act("cancel");
  assert.deepEqual([gone.items.map((i) => i.ordered), gone.state, gone.cancelled, gone.open], [[0, 0], "Closed", true, false]);
  const [other] = await vendor.orders({});
  const closed = (await vendor.control("POST", `orders/${other.number}/close`)).json;
  assert.deepEqual([closed.state, closed.cancelled, closed.items[0].ordered], ["Closed", false, 1]);
  assert.deepEqual((await vendor.ledger()).effects, [], "none of this is a client's doing");
});

test("any shape can be asked for, to test bad input", async () => {
  const vendor = await freshVendor(store);
  const [odd, none] = await vendor.orders(
    { items: [{ sku: "HB-001" }, { sku: "HB-002" }], omit: ["orderDetails.shipWindow", "orderDetails.items.1"],
      set: { "orderDetails.items[0].orderedQuantity.amount": "ten", "orderDetails.sellingParty": null, "orderDetails.extra": [1] } },
    { items: [], set: { purchaseOrderState: "Lost" } });
  const get = async (order) => (await vendor.call("GET", `orders/v1/purchaseOrders/${order.number}`, { spoilt: true })).json.payload;
  const { orderDetails } = await get(odd);
  assert.deepEqual(["shipWindow" in orderDetails, orderDetails.items.length, orderDetails.items[0].orderedQuantity.amount, orderDetails.sellingParty, orderDetails.extra], [false, 1, "ten", null, [1]]);
  assert.deepEqual([(await get(none)).purchaseOrderState, (await get(none)).orderDetails.items], ["Lost", []]);
});

test("orders by the clock", async () => {
  const vendor = await freshVendor(store, { orderEveryS: 1 });
  const until = Date.now() + 20000;
  while ((await vendor.control("GET", "")).json.orders < 2) assert.ok(Date.now() < until, "two came by themselves");
});

test("the last ones made come first", async () => {
  const vendor = await freshVendor(store);
  const made = (await vendor.control("POST", "orders", { count: 5 })).json.map((o) => o.number);
  assert.deepEqual((await vendor.control("GET", "orders?limit=2")).json.map((o) => o.number), made.slice(-2).reverse());
  assert.equal((await vendor.control("GET", "orders")).json.length, 5);
  const reset = (await vendor.control("POST", "ledger/reset")).json;
  assert.deepEqual(reset, { effects: [], requests: [], maxInFlight: 0 });
});

test("bad input names the field and changes nothing", async () => {
  const vendor = await freshVendor(store);
  const [o] = await vendor.orders({ number: "2JK3S9VC", items: [{ sku: "HB-001", quantity: 3 }] });
  const field = (answer) => answer.json.errors?.[0]?.field ?? answer.json.code;
  const cases = [
    ["POST", "orders", { count: -1 }, 422, "count"],
    ["POST", "orders", { orders: [{}, { items: [{ quantity: 1 }] }] }, 422, "orders[1].items[0].sku"],
    ["POST", "orders", { orders: [{ items: [{ sku: "A", quantity: -1 }] }] }, 422, "orders[0].items[0].quantity"],
    ["POST", "orders", { orders: [{ items: [{ sku: "A", unit: "Boxes" }] }] }, 422, "orders[0].items[0].unit"],
    ["POST", "orders", { orders: [{ number: "SHORT" }] }, 422, "orders[0].number"],
    ["POST", "orders", { orders: [{ number: "ABC-1234" }] }, 422, "orders[0].number"],
    ["POST", "orders", { orders: [{ number: "2JK3S9VC" }] }, 422, "orders[0].number"],
    ["POST", "orders", { orders: [{ number: "ABCD1234" }, { number: "ABCD1234" }] }, 422, "orders[1].number"],
    ["POST", "orders", { orders: [{ type: "Order" }] }, 422, "orders[0].type"],
    ["POST", "orders", { orders: [{ set: [] }] }, 422, "orders[0].set"],
    ["POST", "orders", { orders: [{ colour: 1 }] }, 422, "orders[0].colour"],
    ["POST", "orders", "{", 400, "malformed"],
    ["POST", `orders/${o.number}/change`, { quantity: { 1: 4 } }, 422, "quantity.1"],
    ["POST", `orders/${o.number}/change`, { quantity: { 2: 1 } }, 422, "quantity.2"],
    ["POST", `orders/${o.number}/change`, { quantity: { 1: -1 } }, 422, "quantity.1"],
    ["POST", `orders/${o.number}/change`, { quantity: {} }, 422, "quantity"],
    ["POST", `orders/${o.number}/change`, { quantity: 3 }, 422, "quantity"],
    ["POST", `orders/${o.number}/change`, {}, 422, "quantity"],
    ["POST", "orders/ABCD9999/cancel", undefined, 404, "not_found"],
    ["PUT", "weather", { transaction: "maybe" }, 422, "transaction"],
    ["PUT", "weather", { transactionPolls: -1 }, 422, "transactionPolls"],
    ["PUT", "weather", { status: 42 }, 422, "status"],
    ["PUT", "", { refillMs: 0 }, 422, "refillMs"],
    ["PUT", "", { tokenLifetimeS: 0 }, 422, "tokenLifetimeS"],
    ["PUT", "", { name: "new" }, 422, "name"],
    ["GET", "nothing", undefined, 404, "not_found"],
  ];
  for (const [method, what, body, status, named] of cases) {
    const answer = await vendor.control(method, what, body);
    assert.deepEqual([answer.status, field(answer)], [status, named], `${method} ${what} ${JSON.stringify(body)}`);
  }
  for (const name of ["Harbor", "a/b", "", "control", "..", "ü"]) assert.notEqual((await store.control("POST", "vendors", { name })).status, 201, name);
  const now = (await vendor.control("GET", "")).json;
  assert.deepEqual([now.orders, now.refillMs, now.weather.transaction, now.weather.hits], [1, 1, "success", 0]);
});
