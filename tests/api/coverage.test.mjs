// The coverage of a store: what is proved, what is not, filling a gap, and a gap that closes by itself once the store is
// authorised again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, as, given, sql, until } from "./lib/stack.mjs";

const hours = (n) => new Date(Date.now() - n * 3600_000).toISOString();
const coverage = (store, query = "", client = api) => client.need(client.get(`stores/${store.id}/coverage${query}`));
const stateAt = (spans, time) => spans.find(({ from, to }) => Date.parse(from) <= Date.parse(time) && Date.parse(time) < Date.parse(to))?.state;
const fillGap = (store, from, to, client = api) => client.post(`stores/${store.id}/fill-gap`, { from, to });
const ended = ({ id }) => until("the run has ended", async () => {
  const run = await api.need(api.get(`sync-runs/${id}`));
  return !["queued", "running"].includes(run.status) && run;
});
const watermark = ({ id }) => sql(`SELECT watermark_at FROM sync_stream WHERE store_id = ${id}`)[0]?.watermark_at;

/* A window as a run of that age would have left it. */
function window(store, by, from, to, state) {
  sql(`INSERT INTO sync_run (customer_id, store_id, kind, type, mode, status, from_at, to_at)
    SELECT customer_id, id, kind, 'automatic', 'immediate', 'success', '${from.slice(0, 19)}', '${to.slice(0, 19)}' FROM store WHERE id = ${store.id};
    INSERT INTO sync_window (customer_id, store_id, run_id, window_by, from_at, to_at, state)
    SELECT customer_id, store_id, id, '${by}', from_at, to_at, '${state}' FROM sync_run WHERE id = LAST_INSERT_ID()`);
}

/* Both rows must reach from one end to the other, and no two neighbours say the same. */
function whole({ from, to, updated, created }) {
  for (const spans of [updated, created]) {
    assert.deepEqual([spans[0].from, spans.at(-1).to], [from, to]);
    spans.slice(1).forEach((span, i) => {
      assert.equal(span.from, spans[i].to);
      assert.notEqual(span.state, spans[i].state);
    });
  }
}

test("nothing is proved before anything was read", async () => {
  const store = await given.store();
  const now = await coverage(store);
  whole(now);
  assert.deepEqual([now.by, now.updated.map((s) => s.state), now.created.map((s) => s.state)], ["updated", ["unknown"], ["unknown"]]);
  assert.ok(Math.abs(Date.parse(now.to) - Date.parse(now.from) - 30 * 86400_000) < 1000, "30 days");
});

test("windows are merged: what was proved once stays proved, what only failed is failed", async () => {
  const store = await given.store();
  for (const [by, from, to, state] of [["updated", 500, 480, "proved"], ["updated", 490, 470, "proved"], ["updated", 499, 475, "proved"], ["updated", 498, 497, "proved"],
    ["updated", 475, 460, "failed"], ["updated", 495, 492, "failed"], ["updated", 450, 440, "proved"], ["updated", 3000, 2900, "proved"], ["created", 430, 420, "proved"]])
    window(store, by, hours(from), hours(to), state);
  const now = await coverage(store, `?from=${hours(600)}&to=${hours(400)}`);
  whole(now);
  assert.deepEqual(now.updated.map((s) => s.state), ["unknown", "proved", "failed", "unknown", "proved", "unknown"]);
  assert.deepEqual(now.created.map((s) => s.state), ["unknown", "proved", "unknown"]);
  const part = await coverage(store, `?from=${hours(472)}&to=${hours(445)}`);
  whole(part);
  assert.deepEqual(part.updated.map((s) => s.state), ["proved", "failed", "unknown", "proved"]);
});

test("a gap is filled by one call: the log shows it, the span is proved, the schedule's place stays", async () => {
  const store = await given.store();
  await store.sync();
  const [order] = await store.orders({ createdAt: hours(300), modifiedAt: hours(250) });
  const before = watermark(store), [from, to] = [hours(260), hours(240)];
  assert.equal(stateAt((await coverage(store)).updated, hours(250)), "unknown");
  const answer = await fillGap(store, from, to);
  assert.equal(answer.status, 202, answer.text);
  assert.deepEqual([answer.body.type, answer.body.mode, answer.body.status], ["gap_fill", "time_range", "queued"]);
  assert.deepEqual([answer.body.from, answer.body.to].map(Date.parse), [from, to].map(Date.parse));
  const run = await ended(answer.body);
  assert.deepEqual([run.status, run.created], ["success", 1], JSON.stringify(run));
  const now = await coverage(store);
  assert.equal(stateAt(now.updated, hours(250)), "proved");
  assert.equal(stateAt(now.updated, hours(261)), "unknown");
  assert.equal(watermark(store), before);
  const rows = await api.all(`orders?storeId=${store.id}`);
  assert.ok(rows.some(({ orderNo }) => orderNo === String(order.number ?? order.id)), "what changed in the gap has come in");
  const { items } = await api.need(api.get(`sync-runs?storeId=${store.id}&type=gap_fill`));
  assert.deepEqual(items.map(({ id }) => id), [run.id]);
});

test("a store whose platform cannot tell changes is read by creation", async () => {
  const store = await given.store();
  sql(`UPDATE store SET has_updated_filter = 0 WHERE id = ${store.id}`);
  const run = await ended(await api.need(fillGap(store, hours(60), hours(50))));
  assert.equal(run.status, "no_new_orders", JSON.stringify(run));
  const now = await coverage(store);
  assert.deepEqual([now.by, stateAt(now.created, hours(55)), stateAt(now.updated, hours(55))], ["created", "proved", "unknown"]);
});

test("nobody proves what has not happened yet", async () => {
  const store = await given.store();
  const run = await ended(await api.need(fillGap(store, hours(2), hours(-48))));
  assert.ok(Date.parse(run.to) <= Date.now() + 1000, run.to);
});

test("an expired authorisation leaves a gap, and it closes by itself afterwards", async () => {
  const store = await given.store();
  const sync = () => sql(`UPDATE store SET next_sync_at = NOW(6) WHERE id = ${store.id} AND status = 'authorised'`);
  sync();
  await until("the first automatic run is over", () => watermark(store));
  await store.weather({ status: 401 });
  const [missed] = await store.orders({});
  sync();
  const expired = await until("the authorisation is seen to have expired", async () => {
    const now = await as.admin.need(as.admin.get(`stores/${store.id}`));
    return now.status === "expired" && now;
  });
  assert.equal((await fillGap(store, hours(2), hours(1))).body.code, "store_not_authorised");
  await store.weather({});
  const { shop } = store;
  await as.admin.need(as.admin.post(`stores/${store.id}/authorize`, { credentials: { consumerKey: shop.key, consumerSecret: shop.secret } }, { version: expired.version }));
  await until("what was ordered meanwhile has come in", async () =>
    (await api.all(`orders?storeId=${store.id}`)).some(({ orderNo }) => orderNo === String(missed.number ?? missed.id)));
  await until("the gap is closed", async () => {
    const { updated } = await coverage(store, `?from=${hours(1)}`);
    return updated.slice(0, -1).every(({ state }) => state === "proved") && updated[0].state === "proved" && updated;
  });
});

test("bad input, strangers and missing permissions", async () => {
  const store = await given.store();
  const at = (body, client = api) => client.post(`stores/${store.id}/fill-gap`, body);
  for (const [body, status, field] of [[{}, 422, "from"], [{ from: hours(1), to: hours(2) }, 422, "to"], [{ from: hours(-10), to: hours(-20) }, 422, "from"],
    [{ from: hours(24 * 400), to: hours(1) }, 422, "from"], [{ from: "yesterday", to: hours(1) }, 422, "from"], [{ from: 5, to: hours(1) }, 422, "from"],
    [{ from: hours(2), to: hours(1), by: "updated" }, 422, "by"]]) {
    const answer = await at(body);
    assert.deepEqual([answer.status, answer.body.code], [status, "invalid"], answer.text);
    assert.ok(answer.body.errors.some((e) => e.field === field), answer.text);
  }
  for (const query of ["?from=x", "?when=now", `?from=${hours(24 * 400)}`, `?from=${hours(1)}&to=${hours(2)}`, `?from=${hours(-1)}`])
    assert.equal((await api.get(`stores/${store.id}/coverage${query}`)).status, 422, query);
  for (const id of [store.id, "999999999"]) {
    const client = id === store.id ? as.other : api;
    assert.equal((await client.get(`stores/${id}/coverage`)).status, 404);
    assert.equal((await client.post(`stores/${id}/fill-gap`, { from: hours(2), to: hours(1) })).status, 404);
  }
  assert.equal((await as.warehouse.post(`stores/${store.id}/fill-gap`, { from: hours(2), to: hours(1) })).status, 403);
});
