// Purchase orders through the API: a vendor account at the practice store with a store of its own, orders whose lines are
// bound to goods of their own, and the steps of their life.
import assert from "node:assert/strict";
import { checkRequest } from "./amazon_contract.mjs";
import { api, as, given, practice, sql, until } from "./stack.mjs";
import { bind, fresh, hurry, makeSku, orderNow, places } from "./steps.mjs";

/* ---- the account ------------------------------------------------------------------------------------ */

/* Connected, tested, and never asked by the schedule. `settings` as the control API takes them. */
export async function vendorStore(settings = {}, client = as.admin) {
  const account = await practice.post("vendors", { name: fresh("vendor").slice(0, 20), empty: true, refillMs: 1, burst: 1000, ...settings });
  const at = `vendors/${account.name}`;
  const { clientId, clientSecret, refreshToken } = account;
  const added = await client.need(client.post("stores", { name: fresh("Vendor"), platform: "amazon_vendor", url: account.url,
    credentials: { clientId, clientSecret, refreshToken } }), 201);
  const [{ id: open }] = sql(`INSERT INTO sync_run (customer_id, store_id, kind, type, mode, status)
    SELECT customer_id, id, kind, 'automatic', 'immediate', 'running' FROM store WHERE id = ${added.id} RETURNING id`);
  const store = await until("the store's test has ended", async () => {
    const now = await client.need(client.get(`stores/${added.id}`));
    return ["passed", "failed"].includes(now.test.state) && now;
  });
  assert.equal(store.test.state, "passed", JSON.stringify(store.test));
  sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${store.id}`);
  sql(`DELETE FROM sync_run WHERE id = ${open}`);
  return { ...store, account,
    orders: (...orders) => practice.post(`${at}/orders`, { orders }),
    there: (number) => practice.get(`${at}/orders/${number}`),
    change: (number, quantity) => practice.post(`${at}/orders/${number}/change`, { quantity }),
    cancel: (number) => practice.post(`${at}/orders/${number}/cancel`),
    weather: (weather) => practice.put(`${at}/weather`, weather),
    ledger: () => practice.get(`${at}/ledger`),
    pull: (numbers) => given.sync([store.id], { kind: "b2b", mode: "order_numbers", orderNumbers: [numbers].flat() }) };
}

let made = 0;
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
/* Eight letters and digits, as these numbers are. */
const nextNumber = () => `${letters[process.pid % 24]}${letters[Math.floor(process.pid / 24) % 24]}${String(++made).padStart(6, "0")}`;

/* A purchase order that can be answered: each item of a product of its own, bound to goods of its own. `items` are quantities or the practice
 * store's items; `stock` of each of its goods. */
export async function purchaseOrder({ store, items = [10], stock = { LAX1: 100 }, ...spec } = {}) {
  store ??= await vendorStore();
  const number = nextNumber();
  await store.orders({ number, items: items.map((item, i) => ({ sku: `HB-00${i + 1}`, ...(typeof item === "number" ? { quantity: item } : item) })), ...spec });
  const run = await store.pull(number);
  assert.equal(run.status, "success", JSON.stringify(run));
  const row = (await api.all(`orders?kind=b2b&storeId=${store.id}`)).find((order) => order.orderNo === number);
  assert.ok(row, `purchase order ${number} came in`);
  const found = await orderNow(row);
  const skus = found.lines.map(() => makeSku({ stock }));
  for (const [i, line] of found.lines.entries()) await api.need(bind(store, line.skuKey, [skus[i]]));
  const order = await orderNow(row);
  assert.deepEqual([order.status, order.exception], ["pending", null]);
  return { store, order, skus, sku: skus[0] };
}

/* ---- answering --------------------------------------------------------------------------------------- */

const REASON = "TemporarilyUnavailable";
/* Each line as [accepted, later]; the rest is rejected. */
export const answersOf = (order, parts) => order.lines.map((line, i) => {
  const [acceptedQty, backorderedQty = 0] = [parts[i] ?? 0].flat();
  const rejectedQty = line.orderedQty - acceptedQty - backorderedQty;
  return { lineId: line.id, acceptedQty, backorderedQty, rejectedQty, reason: rejectedQty > 0 ? REASON : null };
});

export async function tryAcknowledge(order, lines, { warehouse = "LAX1", backorderAt, client = api, version = order.version, key } = {}) {
  const warehouseId = warehouse === null ? null : (await places())[warehouse].id;
  const later = lines.some((line) => line.backorderedQty > 0) ? new Date(Date.now() + 7 * 86400e3).toISOString() : null;
  return client.post(`orders/${order.id}/acknowledge`, { warehouseId, backorderAt: backorderAt ?? later, lines }, { version, key });
}
export const acknowledged = (order, parts, options) => api.need(tryAcknowledge(order, answersOf(order, parts), options));

/* The order once its newest acknowledgement stands so; the waits between the looks are cut short. */
export const answered = (store, order, state, seconds = 40) => until(`the acknowledgement of ${order.orderNo} is ${state}`, async () => {
  hurry(store);
  const now = await orderNow(order);
  return now.acknowledgementState === state && now;
}, seconds);

/* The order once it stands so. */
export const stands = (store, order, status, seconds = 40) => until(`order ${order.orderNo} is ${status}`, async () => {
  hurry(store);
  const now = await orderNow(order);
  return now.status === status && now;
}, seconds);

/* ---- what left the house -------------------------------------------------------------------------------- */

/* Every acknowledgement and shipment confirmation that the account received for an order, held against Amazon's own models. */
export async function received(store, order) {
  const there = await store.there(order.orderNo);
  for (const { body } of there.acknowledgements)
    assert.deepEqual(checkRequest("POST", "/vendor/orders/v1/acknowledgements", "", { acknowledgements: [body] }), []);
  for (const { body } of there.shipments)
    assert.deepEqual(checkRequest("POST", "/vendor/shipping/v1/shipmentConfirmations", "", { shipmentConfirmations: [body] }), []);
  return there;
}
/* How often something took effect there. */
export const effects = async (store, order, effect) =>
  (await store.ledger()).effects.filter((e) => e.order === order.orderNo && e.effect === effect).length;
