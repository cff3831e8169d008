// The headers that every answer carries: each route whether it answers or refuses, each file of the page, and what nginx refuses by
// itself. Generated from the contract and from what is in frontend/dist.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { as, Client, raw, root, stack } from "./lib/stack.mjs";
import { call, hasId, may, neededQuery, operations } from "./lib/walk.mjs";
import { request, send } from "./lib/wire.mjs";

const common = {
  "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin", server: "nginx",
};
const api_csp = /^default-src 'none'; (frame-ancestors 'none'|sandbox)$/;
const page_csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/* Never there: what would tell of the machinery, or open us to another origin. */
const never = ["x-powered-by", "access-control-allow-origin", "access-control-allow-credentials", "set-cookie2", "x-sendfile", "via"];

function holds(headers, what, csp) {
  for (const [name, value] of Object.entries(common)) assert.equal(headers.get(name), value, `${what}: ${name}`);
  for (const name of never) assert.equal(headers.get(name), null, `${what}: ${name}`);
  assert.equal(headers.get("strict-transport-security"), null, `${what}: not over plain http`);
  assert.match(headers.get("x-request-id"), /^[0-9a-f]{32}$/, what);
  if (csp instanceof RegExp) assert.match(headers.get("content-security-policy"), csp, what);
  else assert.equal(headers.get("content-security-policy"), csp, what);
}
function apiHolds(answer, what) {
  holds(answer.headers, what, api_csp);
  assert.match(answer.headers.get("cache-control"), /^(no-store|private, no-store)$/, what);
  assert.ok(!answer.headers.get("set-cookie") || /auth\/(login|refresh|logout)/.test(what), `${what} sets a cookie`);
}

describe("every route", { concurrency: 4 }, () => {
  const nobody = new Client(null);
  for (const op of operations)
    test(op.name, async () => {
      const id = hasId(op) ? "999999999999" : undefined;
      apiHolds(await call(op, nobody, { id }), `${op.name} by nobody`);
      apiHolds(await call(op, as.warehouse, { id, query: "surprise=1" }), `${op.name} by staff`);
      apiHolds(await call(op, as.admin, { id, body: op.method === "GET" ? undefined : "{" }), `${op.name} with half a body`);
      if (op.method !== "GET" || op.open || !(await may(as.admin, op.permission))) return;
      apiHolds(await call(op, as.admin, { id, query: neededQuery(op, { outbound: { lines: [{}] } }).replace(/=undefined/g, "=1") }), `${op.name}, asked well`);
    });
});

const files = (folder) => readdirSync(path.join(root, "frontend/dist", folder), { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? files(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
test("every file of the page", async () => {
  const all = files("");
  assert.ok(all.length > 10);
  for (const file of all) {
    const answer = await raw("GET", encodeURI(file));
    assert.equal(answer.status, 200, file);
    holds(answer.headers, file, page_csp);
    assert.equal(answer.headers.get("cache-control"), file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache", file);
    assert.ok(!/^text\/html/.test(answer.headers.get("content-type")) || file.endsWith(".html"), `${file} is ${answer.headers.get("content-type")}`);
  }
});

test("other addresses, ranges and methods", async () => {
  for (const [method, url, options] of [["GET", "/stock"], ["HEAD", "/"], ["GET", "/assets/"], ["GET", "/assets/../index.html"], ["GET", "/.git/config"], ["GET", "/index.html.bak"],
    ["GET", "/", { headers: { Range: "bytes=0-10" } }], ["GET", "/", { headers: { "If-Modified-Since": new Date().toUTCString() } }], ["GET", "/api"], ["POST", "/", { body: "x" }],
    ["GET", "/api/v1/nothing"], ["OPTIONS", "/api/v1/orders"], ["GET", "/hooks/none"], ["POST", "/hooks/none", { body: "x" }]]) {
    const answer = await fetch(stack.origin + url, { method, redirect: "manual", ...options });
    await answer.arrayBuffer();
    const page = !/^\/(api|hooks)/.test(url) && answer.status < 400;
    holds(answer.headers, `${method} ${url} (${answer.status})`, page ? page_csp : api_csp);
  }
});

test("no other origin is let in, whatever it asks", async () => {
  for (const origin of ["https://evil.example", "null", stack.origin.replace("127.0.0.1", "127.0.0.1.evil.example")])
    for (const method of ["OPTIONS", "GET"]) {
      const answer = await send(request(method, "/api/v1/orders", { headers: { Origin: origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization", Connection: "close" } }));
      assert.ok(answer.status >= 400 && !/access-control/i.test(answer.head), answer.head);
    }
});
