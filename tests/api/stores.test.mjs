// Connecting a store: its keys, its test, its health; what is refused, and that secrets never come back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fresh } from "./lib/steps.mjs";
import { api, as, given, practice, sql, stack, until } from "./lib/stack.mjs";

const admin = as.admin;
const shopOf = (settings = {}) => practice.post("shops", { name: fresh("shop"), empty: true, orderEveryS: 0, ...settings });
const keysOf = (shop) => ({ consumerKey: shop.key, consumerSecret: shop.secret });
const add = (shop, more = {}) => admin.post("stores", { name: fresh("Store"), platform: "woocommerce", url: shop.url, credentials: keysOf(shop), ...more });
const now = ({ id }) => admin.need(admin.get(`stores/${id}`));
const change = async (store, body) => admin.patch(`stores/${store.id}`, body, { version: (await now(store)).version });
const tested = (store) => until("the test has ended", async () => {
  const seen = await now(store);
  return ["passed", "failed"].includes(seen.test.state) && seen;
});
const failedSteps = ({ test: { steps } }) => steps.filter(({ passed }) => !passed);

describe("a store is added", { concurrency: 4 }, () => {
  test("and tested at once: each step passes, the way of writing back is known", async () => {
    for (const writeback of ["fulfillments", "ast"]) {
      const added = await admin.need(add(await shopOf({ writeback })), 201);
      assert.deepEqual([added.status, added.kind, added.syncEveryS, added.lastSyncAt], ["untested", "b2c", 300, null]);
      assert.ok(["queued", "running", "passed"].includes(added.test.state));
      assert.match(added.warning, /private address/);
      const store = await tested(added);
      assert.deepEqual([store.status, store.health.state, store.writebackStrategy, store.test.steps.map(({ name, passed }) => [name, passed])],
        ["authorised", "good", writeback, ["address", "api", "credentials", "orders", "writeback"].map((name) => [name, true])]);
      assert.ok(store.authorisedAt);
    }
  });

  for (const [what, settings, body, step, words] of [
    ["with a wrong key", {}, { credentials: { consumerKey: "ck_wrong", consumerSecret: "cs_wrong" } }, "credentials", /key|credential|view|list/i],
    ["with a key that may only write", { permission: "write" }, {}, null, /read|permission/i],
  ])
    test(`${what}: the test says which step failed and why, and nothing is pulled`, async () => {
      const shop = await shopOf(settings);
      const store = await tested(await admin.need(add(shop, body), 201));
      assert.deepEqual([store.test.state, store.health.state], ["failed", "down"]);
      assert.notEqual(store.status, "authorised");
      const [failed] = failedSteps(store);
      if (step) assert.equal(failed.name, step);
      assert.match(failed.detail, words);
      const answer = await api.post("sync-runs", { kind: "b2c", storeIds: [store.id], mode: "immediate" });
      assert.deepEqual([answer.status, answer.body.code], [409, "store_not_authorised"]);
      const good = await admin.need(admin.post(`stores/${store.id}/authorize`, { credentials: keysOf(shop) }, { version: store.version }));
      if (settings.permission) await practice.put(`shops/${shop.name}`, { permission: "read_write" });
      await admin.need(admin.post(`stores/${store.id}/test`), 202);
      assert.equal((await until("it has passed", async () => {
        const seen = await now(good);
        return seen.test.state === "passed" && seen;
      })).status, "authorised");
    });

  test("where no shop is: the address is what failed", async () => {
    const shop = await shopOf();
    const store = await tested(await admin.need(add(shop, { url: `${stack.practice}/no-such-shop` }), 201));
    assert.equal(store.test.state, "failed");
    assert.ok(["address", "api"].includes(failedSteps(store)[0].name), JSON.stringify(store.test));
  });

  test("on addresses that lead inside: refused before anything is sent", async () => {
    const shop = await shopOf();
    const port = new URL(stack.practice).port;
    for (const url of ["http://127.0.0.1/shop", "https://127.0.0.1/shop", "https://localhost/shop", "https://10.0.0.1", "https://192.168.1.1/x", "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
      "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://user:pass@shop.example/", "https://shop.example:22/", "https://shop.example:3306/", "http://shop.example/", "ftp://shop.example/", "file:///etc/passwd",
      "gopher://shop.example/", "javascript:alert(1)", "shop", "", " ", "https://", "https://shop.example/#x", "https://sh\u0000op.example", "https://shop.example/\r\nHost: x", "https://%31%32%37.0.0.1/", `http://127.0.0.1:${port}@evil.example/`, `http://127.0.0.2:${port}/x`,
      `http://localhost:${port}/x`, `https://${"a".repeat(260)}.example/`, "https://100.64.0.1/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[fe80::1]/", "https://[fc00::1]/", "https://[64:ff9b::7f00:1]/"]) {
      const answer = await add(shop, { url });
      assert.ok([422, 400].includes(answer.status), `${url}: ${answer.status} ${answer.text}`);
      assert.ok(["store_address_refused", "invalid", "malformed"].includes(answer.body.code), `${url}: ${answer.body.code}`);
    }
    assert.deepEqual((await practice.get(`shops/${shop.name}/ledger`)).requests, [], "the shop was never asked");
  });

  test("under a name that is taken, or as no platform of ours, or without its keys", async () => {
    const store = await given.store();
    const taken = await add(store.shop, { name: store.name });
    assert.deepEqual([taken.status, taken.body.code, taken.body.errors[0].field], [409, "name_taken", "name"]);
    const other = await given.store();
    assert.deepEqual([(await change(other, { name: store.name })).body.code, (await now(other)).name], ["name_taken", other.name]);
    for (const [more, field] of [[{ platform: "shopsoft" }, "platform"], [{ credentials: {} }, "credentials.consumerKey"], [{ credentials: { consumerKey: "x", consumerSecret: " " } }, "credentials.consumerSecret"]]) {
      const answer = await add(store.shop, more);
      assert.equal(answer.status, 422);
      assert.ok(answer.body.errors.some((e) => e.field === field), answer.text);
    }
  });

  test("twice with one key: once", async () => {
    const body = { name: fresh("Store"), platform: "woocommerce", url: (await shopOf()).url, credentials: { consumerKey: "x", consumerSecret: "y" } };
    const key = fresh("key-of-a-press");
    const [first, second] = [await admin.post("stores", body, { key }), await admin.post("stores", body, { key })];
    assert.deepEqual([first.status, second.status, second.body.id], [201, 201, first.body.id]);
  });
});

describe("a store of ours", { concurrency: 4 }, () => {
  test("is renamed, its schedule set, disabled and enabled, each with the version that was seen", async () => {
    const store = await given.store();
    const renamed = await admin.need(change(store, { name: `  ${fresh("新店")} ` }));
    assert.match(renamed.name, /^新店/);
    assert.equal((await admin.need(change(store, { syncEveryS: 3600 }))).syncEveryS, 3600);
    const stale = await admin.patch(`stores/${store.id}`, { enabled: false }, { version: store.version });
    assert.deepEqual([stale.status, stale.body.code], [412, "stale"]);
    const disabled = await admin.need(change(store, { enabled: false }));
    assert.deepEqual([disabled.status, disabled.nextSyncAt], ["disabled", null]);
    assert.equal((await admin.need(change(store, { enabled: true }))).status, "authorised");
    assert.deepEqual((await admin.need(admin.get("stores"))).items.filter(({ id }) => id === store.id).map(({ name }) => name), [renamed.name]);
  });

  test("never shows its secrets: not in answers, not in logs, not in the database", async () => {
    const shop = await shopOf();
    const canary = fresh("cs_canary");
    const added = await add(shop, { credentials: { consumerKey: `ck_${canary}`, consumerSecret: canary } });
    const store = await tested(added.body);
    const texts = [added.text, (await admin.get(`stores/${store.id}`)).text, (await admin.get("stores")).text,
      JSON.stringify(sql(`SELECT * FROM store WHERE id = ${store.id}`)), JSON.stringify(sql(`SELECT * FROM platform_request WHERE store_id = ${store.id}`)), JSON.stringify(sql("SELECT * FROM audit_log ORDER BY id DESC LIMIT 50"))];
    for (const text of texts) assert.ok(!text.includes(canary), text.slice(0, 300));
    const { readFileSync } = await import("node:fs");
    for (const log of ["api", "worker", "practice", "access"]) assert.ok(!readFileSync(`${stack.folder}/log/${log}.log`, "utf8").includes(canary), log);
  });

  test("is what the platforms' list says it needs", async () => {
    const { items } = await admin.need(admin.get("platforms"));
    const woo = items.find(({ code }) => code === "woocommerce");
    assert.equal(woo.carriers, null); // it takes any text for a carrier
    assert.deepEqual([woo.kind, woo.needsUrl, woo.credentials.map(({ name, secret }) => [name, secret])], ["b2c", true, [["consumerKey", false], ["consumerSecret", true]]]);
  });

  test("is connected by those who may: an operator sees it and cannot change it", async () => {
    const store = await given.store();
    assert.equal((await api.get(`stores/${store.id}`)).status, 200);
    for (const answer of [await api.post("stores", {}), await api.patch(`stores/${store.id}`, { name: "x" }, { version: 1 }), await api.post(`stores/${store.id}/test`)])
      assert.deepEqual([answer.status, answer.body.code], [403, "forbidden"]);
  });
});
