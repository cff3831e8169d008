// Webhooks out of the house: told in the order's own transaction, signed, in order, until they got through or it is hopeless.
import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { admin, person } from "./lib/people.mjs";
import { fresh, orderNow, readyOrder, sentOff } from "./lib/steps.mjs";
import { as, given, sql, stack, until } from "./lib/stack.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const fields = (answer) => answer.body?.errors.map((e) => `${e.field} ${e.code}`).sort();
const EVENTS = ["order.created", "order.updated", "order.status_changed", "order.exception", "shipment.created", "writeback.confirmed", "writeback.failed"];

/* ---- somebody who listens ----------------------------------------------------------------------------- */

const port = Number(process.env.GWMS_TEST_HOOK_PORT ?? stack.hookPort);
const listeners = new Map();
let server;
before(async () => {
  server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const listener = listeners.get(request.url);
      const body = Buffer.concat(chunks).toString();
      if (!listener) return response.writeHead(404).end();
      const seen = { method: request.method, headers: request.headers, body, json: JSON.parse(body) };
      listener.seen.push(seen);
      const answer = listener.answer(seen, listener.seen.length);
      if (answer === "cut") return request.socket.destroy();
      response.writeHead(answer, answer === 302 ? { Location: "/elsewhere" } : {}).end(JSON.stringify({ secretWords: "of the answer" }));
    });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
});
after(() => { server.closeAllConnections(); server.close(); });

function listen(answer = () => 200) {
  const path = `/${randomUUID()}?of=${randomUUID().slice(0, 8)}`;
  const listener = { seen: [], answer, url: `http://127.0.0.1:${port}${path}`, path };
  listeners.set(path, listener);
  return listener;
}
const verify = ({ headers, body }, secret) => {
  const [t, ...signatures] = headers["gwms-signature"].split(",");
  assert.match(t, /^t=\d{10}$/);
  assert.ok(Math.abs(Number(t.slice(2)) - Date.now() / 1000) < 60);
  return signatures.map((s) => s === `v1=${createHmac("sha256", secret).update(`${t.slice(2)}.${body}`).digest("hex")}`);
};

/* A webhook of practice customer 1, unless `who` is somebody else. */
async function hook({ answer, events = EVENTS, who = as.admin, ...body } = {}) {
  const listener = listen(answer);
  const { webhook, secret } = await who.need(who.post("webhooks", { name: fresh("hook"), url: listener.url, events, ...body }), 201);
  const at = `webhooks/${webhook.id}`;
  return { ...listener, seen: listener.seen, set: (next) => { listener.answer = next; }, webhook, secret, at, who,
    now: () => who.need(who.get(at)), deliveries: () => who.all(`${at}/deliveries`),
    test: () => who.need(who.post(`${at}/test`), 202),
    change: async (change) => who.need(who.patch(at, change, { version: (await who.need(who.get(at))).version })),
    drop: async () => who.ask("DELETE", at, { version: (await who.need(who.get(at))).version }) };
}
const of = (h, order) => h.seen.filter(({ json }) => json.order?.id === order.id).map(({ json }) => json);
const delivered = (h, delivery) => until(`delivery ${delivery.id} ends`, async () => {
  const now = await h.who.need(h.who.get(`webhook-deliveries/${delivery.id}`));
  return now.state !== "waiting" && now;
});
const sooner = (h) => sql(`UPDATE webhook_delivery SET next_at = NOW(6) WHERE webhook_id = ${h.webhook.id} AND state = 'waiting';
  UPDATE webhook SET not_before = '1970-01-01' WHERE id = ${h.webhook.id}`);

describe("a webhook", () => {
  test("is told what happens to an order, in its order, signed, and without anything of the buyer", async () => {
    const h = await hook();
    const { order } = await readyOrder();
    const { recipient } = await orderNow(order);
    assert.ok(recipient.name && recipient.line1);
    await sentOff({ order });
    await until("the shipment is told", () => of(h, order).some(({ event }) => event === "writeback.confirmed"));
    const told = await until("all is told", async () => (await orderNow(order)).status === "completed" && of(h, order).filter(({ event }) => event === "order.status_changed").length === 3 && of(h, order));
    const states = told.filter(({ event }) => event === "order.status_changed").map(({ order: o }) => [o.statusBefore, o.status]);
    assert.deepEqual(states, [["pending", "processing"], ["processing", "shipped"], ["shipped", "completed"]]);
    assert.equal(told[0].event, "order.created");
    for (const event of ["order.exception", "shipment.created", "writeback.confirmed"]) assert.ok(told.some((d) => d.event === event), event);
    const versions = told.map(({ order: o }) => o.version);
    assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
    assert.deepEqual(Object.keys(told[0]), ["id", "event", "at", "order"]);
    assert.deepEqual(Object.keys(told[0].order), ["id", "orderNo", "kind", "storeId", "statusBefore", "status", "exception", "version"]);
    for (const seen of h.seen) {
      assert.deepEqual(verify(seen, h.secret), [true]);
      assert.deepEqual([seen.method, seen.headers["content-type"], seen.headers["gwms-delivery"], seen.headers["gwms-event"]], ["POST", "application/json", seen.json.id, seen.json.event]);
      for (const word of Object.values(recipient).filter((v) => typeof v === "string" && v.length > 4)) assert.ok(!JSON.stringify(seen).includes(word), word);
    }
    assert.equal(new Set(h.seen.map(({ json }) => json.id)).size, h.seen.length, "once each");
    const log = await h.deliveries();
    assert.deepEqual([...new Set(log.map(({ state, status, attempts, problem }) => `${state} ${status} ${attempts} ${problem}`))], ["delivered 200 1 null"]);
    await h.drop();
  });

  test("is told of what it asked for, by its own customer's orders alone", async () => {
    const otherCode = fresh("house").toLowerCase();
    admin(["customer-add", otherCode, "Another house"]);
    const boss = person({ role: "customer_admin", customer: otherCode });
    const [picky, theirs] = [await hook({ events: ["shipment.created"] }), await hook({ who: boss })];
    const h = await hook({ events: ["order.created"] });
    const [order] = await given.orders(await given.store(), {});
    await until("it is told", () => of(h, order).length > 0);
    assert.deepEqual([of(h, order).map(({ event }) => event), picky.seen, theirs.seen], [["order.created"], [], []]);
    assert.deepEqual(code(await boss.get(h.at)), [404, "not_found"]);
    const [delivery] = await h.deliveries();
    assert.deepEqual(code(await boss.get(`webhook-deliveries/${delivery.id}`)), [404, "not_found"]);
    assert.deepEqual(code(await boss.post(`webhook-deliveries/${delivery.id}/redeliver`)), [404, "not_found"]);
    assert.deepEqual(code(await as.operator.get("webhooks")), [403, "forbidden"]);
    for (const gone of [picky, theirs, h]) await gone.drop();
  });

  test("tells nothing of what was undone", async () => {
    const h = await hook();
    const { order } = await readyOrder({ stock: { LAX1: 0 } });
    await until("it came in", () => of(h, order).length > 0);
    const before = sql(`SELECT COUNT(*) AS n FROM webhook_delivery WHERE webhook_id = ${h.webhook.id} AND event = 'order.status_changed'`)[0].n;
    const refused = await as.operator.post(`orders/${order.id}/dispatch`, { warehouseId: "1", channelId: "1" }, { version: order.version });
    assert.notEqual(refused.status, 200);
    assert.equal(sql(`SELECT COUNT(*) AS n FROM webhook_delivery WHERE webhook_id = ${h.webhook.id} AND event = 'order.status_changed'`)[0].n, before);
    await h.drop();
  });

  test("has a secret that is shown once and kept sealed", async () => {
    const key = randomUUID();
    const body = { name: fresh("hook"), url: listen().url, events: ["order.created"] };
    const first = await as.admin.need(as.admin.post("webhooks", body, { key }), 201);
    assert.match(first.secret, /^whsec_[A-Za-z0-9_-]{43}$/);
    assert.match(first.webhook.warning, /practice only/);
    const again = await as.admin.post("webhooks", body, { key });
    assert.deepEqual([again.headers.get("idempotent-replay"), again.body.secret, again.body.webhook.id], ["true", null, first.webhook.id]);
    assert.ok(!(await as.admin.get("webhooks")).text.includes(first.secret));
    const [row] = sql(`SELECT HEX(secret) AS hex FROM webhook WHERE id = ${first.webhook.id}`);
    assert.ok(row.hex.length > 100 && !Buffer.from(row.hex, "hex").includes(first.secret.slice(6)));
    assert.equal((await as.admin.ask("DELETE", `webhooks/${first.webhook.id}`, { version: 1 })).status, 204);
  });

  test("signs with both secrets for a day after a rotation", async () => {
    const h = await hook();
    const { secret, webhook } = await as.admin.need(as.admin.post(`${h.at}/rotate-secret`));
    assert.notEqual(secret, h.secret);
    const left = Date.parse(webhook.oldSecretUntil) - Date.now();
    assert.ok(left > 86_300_000 && left <= 86_401_000, webhook.oldSecretUntil);
    await delivered(h, await h.test());
    assert.deepEqual([verify(h.seen[0], secret), verify(h.seen[0], h.secret)], [[true, false], [false, true]]);
    sql(`UPDATE webhook SET secret_before_until = NOW(6) - INTERVAL 1 SECOND WHERE id = ${h.webhook.id}`);
    await delivered(h, await h.test());
    assert.deepEqual(verify(h.seen[1], secret), [true]);
    assert.equal((await h.now()).oldSecretUntil, null);
    // A second and a third time: the new one comes first, the one before second, and the one before that is gone.
    let before = secret;
    for (let i = 2; i < 4; i++) {
      const { secret: now } = await as.admin.need(as.admin.post(`${h.at}/rotate-secret`));
      await delivered(h, await h.test());
      assert.deepEqual([now, before, h.secret].map((one) => verify(h.seen[i], one)), [[true, false], [false, true], [false, false]]);
      before = now;
    }
    await h.drop();
  });

  const bad = [
    ["an address inside", { url: "https://192.168.1.1/x" }, ["url refused"]],
    ["the metadata address", { url: "https://169.254.169.254/latest" }, ["url refused"]],
    ["plain http", { url: "http://shop.example/x" }, ["url refused"]],
    ["another port", { url: "https://shop.example:22/x" }, ["url refused"]],
    ["a name and a password", { url: "https://a:b@shop.example/x" }, ["url refused"]],
    ["no address", { url: "not a url" }, ["url refused"]],
    ["an event nobody knows", { events: ["order.eaten"] }, ["events[0] not_a_choice"]],
    ["no events", { events: [] }, ["events too_short"]],
    ["a member of another's choosing", { customerId: "2", secret: "x" }, ["customerId unknown", "secret unknown"]],
  ];
  for (const [what, body, wrong] of bad)
    test(`${what} is refused`, async () => {
      const answer = await as.admin.post("webhooks", { name: fresh("hook"), url: "https://shop.example/x", events: ["order.created"], ...body });
      assert.deepEqual([answer.status, fields(answer)], [422, wrong], answer.text);
    });

  test("has a name of its own, a version, and a customer", async () => {
    const h = await hook();
    const twin = await as.admin.post("webhooks", { name: h.webhook.name, url: h.url, events: ["order.created"] });
    assert.deepEqual([code(twin), fields(twin)], [[409, "name_taken"], ["name taken"]]);
    assert.deepEqual(code(await as.admin.patch(h.at, { name: "x" })), [428, "version_missing"]);
    assert.deepEqual(code(await as.admin.patch(h.at, { name: "x" }, { version: 99 })), [412, "stale"]);
    assert.deepEqual(code(await as.root.post("webhooks", { name: "x", url: h.url, events: ["order.created"] })), [403, "forbidden"]);
    const changed = await h.change({ events: ["order.exception"] });
    assert.deepEqual([changed.events, changed.enabled, changed.url], [["order.exception"], true, h.url]);
    assert.equal((await h.drop()).status, 204);
    assert.deepEqual(code(await as.admin.get(h.at)), [404, "not_found"]);
  });
});

describe("when it does not get through", () => {
  test("it is tried again under the same delivery id and body, with a new time", async () => {
    const h = await hook({ answer: (_, n) => [500, "cut", 302, 200][n - 1] });
    const delivery = await h.test();
    const words = [];
    for (let n = 1; n <= 4; n++) {
      const now = await until(`try ${n}`, async () => { sooner(h); const d = await as.admin.need(as.admin.get(`webhook-deliveries/${delivery.id}`)); return d.attempts >= n && d; });
      words.push([now.state, now.status]);
      assert.ok(!JSON.stringify(now).includes("secretWords"));
    }
    assert.deepEqual(words, [["waiting", 500], ["waiting", null], ["waiting", 302], ["delivered", 200]]);
    assert.deepEqual([...new Set(h.seen.map(({ body }) => body))].length, 1);
    assert.deepEqual([...new Set(h.seen.map(({ headers }) => headers["gwms-delivery"]))], [delivery.deliveryId]);
    assert.equal((await h.now()).state, "on");
    await h.drop();
  });

  test("it waits longer each time, and rests after five failures in a row", async () => {
    const h = await hook({ answer: () => 503 });
    const delivery = await h.test();
    const waits = [];
    for (let n = 1; n <= 6; n++) {
      if (n > 1) sooner(h);
      await until(`try ${n}`, () => h.seen.length >= n);
      const row = await until("it is recorded", () => { const [r] = sql(`SELECT d.attempts, TIMESTAMPDIFF(SECOND, d.last_at, d.next_at) AS wait, w.fail_streak,
        GREATEST(0, TIMESTAMPDIFF(SECOND, NOW(6), w.not_before)) AS rest FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id WHERE d.id = ${delivery.id}`); return Number(r.attempts) >= n && r; });
      waits.push([Number(row.wait), Number(row.rest)]);
    }
    for (const [i, least] of [10, 30, 90, 270, 810].entries()) assert.ok(waits[i][0] >= least && waits[i][0] <= least * 1.2 + 1, JSON.stringify(waits));
    assert.deepEqual(waits.slice(0, 4).map(([, rest]) => rest), [0, 0, 0, 0]);
    assert.ok(waits[4][1] > 50 && waits[5][1] > 110, JSON.stringify(waits));
    assert.deepEqual([(await h.now()).state, (await h.now()).lastProblem], ["failing", "it answered 503"]);
    await h.drop();
  });

  test("after eight tries without any success it is switched off with the reason, and goes on where it stopped when switched on", async () => {
    const h = await hook({ answer: () => 500 });
    const first = await h.test();
    const second = await h.test();
    await until("it is off", async () => { sooner(h); return !(await h.now()).enabled; });
    const off = await h.now();
    assert.match(off.offReason, /8 tries .* it answered 500/);
    const states = async () => Promise.all([first, second].map(async ({ id }) => (await as.admin.need(as.admin.get(`webhook-deliveries/${id}`))).state));
    assert.ok((await states()).includes("failed"));
    assert.ok((await states()).every((state) => ["failed", "held"].includes(state)));
    assert.deepEqual(code(await as.admin.post(`${h.at}/test`)), [409, "action_not_allowed"]);
    h.set(() => 200);
    const on = await h.change({ enabled: true });
    assert.deepEqual([on.enabled, on.offReason, on.state], [true, null, "on"]);
    await until("what was held is sent", async () => (await states()).every((state) => state !== "held" && state !== "waiting"));
    const failed = (await h.deliveries()).filter(({ state }) => state === "failed");
    for (const { id } of failed) await as.admin.need(as.admin.post(`webhook-deliveries/${id}/redeliver`), 202);
    await until("both are delivered in the end", async () => (await states()).every((state) => state === "delivered"));
    await h.drop();
  });

  test("410 switches it off at once", async () => {
    const h = await hook({ answer: () => 410 });
    await delivered(h, await h.test());
    const off = await h.now();
    assert.deepEqual([off.enabled, off.state, h.seen.length], [false, "off", 1]);
    assert.match(off.offReason, /410/);
    await h.drop();
  });

  test("a failing order holds up only itself", async () => {
    let stuck;
    const h = await hook({ events: ["order.created", "order.exception"], answer: ({ json }) => (json.order?.id === stuck ? 500 : 200) });
    const store = await given.store();
    const made = await store.orders({}, {});
    sql(`UPDATE webhook SET not_before = NOW(6) + INTERVAL 1 HOUR WHERE id = ${h.webhook.id}`);
    await given.sync([store.id], { mode: "order_numbers", orderNumbers: made.map(({ id }) => String(id)) });
    const orders = await as.operator.all(`orders?storeId=${store.id}`);
    stuck = orders.find(({ orderNo }) => orderNo === String(made[0].number ?? made[0].id)).id;
    const calm = orders.find(({ id }) => id !== stuck);
    sooner(h);
    await until("the other order is told all of its own", () => of(h, calm).length === 2);
    await until("the stuck one was tried", () => of(h, { id: stuck }).length > 0);
    assert.deepEqual([...new Set(of(h, { id: stuck }).map(({ event }) => event))], ["order.created"], "what came after it waits for it");
    stuck = null;
    await until("it goes on", () => { sooner(h); return h.seen.some(({ json }) => json.event === "order.exception" && json.order.id !== calm.id); });
    await h.drop();
  });
});
