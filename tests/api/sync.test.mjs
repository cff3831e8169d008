// Pulling orders: on the schedule and by hand, in three modes; what becomes of an order that is known; and the log of it all.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { again, counts, ended, finished, finishedInHurry, hoursAgo, one, only, ordersOf, rowsOf, start, startSync, storeNow, there } from "./lib/runs.mjs";
import { actionsOf, dispatched, eventsOf, orderNow, outboundNow, outboundOf, readyOrder, said, stockOf } from "./lib/steps.mjs";
import { api, as, given, sql, until } from "./lib/stack.mjs";

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
    for (let i = 0; i < 6; i++) { // as often as it may be pressed in a row
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
    assert.deepEqual([order.exception.code, said(order, "dispatch")], ["order_unpaid", "order_unpaid"]);
    await there(store, order, "pay");
    await again(store, order);
    const now = await orderNow(order);
    assert.deepEqual([now.exception.code, said(now, "dispatch")], ["sku_not_mapped", null]);
    assert.ok(now.paidAt);
  });

  test("completed there by somebody else: completed here, nothing to send", async () => {
    const { store, order } = await known();
    await there(store, order, "status", { status: "completed" });
    await again(store, order);
    const now = await orderNow(order);
    assert.deepEqual([now.status, now.exception, said(now, "dispatch")], ["completed", null, "action_not_allowed"]);
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
    assert.deepEqual(await list("&status=&kind="), await list("")); // filters that were cleared
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
