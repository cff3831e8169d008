// Pulling orders from a shop that sends nonsense, or has a bad day: one bad order never stops the run, and what can heal heals.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { again, counts, ended, finished, finishedInHurry, one, only, ordersOf, rowsOf, runNow, start, startSync, storeNow } from "./lib/runs.mjs";
import { hurry, orderNow } from "./lib/steps.mjs";
import { api, as, given, until } from "./lib/stack.mjs";

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
