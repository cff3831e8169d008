/* Bad days of a vendor account: what becomes of its transactions, its token endpoint, its answers and its connections. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { start } from "./store.mjs";
import { acknowledgementOf, confirmationOf, freshVendor } from "./vendor.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

const item = { items: [{ sku: "HB-001", quantity: 10 }] };
const stateOf = async (vendor, order) => (await vendor.get(order.number)).json.payload.purchaseOrderState;
const effects = async (vendor) => (await vendor.ledger()).effects.map((e) => [e.effect, e.order]);
async function withOrder(weather) {
  const vendor = await freshVendor(store);
  const [order] = await vendor.orders(item);
  if (weather) await vendor.weather(weather);
  return { vendor, order, say: () => vendor.acknowledge(acknowledgementOf(vendor, order)) };
}
const statusOf = async (vendor, answer) => (await vendor.outcome(answer)).status;

/* ---- transactions ------------------------------------------------------------------------------- */

test("success after so many polls", async () => {
  const { vendor, order, say } = await withOrder({ transactionPolls: 2, times: 1 });
  const answer = await say();
  assert.equal(await stateOf(vendor, order), "New");
  assert.deepEqual([await statusOf(vendor, answer), await statusOf(vendor, answer), await statusOf(vendor, answer)], ["Processing", "Processing", "Success"]);
  assert.equal(await stateOf(vendor, order), "Acknowledged");
  assert.deepEqual((await vendor.control("GET", "weather")).json.hits, 1);
  const [next] = await vendor.orders(item);
  assert.equal(await statusOf(vendor, await vendor.acknowledge(acknowledgementOf(vendor, next))), "Success", "it lasted one write");
});

test("success after so many seconds, whether somebody asks or not", async () => {
  const { vendor, order, say } = await withOrder({ transactionS: 1 });
  const begun = Date.now();
  const answer = await say();
  assert.equal(await statusOf(vendor, answer), "Processing");
  while ((await effects(vendor)).length === 0) assert.ok(Date.now() - begun < 20000, "it is worked by the clock");
  assert.ok(Date.now() - begun >= 1000);
  assert.deepEqual([await statusOf(vendor, answer), await stateOf(vendor, order)], ["Success", "Acknowledged"]);
});

test("silent: it takes effect and says Processing for ever", async () => {
  const { vendor, order, say } = await withOrder({ transaction: "silent" });
  const answer = await say();
  for (let i = 0; i < 3; i++) assert.equal(await statusOf(vendor, answer), "Processing");
  assert.deepEqual([await stateOf(vendor, order), await effects(vendor)], ["Acknowledged", [["acknowledgement", order.number]]]);
  const { acknowledgements } = (await vendor.control("GET", `orders/${order.number}`)).json;
  assert.deepEqual(acknowledgements.map((a) => [a.status, a.over]), [["Processing", true]]);
});

test("lost: it says Processing for ever and nothing happens", async () => {
  const { vendor, order, say } = await withOrder({ transaction: "lost" });
  const answer = await say();
  for (let i = 0; i < 3; i++) assert.equal(await statusOf(vendor, answer), "Processing");
  assert.deepEqual([await stateOf(vendor, order), await effects(vendor)], ["New", []]);
  await vendor.weather({});
  assert.equal(await statusOf(vendor, await say()), "Success", "sent again it works");
});

test("failure in given words, at once or later", async () => {
  const { vendor, order, say } = await withOrder({ transaction: "failure", transactionCode: "InvalidPrice", transactionMessage: "Cost does not match." });
  assert.deepEqual((({ status, errors }) => [status, errors])(await vendor.outcome(await say())), ["Failure", [{ code: "InvalidPrice", message: "Cost does not match.", details: "" }]]);
  await vendor.weather({ transaction: "failure", transactionPolls: 1 });
  const answer = await say();
  const first = await vendor.outcome(answer);
  assert.deepEqual([first.status, first.errors], ["Processing", undefined]);
  const second = await vendor.outcome(answer);
  assert.deepEqual([second.status, second.errors[0].code], ["Failure", "InvalidInput"]);
  assert.deepEqual([await stateOf(vendor, order), await effects(vendor)], ["New", []]);
});

test("shipment confirmations meet the same", async () => {
  const { vendor, order, say } = await withOrder();
  await say();
  await vendor.weather({ transactionPolls: 1, times: 1 });
  const answer = await vendor.confirm(confirmationOf(vendor, order, "S-1"));
  assert.deepEqual([await statusOf(vendor, answer), await statusOf(vendor, answer)], ["Processing", "Success"]);
  await vendor.weather({ transaction: "failure", transactionMessage: "No such truck." });
  assert.equal((await vendor.outcome(await vendor.confirm(confirmationOf(vendor, order, "S-2")))).errors[0].message, "No such truck.");
  assert.deepEqual(await effects(vendor), [["acknowledgement", order.number], ["shipment", order.number]]);
});

test("judged as things are when it is worked", async () => {
  const { vendor, order, say } = await withOrder({ transactionPolls: 1 });
  const answer = await say();
  await statusOf(vendor, answer);
  const { vendor: other, order: changing, say: tell } = await withOrder({ transactionS: 2 });
  const late = await tell();
  await other.control("POST", `orders/${changing.number}/change`, { quantity: { 1: 4 } });
  const until = Date.now() + 20000;
  while ((await statusOf(other, late)) === "Processing") { // not faster than the account's quota
    assert.ok(Date.now() < until);
    await pause(150);
  }
  assert.match((await other.outcome(late)).errors[0].message, /ordered quantity is 4/);
  assert.equal(await statusOf(vendor, answer), "Success");
  assert.equal(await stateOf(vendor, order), "Acknowledged");
});

test("an unknown transaction", async () => {
  const vendor = await freshVendor(store);
  const answer = await vendor.transaction("20260101000000-8725bde9-c61c-49f9-86ac-46efd82d4da5");
  assert.deepEqual([answer.status, answer.json.errors[0].code], [404, "NotFound"]);
});

/* ---- the same as shops have --------------------------------------------------------------------- */

test("a status instead of an answer, in this API's words", async () => {
  const { vendor } = await withOrder();
  await vendor.list();
  for (const [status, code] of [[400, "InvalidInput"], [403, "Unauthorized"], [404, "NotFound"], [415, "UnsupportedMediaType"], [429, "QuotaExceeded"], [500, "InternalFailure"], [503, "ServiceUnavailable"]]) {
    await vendor.weather({ status, retryAfterS: 7 });
    const answer = await vendor.list();
    assert.deepEqual([answer.status, answer.json.errors[0].code, answer.headers.get("retry-after")], [status, code, "7"]);
    assert.ok(answer.headers.get("x-amzn-requestid"));
  }
  await vendor.weather({ status: 401 });
  assert.equal((await vendor.get("ABCD1234")).status, 401);
  await vendor.weather({ status: 502 });
  const gateway = await vendor.call("GET", "orders/v1/purchaseOrders", { spoilt: true });
  assert.deepEqual([gateway.status, gateway.json, gateway.headers.get("content-type")], [502, undefined, "text/html"]);
});

test("the login has a weather of its own", async () => {
  const { vendor } = await withOrder({ status: 503 });
  assert.equal((await vendor.login()).status, 200);
  await vendor.weather({ status: 503, only: "token", times: 1 });
  assert.equal((await vendor.login()).status, 503);
  assert.equal((await vendor.list()).status, 200);
  await vendor.weather({ status: 500, only: "token" });
  assert.equal((await vendor.list()).status, 200, "who has a token does not notice");
});

test("reads or writes alone", async () => {
  const { vendor, say } = await withOrder({ status: 503, only: "writes" });
  assert.deepEqual([(await vendor.list()).status, (await say()).status], [200, 503]);
  await vendor.weather({ status: 503, only: "reads" });
  assert.deepEqual([(await vendor.list()).status, (await say()).status], [503, 202]);
});

test("writes that are refused, forgotten, or stored without an answer", async () => {
  const { vendor, order, say } = await withOrder({ refuseWrites: true });
  const refused = await say();
  assert.deepEqual([refused.status, refused.json.errors], [403, [{ code: "Unauthorized", message: "Access to requested resource is denied.", details: "" }]]);
  await vendor.weather({ ignoreWrites: true });
  assert.equal(await statusOf(vendor, await say()), "Success", "it says so");
  assert.deepEqual([await stateOf(vendor, order), await effects(vendor), (await vendor.control("GET", `orders/${order.number}`)).json.acknowledgements], ["New", [], []]);
  await vendor.weather({ dropAfterWrite: true, times: 1 });
  await assert.rejects(say(), "the connection ends without an answer");
  assert.deepEqual([await stateOf(vendor, order), await effects(vendor)], ["Acknowledged", [["acknowledgement", order.number]]]);
  const requests = (await vendor.ledger()).requests.filter((r) => r.route === "acknowledgements").map((r) => [r.method, r.status, r.count]);
  assert.deepEqual(requests, [["POST", 403, 1], ["POST", 202, 1], ["POST", 0, 1]]);
});

test("bodies that are cut, spoilt or stale", async () => {
  const { vendor } = await withOrder();
  await vendor.control("POST", "orders", { count: 5 });
  const list = (query = {}) => vendor.call("GET", "orders/v1/purchaseOrders", { query: { limit: 2, ...query }, spoilt: true });
  const whole = await list();
  await vendor.weather({ cutBody: true, times: 1 });
  await assert.rejects(list());
  for (const noise of ["html", "notice"]) {
    await vendor.weather({ noise, times: 1 });
    assert.equal((await list()).json, undefined);
  }
  await vendor.weather({ duplicatePage: true, times: 1 });
  const { nextToken } = (await list()).json.payload.pagination;
  assert.equal((await list({ nextToken })).text, whole.text, "the second page is the first again");
  assert.notEqual((await list({ nextToken })).text, whole.text);
});

test("a delay holds up its own request alone, and giving up takes nothing back", async () => {
  const { vendor, order } = await withOrder({ delayMs: 1200, times: 1, only: "writes" });
  await vendor.list();
  const body = { acknowledgements: [acknowledgementOf(vendor, order)] };
  await assert.rejects(vendor.call("POST", "orders/v1/acknowledgements", { body, signal: AbortSignal.timeout(100) }));
  assert.equal(await stateOf(vendor, order), "New");
  const until = Date.now() + 20000;
  while ((await effects(vendor)).length === 0) assert.ok(Date.now() < until);
  assert.equal(await stateOf(vendor, order), "Acknowledged");
});
