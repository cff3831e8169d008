// Bad input, generated from the contract: every operation × every way in which a body, a query, an id or a header can be wrong. A
// clear problem names the field, and nothing is changed.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { as, Client, raw, sql, stack, until } from "./lib/stack.mjs";
import { call, daysAgo, footprint, hasId, idFor, kindOf, makeWorld, members, needed, neededQuery, operations, sample, takesJson, whoMay } from "./lib/walk.mjs";

let world;
let standing;
const print = () => [footprint(world.customer), sql(`SELECT COUNT(*) AS keys_kept FROM idempotency_key WHERE caller IN (${callers()})`)];
const callers = () => sql("SELECT id FROM user WHERE customer_id = " + world.customer.id).map(({ id }) => `'u:${id}'`).join();

before(async () => {
  world = await makeWorld();
  await until("the store's runs are over", async () => (await world.client.all(`sync-runs?storeId=${world.store.id}`)).every(({ status }) => !["queued", "running"].includes(status)));
  standing = print();
});
after(() => assert.deepEqual(print(), standing, "after all of it, nothing has changed"));

const clientFor = (op) => whoMay(op, [world.client, as.root]);
async function target(op) {
  const client = await clientFor(op);
  return { client, ...(hasId(op) ? { id: idFor(op, world) } : {}), query: neededQuery(op, world) };
}

/* A refusal of the whole form: 422 that names one of `wanted`, or a member of it. */
function names(answer, wanted, what) {
  assert.deepEqual([answer.status, answer.body?.code], [422, "invalid"], `${what}: ${answer.status} ${answer.text}`);
  const fields = answer.body.errors.map((error) => error.field);
  const near = (a, b) => a === b || a.startsWith(`${b}[`) || a.startsWith(`${b}.`);
  assert.ok(fields.some((f) => [wanted].flat().some((w) => near(f, w) || near(w, f))), `${what}: names ${fields}, not ${wanted}`);
  for (const { code, detail } of answer.body.errors) assert.ok(code && detail.length > 5, `${what}: ${detail}`);
  assert.ok(answer.body.detail && answer.body.hint);
}

/* ---- bodies that are JSON, but not this one ---------------------------------------------------------- */

const wrongTypes = { string: [5, true, [], {}], integer: ["5", 1.5, true, [], {}, 1e30], boolean: ["true", 1, [], {}], array: ["x", 5, {}, true], object: ["x", 5, [], true], enum: [5, "nonsense", "", [], {}] };

function* wrongTexts(s) {
  if (s.maxLength) yield "x".repeat(s.maxLength + 1);
  if (s.minLength) yield "";
  if (s.enum) return;
  if (s.format === "date-time") yield* ["yesterday", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T25:00:00Z", "", "1767225600", "2026-01-01T00:00:00+99:00"];
  else if (/\[0-9\]\{1,19\}/.test(s.pattern ?? "")) yield* ["x", "-1", "1.5", "1e3", "", " 1", "0x1", "9".repeat(20), "1;DROP TABLE user"];
  else if (s.pattern) yield* ["abc", "1.23456", "1e3", "--1", "1,5", "a b", "ä", "A/B", "a;b"].filter((text) => !new RegExp(s.pattern, "u").test(text));
  else yield* ["a\u0007b", "a\nb\u001b[31m"];
}

/* [what, value, field] for everything that is wrong with a value of that shape; `field` is its name in a problem. */
function* wrongs(schema, good, field) {
  const s = kindOf(schema);
  for (const value of wrongTypes[s.type === "string" && s.enum ? "enum" : s.type] ?? []) yield [`${field}: ${JSON.stringify(value)}`, value, field];
  if (s.type === "string") for (const text of wrongTexts(s)) yield [`${field}: ${JSON.stringify(text).slice(0, 40)}`, text, field];
  if (s.type === "integer") {
    if (s.minimum !== undefined) yield [`${field} under its least`, s.minimum - 1, field];
    if (s.maximum !== undefined) yield [`${field} over its most`, s.maximum + 1, field];
  }
  if (s.type === "array") {
    const item = good?.[0] ?? sample(s.items, world);
    if (s.minItems) yield [`${field} empty`, [], field];
    if (s.maxItems && s.maxItems < 1000) yield [`${field} too long`, Array(s.maxItems + 1).fill(item), field];
    for (const [what, value, at] of wrongs(s.items, item, `${field}[0]`)) yield [what, [value], at];
    yield [`${field}[0] null`, [null], `${field}[0]`];
  }
  if (s.type === "object") {
    const whole = good ?? sample(s, world);
    const inside = (name) => (field === "body" ? name : `${field}.${name}`);
    for (const name of ["surprise", "customerId", "customer_id", "version", "status", "role", "permissions", "price", "id", "createdAt", "__proto__", "constructor", "Id"])
      if (!(name in members(s))) yield [`${inside(name)} more`, JSON.parse(`{"${name}":1${Object.keys(whole).length ? `,${JSON.stringify(whole).slice(1)}` : "}"}`), inside(name)];
    for (const name of needed(s)) {
      const { [name]: gone, ...rest } = whole;
      yield [`${inside(name)} missing`, rest, inside(name)];
      yield [`${inside(name)} null`, { ...whole, [name]: null }, inside(name)];
    }
    for (const [name, member] of Object.entries(members(s)))
      for (const [what, value, at] of wrongs(member, whole[name], inside(name))) yield [what, { ...whole, [name]: value }, at];
  }
}

describe("a body of another shape", { concurrency: 4 }, () => {
  for (const op of operations.filter(takesJson))
    test(op.name, async () => {
      const to = await target(op);
      const good = sample(op.schema, world);
      let n = 0;
      for (const [what, body, field] of wrongs(op.schema, good, "body")) {
        if (field === "body") continue; // what is no object is no JSON body of ours: below
        names(await call(op, to.client, { ...to, body }), field, what);
        n++;
      }
      assert.ok(n >= 5, `${n} wrong bodies`);
    });
});

/* ---- bodies that are not JSON, or too much of it --------------------------------------------------------- */

const bytes = (text) => Buffer.from(text, "latin1");
const bad = [
  ["nothing", "", 400], ["half an object", "{", 400], ["half a member", '{"a"', 400], ["a list", "[]", 400], ["null", "null", 400], ["a text", '"x"', 400], ["a number", "1", 400],
  ["something behind it", "{} x", 400], ["two objects", "{}{}", 400], ["a comma too many", '{"a":1,}', 400], ["single quotes", "{'a':1}", 400], ["a comment", "{/* */}", 400],
  ["a member twice", '{"a":1,"a":2}', 400], ["a number like 012", '{"a":012}', 400], ["a number like 1.", '{"a":1.}', 400], ["NaN", '{"a":NaN}', 400], ["a byte order mark", "\ufeff{}", 400],
  ["a raw line break in a text", '{"a":"x\ny"}', 400], ["a NUL", '{"a":"x\\u0000y"}', 400], ["half a pair", '{"a":"\\ud800"}', 400], ["the mark of numbers", '{"a":"\\u00015"}', 400],
  ["UTF-8 cut short", bytes('{"a":"\xc3"}'), 400], ["UTF-8 too long", bytes('{"a":"\xc0\xaf"}'), 400], ["no UTF-8", bytes('{"a":"\xff\xfe"}'), 400], ["surrogates in UTF-8", bytes('{"a":"\xed\xa0\x80"}'), 400],
  ["UTF-16", Buffer.from("{}", "utf16le"), 400], ["seventeen deep", `{"a":${"[".repeat(17)}${"]".repeat(17)}}`, 400], ["thirty thousand deep", "[".repeat(30000), 400],
  ["a list of 1,001", `{"a":[${Array(1001).fill(1)}]}`, 400], ["a text over 4 KiB", `{"a":"${"x".repeat(4097)}"}`, 400], ["a number without end", `{"a":${"9".repeat(5000)}}`, 400],
];
const types = ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/jsonx", "multipart/form-data; boundary=x", "text/json"];

describe("a body that cannot be read", { concurrency: 4 }, () => {
  for (const op of operations.filter(takesJson))
    test(op.name, async () => {
      const to = await target(op);
      for (const [what, body, status] of bad) {
        const answer = await call(op, to.client, { ...to, body, headers: { "Content-Type": "application/json" } });
        assert.deepEqual([answer.status, answer.body?.code], [status, "malformed"], `${what}: ${answer.text}`);
        assert.ok(answer.body.detail.length > 5);
      }
      for (const type of types) {
        const answer = await call(op, to.client, { ...to, body: JSON.stringify(sample(op.schema, world)), headers: { "Content-Type": type } });
        assert.deepEqual([answer.status, answer.body?.code], [415, "unsupported_media"], type);
      }
    });
  for (const op of operations.filter((o) => o.method === "POST" && !o.type))
    test(`${op.name}, which takes none`, async () => {
      const to = await target(op);
      const headers = op.path.startsWith("/auth/") ? { Origin: stack.origin, "X-GWMS": "1" } : {};
      names(await call(op, to.client, { ...to, body: { surprise: 1 }, headers }), "surprise", "a member");
      for (const body of ["[]", "{", "null", '{"a":1,"a":1}'])
        assert.equal((await call(op, to.client, { ...to, body, headers: { ...headers, "Content-Type": "application/json" } })).status, 400, body);
    });
});

/* Only as much is sent as the refusal needs. */
function large(op, size) {
  const { hostname, port } = new URL(stack.origin);
  const request = [`${op.method} /api/v1${op.path.replace("{id}", "1")} HTTP/1.1`, `Host: ${hostname}:${port}`, `Content-Length: ${size}`,
    `Content-Type: ${op.type ?? "application/json"}`, "", "x".repeat(1000)].join("\r\n");
  return new Promise((done, fail) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setTimeout(10000, () => socket.destroy(new Error("no answer within 10 s")));
    socket.on("error", fail).on("data", (part) => {
      answer += part;
      const [head, body] = answer.split(/\r\n\r\n([^]*)/);
      if (body === undefined || body.length < Number(/content-length: (\d+)/i.exec(head)?.[1])) return;
      socket.destroy();
      done({ status: Number(head.split(" ")[1]), type: /content-type: ([^\r]*)/i.exec(head)?.[1], body: JSON.parse(body) });
    });
  });
}

test("2 MB for every operation: refused at the door, in the same shape", async () => {
  for (const op of operations.filter((o) => o.method !== "GET" && o.type !== "application/pdf" && o.type !== "multipart/form-data")) {
    const answer = await large(op, 2 * 1024 * 1024);
    assert.deepEqual([answer.status, answer.type, answer.body.code], [413, "application/problem+json", "body_too_large"], op.name);
    assert.deepEqual(Object.keys(answer.body).sort(), ["code", "detail", "errors", "hint", "requestId", "status", "title"]);
  }
});

/* ---- queries ------------------------------------------------------------------------------------------------ */

/* Raw texts (percent-encoded) that are no value of the parameter. */
function* wrongValues(p) {
  const s = kindOf(p.schema);
  yield* ["%zz", "%", "%ff", "%c3", "a%00b"];
  if (s.type === "integer") yield* ["x", "1.5", "1e2", "%201", "-1", "0", "99999999999999999999", ...(s.maximum ? [s.maximum + 1] : [])];
  if (s.type === "boolean") yield* ["1", "yes", "TRUE"];
  if (s.enum) yield* ["nonsense", "B2C,", "%20"];
  if (s.format === "date-time") yield* ["yesterday", "2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "1767225600", "2026-01-01T00:00:00%2B00:00Z"];
  if (s.maxLength) yield "x".repeat(s.maxLength + 1);
  if (/Id$/.test(p.name)) yield* ["x", "-1", "1.5", "1%20OR%201%3D1", "9".repeat(20)];
  if (["kind", "status", "type", "outcome", "state", "turn", "exception"].includes(p.name)) yield* ["nonsense", "pending%3B--"];
  if (p.name === "cursor") yield* ["x", "AAAA", "%7B%7D", "-1", "eyJhIjoxfQ", `${"A".repeat(256)}`];
}

describe("a query", { concurrency: 4 }, () => {
  for (const op of operations)
    test(op.name, async () => {
      const to = await target(op);
      const { query } = to;
      const ask = (more) => call(op, to.client, { ...to, query: [query, more].filter(Boolean).join("&"), ...(op.schema && takesJson(op) ? { body: sample(op.schema, world) } : {}),
        headers: op.path.startsWith("/auth/") ? { Origin: stack.origin, "X-GWMS": "1" } : {} });
      if (op.method !== "GET" && op.query.length === 0) return; // a change has its words in the body
      names(await ask("surprise=1"), "surprise", "an unknown parameter");
      for (const p of op.query) {
        const other = query.split("&").filter((part) => !part.startsWith(`${p.name}=`)).join("&");
        for (const value of wrongValues(p))
          names(await call(op, to.client, { ...to, query: [other, `${p.name}=${value}`].filter(Boolean).join("&") }), p.name, `${p.name}=${String(value).slice(0, 40)}`);
        if (p.required) names(await call(op, to.client, { ...to, query: other }), p.name, `${p.name} missing`);
        const good = encodeURIComponent(sample(p.schema, world, p.name));
        names(await call(op, to.client, { ...to, query: [other, `${p.name}=${good}&${p.name}=${good}`].filter(Boolean).join("&") }), p.name, `${p.name} twice`);
      }
      for (const [from, till] of [["from", "to"], ["orderTimeFrom", "orderTimeTo"]])
        if (op.query.some((p) => p.name === from)) names(await call(op, to.client, { ...to, query: `${from}=${daysAgo(1)}&${till}=${daysAgo(2)}` }), [from, till], "end before start");
    });

  test("a cursor that was tampered with is no cursor", async () => {
    const { nextCursor } = await world.client.need(world.client.get("orders?limit=1"));
    assert.ok(nextCursor);
    for (const cut of [nextCursor.slice(1), nextCursor.slice(0, -1), nextCursor + nextCursor, nextCursor.toUpperCase() + "x"]) names(await world.client.get(`orders?cursor=${encodeURIComponent(cut)}`), "cursor", cut);
  });
});

test("a sync's end before its start, or fields of another mode", async () => {
  const ask = (more) => world.client.post("sync-runs", { kind: "b2c", storeIds: [world.store.id], mode: "immediate", ...more });
  const range = { mode: "time_range", from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" };
  for (const [body, field] of [[range, "to"], [{ ...range, to: range.from }, "to"], [{ mode: "time_range" }, "from"], [{ ...range, to: null }, "to"], [{ ...range, from: "2099-01-01T00:00:00Z", to: "2099-01-02T00:00:00Z" }, "from"],
    [{ from: range.from }, "from"], [{ orderNumbers: ["1"] }, "orderNumbers"], [{ mode: "order_numbers" }, "orderNumbers"], [{ mode: "order_numbers", orderNumbers: [] }, "orderNumbers"],
    [{ mode: "order_numbers", orderNumbers: ["1"], to: range.to }, "to"], [{ kind: "b2b" }, "storeIds"], [{ storeIds: [world.store.id, world.store.id] }, "storeIds"]])
    names(await ask(body), field, JSON.stringify(body));
});

/* ---- ids, methods, who asks ----------------------------------------------------------------------------------- */

describe("an id", { concurrency: 4 }, () => {
  for (const op of operations.filter(hasId))
    test(op.name, async () => {
      const { client, query } = await target(op);
      const body = op.schema && (takesJson(op) ? sample(op.schema, world) : "x");
      for (const id of ["999999999999", "9223372036854775807", "9".repeat(20), "0", "-1", "1.5", "1e3", "abc", "1%20", "%31%00", "1'--", "undefined", "+1"]) {
        const answer = await call(op, client, { id, query, body });
        assert.ok([404, 400].includes(answer.status) && (answer.status === 404 || /%00/.test(id)), `${id}: ${answer.status} ${answer.text}`);
      }
    });
});

test("methods that an address does not take", async () => {
  const base = Object.groupBy ? Object.groupBy(operations, ({ path }) => path) : operations.reduce((all, op) => ({ ...all, [op.path]: [...(all[op.path] ?? []), op] }), {});
  for (const [path, ops] of Object.entries(base))
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((m) => !ops.some((op) => op.method === m))) {
      const answer = await raw(method, `/api/v1${path.replace("{id}", "1")}`, { headers: { Authorization: `Bearer ${world.client.token}` } });
      // an address with a word where another has an id may be that one, which then knows no such id
      assert.ok(["method_not_allowed", "not_found"].includes(answer.body.code) && [404, 405].includes(answer.status), `${method} ${path}: ${answer.text}`);
    }
});

test("nobody, and nobody known, may ask anything but what is open", async () => {
  const stranger = new Client(null);
  stranger.token = "x.y.z";
  for (const op of operations)
    for (const client of op.open ? [] : [as.nobody, stranger]) {
      const answer = await call(op, client, { id: 1 });
      assert.deepEqual([answer.status, answer.body.code], [401, "token_invalid"], op.name);
    }
});

test("a change without its key or version", async () => {
  for (const op of operations.filter((o) => o.header("Idempotency-Key") || o.header("If-Match"))) {
    const { client, id, query } = await target(op);
    const body = op.schema && (takesJson(op) ? sample(op.schema, world) : "x");
    const where = `${op.path.replace("{id}", id ?? "")}${query && `?${query}`}`;
    const headers = op.type && !takesJson(op) ? { "Content-Type": op.type } : {};
    if (op.header("If-Match")) {
      const answer = await client.ask(op.method, where, { body, headers });
      assert.deepEqual([answer.status, answer.body.code], [428, "version_missing"], op.name);
    }
    if (op.header("Idempotency-Key")) {
      const answer = await client.ask(op.method, where, { body, headers, key: null, version: op.header("If-Match") ? 1 : undefined });
      assert.deepEqual([answer.status, answer.body.code], [400, "idempotency_key_missing"], op.name);
    }
  }
});
