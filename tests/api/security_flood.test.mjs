// Requests that nobody meant, a great many of them, and bodies that never come: no answer is our own mistake, no process dies, and
// everybody else is served meanwhile. GWMS_MUTATIONS says how many (a million before a release), GWMS_SEED which.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { person } from "./lib/people.mjs";
import { raw, stack, until } from "./lib/stack.mjs";
import { hasId, idFor, makeWorld, neededQuery, operations, sample, takesJson } from "./lib/walk.mjs";
import { request, send } from "./lib/wire.mjs";

const MANY = Number(process.env.GWMS_MUTATIONS ?? 6000);
const SEED = Number(process.env.GWMS_SEED ?? 20261125);
const FROM = "127.0.9.9"; // an address of its own: what it does wrong counts against nobody else

/* The API processes by their number; multiwatch, their parent, is the service. */
const processes = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1] === String(stack.services.api);
  } catch {
    return false; // it has ended meanwhile
  }
}).sort();
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

/* Mulberry32: the same requests again for the same seed. */
function dice(seed) {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}

const pieces = ["'", '"', "\\", "\0", "\r\n", "%00", "%ff", "%2e%2e/", "\xff\xfe", "\xed\xa0\x80", "{", "}", "[".repeat(40), "]", ",", ":", "null", "true", "-1", "1e400", "99999999999999999999",
  "0.1", "\\u0000", "\\ud800", "\\u0001", "\u202e", "\t", " ", "&", "=", ";", "<script>", "${7*7}", "' OR '1'='1", "x".repeat(5000), "__proto__", "constructor", "2026-02-30T00:00:00Z", "9223372036854775808"];

/* Some bytes of it changed, cut out, doubled, or something put in. */
function mutated(bytes, d) {
  let out = Buffer.from(bytes);
  for (let n = 1 + d.below(4); n > 0; n--) {
    const at = d.below(out.length + 1);
    const len = d.below(Math.min(20, out.length - at + 1));
    const kind = d.below(5);
    if (kind === 0 && at < out.length) out[at] ^= 1 << d.below(8);
    else if (kind === 1) out = Buffer.concat([out.subarray(0, at), out.subarray(at + len)]);
    else if (kind === 2) out = Buffer.concat([out.subarray(0, at + len), out.subarray(at)]);
    else if (kind === 3) out = Buffer.concat([out.subarray(0, at), Buffer.from(d.of(pieces), "latin1"), out.subarray(at)]);
    else out = out.subarray(0, Math.max(1, at));
  }
  return out;
}

let world;
let staff;
before(async () => {
  world = await makeWorld();
  staff = person({ role: "warehouse", warehouses: [world.warehouse.code] });
  await staff.need(staff.get("me"));
});

/* A good request, of which then one part is spoiled. */
function made(op, d) {
  const query = [neededQuery(op, world), ...op.query.filter(() => d.below(3) === 0).map((p) => `${p.name}=${encodeURIComponent(sample(p.schema, world, p.name))}`)].filter(Boolean).join("&");
  const parts = {
    path: `/api/v1${op.path.replace("{id}", hasId(op) ? idFor(op, world) : "")}`, query,
    body: op.schema ? (takesJson(op) ? JSON.stringify(sample(op.schema, world)) : "%PDF-1.4\nstartxref\n0\n%%EOF\n".padEnd(100)) : "",
    headers: { Authorization: `Bearer ${d.of([world.client, world.client, staff]).token}`, "Idempotency-Key": `flood-${d.below(2 ** 31)}-${d.below(2 ** 31)}`, "If-Match": '"1"', "X-GWMS": "1", Origin: stack.origin,
      ...(op.type ? { "Content-Type": op.type } : {}), Connection: "close" },
  };
  const what = d.below(20) === 0 ? "all" : d.of(["body", "body", "body", "query", "query", "path", "header"]);
  const latin1 = (bytes) => bytes.toString("latin1");
  const url = (text) => text.replace(/[\0-\x20\x7f-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
  if (what === "body") parts.body = mutated(Buffer.from(parts.body || "{}"), d);
  if (what === "query") parts.query = url(latin1(mutated(Buffer.from(parts.query || d.of(["limit=50", "cursor=AAAA", "kind=b2c"])), d)));
  if (what === "path") parts.path = `/${url(latin1(mutated(Buffer.from(parts.path.slice(1)), d)))}`;
  if (what === "header") {
    const name = d.of(Object.keys(parts.headers).filter((n) => n !== "Connection"));
    parts.headers[name] = latin1(mutated(Buffer.from(parts.headers[name]), d)).replace(/[\r\n\0]/g, "");
  }
  const bytes = request(op.method, parts.path + (parts.query ? `?${parts.query}` : ""), { headers: parts.headers, body: parts.body });
  return what === "all" ? { what, bytes: Buffer.concat([mutated(bytes, d), Buffer.from("\r\n\r\n")]), cut: true } : { what, bytes };
}

test(`${MANY} requests that nobody meant (seed ${SEED})`, async () => {
  const d = dice(SEED);
  const before_ = processes();
  assert.ok(before_.length >= 1, "the API processes are found");
  const size = Math.max(...before_.map(resident));
  const seen = new Map();
  let left = MANY;
  const one = async () => {
    while (left-- > 0) {
      const op = d.of(operations);
      const { what, bytes, cut } = made(op, d);
      const answer = await send(bytes, { from: FROM, seconds: cut ? 0.3 : 40 });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      assert.ok(answer.status < 500 || answer.status === 503, `${op.name}, ${what}: ${answer.status} ${answer.text}\n${JSON.stringify(bytes.toString("latin1"))}`);
      assert.ok(answer.status > 0 || cut, `${op.name}, ${what}: no answer\n${JSON.stringify(bytes.toString("latin1"))}`);
      if (answer.status >= 400 && /^\//.test(bytes.toString("latin1").split(" ")[1]) && answer.text) assert.ok(!/mysql|mariadb|SQL syntax|backend\/src|assert/i.test(answer.text), answer.text);
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  assert.deepEqual(processes(), before_, "no process has died");
  if (!/-san\/bin$/.test(stack.bin)) // the sanitizers keep what was freed
    assert.ok(Math.max(...before_.map(resident)) < size + 8 * 1024, "no process has grown");
  for (const status of [200, 400, 404, 422]) assert.ok(seen.get(status) > 0, `some were answered ${status}: ${JSON.stringify([...seen])}`);
});

describe("lengths that are none", () => {
  const head = (...lines) => Buffer.from([`POST /api/v1/me/views HTTP/1.1`, `Host: ${new URL(stack.origin).host}`, "Connection: close", "Content-Type: application/json",
    `Authorization: Bearer ${world.client.token}`, "Idempotency-Key: 0123456789abcdef", ...lines, "", ""].join("\r\n"), "latin1");
  const body = '{"page":"orders","name":"A","query":"q=a"}';
  for (const [what, lines, bytes, statuses] of [
    ["none at all", [], "", [400, 411]], ["a word", ["Content-Length: five"], body, [400]], ["a plus", ["Content-Length: +42"], body, [400]], ["a point", ["Content-Length: 42.0"], body, [400]],
    ["hexadecimal", ["Content-Length: 0x2a"], body, [400]], ["a list", ["Content-Length: 42, 42"], body, [400]], ["twice the same", ["Content-Length: 42", "Content-Length: 42"], body, [400]],
    ["past every number", ["Content-Length: 99999999999999999999999"], body, [400, 413]], ["past 63 bits", ["Content-Length: 9223372036854775808"], body, [400, 413]],
    ["one too few", [`Content-Length: ${body.length - 1}`], body, [400]], ["a length and chunks", ["Content-Length: 42", "Transfer-Encoding: chunked"], `2a\r\n${body}\r\n0\r\n\r\n`, [400]],
    ["chunks of another name", ["Transfer-Encoding: xchunked"], body, [400]], ["chunks twice", ["Transfer-Encoding: chunked, chunked"], body, [400]], ["chunks with a bad size", ["Transfer-Encoding: chunked"], `zz\r\n${body}\r\n0\r\n\r\n`, [400]],
    ["a chunk past every number", ["Transfer-Encoding: chunked"], `fffffffffffffffff\r\n${body}`, [400, 413]],
  ])
    test(what, async () => {
      const answer = await send(Buffer.concat([head(...lines), Buffer.from(bytes)]), { from: FROM, seconds: 5 });
      assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.head} ${answer.text}`);
      assert.equal(answer.header("content-type"), "application/problem+json", answer.text);
      assert.equal(JSON.parse(answer.text).status, answer.status);
    });
  test("and the view was never made", async () => assert.ok(!(await world.client.need(world.client.get("me/views?page=orders"))).items.some(({ name }) => name === "A")));
  test("chunks that are good are taken", async () => {
    const answer = await send(Buffer.concat([head("Transfer-Encoding: chunked"), Buffer.from(`2a\r\n${body}\r\n0\r\n\r\n`)]), { from: FROM });
    assert.ok([200, 201].includes(answer.status), answer.text);
  });
});

test("bodies that come a byte at a time hold up nobody", async () => {
  const slow = Array.from({ length: 30 }, () => send(request("POST", "/api/v1/auth/login", { headers: { "Content-Type": "application/json", Connection: "close" }, body: "x".repeat(60) }), { from: FROM, slowly: 20 }));
  const times = [];
  await until("two seconds are over", async () => {
    const began = performance.now();
    assert.equal((await raw("GET", "/api/v1/health/live")).status, 200);
    times.push(performance.now() - began);
    return times.length >= 40;
  });
  assert.ok(times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)] < 1000, `${times.map(Math.round)} ms`);
  await Promise.all(slow);
});
