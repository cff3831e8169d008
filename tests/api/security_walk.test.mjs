// Every route × everybody who has no business there × every place where an id stands (path, query, body, however deep): generated
// from the contract, so that a new route cannot be forgotten. Whoever is nobody hears 401, whoever may not 403, and whoever may,
// but for somebody else's things, what they would hear if there were none. Afterwards nothing has changed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { claimsOf, person, sign } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { as, Client, raw, sql, until } from "./lib/stack.mjs";
import { call, footprint, hasId, idFor, kindOf, makeWorld, may, members, neededQuery, operations, sample, takesJson } from "./lib/walk.mjs";

const UNKNOWN = "999999999999";
const closed = operations.filter((op) => !op.open);
let theirs;
let mine;
let untouched;
let counted = 0;

/* ---- who ------------------------------------------------------------------------------------------------ */

/* Somebody with that token, whatever it is worth. */
function holder(token, email = null) {
  const client = new Client(null);
  return Object.assign(client, { token, known: email });
}
const signedIn = async (client) => {
  await client.need(client.get("me"));
  return client;
};

/* Nobody at all, in every way in which a token can be no good: all 401. */
async function nobodies() {
  const good = (await signedIn(person({ role: "customer_admin", customer: mine.customer.code }))).token;
  const claims = claimsOf(good);
  const [head, body, signature] = good.split(".");
  const now = Math.floor(Date.now() / 1000);
  const gone = await signedIn(person({ role: "customer_admin", customer: mine.customer.code }));
  const [spent, locked] = [gone.token, (await signedIn(person({ role: "customer_admin", customer: mine.customer.code })))];
  await gone.logout();
  sql(`UPDATE user SET enabled = 0 WHERE email = '${locked.email}'`);
  return {
    "no token": new Client(null),
    "no token at all": holder("x.y.z"),
    "an expired token": holder(sign({ ...claims, iat: now - 700, nbf: now - 700, exp: now - 100 })),
    "a token of tomorrow": holder(sign({ ...claims, iat: now + 86400, nbf: now + 86400, exp: now + 87000 })),
    "another issuer's token": holder(sign({ ...claims, iss: "https://evil.example" })),
    "a token for another use": holder(sign({ ...claims, use: "refresh" })),
    "a token with alg none": holder(`${Buffer.from(JSON.stringify({ alg: "none", kid: JSON.parse(Buffer.from(head, "base64url")).kid })).toString("base64url")}.${body}.`),
    "a token signed with another key": holder(sign(claims, {}, { kid: JSON.parse(Buffer.from(head, "base64url")).kid, bytes: Buffer.alloc(32, 7) })),
    "a token with a changed body": holder(`${head}.${Buffer.from(JSON.stringify({ ...claims, sub: "1" })).toString("base64url")}.${signature}`),
    "a session that has ended": holder(spent),
    "a user who was locked out": holder(locked.token),
  };
}

/* A tool of their customer's and of mine, with a key for one thing alone. */
async function tool(client, scopes) {
  const { key } = await client.need(client.post("api-keys", { name: fresh("walk"), scopes }), 201);
  const answer = await raw("POST", "/api/v1/auth/token", { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200, answer.text);
  return Object.assign(holder(answer.body.accessToken), { scopes });
}

const mayCall = async (client, op) => client.scopes ? op.permission !== "signed_in" && client.scopes.includes(op.permission) : may(client, op.permission);

/* A key may ask so often and no oftener, which has tests of its own: here it is paid for beforehand. */
let asked = 0;
async function ask(op, client, request) {
  if (client.scopes && asked++ % 15 === 0) sql("DELETE FROM rate WHERE scope LIKE 'key:%'");
  return call(op, client, request);
}

/* ---- where an id stands ----------------------------------------------------------------------------------- */

function* inBody(schema, value, name, put) {
  const s = kindOf(schema);
  if (s.type === "string" && /Ids?$|^id$/.test(name)) yield [name, put];
  if (s.type === "array") yield* inBody(s.items, value?.[0] ?? sample(s.items, theirs, name), name, (id) => put([id]));
  if (s.type === "object")
    for (const [member, inner] of Object.entries(members(s)))
      yield* inBody(inner, value?.[member] ?? sample(inner, theirs, member), member, (id) => put({ ...value, [member]: id }));
}

const theirId = (name) => ({ storeId: theirs.store, storeIds: theirs.store, skuId: theirs.sku, orderId: theirs.order, orderIds: theirs.order, lineId: theirs.outbound.lines[0],
  customerId: theirs.customer, warehouseId: theirs.warehouse, warehouseIds: theirs.warehouse, channelId: theirs.channel, mappingId: theirs.mapping, labelId: theirs.label,
  outboundIds: theirs.outbound, id: theirs.order })[name]?.id ?? UNKNOWN;

/* [where, request] for every place, and one for a route without any. */
function* requests(op) {
  const path = hasId(op) ? { id: idFor(op, theirs) } : {};
  const query = neededQuery(op, theirs);
  const body = op.schema ? (takesJson(op) ? sample(op.schema, theirs) : "x") : undefined;
  yield [hasId(op) ? "path" : "route", { ...path, query, body }];
  for (const p of op.query.filter(({ name }) => /Ids?$/.test(name)))
    yield [`query ${p.name}`, { ...path, body, query: [...query.split("&").filter((part) => part && !part.startsWith(`${p.name}=`)), `${p.name}=${theirId(p.name)}`].join("&") }];
  if (op.schema && takesJson(op))
    for (const [name, put] of inBody(op.schema, body, "body", (value) => value)) yield [`body ${name}`, { ...path, query, body: put(theirId(name)) }];
}

/* ---- what they hear ---------------------------------------------------------------------------------------- */

const words = () => [theirs.customer.code, theirs.store.name, theirs.store.shop.name, theirs.sku.code, theirs.outbound.outboundNo, theirs.order.recipient.name].filter(Boolean);
function saysNothing({ text }, what) {
  for (const word of words()) assert.ok(!text.includes(word), `${what} says ${word}: ${text.slice(0, 500)}`);
}

before(async () => {
  [theirs, mine] = await Promise.all([makeWorld(), makeWorld()]);
  await until("the runs are over", async () => (await theirs.client.all(`sync-runs?storeId=${theirs.store.id}`)).every(({ status }) => !["queued", "running"].includes(status)));
  for (const one of strangers) one.client = await one.made();
  untouched = footprint(theirs.customer);
});
after(() => {
  assert.ok(counted >= 2000, `${counted} checks`);
  assert.deepEqual(footprint(theirs.customer), untouched, "nothing of theirs has changed");
});

describe("who is nobody", () => {
  test("hears 401 and nothing else, wherever an id stands", async () => {
    const all = await nobodies();
    const until_ = Date.now() + 5500; // a process may believe in a session for five seconds
    await until("the ended sessions have ended everywhere", () => Date.now() > until_);
    for (const [who, client] of Object.entries(all))
      for (const op of closed)
        for (const [where, request] of requests(op)) {
          if (where !== "path" && where !== "route" && who !== "no token" && who !== "an expired token") continue; // the body is not looked at
          const answer = await call(op, client, request);
          assert.deepEqual([answer.status, answer.body.code, answer.body.errors], [401, "token_invalid", []], `${op.name} with ${who}, ${where}: ${answer.text}`);
          saysNothing(answer, `${op.name} with ${who}`);
          counted++;
        }
  });
});

/* Somebody who is somebody, but not for this. (Staff know the customers: they set up the first business of a new one.) */
const strangers = [
  { who: "another customer's administrator", made: async () => mine.client },
  { who: "another customer's operator", made: () => signedIn(person({ role: "operator", customer: mine.customer.code })) },
  { who: "staff of another warehouse", knows: () => [theirs.customer.code], made: () => signedIn(person({ role: "warehouse", warehouses: [mine.warehouse.code] })) },
  { who: "staff without a warehouse", knows: () => [theirs.customer.code], made: () => signedIn(person({ role: "warehouse" })) },
  { who: "another customer's tool that may see orders", made: () => tool(mine.client, ["order_view"]) },
  { who: "another customer's tool that may dispatch", made: () => tool(mine.client, ["order_dispatch", "order_view"]) },
  { who: "their own tool, which may see stock alone", made: () => tool(theirs.client, ["stock_view"]) },
];
describe("who is somebody else", { concurrency: 2 }, () => {
  for (const stranger of strangers)
    test(stranger.who, async () => {
      const { who, client, knows = () => [] } = stranger;
      const own = /their own/.test(who);
      const wrong = [];
      for (const op of closed)
        for (const [where, request] of requests(op)) {
          const allowed = await mayCall(client, op);
          if (allowed && (own || op.path.startsWith("/me"))) continue; // theirs to see; or about nobody but the asker
          const answer = await ask(op, client, request);
          const told = words().find((word) => answer.text.includes(word) && !knows().includes(word));
          counted++;
          if (!allowed && op.permission !== "signed_in" && (answer.status !== 403 || answer.body?.code !== "forbidden")) wrong.push(`${op.name}, ${where}: ${answer.status}, not 403`);
          if (!own && told) wrong.push(`${op.name}, ${where}: says ${told}`);
          if (where === "path" && allowed && answer.status !== 404) wrong.push(`${op.name}, ${where}: ${answer.status}, not 404`);
          if (answer.status >= 500) wrong.push(`${op.name}, ${where}: ${answer.text}`);
        }
      assert.deepEqual(wrong, []);
    });
});
