// Pulling orders: on the schedule and by hand, in three modes; what is new, changed, gone; what is broken, in one order or
// in the whole shop; and the log that tells of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { actionsOf, dispatched, eventsOf, hurry, orderNow, outboundNow, outboundOf, readyOrder, stockOf } from "./lib/steps.mjs";
import { api, as, given, sql, until } from "./lib/stack.mjs";

const runNow = (run) => api.need(api.get(`sync-runs/${run.id}`));
const ended = (run) => !["queued", "running"].includes(run.status);
const startSync = (storeIds, more = {}, client = api) => client.post("sync-runs", { kind: "b2c", storeIds, mode: "immediate", ...more });
const start = async (store, more) => (await api.need(startSync([store.id], more), 202)).items[0];
const finished = (run, what = "the run has ended") => until(what, async () => {
  const now = await runNow(run);
  return ended(now) && now;
});
/* The same with the waits of retries taken out. */
const finishedInHurry = (store, run) => until("the run has ended", async () => {
  hurry(store);
  const now = await runNow(run);
  return ended(now) && now;
});
const rowsOf = (run) => api.all(`sync-runs/${run.id}/orders`);
const ordersOf = (store) => api.all(`orders?storeId=${store.id}`);
const one = async (store, orderNo) => (await ordersOf(store)).find((order) => order.orderNo === orderNo);
const again = (store, order) => store.sync({ mode: "order_numbers", orderNumbers: [order.orderNo] });
const there = (store, order, what, body = {}) => store.control("POST", `orders/${order.platformOrderId}/${what}`, body);
const counts = ({ created, updated, unchanged, skipped, failed, orderCount }) => ({ created, updated, unchanged, skipped, failed, orderCount });
const only = (more) => ({ created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, orderCount: Object.values(more).reduce((a, b) => a + b, 0), ...more });
const hoursAgo = (hours) => new Date(Math.floor(Date.now() / 1000 - hours * 3600) * 1000).toISOString().replace(".000Z", "Z");
const storeNow = (store) => as.admin.need(as.admin.get(`stores/${store.id}`));

/* ---- when and how ------------------------------------------------------------------------------- */

describe("on the schedule", { concurrency: true }, () => {
  const dueNow = (store) => sql(`UPDATE store SET next_sync_at = NOW(6) WHERE id = ${store.id}`);
  const automatic = async (store) => (await api.all(`sync-runs?storeId=${store.id}&type=automatic`)).filter(ended);

  test("a store's orders come by themselves, time and again, and the proved time moves on", async () => {
    const store = await given.store();
    const before = (await automatic(store)).length;
    const [first] = await store.orders({});
    dueNow(store);
    const run = (await until("the schedule has pulled", async () => {
      const runs = await automatic(store);
      return runs.length > before && runs;
    }))[0];
    assert.deepEqual([run.requestedBy, run.mode, run.problem], [null, "immediate", null]);
    assert.ok(["success", "no_new_orders"].includes(run.status), run.status);
    assert.ok(await one(store, first.number));
    const after = await storeNow(store);
    assert.equal(after.coveredTo, run.to);
    const wait = (Date.parse(after.nextSyncAt) - Date.parse(run.createdAt)) / 1000;
    assert.ok(wait >= 0.85 * after.syncEveryS && wait <= 1.15 * after.syncEveryS, `next in ${wait} s`);
    assert.ok(after.lastSyncAt >= run.startedAt);

    const [second] = await store.orders({});
    dueNow(store);
    await until("it has pulled again", async () => one(store, second.number));
    const [newest] = await automatic(store);
    assert.ok(Date.parse(newest.from) < Date.parse(run.to), "windows overlap");
    assert.equal((await ordersOf(store)).length, 2);
  });

  test("a disabled store is left alone, and goes on when it is enabled", async () => {
    const store = await given.store();
    const change = async (body) => as.admin.need(as.admin.patch(`stores/${store.id}`, body, { version: (await storeNow(store)).version }));
    assert.equal((await change({ enabled: false })).status, "disabled");
    const answer = await startSync([store.id]);
    assert.deepEqual([answer.status, answer.body.code], [409, "store_disabled"]);
    const [made] = await store.orders({});
    const enabled = await change({ enabled: true });
    assert.equal(enabled.status, "authorised");
    await until("the schedule has pulled", async () => one(store, made.number));
  });
});

describe("by hand", { concurrency: 6 }, () => {
  test("immediate: the latest orders, answered at once, told in the log", async () => {
    const store = await given.store();
    const made = await store.orders({}, {}, {});
    const { items: [queued], ...rest } = await api.need(startSync([store.id]), 202);
    assert.deepEqual([rest, queued.type, queued.mode, queued.requestedBy, queued.store.id, queued.platform], [{}, "manual", "immediate", "Olivia Operator", store.id, "woocommerce"]);
    assert.ok(["queued", "running"].includes(queued.status));
    const run = await finished(queued);
    assert.equal(run.orderCount, 3);
    assert.equal(run.created + run.unchanged, 3, "the schedule may have been faster");
    assert.deepEqual((await ordersOf(store)).map(({ orderNo }) => orderNo).sort(), made.map(({ number }) => number).sort());
    assert.ok(run.pages >= 1 && run.durationMs > 0 && run.startedAt <= run.finishedAt);
    assert.equal((await storeNow(store)).coveredTo, sql(`SELECT DATE_FORMAT(watermark_at, '%Y-%m-%dT%H:%i:%s.%fZ') AS at FROM sync_stream WHERE store_id = ${store.id}`)[0]?.at ?? null);
  });

  test("what was ordered a moment ago is in the run that is pressed now, every time", async () => {
    const store = await given.store();
    for (let i = 0; i < 8; i++) {
      const [made] = await store.orders({});
      const run = await finished(await start(store));
      assert.ok(await one(store, made.number), `order ${made.number}; the window ended at ${run.to}`);
      assert.equal(sql(`SELECT clock_skew_s FROM store WHERE id = ${store.id}`)[0].clock_skew_s, "0", "the clocks are one and the same");
    }
  });

  test("a time range: what was ordered in it, both ends included", async () => {
    const store = await given.store();
    const times = [50, 40, 30, 20].map(hoursAgo);
    const made = await store.orders(...times.map((createdAt) => ({ createdAt })));
    const run = await finished(await start(store, { mode: "time_range", from: times[1], to: times[2] }));
    assert.deepEqual([run.from, run.to, run.orderCount], [times[1], times[2], 2]);
    assert.deepEqual((await rowsOf(run)).map(({ orderNo }) => orderNo).sort(), [made[1].number, made[2].number].sort());
    const none = await finished(await start(store, { mode: "time_range", from: hoursAgo(48), to: hoursAgo(45) }));
    assert.deepEqual([none.status, none.orderCount], ["no_new_orders", 0]);
  });

  test("order numbers: those alone, each told of, also those nobody knows", async () => {
    const store = await given.store();
    const [a, b, c] = await store.orders({ number: "A-77" }, {}, { number: "0099" });
    const run = await finished(await start(store, { mode: "order_numbers", orderNumbers: ["A-77", "0099", "nobody-1", c.number, "424242"] }));
    assert.deepEqual([run.status, run.failed, run.orderCount, run.orderNumbers], ["partly_failed", 2, 4, ["A-77", "0099", "nobody-1", "424242"]]);
    const rows = await rowsOf(run);
    for (const orderNo of ["nobody-1", "424242"]) {
      const row = rows.find((r) => r.orderNo === orderNo);
      assert.deepEqual([row.outcome, row.code, row.orderId], ["failed", "not_on_platform", null]);
      assert.ok(row.detail.length > 5);
    }
    for (const { number } of [a, c]) assert.equal((await orderNow({ id: rows.find((r) => r.orderNo === number).orderId })).orderNo, number);
    assert.ok(!rows.some((row) => row.orderNo === b.number));
    const nothing = await finished(await start(store, { mode: "order_numbers", orderNumbers: ["nobody-2"] }));
    assert.deepEqual([nothing.status, nothing.failed], ["failed", 1]);
  });

  test("several stores: a run for each, in the order asked, and one that is down does not stop the other", async () => {
    const [good, bad] = await Promise.all([given.store(), given.store()]);
    await Promise.all([good.orders({}), bad.orders({})]);
    await bad.weather({ status: 403 });
    const { items } = await api.need(startSync([bad.id, good.id]), 202);
    assert.deepEqual(items.map(({ store }) => store.id), [bad.id, good.id]);
    const fine = await finished(items[1]);
    assert.equal(fine.orderCount, 1);
    const failed = await finishedInHurry(bad, items[0]);
    assert.deepEqual([failed.status, failed.problem.code], ["failed", "platform_permission"]);
  });

  test("one run at a time per store, whatever is pressed", async () => {
    const store = await given.store();
    await store.orders({}, {});
    await until("the schedule's first run is over", async () => (await api.all(`sync-runs?storeId=${store.id}`)).every(ended));
    await store.control("POST", "ledger/reset", {});
    await store.weather({ delayMs: 150 });
    const started = await Promise.all([1, 2, 3, 4].map(() => start(store)));
    const runs = await Promise.all(started.map((run) => finished(run)));
    assert.equal((await store.ledger()).maxInFlight, 1);
    const spans = runs.map(({ startedAt, finishedAt }) => [startedAt, finishedAt]).sort();
    for (let i = 1; i < spans.length; i++) assert.ok(spans[i][0] >= spans[i - 1][1], JSON.stringify(spans));
    assert.equal((await ordersOf(store)).length, 2);
  });

  test("hundreds of orders, page by page, each once", async () => {
    const store = await given.store();
    await store.control("POST", "orders", { count: 230 });
    const run = await finished(await start(store));
    assert.ok(run.pages >= 3, `${run.pages} pages`);
    assert.deepEqual([run.failed, run.orderCount], [0, 230]);
    const orders = await ordersOf(store);
    assert.equal(new Set(orders.map(({ id }) => id)).size, 230);
    assert.equal((await rowsOf(run)).length, 230);
  });
});

/* ---- what became of an order ----------------------------------------------------------------------- */

describe("an order that is known", { concurrency: 6 }, () => {
  const known = async (spec = {}) => {
    const store = await given.store();
    const [order] = await given.orders(store, spec);
    return { store, order };
  };

  test("and has not changed is not touched, nor when only its time has", async () => {
    const { store, order } = await known();
    const revisions = () => api.need(api.get(`orders/${order.id}/revisions`));
    const before = [order, await eventsOf(order), await revisions()];
    const first = await again(store, order);
    assert.deepEqual([first.status, counts(first)], ["no_new_orders", only({ unchanged: 1 })]);
    await there(store, order, "touch");
    assert.deepEqual(counts(await again(store, order)), only({ unchanged: 1 }));
    assert.deepEqual([await orderNow(order), await eventsOf(order), await revisions()], before);
  });

  test("edited: the fields follow, the revision shows what changed, the timeline says so", async () => {
    const { store, order } = await known({ note: "first" });
    await store.edit(order.platformOrderId, { note: "second", shipping: { city: "Springfield" } });
    const run = await again(store, order);
    assert.deepEqual([run.status, counts(run)], ["success", only({ updated: 1 })]);
    const now = await orderNow(order);
    assert.deepEqual([now.buyerNote, now.recipient.city], ["second", "Springfield"]);
    assert.ok(now.version > order.version);
    const { items: [newest, oldest] } = await api.need(api.get(`orders/${order.id}/revisions`));
    assert.deepEqual(newest.changes.map(({ field, before, after }) => [field, before, after]).sort(),
      [["buyerNote", "first", "second"], ["recipient.city", order.recipient.city, "Springfield"]]);
    assert.deepEqual([newest.applied, newest.syncRunId, oldest.changes], [true, run.id, []]);
    assert.match((await eventsOf(order)).find(({ action }) => action === "updated").detail, /city/);
  });

  test("edited there and back: both times", async () => {
    const { store, order } = await known({ note: "first" });
    for (const note of ["second", "first"]) {
      await store.edit(order.platformOrderId, { note, set: { date_modified_gmt: note === "second" ? "2027-01-01T00:00:00" : "2027-01-01T00:00:10" } });
      assert.deepEqual(counts(await again(store, order)), only({ updated: 1 }));
      assert.equal((await orderNow(order)).buyerNote, note);
    }
  });

  test("an older answer that comes late changes nothing", async () => {
    const { store, order } = await known({ note: "first", set: { date_modified_gmt: "2026-01-02T00:00:00" } });
    await store.edit(order.platformOrderId, { note: "older", set: { date_modified_gmt: "2026-01-01T00:00:00" } });
    const run = await again(store, order);
    assert.deepEqual(counts(run), only({ skipped: 1 }));
    assert.equal((await rowsOf(run))[0].code, "stale");
    assert.equal((await orderNow(order)).buyerNote, "first");
    const { items: [late] } = await api.need(api.get(`orders/${order.id}/revisions`));
    assert.equal(late.applied, false, "but it is kept");
  });

  for (const how of ["cancel", "trash"])
    test(`${how === "cancel" ? "cancelled" : "thrown away"} there while it waits: cancelled here`, async () => {
      const { store, order } = await known();
      await there(store, order, how);
      await again(store, order);
      const now = await orderNow(order);
      assert.deepEqual([now.status, now.exception], ["cancelled", null]);
      assert.ok((await actionsOf(order)).includes("platform_cancelled"));
    });

  test("refunded whole: cancelled; in part: fewer to send", async () => {
    const { store, order } = await known({ lines: [{ productId: 101, quantity: 3 }, { productId: 102, quantity: 1 }] });
    await there(store, order, "refund", { quantity: { [order.lines[0].platformLineId]: 2 } });
    await again(store, order);
    assert.deepEqual((await orderNow(order)).lines.map(({ acceptedQty }) => acceptedQty), [1, 1]);
    const whole = await known();
    await there(whole.store, whole.order, "refund", { amount: whole.order.amount });
    await again(whole.store, whole.order);
    const now = await orderNow(whole.order);
    assert.deepEqual([now.platformStatus, now.status], ["refunded", "cancelled"]);
  });

  test("cancelled there while it is with the warehouse: stopped here, stock back", async () => {
    const ready = await readyOrder({ quantities: [2] });
    await dispatched(ready.order);
    const draft = await outboundOf(ready.order, "reviewed");
    await there(ready.store, ready.order, "cancel");
    await again(ready.store, ready.order);
    assert.deepEqual([(await orderNow(ready.order)).status, (await outboundNow(draft)).status, stockOf(ready.sku).reserved], ["cancelled", "intercepted", 0]);
  });

  test("cancelled there when it is picked: an exception, and the work is not lost", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const picking = await outboundOf(ready.order, "picking");
    await there(ready.store, ready.order, "cancel");
    await again(ready.store, ready.order);
    const now = await orderNow(ready.order);
    assert.deepEqual([now.status, now.exception.code, (await outboundNow(picking)).status], ["processing", "cancelled_on_platform", "picking"]);
    await again(ready.store, ready.order);
    assert.equal((await eventsOf(now)).filter(({ action }) => action === "exception_raised").length, (await eventsOf(ready.order)).filter(({ action }) => action === "exception_raised").length);
  });

  test("another address after dispatch: an exception; handed back, it goes to the new one", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    await ready.store.edit(ready.order.platformOrderId, { shipping: { address1: "7 New Street" } });
    await again(ready.store, ready.order);
    const stuck = await orderNow(ready.order);
    assert.deepEqual([stuck.status, stuck.exception.code], ["processing", "address_changed"]);
    const draft = await outboundOf(ready.order);
    await as.warehouse.need(as.warehouse.post(`outbound-orders/${draft.id}/intercept`, {}, { version: draft.version }));
    const back = await orderNow(ready.order);
    assert.deepEqual([back.status, back.exception, back.recipient.line1], ["pending", null, "7 New Street"]);
    await dispatched(back);
    assert.equal((await outboundOf(back)).recipient.line1, "7 New Street");
  });

  test("other quantities after dispatch: an exception; handed back, they are taken over", async () => {
    const ready = await readyOrder({ quantities: [2] });
    await dispatched(ready.order);
    await ready.store.edit(ready.order.platformOrderId, { quantity: { [ready.order.lines[0].platformLineId]: 5 } });
    await again(ready.store, ready.order);
    const stuck = await orderNow(ready.order);
    assert.deepEqual([stuck.exception.code, stuck.lines[0].orderedQty, stockOf(ready.sku).reserved], ["lines_changed", 2, 2]);
    const draft = await outboundOf(ready.order);
    await as.warehouse.need(as.warehouse.post(`outbound-orders/${draft.id}/intercept`, {}, { version: draft.version }));
    const now = await until("the lines have followed", async () => {
      const seen = await orderNow(ready.order);
      return seen.lines[0].orderedQty === 5 && seen;
    });
    assert.deepEqual([now.status, now.exception], ["pending", null]);
  });

  test("paid at last: it can go", async () => {
    const { store, order } = await known({ status: "on-hold" });
    assert.deepEqual([order.exception.code, order.actions.dispatch.code], ["order_unpaid", "order_unpaid"]);
    await there(store, order, "pay");
    await again(store, order);
    const now = await orderNow(order);
    assert.deepEqual([now.exception.code, now.actions.dispatch.allowed], ["sku_not_mapped", true]);
    assert.ok(now.paidAt);
  });

  test("completed there by somebody else: completed here, nothing to send", async () => {
    const { store, order } = await known();
    await there(store, order, "status", { status: "completed" });
    await again(store, order);
    const now = await orderNow(order);
    assert.deepEqual([now.status, now.exception, now.actions.dispatch.allowed], ["completed", null, false]);
  });

  test("new, but over already: skipped, with why", async () => {
    const store = await given.store();
    const made = await store.orders({ status: "completed" }, { status: "cancelled" }, { status: "refunded" }, { status: "failed" });
    const run = await store.sync({ mode: "order_numbers", orderNumbers: made.map(({ number }) => number) });
    assert.deepEqual(counts(run), only({ skipped: 4 }));
    const codes = Object.fromEntries((await rowsOf(run)).map(({ orderNo, code }) => [orderNo, code]));
    assert.deepEqual(made.map(({ number }) => codes[number]), ["platform_shipped", "cancelled_on_platform", "cancelled_on_platform", "cancelled_on_platform"]);
    assert.deepEqual(await ordersOf(store), []);
  });
});

/* ---- bad input from the platform ---------------------------------------------------------------------- */

const line = (more) => ({ id: 1, name: "Mug", product_id: 101, variation_id: 0, quantity: 1, total: "1.00", sku: "HB-001", ...more });
const broken = {
  "no id": [{ omit: ["id"] }, "malformed"],
  "an id that is none": [{ set: { id: "1 OR 1=1" } }, "malformed"],
  "no status": [{ omit: ["status"] }, "malformed"],
  "no currency": [{ omit: ["currency"] }, "currency_unknown"],
  "an unknown currency": [{ set: { currency: "QQQ" } }, "currency_unknown"],
  "a currency that is a number": [{ set: { currency: 978 } }, "currency_unknown"],
  "no order time": [{ omit: ["date_created_gmt"] }, "malformed"],
  "a time that is none": [{ set: { date_created_gmt: "yesterday" } }, "malformed"],
  "a time of change that is none": [{ set: { date_modified_gmt: "2026-13-45T99:00:00" } }, "malformed"],
  "no total": [{ omit: ["total"] }, "malformed"],
  "a total that is no money": [{ set: { total: "abc" } }, "malformed"],
  "a total beyond counting": [{ set: { total: "99999999999999999999.00" } }, "malformed"],
  "no lines": [{ omit: ["line_items"] }, "malformed"],
  "lines that are no list": [{ set: { line_items: "none" } }, "malformed"],
  "a line without an id": [{ omit: ["line_items[0].id"] }, "malformed"],
  "the same line twice": [{ set: { line_items: [line(), line()] } }, "malformed"],
  "a huge quantity": [{ set: { "line_items[0].quantity": 1e12 } }, "quantity_implausible"],
  "a quantity beyond counting": [{ set: { "line_items[0].quantity": "99999999999999999999999" } }, "quantity_implausible"],
  "a negative quantity": [{ set: { "line_items[0].quantity": -1 } }, "quantity_implausible"],
  "half a piece": [{ set: { "line_items[0].quantity": 1.5 } }, "quantity_implausible"],
  "a quantity in words": [{ set: { "line_items[0].quantity": "many" } }, "quantity_implausible"],
  "no quantity": [{ omit: ["line_items[0].quantity"] }, "quantity_implausible"],
  "a SKU without end": [{ set: { "line_items[0].sku": "S".repeat(300) } }, "platform_unreadable"],
};
const odd = {
  "no SKU": [{ set: { "line_items[0].sku": null } }, { "lines.0.platformSku": null, "lines.0.skuKey": "101" }],
  "a SKU that is a number": [{ set: { "line_items[0].sku": 12 } }, { "lines.0.platformSku": "12" }],
  "a product that is gone": [{ set: { "line_items[0].product_id": 0 } }, { "lines.0.skuKey": null, "exception.code": "sku_not_mapped" }],
  "a quantity of nothing": [{ set: { "line_items[0].quantity": 0 } }, { "lines.0.orderedQty": 0, "exception.code": "no_shippable_items" }],
  "no lines in its list": [{ set: { line_items: [] } }, { "lines.length": 0, "exception.code": "no_shippable_items" }],
  "two lines of one product": [{ lines: [{ productId: 101, quantity: 2 }, { productId: 101, quantity: 3 }] }, { "lines.0.orderedQty": 2, "lines.1.orderedQty": 3 }],
  "an empty address": [{ recipient: null }, { "recipient.name": null }],
  "no address at all": [{ omit: ["billing", "shipping"] }, { "recipient.country": null }],
  "addresses that are lists": [{ set: { billing: [], shipping: [] } }, { "recipient.line1": null }],
  "a country in words": [{ set: { "shipping.country": "Germany" } }, { "recipient.country": null }],
  "no number": [{ set: { number: null } }, {}],
  "a total that is a number": [{ set: { total: 12.5 } }, { amount: "12.50" }],
  "a status of a plugin": [{ set: { status: "wc-packing" } }, { platformStatus: "wc-packing" }],
  "control characters": [{ set: { customer_note: "a\u0002b\u001bc" } }, {}],
  "markup and turned text": [{ set: { customer_note: "<script>alert(1)</script>\u202e" } }, { buyerNote: "<script>alert(1)</script>\u202e" }],
  "a long name": [{ set: { "line_items[0].name": "N".repeat(4000) } }, {}],
  "unknown members": [{ set: { __proto__x: { a: 1 }, customerId: 2, meta_data: [[], {}, null, { key: 5 }] } }, {}],
  "no payment": [{ omit: ["payment_method", "payment_method_title", "date_paid_gmt"] }, { paymentMethod: null, paidAt: null }],
  "the euro sign of a yen order": [{ currency: "JPY" }, { currency: "JPY" }],
};

describe("bad input from the platform", { concurrency: 6 }, () => {
  test("spoils its own order alone: the rest come, each failure with its reason", async () => {
    const store = await given.store();
    const bad = Object.entries(broken);
    const strange = Object.entries(odd);
    const made = await store.orders({}, ...bad.map(([, [spec]]) => spec), {}, ...strange.map(([, [spec]]) => spec), {});
    const run = await finished(await start(store));
    const good = strange.length + 3;
    assert.equal(run.status, "partly_failed");
    assert.deepEqual([run.failed, run.created + run.unchanged, run.problem], [bad.length, good, null]);
    const rows = new Map((await rowsOf(run)).map((row) => [row.orderNo, row]));
    for (const [i, [name, [, code]]] of bad.entries()) {
      const row = rows.get(made[i + 1].number);
      assert.deepEqual([row?.outcome, row?.code, row?.orderId], ["failed", code, null], name);
      assert.ok(row.detail.length > 10 && row.detail.length < 300, `${name}: ${row.detail}`);
    }
    const at = (order, path) => path.split(".").reduce((value, key) => value?.[key], order);
    for (const [i, [name, [, wanted]]] of strange.entries()) {
      const row = rows.get(made[bad.length + 2 + i].number);
      assert.ok(["created", "unchanged"].includes(row?.outcome), `${name}: ${JSON.stringify(row)}`);
      const order = await orderNow({ id: row.orderId });
      for (const [path, value] of Object.entries(wanted)) assert.deepEqual(at(order, path), value, `${name}: ${path}`);
    }
    assert.equal((await ordersOf(store)).length, good);
  });

  test("corrected on the platform, the failed order comes in", async () => {
    const store = await given.store();
    const [made] = await store.orders({ set: { currency: "QQQ" } });
    assert.equal((await store.sync()).failed, 1);
    await store.edit(made.id, { set: { currency: "USD" } });
    const run = await store.sync();
    assert.deepEqual(counts(run), only({ created: 1 }));
  });

  test("spoilt by an edit, the order stays as it was", async () => {
    const store = await given.store();
    const [order] = await given.orders(store, {});
    await store.edit(order.platformOrderId, { set: { "line_items[0].quantity": -4 } });
    const run = await again(store, order);
    assert.deepEqual([run.status, counts(run)], ["failed", only({ failed: 1 })]);
    assert.deepEqual(await orderNow(order), order);
  });

  test("a whole shop of nonsense ends as failed, and can be tried again", async () => {
    const store = await given.store();
    await store.orders(...Array.from({ length: 5 }, () => ({ set: { total: {} } })));
    const run = await store.sync();
    assert.deepEqual([run.status, counts(run)], ["failed", only({ failed: 5 })]);
    assert.equal((await store.sync()).status, "failed");
    assert.equal((await storeNow(store)).status, "authorised");
  });

  for (const [name, noise, comes] of [["a byte order mark before every answer", "bom", true], ["a warning of PHP before every answer", "notice", false], ["pages instead of answers", "html", false]])
    test(name, async () => {
      const store = await given.store();
      await store.orders({}, {});
      await store.weather({ noise });
      const begun = await start(store);
      if (!comes) {
        await until("the log says why it waits", async () => {
          hurry(store);
          return (await runNow(begun)).problem?.code.startsWith("platform_");
        });
        await store.weather({});
      }
      const run = await finishedInHurry(store, begun);
      if (ended(run) && run.status === "failed") assert.equal(run.problem.code, "platform_unreadable");
      else assert.equal(run.orderCount, 2);
    });
});

/* ---- bad days of the shop -------------------------------------------------------------------------------- */

describe("on a bad day of the shop", { concurrency: 6 }, () => {
  const withOrders = async (n = 2) => {
    const store = await given.store();
    await until("the schedule's first run is over", async () => (await api.all(`sync-runs?storeId=${store.id}`)).every(ended));
    await store.control("POST", "orders", { count: n });
    return store;
  };
  const hits = async (store) => (await store.control("GET", "weather")).hits;

  test("slow: it takes its time", async () => {
    const store = await withOrders();
    await store.weather({ delayMs: 700 });
    const run = await store.sync();
    assert.deepEqual([run.status, run.orderCount], ["success", 2]);
    assert.ok(run.durationMs >= 700);
  });

  test("broken twice, then well: tried again by itself", async () => {
    const store = await withOrders();
    await store.weather({ status: 500, times: 2 });
    const run = await finishedInHurry(store, await start(store));
    assert.deepEqual([run.status, run.orderCount, run.problem, await hits(store)], ["success", 2, null, 2]);
    assert.equal((await storeNow(store)).health.state, "good");
  });

  test("broken for good: failed after its tries, with the shop's words, the store's health says it; and the next one goes", async () => {
    const store = await withOrders();
    await store.weather({ status: 502 });
    const begun = await start(store);
    const waits = await until("the log says why it waits", async () => {
      const now = await runNow(begun);
      return now.problem && now;
    });
    assert.deepEqual([waits.problem.code, ended(waits)], ["platform_silent", false]);
    const run = await finishedInHurry(store, begun);
    assert.deepEqual([run.status, run.problem.code], ["failed", "platform_silent"]);
    assert.match(run.problem.detail, /502/);
    assert.ok(["troubled", "down"].includes((await storeNow(store)).health.state));
    assert.ok(await hits(store) >= 8, "it was tried");
    await store.weather({});
    const next = await finishedInHurry(store, await start(store));
    assert.deepEqual([next.status, next.orderCount], ["success", 2]);
    assert.equal((await storeNow(store)).health.state, "good");
  });

  test("answers cut off: no page is taken for the last one", async () => {
    const store = await withOrders(120);
    await store.weather({ cutBody: true, times: 3 });
    const run = await finishedInHurry(store, await start(store));
    assert.deepEqual([run.status, run.orderCount, await hits(store)], ["success", 120, 3]);
  });

  test("a cache that repeats a page: nothing is lost by it", async () => {
    const store = await withOrders(230);
    await store.weather({ duplicatePage: true });
    const begun = await start(store);
    const seen = await until("it was met", async () => {
      const now = await runNow(begun);
      return (ended(now) || now.problem || await hits(store) > 0) && now;
    });
    if (seen.status === "success") assert.equal(seen.orderCount, 230, "a success has all");
    await store.weather({});
    const run = await finishedInHurry(store, begun);
    if (run.status === "failed") await finishedInHurry(store, await start(store));
    assert.equal((await ordersOf(store)).length, 230);
  });

  test("'slower': it waits as long as the shop says and asks nothing meanwhile", async () => {
    const store = await withOrders();
    await store.weather({ status: 429, retryAfterS: 3, times: 1 });
    const begun = await start(store);
    await until("it was told", async () => await hits(store) === 1);
    const told = Date.now();
    const run = await finished(begun);
    assert.ok(Date.now() - told >= 2500, `waited ${Date.now() - told} ms`);
    assert.deepEqual([run.status, run.orderCount, run.problem], ["success", 2, null]);
    const { items } = await api.need(api.get(`sync-runs/${run.id}/requests`));
    assert.deepEqual(items.map(({ status }) => status).slice(0, 2), [429, 200]);
    assert.ok(Date.parse(items[1].at) - Date.parse(items[0].at) >= 2500);
  });

  test("it does not take the key any more: the store expires, work waits, and goes on when it is authorised again", async () => {
    const store = await withOrders();
    await store.weather({ status: 401 });
    const begun = await start(store);
    const expired = await until("the store is expired", async () => {
      const now = await storeNow(store);
      return now.status === "expired" && now;
    });
    assert.deepEqual([expired.health.state, expired.nextSyncAt], ["down", null]);
    assert.match(expired.health.detail, /key|view|list/i);
    const refusal = await startSync([store.id]);
    assert.deepEqual([refusal.status, refusal.body.code], [409, "store_not_authorised"]);
    const waiting = await runNow(begun);
    assert.deepEqual([ended(waiting), waiting.problem?.code], [false, "platform_auth_expired"]);
    await store.weather({});
    const credentials = { consumerKey: store.shop.key, consumerSecret: store.shop.secret };
    await as.admin.need(as.admin.post(`stores/${store.id}/authorize`, { credentials }, { version: expired.version }));
    const run = await finished(begun);
    assert.deepEqual([["success", "no_new_orders"].includes(run.status), run.orderCount, run.problem], [true, 2, null], "the schedule may have been faster");
    assert.deepEqual([(await storeNow(store)).status, (await storeNow(store)).health.state], ["authorised", "good"]);
  });

  test("bad weather over one shop is not felt in another", async () => {
    const [stormy, calm] = await Promise.all([withOrders(), withOrders()]);
    await stormy.weather({ delayMs: 3000 });
    const begun = await start(stormy);
    const run = await finished(await start(calm));
    assert.equal(run.orderCount, 2);
    const slow = await finished(begun);
    assert.ok(run.finishedAt < slow.finishedAt, "it did not wait for the slow one");
    assert.equal(slow.orderCount, 2);
  });
});

/* ---- the log ------------------------------------------------------------------------------------------------ */

describe("the log", { concurrency: 4 }, () => {
  test("is filtered by store, type, status and time, and paged", async () => {
    const store = await given.store();
    await store.orders({});
    const runs = [];
    for (const more of [{}, { mode: "order_numbers", orderNumbers: ["nobody"] }, {}]) runs.push(await finished(await start(store, more)));
    const list = async (query) => (await api.all(`sync-runs?storeId=${store.id}&type=manual${query}`)).map(({ id }) => id);
    const ids = runs.map(({ id }) => id).reverse();
    assert.deepEqual(await list(""), ids, "newest first");
    assert.deepEqual(await list("&status=failed"), [runs[1].id]);
    assert.deepEqual(await list("&status=success,no_new_orders"), [ids[0], ids[2]]);
    assert.deepEqual(await list("&kind=b2b"), []);
    assert.deepEqual(await list(`&from=${runs[1].createdAt}&to=${runs[1].createdAt}`), [runs[1].id]);
    assert.deepEqual(await list(`&to=${runs[0].createdAt}`), [runs[0].id]);
    const paged = [];
    for (let cursor = ""; cursor !== null;) {
      const page = await api.need(api.get(`sync-runs?storeId=${store.id}&type=manual&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`));
      assert.deepEqual([page.items.length, page.total, page.totalIsExact], [1, 3, true]);
      paged.push(page.items[0].id);
      cursor = page.nextCursor;
    }
    assert.deepEqual(paged, ids);
  });

  test("shows each order of a run, by outcome and page by page", async () => {
    const store = await given.store();
    const made = await store.orders({}, { status: "completed" }, { set: { currency: "QQQ" } }, {});
    const run = await store.sync({ mode: "order_numbers", orderNumbers: [...made.map(({ number }) => number), "nobody"] });
    const by = async (outcome) => (await api.all(`sync-runs/${run.id}/orders?outcome=${outcome}`)).map(({ orderNo }) => orderNo).sort();
    assert.deepEqual(await by("failed"), [made[2].number, "nobody"].sort());
    assert.deepEqual(await by("skipped"), [made[1].number]);
    assert.deepEqual(await by("created,unchanged"), [made[0].number, made[3].number].sort());
    const pages = await api.all(`sync-runs/${run.id}/orders`, 2);
    assert.deepEqual(pages.map(({ orderNo }) => orderNo).sort(), [...made.map(({ number }) => number), "nobody"].sort());
  });

  test("shows each call to the shop, without keys, signatures, queries or anything of the buyer", async () => {
    const store = await given.store();
    const [made] = await store.orders({ recipient: { name: "Waldo Secretname", address1: "9 Hidden Alley", city: "Reno", state: "NV", postcode: "89501", country: "US", email: "waldo@hidden.example" } });
    await store.weather({ status: 500, times: 1 });
    const run = await finishedInHurry(store, await start(store, { mode: "order_numbers", orderNumbers: [made.number] }));
    const { text, body: { items } } = await api.get(`sync-runs/${run.id}/requests`);
    assert.ok(items.length >= 2);
    assert.deepEqual([items[0].method, items[0].status], ["GET", 500]);
    assert.match(items[0].problem, /critical error/);
    for (const { path, ms, bytes } of items) {
      assert.match(path, /\/wp-json\/wc\/v3\/orders/);
      assert.ok(!path.includes("?") && ms >= 0 && bytes >= 0, path);
    }
    for (const secret of [store.shop.key, store.shop.secret, "oauth_", "consumer", "Waldo", "Hidden", "89501"]) assert.ok(!text.includes(secret), secret);
    const kept = sql(`SELECT GROUP_CONCAT(CONCAT_WS(' ', path, problem)) AS text FROM platform_request WHERE store_id = ${store.id}`)[0].text;
    for (const secret of [store.shop.key, store.shop.secret, "oauth_signature"]) assert.ok(!kept.includes(secret), secret);
  });

  test("belongs to the customer who ran it", async () => {
    const store = await given.store();
    const run = await store.sync();
    for (const what of ["", "/orders", "/requests"]) {
      const answer = await as.other.get(`sync-runs/${run.id}${what}`);
      assert.deepEqual([answer.status, answer.body.code], [404, "not_found"]);
    }
    assert.deepEqual((await as.other.need(as.other.get(`sync-runs?storeId=${store.id}`))).items, []);
  });
});
