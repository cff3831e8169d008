// What nginx does by itself: headers on every answer, the page's caching, and refusals in one shape.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { startNginx } from "./lib/nginx.mjs";
import { api, as, raw, stack, until } from "./lib/stack.mjs";

const { hostname, port } = new URL(stack.origin);
const api_csp = "default-src 'none'; frame-ancestors 'none'";
const page_csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const common = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  server: "nginx",
};

/* Bytes as they are on a connection of their own; all that comes back until it closes. */
function send(bytes) {
  return new Promise((resolve, reject) => {
    const parts = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(10000, () => socket.destroy(new Error("no answer within 10 s")));
    socket.on("data", (part) => parts.push(part)).on("error", reject).on("close", () => {
      const [head, body] = Buffer.concat(parts).toString().split(/\r\n\r\n([^]*)/);
      const [line, ...lines] = head.split("\r\n");
      resolve({ status: Number(line.split(" ")[1]), text: body,
        headers: new Headers(lines.map((l) => l.split(/: (.*)/).slice(0, 2))) });
    });
  });
}
const request = (line, ...headers) => [line, `Host: ${hostname}:${port}`, "Connection: close", ...headers, "", ""].join("\r\n");

const hold = (headers, wanted, where) => {
  for (const [name, value] of Object.entries(wanted)) assert.equal(headers.get(name), value, `${where}: ${name}`);
  assert.match(headers.get("x-request-id"), /^[0-9a-f]{32}$/, where);
  assert.equal(headers.get("strict-transport-security"), null, "not over plain http");
};

const asset = readFileSync(new URL("../../frontend/dist/index.html", import.meta.url), "utf8").match(/\/assets\/[^"]+\.js/)[0];
const pages = [
  { url: "/", cache: "no-cache", type: "text/html; charset=utf-8" },
  { url: "/orders/b2c?status=pending", cache: "no-cache", type: "text/html; charset=utf-8" },
  { url: "/index.html", cache: "no-cache", type: "text/html; charset=utf-8" },
  { url: "/docs/", cache: "no-cache", type: "text/html; charset=utf-8" },
  { url: asset, cache: "public, max-age=31536000, immutable", type: "application/javascript; charset=utf-8" },
];
for (const { url, cache, type } of pages)
  test(`the page: ${url.replace(/-[\w-]+\.js/, "-….js")}`, async () => {
    const answer = await raw("GET", url);
    assert.equal(answer.status, 200);
    hold(answer.headers, { ...common, "content-security-policy": page_csp, "cache-control": cache, "content-type": type }, url);
    const again = await raw("GET", url, { headers: { "If-None-Match": answer.headers.get("etag") } });
    assert.equal(again.status, 304);
    hold(again.headers, { ...common, "cache-control": cache }, `${url} again`);
  });

const big = "x".repeat(64 * 1024 + 1);
const refusals = [
  { name: "a file that is not there", wire: request("GET /assets/none.js HTTP/1.1"), status: 404, code: "not_found" },
  { name: "no such address of the API", wire: request("GET /api/v1/nothing HTTP/1.1"), status: 404, code: "not_found" },
  { name: "/api alone", wire: request("GET /api HTTP/1.1"), status: 404, code: "not_found" },
  { name: "a page of the documentation that is not there", wire: request("GET /docs/none HTTP/1.1"), status: 404, code: "not_found" },
  { name: "the error pages themselves", wire: request("GET /problem/413 HTTP/1.1"), status: 404, code: "not_found" },
  { name: "POST to the page", wire: request("POST / HTTP/1.1", "Content-Length: 0"), status: 405, code: "method_not_allowed" },
  { name: "OPTIONS", wire: request("OPTIONS /api/v1/orders HTTP/1.1"), status: 405, code: "method_not_allowed" },
  { name: "TRACE", wire: request("TRACE /api/v1/orders HTTP/1.1"), status: 405, code: "method_not_allowed" },
  { name: "a made-up method", wire: request("BREW /api/v1/orders HTTP/1.1"), status: 405, code: "method_not_allowed" },
  { name: "a body over 64 KiB", wire: request("POST /api/v1/orders HTTP/1.1", `Content-Length: ${big.length}`) + big, status: 413, code: "body_too_large" },
  { name: "the same in chunks", wire: request("POST /api/v1/orders HTTP/1.1", "Transfer-Encoding: chunked") + `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`, status: 413, code: "body_too_large" },
  { name: "an address over 8 KiB", wire: request(`GET /?${"a".repeat(9000)} HTTP/1.1`), status: 414, code: "malformed" },
  { name: "a header over 8 KiB", wire: request("GET / HTTP/1.1", `A: ${"a".repeat(9000)}`), status: 400, code: "malformed" },
  { name: "a negative length", wire: request("POST /api/v1/orders HTTP/1.1", "Content-Length: -5"), status: 400, code: "malformed" },
  { name: "two lengths", wire: request("POST /api/v1/orders HTTP/1.1", "Content-Length: 1", "Content-Length: 2"), status: 400, code: "malformed" },
  { name: "no host", wire: "GET / HTTP/1.1\r\n\r\n", status: 400, code: "malformed" },
  { name: "no HTTP at all", wire: "GARBAGE\r\n\r\n", status: 400, code: "malformed" },
  { name: "NUL in the path", wire: request("GET /%00 HTTP/1.1"), status: 400, code: "malformed" },
  { name: "out of the folder", wire: request("GET /../../etc/passwd HTTP/1.1"), status: 400, code: "malformed" },
];
for (const { name, wire, status, code } of refusals)
  test(`refused: ${name}`, async () => {
    const answer = await send(wire);
    assert.equal(answer.status, status, answer.text);
    const body = JSON.parse(answer.text);
    assert.deepEqual(Object.keys(body).sort(), ["code", "detail", "errors", "hint", "requestId", "status", "title"]);
    assert.deepEqual([body.status, body.code, body.errors], [status, code, []]);
    assert.equal(body.requestId, answer.headers.get("x-request-id"));
    hold(answer.headers, { ...common, "content-security-policy": api_csp, "cache-control": "no-store", "content-type": "application/problem+json" }, name);
  });

test("the API's answers carry the headers, good and refused ones", async () => {
  for (const [answer, status] of [[await api.get("me"), 200], [await as.nobody.get("me"), 401], [await api.get("orders?limit=0"), 422]]) {
    assert.equal(answer.status, status, answer.text);
    hold(answer.headers, { ...common, "content-security-policy": api_csp, "cache-control": "no-store" }, `${status}`);
  }
});

test("another name of the address is sent to the one that signing in is bound to", async () => {
  for (const host of ["localhost:1", "evil.test"]) {
    const answer = await send(`GET /orders?a=1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.deepEqual([answer.status, answer.headers.get("location")], [308, `${stack.origin}/orders?a=1`]);
    hold(answer.headers, { ...common, "content-security-policy": api_csp }, host);
  }
});

test("nothing of the client but the named headers reaches the API, and no header of its making stands for a person", async () => {
  const answer = await raw("GET", "/api/v1/me", { headers: { "X-Forwarded-For": "10.0.0.1", Proxy: "http://evil.test", "X-Request-Id": "mine", Remote_User: "root" } });
  assert.equal(answer.status, 401);
  assert.notEqual(answer.headers.get("x-request-id"), "mine");
  assert.equal(answer.body.requestId, answer.headers.get("x-request-id"));
});

test("long answers are compressed when the client asks, short ones are not", async () => {
  const first = readFileSync(new URL("../../frontend/dist/index.html", import.meta.url), "utf8").match(/\/assets\/first-[^"]+\.js/)[0];
  const long = await send(request(`GET ${first} HTTP/1.1`, "Accept-Encoding: gzip"));
  assert.equal(long.headers.get("content-encoding"), "gzip");
  assert.equal(long.headers.get("vary"), "Accept-Encoding");
  const short = await send(request("GET /api/v1/me HTTP/1.1", "Accept-Encoding: gzip"));
  assert.equal(short.headers.get("content-encoding"), null);
});

test("the logs hold no query, no cookie and no token", async () => {
  const secret = `canary-${process.pid}-${Date.now()}`;
  await raw("GET", `/api/v1/orders?recipientName=${secret}`, { headers: { Cookie: `gwms_rt=${secret}`, Authorization: `Bearer ${secret}` } });
  await raw("GET", `/orders?recipientName=${secret}`);
  const mine = await raw("GET", "/api/v1/me");
  const log = (name) => readFileSync(`${stack.folder}/log/${name}.log`, "utf8");
  await until("the request is in the log", () => log("access").includes(mine.headers.get("x-request-id")));
  for (const name of ["access", "nginx", "api"]) assert.ok(!log(name).includes(secret), name);
});

/* ---- with an API that is not there, or does not answer ------------------------------------------ */

const problem = async (answer) => {
  const body = await answer.json();
  assert.equal(body.requestId, answer.headers.get("x-request-id"));
  hold(answer.headers, { ...common, "content-security-policy": api_csp, "cache-control": "no-store", "content-type": "application/problem+json" }, `${answer.status}`);
  return [answer.status, body.status, body.code, answer.headers.get("retry-after")];
};

test("no API, one that breaks off, one that is silent", async () => {
  const nginx = await startNginx({ replace: { "fastcgi.conf": [["fastcgi_read_timeout 20s", "fastcgi_read_timeout 1s"]] } });
  try {
    assert.deepEqual(await problem(await fetch(`${nginx.origin}/api/v1/me`)), [502, 502, "unavailable", "1"]);
    await nginx.api((socket) => socket.end());
    assert.deepEqual(await problem(await fetch(`${nginx.origin}/api/v1/me`)), [502, 502, "unavailable", "1"]);
    await nginx.api(() => {});
    assert.deepEqual(await problem(await fetch(`${nginx.origin}/api/v1/me`)), [504, 504, "timeout", null]);
    assert.equal((await fetch(nginx.origin)).status, 200, "the page is there all the same");
  } finally {
    await nginx.stop();
  }
});

test("a change is never sent twice", async () => {
  const nginx = await startNginx();
  let times = 0;
  try {
    await nginx.api((socket) => socket.once("data", () => { times++; socket.end(); }));
    assert.equal((await fetch(`${nginx.origin}/api/v1/sync-runs`, { method: "POST", body: "{}" })).status, 502);
    assert.equal(times, 1);
  } finally {
    await nginx.stop();
  }
});

test("one address may ask the API 40 times at once and 20 times a second, the page as often as it likes", async () => {
  const nginx = await startNginx({ RATE: 20, BURST: 40 });
  try {
    const answers = async (url, n) => Promise.all(Array.from({ length: n }, () => fetch(nginx.origin + url)));
    const asked = await answers("/api/v1/me", 120);
    const through = asked.filter(({ status }) => status === 502).length; // there is no API behind this one
    const refused = asked.filter(({ status }) => status === 429);
    assert.equal(through + refused.length, 120);
    assert.ok(through >= 41 && through <= 80, `${through} came through`);
    assert.deepEqual(await problem(refused[0]), [429, 429, "rate_limited", "1"]);
    assert.deepEqual([refused[0].headers.get("ratelimit-policy"), refused[0].headers.get("ratelimit")], ['"address";q=40;w=2', '"address";r=0;t=1']);
    assert.deepEqual([...new Set((await answers("/", 120)).map(({ status }) => status))], [200]);
  } finally {
    await nginx.stop();
  }
});

test("one address may have two sign-ins under way", async () => {
  const nginx = await startNginx({ LOGINS: 2 });
  const waiting = [];
  try {
    await nginx.api((socket) => waiting.push(socket));
    const under_way = [1, 2].map(() => fetch(`${nginx.origin}/api/v1/auth/login`, { method: "POST", body: "{}" }));
    while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await problem(await fetch(`${nginx.origin}/api/v1/auth/login`, { method: "POST", body: "{}" })), [429, 429, "rate_limited", "1"]);
    waiting.forEach((socket) => socket.destroy());
    assert.deepEqual((await Promise.all(under_way)).map(({ status }) => status), [502, 502]);
  } finally {
    await nginx.stop();
  }
});
