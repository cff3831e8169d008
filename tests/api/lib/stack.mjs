// The running stack as the tests see it: api, as, practice, sql, until, given. tests/run.sh starts it and
// names it in GWMS_TEST_STACK; without that it is the one of `make run` (its practice data then changes).
// Every answer of the API is held against the contract on the way.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { checkAnswer } from "./contract.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const stack = JSON.parse(readFileSync(process.env.GWMS_TEST_STACK ?? path.join(root, "var/stack.json"), "utf8"));

/* ---- requests ---------------------------------------------------------------------------------- */

async function answerOf(response) {
  const text = await response.text();
  const json = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, text, body: json && text !== "" ? JSON.parse(text) : null };
}

/* One request as it is, for what no well-behaved client sends. `body` that is no text is sent as JSON. */
export async function raw(method, url, { body, headers = {}, redirect = "manual", signal } = {}) {
  const json = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
  const answer = await answerOf(await fetch(url.startsWith("http") ? url : stack.origin + url, {
    method, redirect, signal,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    body: json ? JSON.stringify(body) : body,
  }));
  if (url.startsWith("/api/v1/")) checkAnswer(method, url, answer);
  return answer;
}

/* Somebody who asks: signs in at the first request, sends an Idempotency-Key with each POST.
 * Options of a request: `version` (If-Match), `key` (Idempotency-Key, null for none), `headers`, `body`. */
export class Client {
  constructor(email, password = stack.password) {
    Object.assign(this, { email, password, token: null, cookie: null, isFresh: () => true });
  }

  auth(what, options = {}) {
    return raw("POST", `/api/v1/auth/${what}`, { ...options,
      headers: { Origin: stack.origin, "X-GWMS": "1", ...(this.cookie ? { Cookie: this.cookie } : {}), ...options.headers } });
  }

  async login() {
    const answer = await this.auth("login", { body: { email: this.email, password: this.password } });
    if (answer.status === 200) this.keep(answer);
    return answer;
  }

  async refresh() {
    const answer = await this.auth("refresh");
    if (answer.status === 200) this.keep(answer);
    return answer;
  }

  async logout() {
    const answer = await this.auth("logout");
    this.token = this.cookie = null;
    return answer;
  }

  keep(answer) {
    const until = Date.now() + (answer.body.expiresIn - 60) * 1000;
    this.token = answer.body.accessToken;
    this.isFresh = () => Date.now() < until;
    this.cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ") || this.cookie;
  }

  async ask(method, what, { version, key, headers = {}, body } = {}) {
    if ((this.token === null || !this.isFresh()) && this.email) { // a run may take longer than a token lives
      const answer = await this.login();
      assert.equal(answer.status, 200, `${this.email} can sign in: ${answer.text}`);
    }
    const all = { ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}) };
    if (method === "POST" && key !== null) all["Idempotency-Key"] = key ?? randomUUID();
    if (version !== undefined) all["If-Match"] = `"${version}"`;
    return raw(method, `/api/v1/${what.replace(/^\//, "")}`, { body, headers: { ...all, ...headers } });
  }

  get(what, options) { return this.ask("GET", what, options); }
  post(what, body, options) { return this.ask("POST", what, { body, ...options }); }
  patch(what, body, options) { return this.ask("PATCH", what, { body, ...options }); }

  /* The body of an answer that must be good. */
  async need(promise, ...statuses) {
    const answer = await promise;
    assert.ok((statuses.length ? statuses : [200, 201, 202]).includes(answer.status), `${answer.status} ${answer.text}`);
    return answer.body;
  }

  /* Every item of a list, page by page. */
  async all(what, limit = 200) {
    const items = [];
    for (let cursor = null; ;) {
      const page = await this.need(this.get(`${what}${what.includes("?") ? "&" : "?"}limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`));
      items.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === null) return items;
    }
  }
}

export const as = {
  operator: new Client("operator@practice.test"),
  admin: new Client("admin@practice.test"),
  warehouse: new Client("warehouse@practice.test"),
  root: new Client("root@practice.test"),
  other: new Client("operator@other.test"),
  nobody: new Client(null),
};
export const api = as.operator;

/* ---- the practice store and the database -------------------------------------------------------- */

/* The practice store's control API; the body of a good answer, else an error. */
async function control(method, what, body) {
  const answer = await raw(method, `${stack.practice}/control/${what}`, { body });
  assert.ok(answer.status < 300, `practice store, ${method} ${what}: ${answer.status} ${answer.text}`);
  return answer.body;
}
export const practice = {
  get: (what) => control("GET", what),
  post: (what, body = {}) => control("POST", what, body),
  put: (what, body) => control("PUT", what, body),
  delete: (what) => control("DELETE", what),
};

const unescape = (text) => text === "NULL" ? null
  : text.replace(/\\([0nt\\])/g, (_, c) => ({ 0: "\0", n: "\n", t: "\t", "\\": "\\" })[c]);

/* Rows of one statement, each an object of texts (NULL is null). Looking, or spoiling on purpose; never for
 * what the API can do. One that is the loser of a deadlock runs again. */
export function sql(statement, tries = 5) {
  const { socket, host, user, password, name } = stack.db;
  let out;
  try {
    out = execFileSync("mariadb", ["--no-defaults", ...(socket ? [`--socket=${socket}`] : [`--host=${host}`]), `--user=${user}`,
      "--batch", "--default-character-set=utf8mb4", name], { input: statement, env: { ...process.env, MYSQL_PWD: password }, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "pipe"] });
  } catch (error) {
    if (tries > 1 && !/;\s*\S/.test(statement) && /ERROR (1213|1205) /.test(error.stderr)) return sql(statement, tries - 1);
    throw error;
  }
  const [names, ...rows] = out.split("\n").slice(0, -1).map((line) => line.split("\t"));
  return rows.map((row) => Object.fromEntries(row.map((text, i) => [names[i], unescape(text)])));
}

/* Waits until `look` answers something true, and answers that. */
export async function until(what, look, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (let last; ; await pause(50)) {
    last = await look();
    if (last) return last;
    assert.ok(Date.now() < end, `after ${seconds} s still not: ${what}`);
  }
}

/* ---- what a test starts from ------------------------------------------------------------------- */

const fresh = (what) => `${what}-${process.pid}-${randomUUID().slice(0, 8)}`;

export const given = {
  /* An empty shop at the practice store, and the client's store that is connected to it and tested.
   * `settings` as the control API takes them: writeback, currency, … Never asked by the schedule, so that
   * only the test syncs it. */
  async store(settings = {}, client = as.admin) {
    const shop = await practice.post("shops", { name: fresh("shop"), empty: true, orderEveryS: 0, ...settings });
    const added = await client.need(client.post("stores", { name: fresh("Store"), platform: "woocommerce", url: shop.url,
      credentials: { consumerKey: shop.key, consumerSecret: shop.secret } }), 201);
    const at = `shops/${shop.name}`;
    /* While a run of the schedule is open, the schedule makes no other: the store's first one would come right after its test. */
    const [{ id: open }] = sql(`INSERT INTO sync_run (customer_id, store_id, kind, type, mode, status)
      SELECT customer_id, id, kind, 'automatic', 'immediate', 'running' FROM store WHERE id = ${added.id} RETURNING id`);
    const store = await until("the store's test has ended", async () => {
      const now = await client.need(client.get(`stores/${added.id}`));
      return ["passed", "failed"].includes(now.test.state) && now;
    });
    assert.equal(store.test.state, "passed", JSON.stringify(store.test));
    sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${store.id}`);
    sql(`DELETE FROM sync_run WHERE id = ${open}`);
    return { ...store, shop, client,
      orders: (...specs) => practice.post(`${at}/orders`, { orders: specs }),
      edit: (id, body) => practice.post(`${at}/orders/${id}/edit`, body),
      control: (method, what, body) => control(method, `${at}/${what}`, body),
      weather: (weather) => practice.put(`${at}/weather`, weather),
      ledger: () => practice.get(`${at}/ledger`),
      sync: (more) => given.sync([store.id], more) };
  },

  /* Runs a manual sync and answers the ended run (of the first store). */
  async sync(storeIds, more = {}, client = api) {
    /* A store takes six of these a minute. That has a test of its own; here it is paid for beforehand. */
    for (const id of storeIds) sql(`DELETE FROM rate WHERE scope = 'sync:${Number(id)}'`);
    const { items } = await client.need(client.post("sync-runs", { kind: "b2c", storeIds, mode: "immediate", ...more }), 202);
    return until("the sync run has ended", async () => {
      const run = await client.need(client.get(`sync-runs/${items[0].id}`));
      return !["queued", "running"].includes(run.status) && run;
    });
  },

  /* Orders made in a shop and synced: the orders as GWMS shows them, in the order of `specs`. */
  async orders(store, ...specs) {
    const made = await store.orders(...specs);
    const numbers = made.map((order) => String(order.number ?? order.id));
    const run = await given.sync([store.id], { mode: "order_numbers", orderNumbers: numbers });
    assert.ok(["success", "partly_failed", "no_new_orders"].includes(run.status), JSON.stringify(run)); // the schedule may have been faster
    const rows = await api.all(`orders?storeId=${store.id}`);
    return Promise.all(numbers.map((number) => {
      const row = rows.find((order) => order.orderNo === number);
      assert.ok(row, `order ${number} came in`);
      return api.need(api.get(`orders/${row.id}`));
    }));
  },
};
