// What must not leave: secrets planted in every way in, people's data in a whole order's life, then looked for in the logs, in a
// dump of the database, in the answers and in what is open to everybody. (tests/run.sh looks through the logs once more when all
// tests are over.)
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { person } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { api, as, given, raw, stack, until } from "./lib/stack.mjs";
import { request, send } from "./lib/wire.mjs";

const word = (what) => `CANARY${what}${randomBytes(6).toString("hex")}`;
const secrets = { password: word("password"), wrong: word("wrong"), changed: word("changed"), query: word("query"), cookie: word("cookie"), bearer: word("bearer"), key: word("key"), body: word("body"),
  agent: word("agent"), hook: word("hook"), basic: word("basic") };
const people = { name: word("Name"), phone: `+1555${Date.now()}`, street: word("Street"), city: word("City"), mail: `${word("mail").toLowerCase()}@buyer.example`, note: word("Note"), card: "4111111111111111" };
let store;

before(async () => {
  const user = person({ role: "customer_admin", password: secrets.password });
  assert.equal((await user.login()).status, 200);
  secrets.token = user.token;
  secrets.refresh = user.cookie.split("=")[1];
  await send(request("POST", "/api/v1/auth/login", { body: JSON.stringify({ email: user.email, password: secrets.wrong }), headers: { "Content-Type": "application/json", "X-GWMS": "1", Origin: stack.origin, Connection: "close" } }), { from: "127.7.7.7" });
  await user.need(user.post("me/password", { current: secrets.password, password: secrets.changed }), 200, 204);
  await raw("GET", `/api/v1/orders?recipientName=${secrets.query}&surprise=${secrets.query}`, { headers: { Authorization: `Bearer ${secrets.bearer}`, Cookie: `gwms_rt=${secrets.cookie}`, "User-Agent": secrets.agent, "Idempotency-Key": secrets.key } });
  await raw("POST", "/api/v1/auth/refresh", { headers: { "X-GWMS": "1", Origin: stack.origin, Cookie: `__Secure-gwms_rt=${secrets.cookie}; gwms_rt=${secrets.cookie}` } });
  await raw("POST", "/api/v1/auth/token", { headers: { Authorization: `Bearer gwms_abcdefghij_${secrets.bearer}` } });
  await raw("GET", "/api/v1/me", { headers: { Authorization: `Basic ${Buffer.from(`a:${secrets.basic}`).toString("base64")}` } });
  await send(request("POST", `/hooks/${secrets.hook}`, { body: secrets.body, headers: { Connection: "close", "X-WC-Webhook-Signature": secrets.hook } }));
  await as.admin.post("stores", { name: fresh("Store"), platform: "woocommerce", url: "https://127.0.0.1/", credentials: { consumerKey: secrets.key, consumerSecret: secrets.body }, surprise: secrets.body });
  store = await given.store();
  secrets.consumerKey = store.shop.key;
  secrets.consumerSecret = store.shop.secret;
  const made = await as.admin.need(as.admin.post("api-keys", { name: fresh("leak"), scopes: ["order_view"] }), 201);
  secrets.apiKey = made.key.slice(16);
  const hook = await as.admin.need(as.admin.post("webhooks", { name: fresh("leak"), url: "https://tool.example/hook", events: ["order.created"] }));
  secrets.webhook = hook.secret;
  const recipient = { firstName: people.name, lastName: "X", phone: people.phone, address1: people.street, city: people.city, email: people.mail };
  await given.orders(store, { number: fresh("L"), note: `${people.note} ${people.card}`, recipient });
  /* A shop that answers nonsense in between. */
  await store.weather({ noise: "html", times: 1 });
  await given.sync([store.id], { mode: "immediate" });
  await api.get(`orders?recipientName=${people.name}&storeId=${store.id}`);
});

const found = (bytes, words) => Object.entries(words).filter(([, text]) => text && bytes.includes(text)).map(([name]) => name);

test("no log holds a secret or anything of a person", async () => {
  const last = await raw("GET", "/api/v1/me");
  const log = (name) => readFileSync(`${stack.folder}/log/${name}.log`);
  await until("the last request is in the log", () => log("access").includes(last.headers.get("x-request-id")));
  for (const name of ["api", "worker", "access", "nginx", "mariadb"]) assert.deepEqual(found(log(name), { ...secrets, ...people }), [], `${name}.log`);
});

test("no secret stands in the database in clear, and people's data only where orders are", () => {
  const { socket, host, user, password, name } = stack.db;
  const dump = execFileSync("mariadb-dump", ["--no-defaults", ...(socket ? [`--socket=${socket}`] : [`--host=${host}`]), `--user=${user}`, "--single-transaction", "--skip-extended-insert", name],
    { env: { ...process.env, MYSQL_PWD: password }, maxBuffer: 1 << 30 });
  assert.ok(dump.includes("CREATE TABLE"));
  assert.deepEqual(found(dump, secrets), []);
  const tables = new Set();
  for (const line of dump.toString("latin1").split("\n"))
    if (line.startsWith("INSERT INTO `") && found(line, people).length > 0) tables.add(line.slice(13, line.indexOf("`", 13)));
  const rightly = ["idempotency_key", "order_event", "platform_order", "platform_order_revision"];
  assert.deepEqual([...tables].filter((table) => !rightly.includes(table)), []);
});

describe("what is open to everybody", () => {
  for (const url of ["/api/v1/health/live", "/api/v1/health/ready", "/api/v1/metrics", "/metrics", "/docs", "/docs/", "/"])
    test(url, async () => {
      const answer = await fetch(stack.origin + url, { redirect: "manual" });
      assert.deepEqual(found(Buffer.from(await answer.arrayBuffer()), { ...secrets, ...people, code: store.name }), []);
    });
});

test("metrics name no person and no secret", async () => {
  const answer = await fetch(`${stack.origin}/api/v1/metrics`, { headers: { Authorization: `Bearer ${(await as.root.get("me"), as.root.token)}` } });
  assert.deepEqual(found(Buffer.from(await answer.arrayBuffer()), { ...secrets, ...people }), []);
});

test("answers never hold a secret that was given", async () => {
  for (const [client, path] of [[as.admin, `stores/${store.id}`], [as.admin, "stores"], [as.admin, "api-keys"], [as.admin, "webhooks"], [as.admin, "users"], [as.admin, "me"],
    [as.admin, `sync-runs?storeId=${store.id}`]]) {
    const answer = await client.get(path);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(found(answer.text, secrets), [], path);
  }
  const { items } = await api.need(api.get(`sync-runs?storeId=${store.id}`));
  for (const run of items) {
    const requests = await api.get(`sync-runs/${run.id}/requests`);
    assert.deepEqual(found(requests.text, { ...secrets, ...people }), [], "the log of a shop's answers");
  }
});

test("the programs leave no core and cannot be looked into", () => {
  const [pid] = execFileSync("pgrep", ["-P", String(stack.services.api)], { encoding: "utf8" }).split("\n");
  assert.match(readFileSync(`/proc/${pid}/limits`, "utf8"), /Max core file size\s+0\s+0/);
});
