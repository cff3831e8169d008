// WooCommerce's own consent screen: a store without keys is sent to its shop, and the shop sends the keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { person } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { as, practice, raw, sql, stack, until } from "./lib/stack.mjs";

const admin = as.admin;
const shopOf = (settings = {}) => practice.post("shops", { name: fresh("shop"), empty: true, orderEveryS: 0, ...settings });
const add = (shop, more = {}, client = admin) => client.post("stores", { name: fresh("Store"), platform: "woocommerce", url: shop.url, consent: true, ...more });
const open = ({ id }, client = admin) => client.post(`stores/${id}/consent`);
const stateOf = async ({ id }) => (await admin.need(admin.get(`stores/${id}/consent`))).state;
const hook = (body, options = {}) => raw("POST", "/hooks/woocommerce/consent", { body, ...options });
const keysFor = (url, shop) => ({ key_id: 1, user_id: new URL(url).searchParams.get("user_id"), consumer_key: shop.key, consumer_secret: shop.secret, key_permissions: "read_write" });
const tested = ({ id }) => until("the test has ended", async () => {
  const now = await admin.need(admin.get(`stores/${id}`));
  return ["passed", "failed"].includes(now.test.state) && now;
});
const linkOf = (html, words) => html.match(new RegExp(`<a href="([^"]*)">${words}</a>`))[1].replaceAll("&amp;", "&");

async function asked(settings) {
  const shop = await shopOf(settings);
  const store = await admin.need(add(shop), 201);
  const { url } = await admin.need(open(store), 201);
  return { shop, store, url };
}

test("the whole way: asked, approved in the shop, tested, and back on the page", async () => {
  const shop = await shopOf();
  const store = await admin.need(add(shop), 201);
  assert.deepEqual([store.status, store.test.state, await stateOf(store)], ["untested", "none", "none"]);
  const { url } = await admin.need(open(store), 201);
  const sent = new URL(url);
  assert.ok(url.startsWith(`${shop.url}/wc-auth/v1/authorize?`), url);
  assert.deepEqual(["app_name", "scope", "return_url", "callback_url"].map((name) => sent.searchParams.get(name)),
    ["GWMS", "read_write", `${stack.origin}/stores?store=${store.id}&consent=done`, `${stack.origin}/hooks/woocommerce/consent`]);
  assert.match(sent.searchParams.get("user_id"), /^[A-Za-z0-9_-]{43}$/);
  assert.equal(await stateOf(store), "waiting");

  const screen = await raw("GET", url);
  assert.equal(screen.status, 200);
  const back = await raw("GET", new URL(linkOf(screen.text, "Approve"), url).href);
  assert.equal(back.status, 302, back.text);
  assert.match(back.headers.get("location"), new RegExp(`/stores\\?store=${store.id}&consent=done&success=1&`));
  assert.equal(await stateOf(store), "granted");
  const now = await tested(store);
  assert.deepEqual([now.status, now.test.state], ["authorised", "passed"], JSON.stringify(now.test));
  assert.deepEqual(sql(`SELECT action FROM audit_log WHERE subject = '${store.name}' ORDER BY id`).map((row) => row.action),
    ["store_added", "store_consent_asked", "store_credentials_granted"]);
});

test("denied in the shop: nothing comes, and the screen can be opened again", async () => {
  const { store, url } = await asked();
  const screen = await raw("GET", url);
  assert.match(linkOf(screen.text, "Deny"), /&success=0&/);
  assert.equal(await stateOf(store), "waiting");
  assert.equal((await open(store)).status, 201);
});

test("only the hash of the state is kept, and no answer holds it", async () => {
  const { url } = await asked();
  const state = new URL(url).searchParams.get("user_id");
  const [{ n }] = sql(`SELECT COUNT(*) AS n FROM store_consent WHERE state_hash = UNHEX(SHA2('${state}', 256))`);
  assert.equal(n, "1");
  const [{ kept }] = sql(`SELECT COUNT(*) AS kept FROM idempotency_key WHERE body LIKE '%${state}%'`);
  assert.equal(kept, "0");
});

test("an unknown, a used, a late and an orphaned state look the same", async () => {
  const used = await asked(), late = await asked();
  assert.equal((await hook(keysFor(used.url, used.shop))).status, 200);
  sql(`UPDATE store_consent SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE store_id = ${late.store.id}`);
  assert.equal(await stateOf(late.store), "over");
  const gone = person({ role: "customer_admin", customer: "harbor" });
  const shop = await shopOf();
  const orphan = await gone.need(add(shop, {}, gone), 201);
  const { url } = await gone.need(open(orphan, gone), 201);
  await gone.logout();
  const seen = [];
  for (const body of [keysFor(used.url, used.shop), keysFor(late.url, late.shop), keysFor(url, shop), { ...keysFor(url, shop), user_id: "x".repeat(43) },
    { ...keysFor(url, shop), user_id: "" }, { ...keysFor(url, shop), user_id: null }, { ...keysFor(url, shop), user_id: "y".repeat(5000).slice(0, 4000) }]) {
    const { status, body: { code, detail, title, hint } } = await hook(body);
    seen.push(JSON.stringify({ status, code, detail, title, hint }));
  }
  assert.deepEqual([...new Set(seen)].length, 1, seen.join("\n"));
  assert.equal(JSON.parse(seen[0]).status, 401);
});

test("eight calls with one state at once: one is taken", async () => {
  const { shop, store, url } = await asked();
  const answers = await Promise.all(Array.from({ length: 8 }, () => hook(keysFor(url, shop))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(401)]);
  assert.equal((await tested(store)).test.state, "passed");
});

test("bad bodies are refused and leave the state open", async () => {
  const { shop, store, url } = await asked();
  const good = keysFor(url, shop);
  for (const [body, status, headers] of [["", 400], ["{", 400], ["[]", 401], ['"x"', 401], ["{}", 401], [Buffer.from([0x7b, 0xff, 0x7d]), 400],
    [{ ...good, consumer_key: undefined }, 422], [{ ...good, consumer_secret: "" }, 422], [{ ...good, consumer_key: 5 }, 422], [{ ...good, consumer_key: "k".repeat(256) }, 422],
    [JSON.stringify({ ...good, more: "x".repeat(17000) }), 413], [JSON.stringify(good), 415, { "Content-Type": "text/plain" }],
    [good, 403, { Origin: "https://evil.example" }]]) {
    const answer = await hook(body, { headers: { ...(typeof body === "object" && !(body instanceof Uint8Array) ? {} : { "Content-Type": "application/json" }), ...headers } });
    assert.equal(answer.status, status, `${JSON.stringify(body).slice(0, 100)}: ${answer.text}`);
    assert.equal(answer.body.code === undefined, false);
  }
  assert.equal((await raw("GET", "/hooks/woocommerce/consent")).status, 405);
  assert.equal((await raw("POST", "/hooks/woocommerce/other", { body: good })).status, 404);
  assert.equal(await stateOf(store), "waiting");
  assert.equal((await hook({ ...good, plugin: { adds: ["what", "it", "likes"] } }, { headers: { "Content-Type": "application/json;charset=UTF-8" } })).status, 200);
});

test("keys the shop does not take fail the test as pasted ones would", async () => {
  const { shop, store, url } = await asked();
  assert.equal((await hook({ ...keysFor(url, shop), consumer_secret: "cs_wrong" })).status, 200);
  const now = await tested(store);
  assert.deepEqual([now.status, now.test.state], ["untested", "failed"]);
});

test("who may, and what a store without keys needs", async () => {
  const { shop, store } = await asked();
  assert.equal((await open(store, as.operator)).status, 403);
  assert.equal((await open(store, as.nobody)).status, 401);
  const other = person({ role: "customer_admin", customer: "meadow" });
  assert.equal((await open(store, other)).status, 404);
  assert.equal((await other.get(`stores/${store.id}/consent`)).status, 404);
  for (const more of [{ consent: false }, { consent: undefined }, { credentials: { consumerKey: "a", consumerSecret: "b" } }, { consent: "yes" }]) {
    const answer = await add(shop, more);
    assert.deepEqual([answer.status, answer.body.code], [422, "invalid"], answer.text);
  }
  const enabled = await admin.need(admin.get(`stores/${store.id}`));
  await admin.need(admin.patch(`stores/${store.id}`, { enabled: false }, { version: enabled.version }));
  assert.equal((await open(store)).body.code, "store_disabled");
});

test("the practice shop refuses what a real one refuses", async () => {
  const { url } = await asked();
  const change = (name, value) => {
    const bent = new URL(url);
    if (value === null) bent.searchParams.delete(name);
    else bent.searchParams.set(name, value);
    return raw("GET", bent.href);
  };
  for (const name of ["app_name", "scope", "user_id", "return_url", "callback_url"]) assert.equal((await change(name, null)).status, 401, name);
  for (const [name, value] of [["scope", "all"], ["callback_url", "http://shop.example/hook"], ["callback_url", "http://127.0.0.1.evil.example/"], ["return_url", "javascript:alert(1)"]])
    assert.equal((await change(name, value)).status, 401, value);
  assert.ok(!(await change("app_name", "<script>x</script>")).text.includes("<script>"));
});
