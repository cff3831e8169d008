// The main job as somebody does it who is interrupted all the time: each step is asked for until it is decided.
import assert from "node:assert/strict";
import { insist, waitFor } from "./house.mjs";
const { as, given, practice, sql } = await import("../../api/lib/stack.mjs");
const { bind, makeSku } = await import("../../api/lib/steps.mjs");
const { purchaseOrder, vendorStore } = await import("../../api/lib/purchases.mjs");

const staff = as.warehouse;
export const operator = as.operator;
let numbers = 0;
export const freshTracking = () => `1Z${process.pid}${String(++numbers).padStart(6, "0")}`;

/* A shop whose two products are bound to goods of its own, 1,000 pieces of each. */
export async function openShop() {
  const store = await given.store();
  const skus = [makeSku({ stock: { LAX1: 1000 } }), makeSku({ stock: { LAX1: 1000 } })];
  const [order] = await given.orders(store, { lines: [{ productId: 101, quantity: 1 }, { productId: 102, quantity: 1 }] });
  for (const [i, line] of order.lines.entries()) await operator.need(bind(store, line.skuKey, [skus[i]]));
  return { store, skus, first: order };
}

export const makeOrders = ({ store }, n) => store.orders(...Array.from({ length: n }, () =>
  ({ lines: [{ productId: 101, quantity: 2 }, { productId: 102, quantity: 3 }] })));

/* As long as the database is away, what is looked up there waits. */
export const patient = (statement, seconds = 60) => waitFor("the database answers", () => {
  try {
    return sql(statement);
  } catch (error) {
    if (/ERROR (2002|2006|2013|1213|1205|1053)/.test(error.stderr)) return null;
    throw error;
  }
}, seconds);

/* Lets the schedule pull until a run says that all was well. */
export async function pull({ store }, seconds = 90) {
  const [{ last }] = await patient(`SELECT COALESCE(MAX(id), 0) AS last FROM sync_run WHERE store_id = ${store.id}`);
  return waitFor("a pull has ended well", async () => {
    const [run] = await patient(`SELECT id, status FROM sync_run WHERE store_id = ${store.id} AND id > ${last} ORDER BY id DESC LIMIT 1`);
    if (run && ["success", "no_new_orders"].includes(run.status)) return run;
    if (run === undefined || ["failed", "partly_failed"].includes(run.status)) await patient(`UPDATE store SET next_sync_at = NOW(6) WHERE id = ${store.id}`);
    else passTime(store);
    return false;
  }, seconds).finally(() => patient(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${store.id}`));
}

export const ordersHere = async ({ store }) => (await insist(operator, "GET", `orders?storeId=${store.id}&limit=200`)).items;
export const orderNow = ({ id }) => insist(operator, "GET", `orders/${id}`);

let place;
export async function placeOf() {
  place ??= sql(`SELECT w.id AS warehouseId, c.id AS channelId FROM warehouse w JOIN shipping_channel c ON c.warehouse_id = w.id
    WHERE w.code = 'LAX1' AND c.code = 'UPS-GROUND'`)[0];
  return place;
}

export const dispatch = async (order) => insist(operator, "POST", `orders/${order.id}/dispatch`, { body: await placeOf(), version: order.version });

export async function batch(orders, seconds = 60) {
  const { id } = await insist(operator, "POST", "orders/batch-dispatch", { body: { ...await placeOf(), orders: orders.map(({ id, version }) => ({ id, version })) } });
  return waitFor("the batch is over", async () => {
    const now = await insist(operator, "GET", `batches/${id}`);
    return ["done", "stopped"].includes(now.state) && now;
  }, seconds);
}

/* A purchase order's life, with what may go wrong in it: refused by the buyer's platform, acknowledged again, made smaller by the
 * buyer, dispatched, sent. `spoil` is called once it is here. */
export async function purchaseLife(spoil) {
  const store = await vendorStore();
  const { order, sku } = await purchaseOrder({ store, items: [10] });
  const stands = (what, look) => waitFor(`the purchase order ${what}`, async () => {
    passTime(store);
    const now = await orderNow(order);
    return look(now) && now;
  });
  const { warehouseId } = await placeOf();
  const answer = async (accepted) => {
    const now = await orderNow(order);
    const lines = now.lines.map(({ id, orderedQty }) => ({ lineId: id, acceptedQty: accepted, backorderedQty: 0, rejectedQty: orderedQty - accepted, reason: "TemporarilyUnavailable" }));
    await insist(operator, "POST", `orders/${order.id}/acknowledge`, { body: { warehouseId, backorderAt: null, lines }, version: now.version });
  };
  await store.weather({ transaction: "failure", transactionCode: "InvalidInput", transactionMessage: "No" });
  spoil();
  await answer(7);
  await stands("was refused", (now) => now.status === "pending" && now.acknowledgementState === "refused");
  await store.weather({});
  await answer(8);
  await stands("is confirmed", (now) => now.acknowledgementState === "confirmed");
  await store.change(order.orderNo, { 1: 5 });
  await store.pull(order.orderNo);
  const smaller = await stands("became smaller", (now) => now.lines[0].acceptedQty === 5);
  await dispatch(smaller);
  await sendOff(order);
  await stands("is completed", (now) => now.status === "completed");
  const { effects } = await store.ledger();
  const times = (effect) => effects.filter((e) => e.order === order.orderNo && e.effect === effect).length;
  assert.deepEqual([times("acknowledgement"), times("shipment")], [1, 2], "each took effect once");
  const [row] = sql(`SELECT on_hand, reserved FROM stock WHERE sku_id = ${sku.id} AND on_hand > 0`);
  assert.deepEqual(row, { on_hand: "95", reserved: "0" });
}

/* From wherever it stands to the door, and out in two parcels. */
export async function sendOff(order) {
  const { outbound } = await orderNow(order);
  let now = await insist(staff, "GET", `outbound-orders/${outbound.id}`);
  const step = async (action, body) => {
    now = await insist(staff, "POST", `outbound-orders/${now.id}/${action}`, { body, version: now.version });
    now = now.outbound ?? now;
  };
  if (now.status === "draft") await step("review");
  if (now.status === "reviewed") await step("pick");
  if (now.status === "picking") await step("pack", { weightGrams: 700 });
  if (now.shippedCount === 0) await step("ship", { trackingNo: freshTracking(), lines: [{ lineId: now.lines[0].id, quantity: 1 }] });
  if (now.status === "packed") await step("ship", { trackingNo: freshTracking() });
}

/* Lets the time pass that waiting jobs wait before they try again, and lifts the pauses of silent stores: what hours would
 * do. By hand it is done lane by lane, each with the lock its worker takes first. */
export function passTime(store = null) {
  try {
    for (const { id } of sql(`SELECT l.id FROM job_lane l WHERE EXISTS (SELECT 1 FROM job j WHERE j.lane_id = l.id AND j.state = 'ready')
      ${store ? `AND l.name LIKE 'store:${store.id}:%'` : ""} AND l.lease_until < NOW(6)`))
      sql(`START TRANSACTION; SELECT id FROM job_lane WHERE id = ${id} FOR UPDATE;
        UPDATE job SET run_at = NOW(6) WHERE lane_id = ${id} AND state = 'ready' AND run_at > NOW(6);
        UPDATE job_lane SET due_at = NOW(6), paused_until = IF(pause_reason = 'platform_silent', NOW(6), paused_until) WHERE id = ${id}; COMMIT`);
    sql("UPDATE writeback SET not_before = NOW(6) WHERE not_before > NOW(6)");
  } catch (error) {
    if (!/ERROR (1213|1205|2002|2006|2013|1053)/.test(error.stderr)) throw error;
  }
}

/* What a person does about what is left: Mark Shipped on every order whose writeback was given up. */
async function retryFailed() {
  const failed = sql(`SELECT DISTINCT o.id, o.version FROM writeback w JOIN platform_order o ON o.id = w.order_id
    WHERE w.state IN ('refused', 'gave_up') AND o.status IN ('shipped', 'partially_shipped') AND o.customer_id = 1`);
  for (const { id } of failed) {
    const now = await orderNow({ id });
    await insist(operator, "POST", `orders/${id}/mark-shipped`, { version: now.version });
  }
}

/* Until nothing waits any more: every job done, nothing running. */
export async function settle(seconds = 90) {
  await waitFor("the queues are empty", async () => {
    passTime();
    const [{ n }] = sql("SELECT COUNT(*) AS n FROM job WHERE state IN ('ready', 'running')");
    if (n !== "0") return false;
    const [{ failed }] = sql(`SELECT COUNT(*) AS failed FROM writeback w JOIN platform_order o ON o.id = w.order_id WHERE w.state IN ('refused', 'gave_up')
      AND w.kind <> 'acknowledgement' AND o.status <> 'cancelled'`);
    if (failed === "0") return true;
    await retryFailed();
    return false;
  }, seconds);
}

/* ---- the judges ----------------------------------------------------------------------------------------- */

/* Every order of the shop is here once, and every parcel of it was told to the shop once. */
export async function judge({ store, skus }) {
  const there = await practice.get(`shops/${store.shop.name}/orders?limit=1000`);
  const rows = sql(`SELECT id, platform_order_id, status FROM platform_order WHERE store_id = ${store.id}`);
  const open = (there.items ?? there.orders ?? there).map(({ id }) => String(id)).sort();
  assert.deepEqual(rows.map((row) => row.platform_order_id).sort(), open, "no order was lost, none is there twice");

  const { effects } = await store.ledger();
  const parcels = sql(`SELECT o.platform_order_id, p.tracking_no FROM parcel p JOIN outbound_order b ON b.id = p.outbound_id
    JOIN platform_order o ON o.id = b.platform_order_id WHERE o.store_id = ${store.id}`);
  const told = (id, tracking) => effects.filter((e) => String(e.orderId) === id && e.effect !== "status" && (e.tracking === tracking || e.detail?.includes(tracking))).length;
  const wrong = parcels.filter((p) => told(p.platform_order_id, p.tracking_no) !== 1).map((p) => `${p.tracking_no} of ${p.platform_order_id}: ${told(p.platform_order_id, p.tracking_no)} times`);
  assert.deepEqual(wrong, [], "each parcel's tracking is in the shop exactly once");

  for (const { id } of skus) {
    const [{ on_hand: left, gone }] = sql(`SELECT s.on_hand, (SELECT COALESCE(SUM(q.quantity), 0) FROM parcel_line q JOIN outbound_line l ON l.id = q.outbound_line_id
      WHERE l.sku_id = ${id}) AS gone FROM stock s JOIN warehouse w ON w.id = s.warehouse_id AND w.code = 'LAX1' WHERE s.sku_id = ${id}`);
    assert.equal(Number(left) + Number(gone), 1000, "what is here and what has left is what there was");
  }
  return parcels.length;
}
