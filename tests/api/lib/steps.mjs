// The steps of the main job, each through the API, each answering what there is afterwards. Every test has goods,
// a shop and orders of its own, so that tests run beside each other.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { api, as, given, sql, until } from "./stack.mjs";

export const fresh = (what) => `${what}-${randomUUID().slice(0, 13)}`;

/* ---- places and goods ----------------------------------------------------------------------------- */

let known;
/* The practice data's warehouses by code, each with its channels by code. */
export function places() {
  known ??= as.root.need(as.root.get("warehouses")).then(async ({ items }) => Object.fromEntries(await Promise.all(items.map(async (warehouse) => {
    const { items: channels } = await as.root.need(as.root.get(`shipping-channels?warehouseId=${warehouse.id}`));
    return [warehouse.code, { ...warehouse, channels: Object.fromEntries(channels.map((channel) => [channel.code, channel])) }];
  }))));
  return known;
}

/* A warehouse SKU nobody else uses, with so much stock per warehouse. Made behind the API, with the movements that an
 * adjustment would have left. */
export function makeSku({ stock = { LAX1: 100 }, status = "enabled", customer = "harbor", weightGrams = 250 } = {}) {
  const code = fresh("SKU");
  const [{ id, customer_id }] = sql(`INSERT INTO sku (customer_id, code, name, weight_grams, status)
    SELECT id, '${code}', 'Goods ${code}', ${weightGrams}, '${status}' FROM customer WHERE code = '${customer}' RETURNING id, customer_id`);
  for (const [warehouse, n] of Object.entries(stock))
    sql(`INSERT INTO stock (warehouse_id, sku_id, customer_id, on_hand) SELECT id, ${id}, ${customer_id}, ${n} FROM warehouse WHERE code = '${warehouse}';
      INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change, reserved_change, actor_kind, actor_name, note)
      SELECT ${customer_id}, id, ${id}, 'adjustment', ${id}, ${n}, 0, 'system', 'test', 'opening stock' FROM warehouse WHERE code = '${warehouse}' AND ${n} > 0`);
  return { id, code };
}

/* { onHand, reserved } of it in a warehouse. */
export function stockOf({ id }, warehouse = "LAX1") {
  const [row] = sql(`SELECT s.on_hand, s.reserved FROM stock s JOIN warehouse w ON w.id = s.warehouse_id WHERE s.sku_id = ${id} AND w.code = '${warehouse}'`);
  return row ? { onHand: Number(row.on_hand), reserved: Number(row.reserved) } : { onHand: 0, reserved: 0 };
}

/* ---- orders ---------------------------------------------------------------------------------------- */

export const orderNow = ({ id }, client = api) => client.need(client.get(`orders/${id}`));
export const eventsOf = async ({ id }) => (await api.need(api.get(`orders/${id}/events`))).items;
/* What is said of an action: null when it is allowed, else the code that asking for it is refused with. */
export const said = ({ actions: { allowed, refused } }, action) => (allowed.includes(action) ? null : (refused[action] ?? "action_not_allowed"));
export const actionsOf = async (order) => (await eventsOf(order)).map(({ action }) => action);

/* Binds a platform SKU of a store; `items` are SKUs or [SKU, units]. */
export const bind = (store, skuKey, items, client = api) => client.post("sku-mappings", { storeId: store.id, skuKey,
  items: items.map((item) => [item].flat()).map(([sku, quantity = 1]) => ({ skuId: sku.id, quantity })) });

/* An order that can be dispatched: its lines (of other products each) are bound to goods of its own. More of an order's
 * members as the practice store takes them: recipient, note, … */
export async function readyOrder({ store, quantities = [1], stock = { LAX1: 100 }, ...spec } = {}) {
  store ??= await given.store();
  const [{ id, lines }] = await given.orders(store, { lines: quantities.map((quantity, i) => ({ productId: 101 + i, quantity })), ...spec });
  const skus = lines.map(() => makeSku({ stock }));
  for (const [i, line] of lines.entries()) await api.need(bind(store, line.skuKey, [skus[i]]));
  const order = await orderNow({ id });
  assert.deepEqual([order.status, order.exception], ["pending", null]);
  return { store, order, skus, sku: skus[0] };
}

/* The answer of a dispatch, good or not. */
export async function tryDispatch(order, { warehouse = "LAX1", channel = "UPS-GROUND", client = api, version = order.version, key } = {}) {
  const place = (await places())[warehouse];
  return client.post(`orders/${order.id}/dispatch`, { warehouseId: place.id, channelId: place.channels[channel].id }, { version, key });
}
export const dispatched = (order, options) => api.need(tryDispatch(order, options));

/* The order once it stands so. */
export const settled = (order, status, seconds = 60) => until(`order ${order.orderNo} is ${status}`, async () => {
  const now = await orderNow(order);
  return now.status === status && now;
}, seconds);
export const excepted = (order, code, seconds = 60) => until(`order ${order.orderNo} has the exception ${code}`, async () => {
  const now = await orderNow(order);
  return now.exception?.code === code && now;
}, seconds);

/* The order once the platform has confirmed every shipment that has left so far. */
export const confirmed = (order, seconds = 60) => until(`the platform has confirmed what left of order ${order.orderNo}`, async () => {
  const now = await orderNow(order);
  return now.writebacks.length > 0 && now.writebacks.every(({ state }) => state === "confirmed") && now;
}, seconds);

/* ---- in the warehouse ------------------------------------------------------------------------------ */

export const outboundNow = ({ id }, client = as.warehouse) => client.need(client.get(`outbound-orders/${id}`));
export const step = (outbound, action, body, { client = as.warehouse, version = outbound.version, key } = {}) =>
  client.post(`outbound-orders/${outbound.id}/${action}`, body, { version, key });

const way = [["draft", null], ["reviewed", "review"], ["picking", "pick"], ["packed", "pack", { weightGrams: 700 }]];
/* The outbound order of a dispatched one, brought from where it stands as far as `to`. */
export async function outboundOf(order, to = "draft") {
  const { outbound: ref } = await orderNow(order);
  let outbound = await outboundNow(ref);
  const at = (status) => way.findIndex(([name]) => name === status);
  for (const [status, action, body] of way.slice(at(outbound.status) + 1, at(to) + 1)) {
    outbound = await as.warehouse.need(step(outbound, action, body));
    assert.equal(outbound.status, status);
  }
  return outbound;
}

/* One parcel leaves, all that is left or `lines` of [line, quantity]; answers the outbound order and the number. */
export async function shipped(outbound, { trackingNo = fresh("1Z"), lines } = {}) {
  const body = { trackingNo, ...(lines ? { lines: lines.map(([line, quantity]) => ({ lineId: line.id, quantity })) } : {}) };
  return { outbound: await as.warehouse.need(step(outbound, "ship", body)), trackingNo };
}

/* From pending to shipped in one parcel. */
export async function sentOff(ready, options) {
  await dispatched(ready.order, options);
  return shipped(await outboundOf(ready.order, "packed"), options);
}

/* ---- the platform's side ---------------------------------------------------------------------------- */

/* What API clients have done to the order there, as "fulfillment 1Z…", "status completed", … in their order. */
export async function effectsOn(store, order) {
  const { effects } = await store.ledger();
  return effects.filter(({ orderId }) => String(orderId) === order.platformOrderId);
}

/* How often the platform has been told this tracking number, whatever the way. */
export const timesTold = async (store, order, trackingNo) => (await effectsOn(store, order))
  .filter(({ effect, tracking, detail }) => effect !== "status" && (tracking === trackingNo || detail?.includes(trackingNo))).length;

/* Lets the time pass that the store's waiting jobs wait before they try again. By primary keys, so that the workers are
 * not in each other's way; when they are all the same, the next call does it. */
export function hurry({ id }) {
  const lanes = sql(`SELECT id FROM job_lane WHERE customer_id = (SELECT customer_id FROM store WHERE id = ${id}) AND name LIKE 'store:${id}:%'`).map((lane) => lane.id).join();
  if (!lanes) return;
  try {
    sql(`UPDATE writeback SET not_before = NOW(6) WHERE store_id = ${id} AND not_before > NOW(6);
      UPDATE job SET run_at = NOW(6) WHERE lane_id IN (${lanes}) AND state = 'ready' AND run_at > NOW(6);
      UPDATE job_lane SET due_at = NOW(6), paused_until = IF(pause_reason = 'platform_silent', NOW(6), paused_until) WHERE id IN (${lanes}) AND due_at < '9999-01-01'`);
  } catch (error) {
    if (!/ERROR (1213|1205)/.test(error.message)) throw error;
  }
}

/* ---- nothing happened ------------------------------------------------------------------------------- */

/* Everything about the order that a refusal must leave as it was. */
export async function standing({ order, skus = [] }) {
  const [now, events, { items: outbounds }] = await Promise.all([orderNow(order), eventsOf(order),
    as.warehouse.need(as.warehouse.get(`outbound-orders?orderNo=${encodeURIComponent(order.orderNo)}&limit=200`))]);
  return { now, events, outbounds: outbounds.filter((o) => o.order?.id === order.id), stock: skus.map((sku) => [stockOf(sku, "LAX1"), stockOf(sku, "HAM1")]) };
}

/* The refusal that `act` must be answered with; and that nothing has changed by it. */
export async function refused(ready, [status, code], act) {
  const before = await standing(ready);
  const answer = await act();
  assert.deepEqual([answer.status, answer.body?.code], [status, code], answer.text);
  assert.deepEqual(await standing(ready), before, "nothing has changed");
  return answer.body;
}
