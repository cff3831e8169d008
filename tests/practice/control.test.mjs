/* The control API and its page: making shops and orders, bad input on purpose, and refusing bad input of its own. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshShop, start } from "./store.mjs";

let store;
before(async () => {
  store = await start();
});
after(async () => {
  const end = await store.stop();
  assert.deepEqual([end.code, end.signal, end.err], [0, null, ""], "it ends cleanly and the sanitizers found nothing");
});

test("shops are made, changed and dropped", async () => {
  const made = await store.control("POST", "shops", { name: "side-street", writeback: "ast", currency: "EUR", orderEveryS: 0 });
  assert.deepEqual([made.status, made.json.url, made.json.key, made.json.secret, made.json.orders],
    [201, `${store.url}/side-street`, "ck_practice_side-street", "cs_practice_side-street", 12]);
  const again = await store.control("POST", "shops", { name: "side-street" });
  assert.deepEqual([again.status, again.json.code], [409, "name_taken"]);
  const changed = await store.control("PUT", "shops/side-street", { writeback: "note", title: "Side Street" });
  assert.deepEqual([changed.json.writeback, changed.json.title, changed.json.currency], ["note", "Side Street", "EUR"]);
  assert.deepEqual((await store.control("GET", "shops")).json.map((s) => s.name), ["harbor", "meadow", "side-street"]);
  assert.equal((await store.control("DELETE", "shops/side-street")).status, 204);
  assert.equal((await store.control("GET", "shops/side-street")).status, 404);
  assert.equal((await fetch(`${store.url}/side-street/wp-json/`)).status, 404);
});

test("an order comes out as it was ordered", async () => {
  const shop = await freshShop(store);
  const [made] = await shop.orders({
    number: "WEB-77", status: "on-hold", currency: "GBP", note: "Ring twice", createdAt: "2026-05-28T10:00:00Z", paymentTitle: "PayPal",
    shippingMethod: "Royal Mail", shippingTotal: "6.20", discountPercent: 10, coupon: "may",
    lines: [{ productId: 101, quantity: 3, price: "10.00" }, { productId: 130, variationId: 133, price: "20.00" }, { productId: 9, name: "Gone <b>", price: "1.00" }],
    recipient: { name: "Ada King Lovelace", address1: "12 St James's Sq", city: "London", postcode: "SW1Y 4JH", country: "GB", phone: "020 5550 1234", email: "ada@example.co.uk" },
    billing: { firstName: "Charles", lastName: "Babbage", country: "GB" },
  });
  const o = (await shop.get(`orders/${made.id}`)).json;
  assert.deepEqual([o.number, o.status, o.currency, o.customer_note, o.date_created_gmt, o.date_paid_gmt, o.payment_method_title],
    ["WEB-77", "on-hold", "GBP", "Ring twice", "2026-05-28T10:00:00", null, "PayPal"]);
  assert.deepEqual([o.shipping.first_name, o.shipping.last_name, o.billing.last_name], ["Ada King", "Lovelace", "Babbage"]);
  assert.deepEqual(o.line_items.map((l) => [l.name, l.product_id, l.variation_id, l.sku, l.subtotal, l.total, l.price]), [
    ["Stoneware Coffee Mug, 350 ml", 101, 0, "HB-001", "30.00", "27.00", 9],
    ["Harbor Tee - L", 130, 133, "HB-TEE-L", "20.00", "18.00", 18],
    ["Gone <b>", 0, 0, null, "1.00", "0.90", 0.9],
  ]);
  assert.deepEqual([o.discount_total, o.shipping_total, o.total_tax, o.total, o.coupon_lines[0].code], ["5.10", "6.20", "0.00", "52.10", "may"]);
  const [taxed] = await shop.orders({ taxed: true, recipient: { country: "DE" }, lines: [{ productId: 101, price: "9.99" }] });
  assert.deepEqual((({ total_tax, total, tax_lines }) => [total_tax, total, tax_lines[0].rate_percent])((await shop.get(`orders/${taxed.id}`)).json), ["1.90", "11.89", 19]);
});

test("absent recipient, none at all, and no lines", async () => {
  const shop = await freshShop(store);
  const [usual, nobody, nothing] = await shop.orders({}, { recipient: null }, { lines: [] });
  const get = async (o) => (await shop.get(`orders/${o.id}`)).json;
  assert.notEqual((await get(usual)).shipping.address_1, "");
  assert.deepEqual([...new Set([...Object.values((await get(nobody)).shipping), ...Object.values((await get(nobody)).billing)])], [""]);
  const empty = await get(nothing);
  assert.deepEqual([empty.line_items, empty.total, empty.needs_processing], [[], "0.00", false]);
});

test("any shape that a broken plugin could send can be asked for", async () => {
  const shop = await freshShop(store);
  const [a, b, c] = await shop.orders(
    { lines: [{ productId: 101 }, { productId: 102 }], omit: ["billing", "shipping.phone", "line_items.1"],
      set: { "line_items[0].sku": null, "line_items[0].quantity": 1.5, total: 12, "shipping.country": "Lalaland", currency: "XXL", "extra.no": 1, extra: { deep: [] } } },
    { set: { "": "not an order at all" } },
    { lines: [{ productId: 101, quantity: 4_000_000_000_000_000 }], note: "ok", set: { customer_note: "two\nlines \u0007", date_created_gmt: 5 } },
  );
  const get = async (o) => (await shop.get(`orders/${o.id}`)).json;
  const odd = await get(a);
  assert.deepEqual(["billing" in odd, "phone" in odd.shipping, odd.line_items.length, odd.line_items[0].sku, odd.line_items[0].quantity], [false, false, 1, null, 1.5]);
  assert.deepEqual([odd.total, odd.shipping.country, odd.currency, odd.extra], [12, "Lalaland", "XXL", { deep: [] }]);
  assert.equal(await get(b), "not an order at all");
  assert.deepEqual([(await get(c)).customer_note, (await get(c)).date_created_gmt], ["two\nlines \u0007", 5]);
  assert.match((await shop.get(`orders/${c.id}`)).text, /"quantity":4000000000000000,/);
  assert.equal((await shop.get("orders")).json.length, 3, "they come in lists too");
});

test("what merchants and buyers do", async () => {
  const shop = await freshShop(store);
  const [o, held] = await shop.orders({ createdAt: "2026-05-01T00:00:00Z", lines: [{ productId: 101, quantity: 3, price: "10.00" }] }, { status: "on-hold" });
  const act = (order, what, body) => shop.control("POST", `orders/${order.id}/${what}`, body);
  const get = async (order) => (await shop.get(`orders/${order.id}`)).json;
  const line = o.lines[0].lineItemId;
  const before = await get(o);
  await act(o, "edit", { shipping: { address1: "1 New Road", city: "Newtown" }, quantity: { [line]: 5 }, note: "changed my mind" });
  const after_ = await get(o);
  assert.deepEqual([after_.shipping.address_1, after_.shipping.last_name, after_.line_items[0].quantity, after_.line_items[0].total, after_.customer_note],
    ["1 New Road", before.shipping.last_name, 5, "30.00", "changed my mind"]);
  assert.ok(after_.date_modified_gmt > before.date_modified_gmt);
  await act(held, "pay");
  assert.deepEqual([(await get(held)).status, (await get(held)).date_paid_gmt === null], ["processing", false]);
  await act(held, "cancel");
  assert.equal((await get(held)).status, "cancelled");
  await act(held, "trash");
  assert.deepEqual((await shop.get("orders")).json.map((x) => x.id), [o.id]);
  await act(o, "status", { status: "awaiting-pickup" });
  assert.equal((await get(o)).status, "awaiting-pickup");
  await act(o, "refund", { quantity: { [line]: 1 }, reason: "dented" });
  const refunded = await get(o);
  assert.deepEqual([refunded.refunds.length, refunded.refunds[0].total, refunded.status, refunded.line_items[0].quantity], [1, "-6.00", "awaiting-pickup", 5]);
  await act(o, "refund", { amount: "24.00" });
  assert.equal((await get(o)).status, "refunded", "all of it is back");
  assert.equal((await act(o, "touch")).status, 200);
  assert.deepEqual((await shop.ledger()).effects, [], "none of this is a client's doing");
});

test("orders by the clock", async () => {
  const shop = await freshShop(store, { orderEveryS: 1 });
  const until = Date.now() + 8000;
  let n = 0;
  while (n < 2 && Date.now() < until) n = (await shop.control("GET", "")).json.orders;
  assert.ok(n >= 2, "two came by themselves");
  await shop.control("PUT", "", { orderEveryS: 0 });
  n = (await shop.control("GET", "")).json.orders;
  const quiet = Date.now() + 1500;
  while (Date.now() < quiet) assert.equal((await shop.control("GET", "")).json.orders, n);
});

test("bad input names the field and changes nothing", async () => {
  const shop = await freshShop(store);
  const [o] = await shop.orders({});
  const field = (answer) => answer.json.errors?.[0]?.field ?? answer.json.code;
  const cases = [
    ["POST", "orders", { count: -1 }, 422, "count"],
    ["POST", "orders", { orders: [{}, { lines: [{ productId: 7 }] }] }, 422, "orders[1].lines[0].productId"],
    ["POST", "orders", { orders: [{ status: "nonsense" }] }, 422, "orders[0].status"],
    ["POST", "orders", { orders: [{ quantity: 1 }] }, 422, "orders[0].quantity"],
    ["POST", "orders", { orders: [{ set: [] }] }, 422, "orders[0].set"],
    ["POST", "orders", "{", 400, "malformed"],
    ["POST", `orders/${o.id}/edit`, { quantity: { 999: 1 } }, 422, "quantity.999"],
    ["POST", `orders/${o.id}/edit`, { colour: "red" }, 422, "colour"],
    ["POST", `orders/${o.id}/status`, {}, 422, "status"],
    ["POST", "orders/424242/cancel", undefined, 404, "not_found"],
    ["PUT", "weather", { status: 42 }, 422, "status"],
    ["PUT", "weather", { only: "mondays" }, 422, "only"],
    ["PUT", "weather", { rain: true }, 422, "rain"],
    ["PUT", "weather", { delayMs: -5 }, 422, "delayMs"],
    ["PUT", "", { writeback: "pigeon" }, 422, "writeback"],
    ["GET", "nothing", undefined, 404, "not_found"],
  ];
  for (const [method, what, body, status, named] of cases) {
    const answer = await shop.control(method, what, body);
    assert.deepEqual([answer.status, field(answer)], [status, named], `${method} ${what} ${JSON.stringify(body)}`);
  }
  for (const name of ["Harbor", "a/b", "", "control", "..", "ü"])
    assert.notEqual((await store.control("POST", "shops", { name })).status, 201, name);
  const now = (await shop.control("GET", "")).json;
  assert.deepEqual([now.orders, now.writeback, now.weather.hits], [1, "fulfillments", 0]);
});

test("a page of another origin cannot drive it", async () => {
  const steer = (origin) => fetch(`${store.url}/control/shops/harbor/weather`, { method: "PUT", body: "{}", headers: { Origin: origin } });
  assert.equal((await steer("https://evil.example")).status, 403);
  assert.equal((await steer("null")).status, 403);
  assert.equal((await steer(store.url)).status, 200);
});

test("a body that is too large is refused", async () => {
  const shop = await freshShop(store);
  const answer = await shop.control("POST", "orders", JSON.stringify({ orders: [], x: "y".repeat(9 * 1024 * 1024) }));
  assert.equal(answer.status, 413);
  assert.equal((await shop.control("GET", "")).status, 200);
});

test("the page comes with its files and runs nothing from elsewhere", async () => {
  const page = await fetch(`${store.url}/`);
  const html = await page.text();
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'; script-src 'self'/);
  assert.doesNotMatch(html, /<script(?![^>]*src=)|<style|style=|\son\w+=/);
  const files = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file]) => file);
  for (const file of files) {
    const answer = await fetch(`${store.url}/${file}`);
    assert.equal(answer.status, 200, file);
    for (const [, more] of (await answer.text()).matchAll(/^import .* from "\.\/([^"]+)";$/gm)) if (!files.includes(more)) files.push(more);
  }
  assert.deepEqual(files.toSorted(), ["base.js", "control.css", "control.js", "shops.js", "vendors.js"]);
  assert.equal((await fetch(`${store.url}/favicon.ico`)).status, 404);
});
