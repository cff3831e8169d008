/* Starts the practice store and talks to it as a client of a shop and as the control page. */
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.GWMS_PRACTICE_BIN ?? path.join(root, "build-san/bin/gwms-practice");
export const fixtures = path.join(root, "tests/fixtures/woocommerce");

/* Runs the program; answers when it says where it listens, or ended. */
export async function start(env = {}) {
  const child = spawn(program, { env: { ...process.env, GWMS_PRACTICE_PORT: "0", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const store = { child, out: "", err: "", url: null };
  /* `err` is without the line per request that every program logs: anything else there is worth a look. */
  const odd = () => store.err.replace(/^\S+Z gwms-practice\[\d+\] level=info event=request .*\n/gm, "");
  store.ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, out: store.out, err: odd() })));
  child.stderr.on("data", (data) => (store.err += data));
  await Promise.race([store.ended, new Promise((resolve) => child.stdout.on("data", (data) => {
    store.out += data;
    store.url = /^practice store on (\S+)\n/.exec(store.out)?.[1] ?? null;
    if (store.url) resolve();
  }))]);
  store.stop = () => {
    child.kill("SIGTERM");
    return store.ended;
  };
  store.control = (method, what, body) => control(store.url, method, what, body);
  return store;
}

async function answerOf(response) {
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export async function control(url, method, what, body) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return answerOf(await fetch(`${url}/control/${what}`, { method, headers, body: text }));
}

/* ---- OAuth 1.0a, one-legged -------------------------------------------------------------------- */

export const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const pairs = (list) => list.map(([name, value]) => `${encode(name)}=${encode(value)}`);

export function oauthParams(over = {}) {
  const all = {
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_nonce: crypto.randomBytes(12).toString("hex"),
    oauth_signature_method: "HMAC-SHA256",
    ...over,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function signature(method, url, query, oauth, secret) {
  const all = pairs([...query, ...Object.entries(oauth)]).map((pair) => pair.split("="));
  all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const base = [method, encode(url), encode(all.map((pair) => pair.join("=")).join("&"))].join("&");
  const hash = oauth.oauth_signature_method === "HMAC-SHA1" ? "sha1" : "sha256";
  return crypto.createHmac(hash, `${secret}&`).update(base).digest("base64");
}

/* One signed request. `how` bends it: oauth (undefined drops a parameter), secret, signUrl, signature, header. */
export async function request(shop, method, route, query = {}, body = undefined, how = {}) {
  const list = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const url = `${shop.url}/wp-json/${route}`;
  const oauth = oauthParams({ oauth_consumer_key: shop.key, ...how.oauth });
  const sign = how.signature ?? signature(method, how.signUrl ?? url, list, oauth, how.secret ?? shop.secret);
  const auth = [...Object.entries(oauth), ["oauth_signature", sign]].filter(([, value]) => value !== null);
  const headers = { Accept: "application/json", ...how.headers };
  if (body !== undefined) headers["Content-Type"] ??= "application/json";
  if (how.header) headers.Authorization = `OAuth realm="x", ${auth.map(([n, v]) => `${n}="${encode(v)}"`).join(", ")}`;
  const target = pairs(how.header ? list : [...list, ...auth]).join("&");
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  return answerOf(await fetch(`${url}?${target}`, { method, headers, body: text, redirect: "manual", signal: how.signal }));
}

/* A fresh shop with short ways to ask it. */
let made = 0;
export async function freshShop(store, settings = {}) {
  const { status, json, text } = await store.control("POST", "shops", { name: `shop-${process.pid}-${++made}`, empty: true, ...settings });
  if (status !== 201) throw new Error(`no shop: ${text}`);
  const shop = {
    ...json,
    get: (what, query, how) => request(shop, "GET", `wc/v3/${what}`, query, undefined, how),
    put: (what, body, how) => request(shop, "PUT", `wc/v3/${what}`, {}, body, how),
    post: (what, body, how) => request(shop, "POST", `wc/v3/${what}`, {}, body, how),
    at: (method, route, body) => request(shop, method, route, {}, body),
    control: (method, what, body) => store.control(method, `shops/${shop.name}${what ? `/${what}` : ""}`, body),
    weather: (w) => shop.control("PUT", "weather", w),
    ledger: async () => (await shop.control("GET", "ledger")).json,
    async orders(...specs) {
      const answer = await shop.control("POST", "orders", { orders: specs });
      if (answer.status !== 201) throw new Error(`no orders: ${answer.text}`);
      return answer.json;
    },
  };
  return shop;
}

/* ---- shapes ------------------------------------------------------------------------------------- */

const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/* Every path of a document with the JSON types seen there; elements of arrays share one path. Values
 * of metas are whatever plugins like, so nothing below them counts. */
export function shapeOf(value, seen = new Map(), at = "") {
  if (!seen.has(at)) seen.set(at, new Set());
  seen.get(at).add(typeOf(value));
  if (/meta_data\.\[\]\.(value|display_value)$/.test(at)) return seen;
  if (Array.isArray(value)) for (const item of value) shapeOf(item, seen, `${at}.[]`);
  else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) shapeOf(inner, seen, `${at}.${name}`);
  return seen;
}
