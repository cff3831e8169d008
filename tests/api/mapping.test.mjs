// Platform SKUs: reading a store's products, Auto Match, files, history and undo; and the inbox of causes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bind, fresh, makeSku, orderNow } from "./lib/steps.mjs";
import { api, as, given, sql, until } from "./lib/stack.mjs";

const lines = (...ids) => ids.map((productId) => ({ productId, quantity: 1 }));
const skusOf = (store, query = "") => api.all(`platform-skus?storeId=${store.id}${query}`);
const skuOf = async (store, key) => (await skusOf(store)).find(({ skuKey }) => skuKey === key);
const latest = async ({ id }) => (await api.need(api.get(`stores/${id}/platform-skus/runs/latest`))).run;
async function readProducts(store, client = api) {
  const run = await client.need(client.post(`stores/${store.id}/platform-skus/sync`), 202);
  return until("the products are read", async () => {
    const now = await latest(store);
    return now.id === run.id && ["done", "failed"].includes(now.state) && now;
  });
}
const importFile = (text, { apply = false, client = api, type = "text/csv", ...more } = {}) =>
  client.ask("POST", `sku-mappings/import?apply=${apply}`, { body: text, headers: { "Content-Type": type }, ...more });
const csv = (...rows) => ["store,platform_sku,sku_key,warehouse_sku,quantity", ...rows.map((row) => row.join(","))].join("\r\n");

/* ---- reading products --------------------------------------------------------------------------------- */

test("reading the products of a store shows its progress and what it brought", async () => {
  const store = await given.store();
  assert.equal(await latest(store), null);
  const run = await readProducts(store);
  assert.deepEqual([run.state, run.problem, run.note, run.requestedBy], ["done", null, null, "Olivia Operator"]);
  assert.ok(run.seen > 0 && run.added === run.seen && run.changed === 0 && run.gone === 0, JSON.stringify(run));
  const skus = await skusOf(store);
  assert.equal(skus.length, run.seen);
  assert.ok(skus.every(({ state, store: { id } }) => id === store.id && ["unbound", "digital"].includes(state)));
  const again = await readProducts(store);
  assert.deepEqual([again.seen, again.added, again.changed], [run.seen, 0, 0]);
});

test("a digital product needs no warehouse SKU: its order goes once the products are read", async () => {
  const store = await given.store();
  const mug = makeSku();
  const [mixed, alone] = await given.orders(store, { lines: lines(101, 141) }, { lines: lines(141) });
  await api.need(bind(store, "101", [mug]));
  assert.equal((await orderNow(mixed)).exception.code, "sku_not_mapped");
  await readProducts(store);
  const free = await until("the order is free", async () => {
    const now = await orderNow(mixed);
    return now.exception === null && now;
  });
  assert.deepEqual(free.lines.map(({ skuKey, shippable }) => [skuKey, shippable]), [["101", true], ["141", false]]);
  assert.equal((await orderNow(alone)).exception.code, "no_shippable_items");
  assert.equal((await skuOf(store, "141")).state, "digital");
  const later = await given.orders(store, { lines: lines(101, 141) });
  assert.equal(later[0].exception, null, "an order that comes later knows it at once");
});

test("a store that answers with trouble says so, and the reading goes on by itself", async () => {
  const store = await given.store();
  await store.weather({ status: 500 });
  await api.need(api.post(`stores/${store.id}/platform-skus/sync`), 202);
  const waiting = await until("the run says why it waits", async () => {
    const run = await latest(store);
    return run.problem && run;
  });
  assert.ok(["queued", "running"].includes(waiting.state), waiting.state);
  const same = await api.need(api.post(`stores/${store.id}/platform-skus/sync`), 202);
  assert.equal(same.id, waiting.id, "a second press finds the run that is under way");
  await store.weather({});
  sql(`UPDATE job SET run_at = NOW(6) WHERE kind = 'product_sync' AND state = 'ready';
    UPDATE job_lane SET due_at = NOW(6), paused_until = '1970-01-01' WHERE name = 'store:${store.id}:skus'`);
  assert.equal((await until("it is done", async () => {
    const run = await latest(store);
    return run.state === "done" && run;
  })).problem, null);
});

test("who may what", async () => {
  const store = await given.store();
  const key = (await given.orders(store, { lines: lines(102) }))[0].lines[0].skuKey;
  for (const client of [as.other, as.warehouse]) {
    const status = client === as.other ? 404 : 403;
    for (const [method, path, body] of [
      ["POST", `stores/${store.id}/platform-skus/sync`], ["POST", `stores/${store.id}/auto-match`, { apply: false }],
      ["POST", "sku-mappings/undo", { storeId: store.id, skuKey: key, eventId: "1" }]])
      assert.equal((await client.ask(method, path, { body })).status, status, `${method} ${path}`);
    assert.equal((await client.get(`stores/${store.id}/platform-skus/history?skuKey=${key}`)).status, status);
    assert.equal((await client.get(`stores/${store.id}/platform-skus/runs/latest`)).status, status);
  }
  assert.deepEqual((await as.other.need(as.other.get(`platform-skus?storeId=${store.id}`))).items, []);
  assert.equal((await as.warehouse.get("platform-skus")).status, 403);
  assert.equal((await as.nobody.get("platform-skus")).status, 401);
});

/* ---- binding, history, undo ----------------------------------------------------------------------------- */

test("binding, unbinding and undoing, with the orders that follow", async () => {
  const store = await given.store();
  const [a, b] = [makeSku(), makeSku()];
  const [order] = await given.orders(store, { lines: lines(103) });
  assert.equal((await skuOf(store, "103")).waitingOrders, 1);
  const first = await api.need(bind(store, "103", [a, [b, 2]]));
  assert.deepEqual([first.freedOrders, first.stillWaiting, first.items.length], [1, 0, 2]);
  assert.equal((await orderNow(order)).exception, null);
  const row = await skuOf(store, "103");
  assert.deepEqual([row.state, row.mappingId, row.items.map(({ quantity }) => quantity)], ["bound", first.id, [1, 2]]);

  const second = await api.need(bind(store, "103", [b]));
  const undo = (eventId) => api.post("sku-mappings/undo", { storeId: store.id, skuKey: "103", eventId });
  assert.equal((await undo(first.eventId)).status, 412, "something came after it");
  const back = await api.need(undo(second.eventId));
  assert.deepEqual(back.items.map(({ skuId, quantity }) => [skuId, quantity]), [[a.id, 1], [b.id, 2]]);

  const take = (version, id = back.id, client = api) => client.ask("DELETE", `sku-mappings/${id}`, { version });
  const stale = await take(second.version);
  assert.deepEqual([stale.status, stale.body.code, stale.body.current], [412, "stale", { version: back.version }]);
  assert.deepEqual([(await skuOf(store, "103")).mappingVersion, back.version > second.version], [back.version, true]);
  const gone = await api.need(take(back.version));
  assert.deepEqual(gone.items, []);
  assert.equal((await orderNow(order)).exception.code, "sku_not_mapped");
  assert.equal((await take(back.version)).status, 404);
  assert.equal((await take(first.version, first.id, as.other)).status, 404);
  await api.need(undo(gone.eventId));
  assert.equal((await orderNow(order)).exception, null);
  const { items } = await api.need(api.get(`stores/${store.id}/platform-skus/history?skuKey=103`));
  assert.deepEqual(items.map((event) => event.items.length), [2, 0, 2, 1, 2]);
  assert.equal(items[0].actor.name, "Olivia Operator");
});

/* ---- Auto Match -------------------------------------------------------------------------------------------- */

test("Auto Match binds identical codes, and suggestions when they are ticked", async () => {
  const store = await given.store();
  await readProducts(store);
  const same = makeSku(), folded = makeSku();
  sql(`UPDATE platform_product SET platform_sku = '${same.code}' WHERE store_id = ${store.id} AND sku_key = '104';
    UPDATE platform_product SET platform_sku = '${folded.code.toLowerCase()} ' WHERE store_id = ${store.id} AND sku_key = '105'`);
  const match = (body) => api.need(api.post(`stores/${store.id}/auto-match`, body));
  const seen = await match({ apply: false });
  const of = (key) => seen.matches.find(({ skuKey }) => skuKey === key);
  assert.deepEqual([of("104").how, of("104").sku.id, of("105").how, of("105").sku.id], ["identical", same.id, "folded", folded.id]);
  assert.equal((await skuOf(store, "104")).state, "unbound", "a preview binds nothing");
  const ticked = [{ skuKey: "105", skuId: folded.id }, { skuKey: "106", skuId: same.id }];
  const done = await match({ apply: true, items: ticked });
  assert.deepEqual([done.bound, done.matches.map(({ skuKey }) => skuKey)], [1, ["105"]], "what is no match is left out");
  const rest = await match({ apply: true });
  assert.ok(rest.matches.some(({ skuKey }) => skuKey === "104") && rest.matches.every(({ how }) => how === "identical"));
  assert.deepEqual([(await skuOf(store, "104")).state, (await skuOf(store, "105")).state, (await skuOf(store, "106")).state], ["bound", "bound", "unbound"]);
});

/* ---- files --------------------------------------------------------------------------------------------------- */

test("a file is checked row by row before anything of it is written", async () => {
  const store = await given.store();
  const [sku, off] = [makeSku(), makeSku({ status: "disabled" })];
  await given.orders(store, { lines: lines(107, 108) });
  const good = [store.name, "", "107", sku.code, "2"];
  const bad = csv(good, [store.name, "", "108", off.code, "1"], ["No such store", "", "107", sku.code, "1"], [store.name, "", "108", sku.code, "none"]);
  const report = await api.need(importFile(bad));
  assert.deepEqual(report.faults.map(({ line, column, code }) => [line, column, code]),
    [[3, "warehouse_sku", "not_bindable"], [4, "store", "unknown"], [5, "quantity", "out_of_range"]]);
  const refused = await importFile(bad, { apply: true });
  assert.deepEqual([refused.status, refused.body.code, refused.body.errors[0].field], [422, "invalid", "line 3, warehouse_sku"]);
  assert.equal((await skuOf(store, "107")).state, "unbound");

  const done = await api.need(importFile(csv(good), { apply: true }));
  assert.deepEqual([done.applied, done.added, done.changed, done.same], [true, 1, 0, 0]);
  assert.equal((await skuOf(store, "107")).items[0].quantity, 2);
  assert.equal((await api.need(importFile(csv(good), { apply: true }))).same, 1);
});

test("files that cannot be read are refused with the reason", async () => {
  const head = "store,platform_sku,warehouse_sku,quantity\n";
  for (const [what, text, status, code, options] of [
    ["no body", "", 400, "malformed"],
    ["no such column", "store,platform_sku,warehouse_sku,quantity,price\n", 400, "malformed"],
    ["a quote without end", `${head}"a`, 400, "malformed"],
    ["not UTF-8", Uint8Array.from([...Buffer.from(head), 0xff, 0xfe]), 400, "malformed"],
    ["a byte 0", `${head}a\0b,c,d,1`, 400, "malformed"],
    ["JSON", "{}", 415, "unsupported_media", { type: "application/json" }],
    ["2 MiB", "x".repeat(2 * 1024 * 1024), 413, "body_too_large"],
    ["an unknown parameter", head, 422, "invalid", { path: "sku-mappings/import?aply=true" }],
  ]) {
    const answer = options?.path ? await api.ask("POST", options.path, { body: text, headers: { "Content-Type": "text/csv" } }) : await importFile(text, options);
    assert.deepEqual([answer.status, answer.body?.code], [status, code], `${what}: ${answer.text}`);
  }
  assert.equal((await importFile(`${head}${"x".repeat(900_000)},a,b,1`)).status, 200, "nearly 1 MiB is taken");
  assert.equal((await importFile(head, { client: as.warehouse })).status, 403);
});

test("the export is what is filtered, can be imported again, and calculates nothing", async () => {
  const store = await given.store();
  const sku = makeSku();
  await given.orders(store, { lines: lines(109, 110) });
  await api.need(bind(store, "109", [[sku, 3]]));
  sql(`UPDATE platform_product SET name = '=HYPERLINK("http://evil")' WHERE store_id = ${store.id} AND sku_key = '110'`);
  const file = await api.get(`platform-skus/export?storeId=${store.id}`);
  assert.equal(file.status, 200);
  assert.match(file.headers.get("content-type"), /^text\/csv/);
  assert.equal(file.headers.get("content-disposition"), 'attachment; filename="sku-mappings.csv"');
  const rows = file.text.replace(/^\uFEFF/, "").trim().split("\r\n");
  assert.deepEqual(rows.length, 3);
  assert.ok(rows.some((row) => row.includes(`,109,`) && row.endsWith(`,bound,${sku.code},3`)), rows.join("|"));
  assert.ok(rows.some((row) => row.includes(`"'=HYPERLINK(""http://evil"")"`)), rows.join("|"));
  const back = await api.need(importFile(file.text, { apply: true }));
  assert.deepEqual([back.added, back.changed, back.same, back.blank], [0, 0, 1, 1]);
  const bound = await api.get(`platform-skus/export?storeId=${store.id}&state=bound`);
  assert.equal(bound.text.trim().split("\r\n").length, 2);
  assert.equal((await as.other.get(`platform-skus/export?storeId=${store.id}`)).text.trim().split("\r\n").length, 1, "the head alone");
});

/* ---- the list ------------------------------------------------------------------------------------------------- */

test("the list pages, filters and searches", async () => {
  const store = await given.store();
  await readProducts(store);
  const all = await skusOf(store), paged = await api.all(`platform-skus?storeId=${store.id}`, 7);
  assert.deepEqual(paged.map(({ id }) => id), all.map(({ id }) => id));
  assert.equal((await skusOf(store, "&state=digital")).length, all.filter(({ state }) => state === "digital").length);
  assert.deepEqual((await skusOf(store, "&q=hb-TEE")).length, 3);
  for (const [query, field] of [["state=nonsense", "state"], ["storeId=x", "storeId"], ["limit=0", "limit"], ["limit=201", "limit"], ["cursor=x", "cursor"], [`q=${"x".repeat(600)}`, "q"], ["sort=1", "sort"]]) {
    const answer = await api.get(`platform-skus?${query}`);
    assert.deepEqual([answer.status, answer.body.errors[0].field.replace(/\[.*/, "")], [422, field], query);
  }
});

/* ---- causes ------------------------------------------------------------------------------------------------------ */

const causes = async (client = api) => (await client.need(client.get("order-exceptions"))).items;
const causeOf = async (code, key, client) => (await causes(client)).find((g) => g.code === code && g.key === key);

test("one cause keeps orders of two stores; one fix frees them", async () => {
  const sku = makeSku(), key = fresh("BLK");
  const stores = [await given.store(), await given.store()];
  const orders = [];
  for (const store of stores) {
    await readProducts(store);
    sql(`UPDATE platform_product SET platform_sku = '${key}' WHERE store_id = ${store.id} AND sku_key = '111'`);
    orders.push(...await given.orders(store, { lines: lines(111) }, { lines: lines(111, 112) }));
  }
  // The shops sell it under one code, which only they know; so does the order's line.
  sql(`UPDATE platform_order_line SET platform_sku = '${key}' WHERE sku_key = '111' AND store_id IN (${stores.map(({ id }) => id)});
    UPDATE platform_order SET exception_key = '${key}' WHERE store_id IN (${stores.map(({ id }) => id)})`);
  const cause = await causeOf("sku_not_mapped", key);
  assert.deepEqual([cause.orders, cause.storeCount, cause.kind, cause.firstOrders.length], [4, 2, "b2c", 4]);
  assert.deepEqual(cause.stores.map(({ id }) => id).sort(), stores.map(({ id }) => id).sort());
  const list = await api.need(api.get(`orders?exception=sku_not_mapped&exceptionKey=${key}`));
  assert.deepEqual(list.items.map(({ id }) => id).sort(), orders.map(({ id }) => id).sort());
  assert.equal(await causeOf("sku_not_mapped", key, as.other), undefined);

  const { items } = await api.need(api.get(`order-exceptions/skus?key=${key}`));
  assert.deepEqual(items.map(({ store, skuKey, orders: n }) => [store.id, skuKey, n]).sort(), stores.map(({ id }) => [id, "111", 2]).sort());
  for (const { store, skuKey } of items) {
    const done = await api.need(bind(store, skuKey, [sku]));
    assert.deepEqual([done.freedOrders, done.stillWaiting], [2, 1]);
  }
  assert.equal(await causeOf("sku_not_mapped", key), undefined);
  assert.deepEqual((await api.need(api.get(`order-exceptions/skus?key=${key}`))).items, []);
  assert.equal((await Promise.all(orders.map((o) => orderNow(o)))).filter(({ exception }) => exception === null).length, 2);
});

test("bad questions about causes", async () => {
  for (const [path, field] of [["order-exceptions?kind=b3c", "kind"], ["order-exceptions?x=1", "x"], ["order-exceptions/skus", "key"], ["order-exceptions/skus?key=a&kind=x", "kind"],
    ["orders?exceptionKey=a", "exceptionKey"], ["orders?exception=any&exceptionKey=a", "exceptionKey"]]) {
    const answer = await api.get(path);
    assert.deepEqual([answer.status, answer.body.errors[0].field.replace(/\[.*/, "")], [422, field], path);
  }
  const retry = (body) => api.post("order-exceptions/retry-writebacks", body);
  assert.equal((await retry({ kind: "b2c", code: "no_such_code" })).status, 422);
  assert.equal((await retry({ kind: "b2c" })).status, 422);
  assert.deepEqual(await api.need(retry({ kind: "b2c", code: "writeback_failed", key: fresh("none") })), { retried: 0, refused: 0, nextAfterId: null });
  assert.equal((await as.warehouse.post("order-exceptions/retry-writebacks", { kind: "b2c", code: "writeback_failed" })).status, 403);
});
