// Partners' tools: a key is shown once, exchanged for a token, bound to its customer and scopes, slowed down, and ended.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";
import { admin, claimsOf, person, sign } from "./lib/people.mjs";
import { dispatched, eventsOf, fresh, readyOrder } from "./lib/steps.mjs";
import { api, as, Client, given, raw, sql, stack, until } from "./lib/stack.mjs";

before(() => sql("DELETE FROM login_throttle"));

const code = (answer) => [answer.status, answer.body?.code];
const fields = (answer) => answer.body?.errors.map((e) => `${e.field} ${e.code}`).sort();
const DAY = 86_400_000;

/* A tool that signs in with a key. */
class Tool extends Client {
  constructor(key) { super(null); Object.assign(this, { key }); }
  exchange(options = {}) { return raw("POST", "/api/v1/auth/token", { headers: { Authorization: `Bearer ${this.key}`, ...options.headers }, body: options.body }); }
  async ready() {
    const answer = await this.exchange();
    assert.equal(answer.status, 200, answer.text);
    this.token = answer.body.accessToken;
    return this;
  }
}
const makeKey = (body = {}, who = as.admin) => who.need(who.post("api-keys", { name: fresh("tool"), scopes: ["order_view"], ...body }), 201);
const tool = async (body, who) => new Tool((await makeKey(body, who)).key).ready();

/* Refused by every process within the five seconds that one may still believe in the key. */
async function refusedSoon(client, path = "orders?limit=1") {
  const since = Date.now();
  let last = 0;
  await until(`${path} is refused`, async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => client.get(path)));
    if (answers.some(({ status }) => status === 200)) last = Date.now();
    return answers.every(({ status }) => status === 401) && Date.now() - since > 5500;
  });
  assert.ok(last - since < 6000, `still let in after ${last - since} ms`);
}

describe("making a key", () => {
  test("is answered with it once: lists, rows and a repeat are without, and only its hash is kept", async () => {
    const idempotency = randomUUID();
    const body = { name: fresh("tool"), scopes: ["order_view", "order_dispatch"] };
    const first = await as.admin.post("api-keys", body, { key: idempotency });
    assert.equal(first.status, 201);
    const { apiKey, key } = first.body;
    assert.match(key, /^gwms_[a-z0-9]{10}_[A-Za-z0-9_-]{43}$/);
    assert.equal(apiKey.prefix, key.slice(0, 15));
    assert.deepEqual([apiKey.scopes, apiKey.works, apiKey.addresses, apiKey.state, apiKey.lastUsedAt], [body.scopes, body.scopes, [], "active", null]);
    assert.ok(Math.abs(Date.parse(apiKey.expiresAt) - Date.now() - 90 * DAY) < DAY, apiKey.expiresAt);
    const again = await as.admin.post("api-keys", body, { key: idempotency });
    assert.deepEqual([again.status, again.headers.get("idempotent-replay"), again.body], [201, "true", { apiKey, key: null }]);
    const secret = key.slice(16);
    for (const answer of [await as.admin.get(`api-keys/${apiKey.id}`), await as.admin.get("api-keys?limit=200")]) assert.ok(!answer.text.includes(secret));
    for (const table of ["api_key", "audit_log", "idempotency_key"])
      assert.ok(!JSON.stringify(sql(`SELECT * FROM ${table} ORDER BY created_at DESC LIMIT 50`.replace("audit_log ORDER BY created_at", "audit_log ORDER BY at"))).includes(secret), table);
    const [{ hash }] = sql(`SELECT HEX(secret_hash) AS hash FROM api_key WHERE id = ${apiKey.id}`);
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(key))).toString("hex").toUpperCase();
    assert.equal(hash, digest);
  });

  const bad = [
    ["a permission nobody has", { scopes: ["order_fly"] }, ["scopes[0] not_a_choice"]],
    ["what a key can never have", { scopes: ["user_manage", "key_manage", "system_manage"] }, ["scopes[0] not_for_keys", "scopes[1] not_for_keys", "scopes[2] not_for_keys"]],
    ["what its maker may not do", { scopes: ["outbound_work"] }, ["scopes[0] not_yours_to_give"]],
    ["no scopes", { scopes: [] }, ["scopes too_short"]],
    ["no name", { name: "  " }, ["name too_short"]],
    ["addresses that are none", { addresses: ["10.0.0.1", "10.0.0.7/8", "300.1.1.1", "::/129", "host.example"] }, ["addresses[1] not_an_address", "addresses[2] not_an_address", "addresses[3] not_an_address", "addresses[4] not_an_address"]],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, ["expiresAt in_past"]],
    ["more than a year", { expiresAt: new Date(Date.now() + 366 * DAY).toISOString() }, ["expiresAt out_of_range"]],
    ["a member of another's choosing", { customerId: "2" }, ["customerId unknown"]],
  ];
  for (const [what, body, wrong] of bad)
    test(`${what} is refused`, async () => {
      const answer = await as.admin.post("api-keys", { name: fresh("tool"), scopes: ["order_view"], ...body });
      assert.deepEqual([answer.status, fields(answer)], [422, wrong]);
    });

  test("two of a name are enough, until one is revoked", async () => {
    const { apiKey: first } = await makeKey();
    const second = await makeKey({ name: first.name });
    const third = await as.admin.post("api-keys", { name: first.name, scopes: ["order_view"] });
    assert.deepEqual([third.status, fields(third)], [422, ["name two_already"]]);
    await as.admin.need(as.admin.post(`api-keys/${first.id}/revoke`));
    const fourth = await makeKey({ name: first.name });
    assert.notEqual(fourth.apiKey.id, second.apiKey.id);
  });

  test("is for an administrator: not an operator, not staff, and nobody sees another customer's", async () => {
    assert.deepEqual(code(await api.post("api-keys", { name: "x", scopes: ["order_view"] })), [403, "forbidden"]);
    assert.deepEqual(code(await as.warehouse.get("api-keys")), [403, "forbidden"]);
    assert.deepEqual(code(await as.root.post("api-keys", { name: "x", scopes: ["order_view"] })), [403, "forbidden"]);
    const { apiKey } = await makeKey();
    const otherCode = fresh("house").toLowerCase();
    admin(["customer-add", otherCode, "Another house"]);
    const boss = person({ role: "customer_admin", customer: otherCode });
    assert.deepEqual(code(await boss.get(`api-keys/${apiKey.id}`)), [404, "not_found"]);
    assert.deepEqual(code(await boss.post(`api-keys/${apiKey.id}/revoke`)), [404, "not_found"]);
    assert.deepEqual((await boss.need(boss.get("api-keys"))).items, []);
    assert.equal((await as.root.need(as.root.get(`api-keys/${apiKey.id}`))).id, apiKey.id, "who runs the system sees all");
  });
});

describe("a token for a key", () => {
  test("comes for the key in the header or the body, lives ten minutes, and sets no cookie", async () => {
    const { apiKey, key } = await makeKey();
    const header = await new Tool(key).exchange();
    const body = await raw("POST", "/api/v1/auth/token", { body: { key } });
    for (const answer of [header, body]) {
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.body.expiresIn, answer.body.tokenType, answer.headers.getSetCookie()], [600, "Bearer", []]);
      const claims = claimsOf(answer.body.accessToken);
      assert.equal(claims.exp - claims.iat, 600);
      assert.ok(!JSON.stringify(claims).includes(key.slice(16)));
    }
    const now = await as.admin.need(as.admin.get(`api-keys/${apiKey.id}`));
    assert.equal(now.lastUsedFrom, "127.0.0.1");
    assert.ok(Math.abs(Date.parse(now.lastUsedAt) - Date.now()) < 60_000);
  });

  test("lives no longer than its key", async () => {
    const { key } = await makeKey({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const { body } = await new Tool(key).exchange();
    assert.ok(body.expiresIn > 30 && body.expiresIn <= 60, String(body.expiresIn));
  });

  test("is refused for anything that is not a live key, all in the same words", async () => {
    const { apiKey, key } = await makeKey();
    const revoked = await makeKey();
    await as.admin.need(as.admin.post(`api-keys/${revoked.apiKey.id}/revoke`));
    const expired = await makeKey();
    sql(`UPDATE api_key SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE id = ${expired.apiKey.id}`);
    const elsewhere = await makeKey({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
    const flip = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
    const words = new Set();
    for (const wrong of [flip(key, 30), flip(key, key.length - 1), `${key}A`, key.slice(0, -1), key.toUpperCase(), `gwms_0000000000_${key.slice(16)}`, "gwms_", "x", revoked.key, expired.key, elsewhere.key]) {
      sql("DELETE FROM login_throttle");
      const answer = await new Tool(wrong).exchange();
      assert.deepEqual(code(answer), [401, "token_invalid"], wrong.slice(0, 15));
      words.add(answer.body.detail);
    }
    assert.equal(words.size, 1);
    assert.equal((await new Tool(key).exchange()).status, 200);
    assert.equal((await new Tool((await makeKey({ addresses: ["127.0.0.0/8"] })).key).exchange()).status, 200);
    assert.ok(apiKey.id);
  });

  test("needs no Origin, but a foreign page cannot ask", async () => {
    const { key } = await makeKey();
    assert.deepEqual(code(await new Tool(key).exchange({ headers: { Origin: "https://evil.example" } })), [403, "origin_refused"]);
  });

  test("guessing is slowed down from that place", async () => {
    sql("DELETE FROM login_throttle");
    const wrong = new Tool(`gwms_aaaaaaaaaa_${"A".repeat(43)}`);
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push((await wrong.exchange()).status);
    assert.deepEqual(statuses.slice(0, 5), [401, 401, 401, 401, 401]);
    const last = await wrong.exchange();
    assert.deepEqual(code(last), [429, "login_throttled"]);
    assert.ok(Number(last.headers.get("retry-after")) >= 1);
    sql("DELETE FROM login_throttle");
  });
});

describe("asking with it", () => {
  test("does what its scopes say, for its customer, and the trail names the key", async () => {
    const { order } = await readyOrder();
    const { apiKey, key } = await makeKey({ scopes: ["order_view", "order_dispatch"] });
    const partner = await new Tool(key).ready();
    await dispatched(order, { client: partner });
    const events = await eventsOf(order);
    const event = events.find((e) => e.action === "dispatched");
    assert.deepEqual(event.actor, { kind: "partner", name: apiKey.name });
    const [row] = sql(`SELECT actor_kind, actor_id FROM order_event WHERE order_id = ${order.id} AND action = 'dispatched'`);
    assert.deepEqual(row, { actor_kind: "partner", actor_id: apiKey.id });
    const actions = sql(`SELECT action FROM audit_log WHERE detail LIKE '${apiKey.prefix}%' ORDER BY id`).map(({ action }) => action);
    assert.deepEqual(actions, ["key_added", "key_used"]);
    assert.deepEqual(code(await partner.post(`orders/${order.id}/cancel`, {}, { version: order.version + 1 })), [403, "forbidden"]);
    assert.deepEqual(code(await partner.get("users")), [403, "forbidden"]);
    const theirs = sql("SELECT id FROM platform_order WHERE customer_id = 2 LIMIT 1")[0];
    if (theirs) assert.deepEqual(code(await partner.get(`orders/${theirs.id}`)), [404, "not_found"]);
  });

  test("is never about a person", async () => {
    const partner = await tool();
    for (const path of ["me", "me/views", "me/preferences"]) assert.deepEqual(code(await partner.get(path)), [403, "forbidden"], path);
    assert.deepEqual(code(await partner.post("me/password", { currentPassword: "a", newPassword: "b" })), [403, "forbidden"]);
  });

  test("keeps Idempotency-Keys of its own", async () => {
    const store = await given.store();
    const partner = await tool({ scopes: ["order_sync", "order_view"] });
    const key = randomUUID();
    const body = { kind: "b2c", storeIds: [store.id], mode: "immediate" };
    const first = await partner.post("sync-runs", body, { key });
    const again = await partner.post("sync-runs", body, { key });
    assert.deepEqual([first.status, again.headers.get("idempotent-replay")], [202, "true"]);
    const other = await as.admin.post("sync-runs", body, { key });
    assert.deepEqual([other.status, other.headers.get("idempotent-replay")], [202, null]);
  });

  test("ends within five seconds when the key is revoked, its scopes change, or its maker is switched off", async () => {
    const house = fresh("house").toLowerCase();
    admin(["customer-add", house, `Customer ${house}`]);
    const boss = person({ role: "customer_admin", customer: house });
    const second = person({ role: "customer_admin", customer: house });
    const [revoked, changed, orphaned] = [await makeKey({}, boss), await makeKey({}, boss), await makeKey({}, second)];
    const tools = await Promise.all([revoked, changed, orphaned].map(({ key }) => new Tool(key).ready()));
    for (const t of tools) assert.equal((await t.get("orders?limit=1")).status, 200);
    await boss.need(boss.post(`api-keys/${revoked.apiKey.id}/revoke`));
    const narrowed = await boss.need(boss.patch(`api-keys/${changed.apiKey.id}`, { scopes: ["stock_view"] }, { version: changed.apiKey.version }));
    assert.deepEqual([narrowed.scopes, narrowed.version], [["stock_view"], 2]);
    sql(`UPDATE user SET enabled = 0 WHERE email = '${second.email}'`);
    await Promise.all(tools.map((t) => refusedSoon(t)));
    assert.deepEqual((await boss.need(boss.get("api-keys"))).items.map(({ state }) => state).sort(), ["active", "maker_off", "revoked"]);
    const after = await tools[1].ready();
    assert.deepEqual(code(await after.get("orders?limit=1")), [403, "forbidden"]);
    assert.equal((await after.get("stock?limit=1")).status, 200);
  });

  test("never does more than whoever made it may still do", async () => {
    const house = fresh("house").toLowerCase();
    admin(["customer-add", house, `Customer ${house}`]);
    const boss = person({ role: "customer_admin", customer: house });
    const { apiKey, key } = await makeKey({ scopes: ["order_view", "store_manage"] }, boss);
    sql(`UPDATE user_role r JOIN user u ON u.id = r.user_id SET r.role_id = 1 WHERE u.email = '${boss.email}'`);
    const partner = await new Tool(key).ready();
    assert.equal((await partner.get("orders?limit=1")).status, 200);
    assert.deepEqual(code(await partner.post("stores", {})), [403, "forbidden"]);
    assert.deepEqual((await as.root.need(as.root.get(`api-keys/${apiKey.id}`))).works, ["order_view"]);
  });

  test("a token that names a key in another form is none", async () => {
    const { key } = await makeKey();
    const { body } = await new Tool(key).exchange();
    const claims = claimsOf(body.accessToken);
    const bad = [{ sid: "key:" }, { sid: `key:${"a".repeat(10)}` }, { sid: "key:' OR 1=1" }, { sub: "1" }, { ver: claims.ver + 1 }, { sid: claims.sid.toUpperCase() }];
    for (const change of bad.filter((c) => c.sub !== claims.sub)) {
      const client = new Client(null);
      client.token = sign({ ...claims, ...change });
      assert.deepEqual(code(await client.get("orders?limit=1")), [401, "token_invalid"], JSON.stringify(change));
    }
  });
});

describe("changing a key", () => {
  test("wants the version that stands, and a key in use", async () => {
    const { apiKey } = await makeKey();
    const name = fresh("tool");
    assert.deepEqual(code(await as.admin.patch(`api-keys/${apiKey.id}`, { name })), [428, "version_missing"]);
    const renamed = await as.admin.need(as.admin.patch(`api-keys/${apiKey.id}`, { name }, { version: apiKey.version }));
    assert.deepEqual([renamed.name, renamed.version], [name, apiKey.version + 1]);
    assert.deepEqual(code(await as.admin.patch(`api-keys/${apiKey.id}`, { name }, { version: apiKey.version })), [412, "stale"]);
    const gone = await as.admin.need(as.admin.post(`api-keys/${apiKey.id}/revoke`));
    assert.deepEqual(code(await as.admin.patch(`api-keys/${apiKey.id}`, { name }, { version: gone.version })), [409, "action_not_allowed"]);
    assert.equal((await as.admin.need(as.admin.post(`api-keys/${apiKey.id}/revoke`))).version, gone.version, "revoking twice is revoking");
  });
});

describe("the allowance of a key", () => {
  const policy = '"key";q=20;w=2';

  test("is said with every answer, and holds over all processes: 20 at once, then 10 a second", async () => {
    const partner = await tool();
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 60 }, () => partner.get("warehouses")));
    const seconds = (Date.now() - began) / 1000;
    const good = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(good.length + refused.length, 60);
    /* Each process lets two through before it asks what the others have let through. */
    const processes = sql("SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE()")[0].n;
    assert.ok(good.length >= 20 && good.length <= 20 + Math.ceil(seconds * 10) + 2 * Number(processes), `${good.length} in ${seconds} s`);
    for (const { headers } of answers) {
      assert.equal(headers.get("ratelimit-policy"), policy);
      assert.match(headers.get("ratelimit"), /^"key";r=\d+;t=\d+$/);
    }
    assert.ok(refused.length > 0);
    for (const answer of refused) {
      assert.deepEqual([answer.body.code, answer.headers.get("retry-after"), answer.headers.get("ratelimit")], ["rate_limited", "1", '"key";r=0;t=1']);
    }
    /* In the long run it is the rate and nothing above it. */
    const since = Date.now();
    let more = 0;
    while (Date.now() - since < 4000) more += (await Promise.all([partner.get("warehouses"), partner.get("warehouses")])).filter(({ status }) => status === 200).length;
    const wanted = (Date.now() - since) / 100;
    assert.ok(more <= wanted + 2 * Number(processes) && more >= wanted * 0.6, `${more}, about ${wanted} were to be expected`);
    await until("it may ask again", async () => (await partner.get("warehouses")).status === 200, 5);
  });

  test("is one key's, not another's", async () => {
    const [busy, calm] = [await tool(), await tool()];
    await Promise.all(Array.from({ length: 30 }, () => busy.get("warehouses")));
    const answer = await calm.get("warehouses");
    assert.deepEqual([answer.status, answer.headers.get("ratelimit")], [200, '"key";r=19;t=1']);
  });

  test("people have none", async () => {
    assert.equal((await api.get("warehouses")).headers.get("ratelimit"), null);
  });
});

describe("syncs by hand", () => {
  test("of one store: six at once, then one every ten seconds, whoever asks", async () => {
    const [store, calm] = [await given.store(), await given.store()];
    const partner = await tool({ scopes: ["order_sync"] });
    sql(`DELETE FROM rate WHERE scope IN ('sync:${store.id}', 'sync:${calm.id}')`);
    const ask = (client, storeIds) => client.post("sync-runs", { kind: "b2c", storeIds, mode: "order_numbers", orderNumbers: ["1"] });
    for (let i = 0; i < 6; i++) assert.equal((await ask(i % 2 ? partner : api, [store.id])).status, 202);
    const [runs] = sql(`SELECT COUNT(*) AS n FROM sync_run WHERE store_id = ${calm.id} AND type = 'manual'`);
    for (const [client, ids] of [[api, [store.id]], [partner, [calm.id, store.id]]]) {
      const answer = await ask(client, ids);
      assert.deepEqual(code(answer), [429, "rate_limited"]);
      const wait = Number(answer.headers.get("retry-after"));
      assert.ok(wait >= 1 && wait <= 10, String(wait));
      assert.match(answer.body.detail, new RegExp(store.name));
    }
    assert.deepEqual(sql(`SELECT COUNT(*) AS n FROM sync_run WHERE store_id = ${calm.id} AND type = 'manual'`), [runs], "all of the stores or none");
    assert.equal((await ask(api, [calm.id])).status, 202, "what was refused has cost the other store nothing");
    sql(`UPDATE rate SET due_at = due_at - INTERVAL 10 SECOND WHERE scope = 'sync:${store.id}'`);
    assert.equal((await ask(api, [store.id])).status, 202);
    assert.equal((await ask(api, [store.id])).status, 429);
  });
});
