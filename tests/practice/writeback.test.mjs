/* Shipments told to a shop, the weather that gets in the way, and the ledger that judges it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { fixtures, freshShop, shapeOf, start } from "./store.mjs";

let store;
const captured = (name) => JSON.parse(readFileSync(path.join(fixtures, name), "utf8"));
const paths = (document) => [...shapeOf(document).keys()].sort();

before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

const parcel = (tracking, items, more = []) => ({
  status: "fulfilled", is_fulfilled: true,
  meta_data: [{ id: 0, key: "_tracking_number", value: tracking }, { id: 0, key: "_shipment_provider", value: "dhl" },
    { id: 0, key: "_items", value: items }, ...more],
});

async function shopWithOrder(settings, spec = { lines: [{ productId: 101, quantity: 2 }, { productId: 102 }] }) {
  const shop = await freshShop(store, settings);
  const [order] = await shop.orders(spec);
  return { shop, order, lines: order.lines.map((l) => l.lineItemId) };
}
const effects = async (shop) => (await shop.ledger()).effects.map((e) => [e.orderId, e.effect, e.tracking]);

/* ---- the four ways ------------------------------------------------------------------------------ */

test("fulfillments: in parts, read back, nothing checked, as measured", async () => {
  const { shop, order, lines: [a, b] } = await shopWithOrder({ writeback: "fulfillments" });
  const first = await shop.post(`orders/${order.id}/fulfillments`, parcel("JD0001", [{ item_id: a, qty: 1 }], [{ key: "_ours", value: "8F21" }]));
  assert.equal(first.status, 201);
  assert.deepEqual(paths({ ...first.json, meta_data: [] }), paths({ ...captured("write_fulfillment.json"), meta_data: [] }));
  assert.deepEqual([first.json.is_fulfilled, first.json.entity_id], [true, String(order.id)]);
  const status = async () => (await shop.get(`orders/${order.id}`)).json.meta_data.find((m) => m.key === "_fulfillment_status")?.value;
  assert.equal(await status(), "partially_fulfilled");
  await shop.post(`orders/${order.id}/fulfillments`, parcel("JD0002", [{ item_id: a, qty: 1 }, { item_id: b, qty: 1 }]));
  assert.equal(await status(), "fulfilled");
  assert.equal((await shop.get(`orders/${order.id}`)).json.status, "processing", "the order's own status does not move");
  for (const items of [[{ item_id: a, qty: 500 }], [{ item_id: 987654, qty: 1 }]])
    assert.equal((await shop.post(`orders/${order.id}/fulfillments`, parcel("X", items))).status, 201);
  const list = (await shop.get(`orders/${order.id}/fulfillments`)).json;
  assert.deepEqual(list.map((f) => f.is_fulfilled), ["1", "1", "1", "1"]);
  assert.deepEqual(list[0].meta_data.map((m) => m.key), ["_tracking_number", "_shipment_provider", "_items", "_ours", "_date_fulfilled"]);
  assert.deepEqual((await shop.get(`orders/${order.id}/fulfillments/${list[1].id}`)).json, list[1]);
  const shown = (await shop.control("GET", `orders/${order.id}`)).json;
  assert.deepEqual(shown.trackings[1], { tracking: "JD0002", carrier: "dhl", items: [{ lineItemId: a, qty: 1 }, { lineItemId: b, qty: 1 }] });
  assert.deepEqual(await effects(shop), ["JD0001", "JD0002", "X", "X"].map((t) => [order.id, "fulfillment", t]));
});

test("fulfillments: what is refused stores nothing", async () => {
  const { shop, order, lines: [a] } = await shopWithOrder({ writeback: "fulfillments" });
  const cases = [
    [{ status: "fulfilled" }, "rest_missing_callback_param"],
    [{ meta_data: "x" }, "rest_invalid_param"],
    [parcel("A", []), "woocommerce_fulfillment_invalid_items"],
    [parcel("A", [{ item_id: a, qty: 0 }]), "woocommerce_fulfillment_invalid_items"],
    ["{not json", "rest_invalid_json"],
  ];
  for (const [body, code] of cases) {
    const answer = await shop.post(`orders/${order.id}/fulfillments`, body);
    assert.deepEqual([answer.status, answer.json.code], [400, code]);
  }
  const missing = await shop.post("orders/424242/fulfillments", parcel("A", [{ item_id: a, qty: 1 }]));
  assert.deepEqual([missing.status, missing.json.data.status], [404, "404"], "this controller says the status as a text");
  assert.deepEqual(await effects(shop), []);
});

test("the Shipment Tracking plugin", async () => {
  const { shop, order } = await shopWithOrder({ writeback: "shipment_tracking" });
  const route = `wc-shipment-tracking/v3/orders/${order.id}/shipment-trackings`;
  const providers = (await shop.at("GET", `${route}/providers`)).json;
  assert.ok(providers.Germany["DPD.de"].includes("%1$s"));
  const known = await shop.at("POST", route, { tracking_provider: "UPS", tracking_number: "1Z999", date_shipped: "2026-05-28" });
  assert.equal(known.status, 201);
  assert.deepEqual([known.json.tracking_link, known.json.date_shipped], ["https://www.ups.com/track?loc=en_US&tracknum=1Z999", "2026-05-28"]);
  const own = await shop.at("POST", route, { custom_tracking_provider: "Van", custom_tracking_link: "https://van.example/?n=%1$s", tracking_number: "V7" });
  assert.deepEqual([own.json.tracking_provider, own.json.tracking_link], ["Van", "https://van.example/?n=V7"]);
  assert.equal((await shop.at("POST", route, { tracking_provider: "UPS" })).json.code, "rest_missing_callback_param");
  assert.deepEqual((await shop.at("GET", route)).json.map((t) => t.tracking_number), ["1Z999", "V7"]);
  assert.equal((await shop.get(`orders/${order.id}`)).json.meta_data.find((m) => m.key === "_wc_shipment_tracking_items").value.length, 2);
  assert.equal((await shop.at("DELETE", `${route}/${own.json.tracking_id}`)).status, 200);
  assert.equal((await shop.at("GET", `${route}/${own.json.tracking_id}`)).status, 404);
  assert.equal((await shop.at("GET", `wc-ast/v3/orders/${order.id}/shipment-trackings`)).json.code, "rest_no_route");
  assert.deepEqual((await shop.control("GET", `orders/${order.id}`)).json.trackings, [{ tracking: "1Z999", carrier: "UPS", items: [] }]);
  assert.deepEqual(await effects(shop), [[order.id, "tracking", "1Z999"], [order.id, "tracking", "V7"], [order.id, "tracking", "V7"]]);
});

test("Advanced Shipment Tracking moves the status when asked", async () => {
  const { shop, order } = await shopWithOrder({ writeback: "ast" });
  const route = `wc-ast/v3/orders/${order.id}/shipment-trackings`;
  await shop.at("POST", route, { tracking_provider: "USPS", tracking_number: "9400", status_shipped: 2, sku: "HB-001", qty: "1" });
  assert.equal((await shop.get(`orders/${order.id}`)).json.status, "partial-shipped");
  assert.equal((await shop.get("orders", { status: "partial-shipped" })).json.length, 1);
  await shop.at("POST", route, { tracking_provider: "USPS", tracking_number: "9401", status_shipped: 1, replace_tracking: 1 });
  assert.equal((await shop.get(`orders/${order.id}`)).json.status, "completed");
  const both = (await shop.at("GET", `wc-shipment-tracking/v3/orders/${order.id}/shipment-trackings`)).json;
  assert.deepEqual(both.map((t) => t.tracking_number), ["9401"], "the second replaced the first, and the other plugin's route shows it");
  assert.deepEqual((await effects(shop)).map(([, effect]) => effect), ["tracking", "status", "tracking", "status"]);
});

test("core alone: note, meta and status; a note repeated is a second note", async () => {
  const { shop, order } = await shopWithOrder({ writeback: "note" });
  const note = { note: "Shipped: DHL JD0001 [shipment 8F21]", customer_note: true };
  const first = await shop.post(`orders/${order.id}/notes`, note);
  assert.equal(first.status, 201);
  assert.deepEqual(paths(first.json), paths(captured("write_note.json")));
  assert.equal(first.headers.get("location"), first.json._links.self[0].href);
  await shop.post(`orders/${order.id}/notes`, note);
  const mine = (await shop.get(`orders/${order.id}/notes`, { type: "customer" })).json;
  assert.deepEqual(mine.map((n) => n.note), [note.note, note.note]);
  assert.equal((await shop.get(`orders/${order.id}/notes`)).json[0].note, 'Email "Customer note" sent.', "newest first");
  assert.equal((await shop.post(`orders/${order.id}/notes`, {})).json.code, "rest_missing_callback_param");
  const before = (await shop.get(`orders/${order.id}`)).json;
  const put = await shop.put(`orders/${order.id}`, { status: "completed", meta_data: [{ key: "_tracking_number", value: "JD0001" }, { key: "n", value: 12.5 }] });
  assert.equal(put.status, 200);
  assert.deepEqual([put.json.status, put.json.date_completed_gmt === null, before.date_completed_gmt], ["completed", false, null]);
  assert.deepEqual(put.json.meta_data.map((m) => [m.key, m.value]), [["_tracking_number", "JD0001"], ["n", "12.5"]]);
  assert.deepEqual(put.json.line_items, before.line_items);
  await shop.put(`orders/${order.id}`, { status: "completed" });
  assert.deepEqual(await effects(shop), [
    [order.id, "note", null], [order.id, "note", null], [order.id, "meta", "JD0001"], [order.id, "meta", null], [order.id, "status", null],
  ], "the same status again is no effect");
  assert.equal((await shop.get(`orders/${order.id}`)).json.meta_data.length, 2);
});

test("an order that is refused half-way stays as it was", async () => {
  const { shop, order } = await shopWithOrder({});
  const before = (await shop.get(`orders/${order.id}`)).json;
  const bad = await shop.put(`orders/${order.id}`, { meta_data: [{ key: "k", value: "v" }], shipping: { city: "Elsewhere" }, status: "nonsense" });
  assert.equal(bad.status, 400);
  assert.deepEqual((await shop.get(`orders/${order.id}`)).json, before);
  assert.deepEqual(await effects(shop), []);
});

/* ---- the ledger --------------------------------------------------------------------------------- */

test("requests are counted by method, route and status; a reset starts anew", async () => {
  const { shop, order } = await shopWithOrder({});
  await shop.get("orders");
  await shop.get("orders", { page: 0 });
  await shop.get(`orders/${order.id}`, {}, { secret: "wrong" });
  await shop.put(`orders/${order.id}`, { status: "completed" });
  await shop.put(`orders/${order.id}`, { status: "completed" });
  const count = async () => Object.fromEntries((await shop.ledger()).requests.map((r) => [`${r.method} ${r.route} ${r.status}`, r.count]));
  assert.deepEqual(await count(), { "GET orders 200": 1, "GET orders 400": 1, "GET orders/{id} 401": 1, "PUT orders/{id} 200": 2 });
  assert.deepEqual(await effects(shop), [[order.id, "status", null]]);
  await shop.control("POST", "ledger/reset");
  assert.deepEqual([await count(), await effects(shop)], [{}, []]);
});

/* ---- weather ------------------------------------------------------------------------------------ */

test("weather: statuses with the bodies of their kind", async () => {
  const { shop } = await shopWithOrder({});
  const html = { headers: { Accept: "text/html" } };
  const cases = [
    [401, {}, (a) => assert.equal(a.json.code, "woocommerce_rest_authentication_error")],
    [403, {}, (a) => assert.equal(a.json.code, "woocommerce_rest_cannot_view")],
    [500, {}, (a) => assert.deepEqual(a.json, captured("err_php_fatal_500.json"))],
    [503, {}, (a) => assert.deepEqual(a.json, captured("err_maintenance_503.json"))],
    [503, html, (a) => assert.match(a.text, /^<!DOCTYPE html>/)],
    [502, {}, (a) => assert.equal(a.text.replace(/\r/g, ""), readFileSync(path.join(fixtures, "err_nginx_502.html"), "utf8").replace(/\r/g, ""))],
    [429, {}, (a) => assert.match(a.text, /Too Many Requests/)],
  ];
  for (const [status, how, check] of cases) {
    await shop.weather({ status, retryAfterS: 7, times: 1 });
    const answer = await shop.get("orders", {}, how);
    assert.deepEqual([answer.status, answer.headers.get("retry-after")], [status, "7"]);
    check(answer);
    assert.equal((await shop.get("orders")).status, 200, "it lasted one request");
  }
});

test("weather: for reads or writes alone, so many times, and counted", async () => {
  const { shop, order } = await shopWithOrder({});
  await shop.weather({ status: 500, only: "writes", times: 2 });
  const put = () => shop.put(`orders/${order.id}`, { status: "completed" });
  assert.equal((await shop.get("orders")).status, 200);
  assert.deepEqual([(await put()).status, (await put()).status, (await put()).status], [500, 500, 200]);
  const now = (await shop.control("GET", "weather")).json;
  assert.deepEqual([now.status, now.times, now.hits], [null, null, 2]);
  await shop.weather({ status: 503, only: "reads" });
  for (let i = 0; i < 3; i++) assert.equal((await shop.get("orders")).status, 503);
  assert.equal((await put()).status, 200);
  assert.equal((await shop.control("GET", "weather")).json.hits, 3);
  await shop.weather({});
  assert.equal((await shop.get("orders")).status, 200);
});

test("weather: a cut body ends early and spoilt ones are no JSON", async () => {
  const { shop } = await shopWithOrder({});
  const whole = await shop.get("orders");
  await shop.weather({ cutBody: true, times: 1 });
  await assert.rejects(shop.get("orders"));
  const noise = { html: /^<html>/, notice: /^<br \/>\n<b>Warning<\/b>/, bom: /^/ };
  for (const [kind, start_] of Object.entries(noise)) {
    await shop.weather({ noise: kind, times: 1 });
    const answer = await shop.get("orders");
    assert.deepEqual([answer.status, answer.json === undefined], [200, kind !== "bom"]);
    assert.match(answer.text, start_);
  }
  assert.equal((await shop.get("orders")).text, whole.text);
});

/* What really goes over the line when a body is cut. */
test("weather: the length that was promised is longer than what comes", async () => {
  const { shop } = await shopWithOrder({});
  await shop.weather({ cutBody: true, times: 1 });
  const { hostname, port, pathname } = new URL(`${shop.url}/wp-json/`);
  const raw = await new Promise((resolve, reject) => {
    let all = "";
    const socket = net.connect(Number(port), hostname, () => socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`));
    socket.on("data", (data) => (all += data));
    socket.on("close", () => resolve(all));
    socket.on("error", reject);
  });
  const promised = Number(/content-length: (\d+)/i.exec(raw)[1]);
  const came = Buffer.byteLength(raw.slice(raw.indexOf("\r\n\r\n") + 4));
  assert.equal(came, Math.floor(promised / 2));
});

test("weather: a stale cache repeats the first page", async () => {
  const shop = await freshShop(store);
  await shop.control("POST", "orders", { count: 9 });
  const page = async (n) => (await shop.get("orders", { per_page: 3, page: n, orderby: "id", order: "asc" })).json.map((o) => o.id);
  await shop.weather({ duplicatePage: true, times: 1 });
  assert.deepEqual([await page(1), await page(2), await page(2), await page(3)],
    [[1001, 1002, 1003], [1001, 1002, 1003], [1004, 1005, 1006], [1007, 1008, 1009]]);
  assert.equal((await shop.control("GET", "weather")).json.hits, 1);
  await shop.weather({ duplicatePage: true });
  for (const n of [1, 2, 3, 1]) assert.deepEqual(await page(n), [1001, 1002, 1003]);
});

test("weather: writes that are refused, forgotten, or stored without an answer", async () => {
  for (const writeback of ["fulfillments", "shipment_tracking", "note"]) {
    const { shop, order, lines: [a] } = await shopWithOrder({ writeback });
    const write = {
      fulfillments: () => shop.post(`orders/${order.id}/fulfillments`, parcel("T1", [{ item_id: a, qty: 1 }])),
      shipment_tracking: () => shop.at("POST", `wc-shipment-tracking/v3/orders/${order.id}/shipment-trackings`, { tracking_provider: "UPS", tracking_number: "T1" }),
      note: () => shop.post(`orders/${order.id}/notes`, { note: "T1", customer_note: true }),
    }[writeback];
    const complete = () => shop.put(`orders/${order.id}`, { status: "completed", meta_data: [{ key: "k", value: "v" }] });
    const before = [(await shop.get(`orders/${order.id}`)).json, (await shop.get(`orders/${order.id}/notes`)).json];
    const now = async () => [(await shop.get(`orders/${order.id}`)).json, (await shop.get(`orders/${order.id}/notes`)).json];

    await shop.weather({ refuseWrites: true });
    for (const refused of [await write(), await complete()])
      assert.deepEqual([refused.status, refused.json.code, refused.json.message],
        [403, "woocommerce_rest_cannot_edit", "Sorry, this order is locked by another user."]);
    await shop.weather({ ignoreWrites: true });
    assert.deepEqual([(await write()).status, (await complete()).json.status], [201, "completed"]);
    assert.deepEqual([await now(), await effects(shop)], [before, []], "nothing was stored");

    await shop.weather({ dropAfterWrite: true, times: 1 });
    await assert.rejects(write(), "the connection ends without an answer");
    assert.equal((await effects(shop)).length, 1, "but it was stored, once");
    assert.ok((await shop.ledger()).requests.some((r) => r.method === "POST" && r.status === 0));
    assert.equal((await complete()).status, 200);
  }
});

test("weather: a delay holds up its own request alone", async () => {
  const { shop, order } = await shopWithOrder({});
  const other = await freshShop(store);
  await shop.weather({ delayMs: 1500, times: 1, only: "writes" });
  const begun = Date.now();
  let done = false;
  const slow = shop.put(`orders/${order.id}`, { status: "completed" }).then((answer) => ((done = true), answer));
  /* The shop has taken the request when its weather has met it. */
  while ((await shop.control("GET", "weather")).json.hits === 0);
  for (const quick of [other, shop]) assert.equal((await quick.get("orders")).status, 200);
  assert.equal((await shop.get(`orders/${order.id}`)).json.status, "processing", "nothing has happened yet");
  assert.equal(done, false);
  assert.equal((await slow).json.status, "completed");
  assert.ok(Date.now() - begun >= 1500);
  assert.equal((await shop.ledger()).maxInFlight, 2);
});

test("a client that gives up does not take the write back", async () => {
  const { shop, order } = await shopWithOrder({ writeback: "note" });
  await shop.weather({ delayMs: 300, times: 1 });
  await assert.rejects(shop.post(`orders/${order.id}/notes`, { note: "late" }, { signal: AbortSignal.timeout(100) }));
  const until = Date.now() + 5000;
  while (!(await effects(shop)).length && Date.now() < until);
  assert.deepEqual(await effects(shop), [[order.id, "note", null]]);
});

test("it ends at once with requests still waiting", async () => {
  const other = await start();
  const shop = await freshShop(other);
  await shop.weather({ delayMs: 60000 });
  const waiting = [1, 2, 3].map(() => shop.get("orders").then(() => "answered", () => "lost"));
  while ((await shop.control("GET", "weather")).json.hits < 3);
  const begun = Date.now();
  const end = await other.stop();
  assert.deepEqual([end.code, end.err], [0, ""]);
  assert.ok(Date.now() - begun < 5000);
  await Promise.all(waiting);
});
