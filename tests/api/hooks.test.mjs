// Calls of the platforms: who is not the platform gets nothing, not even a word on why; what comes is a hint, taken once,
// answered at once, and worked through the one ingest path.
import assert from "node:assert/strict";
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { admin, person } from "./lib/people.mjs";
import { fresh, orderNow } from "./lib/steps.mjs";
import { api, as, given, raw, sql, stack, until } from "./lib/stack.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const sign = (secret, body) => createHmac("sha256", secret).update(body).digest("base64");
const ended = (run) => !["queued", "running"].includes(run.status);

/* A store with an address for its shop's calls. */
async function hooked(settings) {
  const store = await given.store(settings);
  const { webhook, secret } = await as.admin.need(as.admin.post(`stores/${store.id}/webhook`), 201);
  return { ...store, secret, address: webhook.address };
}
/* A call of the shop; `changes` spoil it. */
function call(store, body, { topic = "order.updated", delivery = randomUUID(), secret = store.secret, headers = {}, address = store.address } = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = { "Content-Type": "application/json", "X-WC-Webhook-Topic": topic, "X-WC-Webhook-Delivery-ID": delivery,
    "X-WC-Webhook-Signature": sign(secret, text), ...headers };
  for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
  return raw("POST", address.replace(stack.origin, ""), { body: text, headers: all });
}
const runsOf = (store) => api.all(`sync-runs?storeId=${store.id}&type=webhook`);
const done = (store, n = 1) => until(`${n} webhook runs are over`, async () => { const runs = (await runsOf(store)).filter(ended); return runs.length >= n && runs; });
const ordersOf = (store) => api.all(`orders?storeId=${store.id}`);

describe("a call", () => {
  test("of a new order makes a run of type webhook, and the order comes in as the shop has it", async () => {
    const store = await hooked();
    const [made] = await store.orders({ number: "W-77" });
    const began = Date.now();
    const answer = await call(store, { id: made.id, number: "not to be believed", status: "cancelled", total: "0.01" }, { topic: "order.created" });
    assert.deepEqual([answer.status, answer.text], [200, ""]);
    assert.ok(Date.now() - began < 1000);
    const [run] = await done(store);
    assert.deepEqual([run.type, run.status, run.created, run.failed, run.orderNumbers], ["webhook", "success", 1, 0, [String(made.id)]], JSON.stringify(run));
    const [order] = await ordersOf(store);
    assert.deepEqual([order.orderNo, order.status], ["W-77", "pending"]);
    assert.notEqual(order.amount, "0.01");
    const seen = await as.admin.need(as.admin.get(`stores/${store.id}/webhook`));
    assert.deepEqual([seen.received, seen.lastTopic, seen.lastRepeatAt], [1, "order.created", null]);
  });

  test("of several orders, twice each, makes one run", async () => {
    const store = await hooked();
    const made = await store.orders({}, {}, {});
    for (const topic of ["order.created", "order.updated"])
      for (const { id } of made) assert.equal((await call(store, { id, at: topic }, { topic })).status, 200);
    const [run, ...more] = await done(store);
    assert.deepEqual([more, run.created, run.orderNumbers.sort()], [[], 3, made.map(({ id }) => String(id)).sort()]);
  });

  test("of a change, a deletion and an old state only asks again: the order never goes back", async () => {
    const store = await hooked();
    const [made] = await store.orders({});
    await call(store, { id: made.id });
    await done(store);
    const [before] = await ordersOf(store);
    await store.edit(made.id, { note: "please ring twice" });
    await call(store, { id: made.id, status: "pending", date_modified_gmt: "2001-01-01T00:00:00" });
    await done(store, 2);
    const after = await orderNow(before);
    assert.deepEqual([after.buyerNote, after.status], ["please ring twice", "pending"]);
    await store.control("POST", `orders/${made.id}/trash`);
    await call(store, { id: made.id }, { topic: "order.deleted" });
    await done(store, 3);
    assert.equal((await orderNow(before)).status, "cancelled");
  });

  test("of an order the shop does not know is a failed order of its run, nothing else", async () => {
    const store = await hooked();
    const [made] = await store.orders({});
    await call(store, { id: 999999 });
    await call(store, { id: made.id });
    const runs = await done(store);
    const run = runs[0];
    assert.deepEqual([run.created, run.failed], [1, 1], JSON.stringify(runs));
  });

  test("of something else, or for a store that is switched off, is taken and forgotten", async () => {
    const store = await hooked();
    const [made] = await store.orders({});
    assert.equal((await call(store, { id: 5 }, { topic: "product.updated" })).status, 200);
    await as.admin.need(as.admin.patch(`stores/${store.id}`, { enabled: false }, { version: (await as.admin.need(as.admin.get(`stores/${store.id}`))).version }));
    assert.equal((await call(store, { id: made.id })).status, 200);
    assert.deepEqual(await runsOf(store), []);
  });

  test("a ping is answered, without a signature, and does nothing", async () => {
    const store = await hooked();
    const ping = (address) => raw("POST", address.replace(stack.origin, ""), { body: "webhook_id=17", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
    assert.equal((await ping(store.address)).status, 200);
    assert.deepEqual(code(await ping(`/hooks/${randomBytes(24).toString("base64url")}`)), [401, "token_invalid"]);
    assert.equal((await as.admin.need(as.admin.get(`stores/${store.id}/webhook`))).received, 0);
    for (const body of ["webhook_id=", "webhook_id=1&x=2", "webhook_id=abc", "{}", `webhook_id=${"1".repeat(30)}`])
      assert.equal((await raw("POST", store.address.replace(stack.origin, ""), { body, headers: { "Content-Type": "application/x-www-form-urlencoded" } })).status, 401, body);
  });
});

describe("who is not the platform", () => {
  test("is refused in the same words, whatever was wrong, and nothing happens", async () => {
    const [store, other] = [await hooked(), await hooked()];
    const [made] = await store.orders({});
    const body = JSON.stringify({ id: made.id });
    const good = sign(store.secret, body);
    const cases = [
      ["no signature", { headers: { "X-WC-Webhook-Signature": null } }], ["an empty one", { headers: { "X-WC-Webhook-Signature": "" } }],
      ["a short one", { headers: { "X-WC-Webhook-Signature": good.slice(0, 20) } }], ["a cut one", { headers: { "X-WC-Webhook-Signature": good.slice(0, -1) } }],
      ["wrong case", { headers: { "X-WC-Webhook-Signature": good.toLowerCase() } }], ["in hex", { headers: { "X-WC-Webhook-Signature": Buffer.from(good, "base64").toString("hex") } }],
      ["url-safe", { headers: { "X-WC-Webhook-Signature": `${good.slice(0, 10)}_${good.slice(11)}` } }], ["with something behind it", { headers: { "X-WC-Webhook-Signature": `${good}=` } }],
      ["twice", { headers: { "X-WC-Webhook-Signature": `${good},${good}` } }], ["another store's secret", { secret: other.secret }], ["another store's address", { address: other.address }],
      ["an empty secret", { secret: "" }], ["no delivery id", { headers: { "X-WC-Webhook-Delivery-ID": null } }], ["no topic", { headers: { "X-WC-Webhook-Topic": null } }],
      ["an unknown address", { address: `/hooks/${randomBytes(24).toString("base64url")}` }], ["a short address", { address: "/hooks/abc" }],
      ["a quote in the address", { address: `/hooks/${"'".repeat(32)}` }], ["the address in another case", { address: `/hooks/${store.address.slice(-32).toUpperCase()}x`.slice(0, 39) }],
    ];
    const words = new Set();
    for (const [what, spoilt] of cases) {
      const answer = await call(store, body, spoilt);
      assert.deepEqual(code(answer), [401, "token_invalid"], what);
      words.add(JSON.stringify({ ...answer.body, requestId: "" }));
    }
    for (let at = 0; at < body.length; at++) {
      const changed = body.slice(0, at) + String.fromCharCode(body.charCodeAt(at) ^ 1) + body.slice(at + 1);
      const answer = await call(store, changed, { headers: { "X-WC-Webhook-Signature": good } });
      assert.equal(answer.status, 401, changed);
      words.add(JSON.stringify({ ...answer.body, requestId: "" }));
    }
    assert.equal(words.size, 1);
    assert.deepEqual([await runsOf(store), await runsOf(other)], [[], []]);
    assert.equal((await call(store, body)).status, 200, "and the right one is let through");
  });

  test("finds nothing by trying addresses", async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => call({ secret: "x", address: `/hooks/${randomBytes(24).toString("base64url")}` }, "{}")));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [401]);
  });

  test("cannot play a delivery again within seven days; its body under another id only asks again", async () => {
    const store = await hooked();
    const [made] = await store.orders({});
    const delivery = randomUUID();
    assert.equal((await call(store, { id: made.id }, { delivery })).status, 200);
    assert.deepEqual(code(await call(store, { id: made.id }, { delivery })), [401, "token_invalid"]);
    assert.deepEqual(code(await call(store, { id: made.id, other: 1 }, { delivery })), [401, "token_invalid"]);
    await done(store);
    const before = (await ordersOf(store)).map(({ version }) => version);
    assert.equal((await call(store, { id: made.id })).status, 200, "an honest shop may say the same twice");
    const [again] = await done(store, 2);
    assert.deepEqual([again.unchanged, (await ordersOf(store)).map(({ version }) => version)], [1, before]);
    assert.notEqual((await as.admin.need(as.admin.get(`stores/${store.id}/webhook`))).lastRepeatAt, null);
    sql(`UPDATE hook_received SET received_at = NOW(6) - INTERVAL 8 DAY WHERE store_id = ${store.id}`);
    await until("the old ones are forgotten", () => sql(`SELECT COUNT(*) AS n FROM hook_received WHERE store_id = ${store.id}`)[0].n === "0", 40);
  });

  test("many at once with one delivery id are one", async () => {
    const store = await hooked();
    const delivery = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => call(store, { id: 1 }, { delivery })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(11).fill(401)]);
  });
});

describe("what is signed and yet no good", () => {
  test("too much, or no JSON, or without an id", async () => {
    const store = await hooked();
    const large = (n) => JSON.stringify({ id: 1, pad: "x".repeat(n) });
    assert.equal((await call(store, large(255 * 1024))).status, 200);
    assert.deepEqual(code(await call(store, large(257 * 1024))), [413, "body_too_large"]);
    for (const body of ["", "{", "[]", "{\"id\":\"5\"}", "{\"id\":-5}", "{\"id\":1.5}", "{\"id\":1e3}", "{\"id\":5,\"id\":6}", "{\"number\":5}", "\u0000", `{"id":${"9".repeat(40)}}`])
      assert.deepEqual(code(await call(store, body)), [400, "malformed"], body);
    for (const method of ["GET", "PUT", "DELETE"]) assert.equal((await raw(method, store.address.replace(stack.origin, ""))).status, 405, method);
  });
});

describe("the address of a store", () => {
  test("is made with its secret once, and a new secret leaves the old one good for a day", async () => {
    const store = await given.store();
    const none = await as.admin.need(as.admin.get(`stores/${store.id}/webhook`));
    assert.deepEqual([none.supported, none.address, none.topics], [true, null, ["order.created", "order.updated", "order.deleted", "order.restored"]]);
    const key = randomUUID();
    const first = await as.admin.post(`stores/${store.id}/webhook`, undefined, { key });
    assert.deepEqual([first.status, first.body.secret.length], [201, 43]);
    assert.match(first.body.webhook.address, new RegExp(`^${stack.origin}/hooks/[A-Za-z0-9_-]{32}$`));
    const again = await as.admin.post(`stores/${store.id}/webhook`, undefined, { key });
    assert.deepEqual([again.headers.get("idempotent-replay"), again.body.secret, again.body.webhook], ["true", null, first.body.webhook]);
    assert.ok(!(await as.admin.get(`stores/${store.id}/webhook`)).text.includes(first.body.secret));
    const [row] = sql(`SELECT HEX(secret) AS hex, secret_key FROM store_hook WHERE store_id = ${store.id}`);
    assert.ok(!Buffer.from(row.hex, "hex").includes(first.body.secret));
    const second = await as.admin.need(as.admin.post(`stores/${store.id}/webhook`), 201);
    assert.equal(second.webhook.address, first.body.webhook.address);
    const at = { address: second.webhook.address };
    assert.equal((await call({ ...at, secret: first.body.secret }, { id: 1 })).status, 200);
    assert.equal((await call({ ...at, secret: second.secret }, { id: 2 })).status, 200);
    sql(`UPDATE store_hook SET secret_before_until = NOW(6) - INTERVAL 1 SECOND WHERE store_id = ${store.id}`);
    assert.equal((await call({ ...at, secret: first.body.secret }, { id: 3 })).status, 401);
    const drop = (version) => as.admin.ask("DELETE", `stores/${store.id}/webhook`, { version });
    assert.deepEqual([none.version, first.body.webhook.version, second.webhook.version], [null, 1, 2]);
    const late = await drop(1);
    assert.deepEqual([...code(late), late.body.current], [412, "stale", { version: 2 }]);
    assert.equal((await drop(2)).status, 204);
    assert.equal((await drop(2)).status, 204, "again does nothing");
    assert.equal((await call({ ...at, secret: second.secret }, { id: 4 })).status, 401);
    assert.equal((await as.admin.need(as.admin.get(`stores/${store.id}/webhook`))).address, null);
  });

  test("a secret that was moved to another store's row does not open there", async () => {
    const [mine, theirs] = [await hooked(), await hooked()];
    sql(`UPDATE store_hook a JOIN store_hook b ON b.store_id = ${theirs.id} SET a.secret = b.secret WHERE a.store_id = ${mine.id}`);
    assert.equal((await call(mine, { id: 1 }, { secret: theirs.secret })).status, 500);
  });

  test("is for whoever manages the store", async () => {
    const store = await hooked();
    assert.equal((await api.get(`stores/${store.id}/webhook`)).status, 200);
    assert.deepEqual(code(await api.post(`stores/${store.id}/webhook`)), [403, "forbidden"]);
    const house = fresh("house").toLowerCase();
    admin(["customer-add", house, "Another house"]);
    const boss = person({ role: "customer_admin", customer: house });
    for (const [method, key] of [["GET"], ["POST"], ["DELETE"]]) assert.deepEqual(code(await boss.ask(method, `stores/${store.id}/webhook`, { key, version: 1 })), [404, "not_found"], method);
  });
});

describe("a shop that calls by itself", () => {
  /* The practice store may call this stack: both are on this machine. */
  async function calling(settings) {
    const store = await hooked(settings);
    const at = store.address.replace(stack.origin, `http://127.0.0.1:${stack.port}`);
    const set = await store.control("PUT", "webhook", { deliveryUrl: at, secret: store.secret });
    assert.deepEqual([set.status, set.enabled, set.sent], [200, true, 0], "its ping was answered");
    return { ...store, send: (body) => store.control("POST", "webhook/send", body) };
  }

  test("brings in a new order, its changes and its end, without anybody asking", async () => {
    const store = await calling();
    const [made] = await store.orders({});
    const row = await until("the order came in", async () => (await ordersOf(store))[0]);
    await store.edit(made.id, { note: "second floor" });
    await until("the change came in", async () => (await orderNow(row)).buyerNote === "second floor");
    await store.control("POST", `orders/${made.id}/trash`);
    await until("the order is cancelled", async () => (await orderNow(row)).status === "cancelled");
    assert.ok((await runsOf(store)).every(({ type, status }) => type === "webhook" && status !== "failed"));
    assert.deepEqual(sql(`SELECT COUNT(*) AS n FROM sync_run WHERE store_id = ${store.id} AND type <> 'webhook'`), [{ n: "0" }]);
  });

  test("that misbehaves is heard only where it is right", async () => {
    const store = await calling();
    const [made] = await store.orders({});
    await until("the order came in", async () => (await ordersOf(store)).length === 1);
    await until("its run is over", async () => (await runsOf(store)).every(ended));
    const seen = (await runsOf(store)).length;
    for (const [as, status] of [["wrong_signature", 401], ["unsigned", 401], ["right", 200], ["repeat", 401], ["old", 200]])
      assert.equal((await store.send({ orderId: String(made.id), as })).status, status, as);
    const runs = await done(store, seen + 1);
    assert.ok(runs.every(({ failed }) => failed === 0));
    assert.deepEqual((await ordersOf(store)).map(({ status }) => status), ["pending"]);
  });

  test("gives up when its secret is no longer good, and says so", async () => {
    const store = await calling();
    await as.admin.need(as.admin.ask("DELETE", `stores/${store.id}/webhook`, { version: 1 }), 204);
    await store.orders({}, {}, {}, {});
    const hook = await until("it has given up", async () => { const now = await store.control("GET", "webhook"); return !now.enabled && now; });
    assert.deepEqual([hook.status, hook.failures], [401, 6]);
    assert.deepEqual(await ordersOf(store), []);
  });
});
