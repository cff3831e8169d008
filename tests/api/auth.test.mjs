// Signing in, staying signed in, and being put out: passwords, throttling, tokens, the refresh cookie.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { claimsOf, person, sign, signingKey } from "./lib/people.mjs";
import { as, Client, raw, sql, stack, until } from "./lib/stack.mjs";

/* All tests come from one address; failures of another run must not count against this one. */
before(() => sql("DELETE FROM login_throttle"));

const login = (body, headers = { Origin: stack.origin }) => raw("POST", "/api/v1/auth/login", { body, headers });
const me = (token) => raw("GET", "/api/v1/me", { headers: token === undefined ? {} : { Authorization: token } });
const code = (answer) => [answer.status, answer.body?.code];
const refreshWith = (cookie, headers = {}) =>
  raw("POST", "/api/v1/auth/refresh", { headers: { Origin: stack.origin, "X-GWMS": "1", ...(cookie ? { Cookie: cookie } : {}), ...headers } });
const cookieOf = (answer) => answer.headers.getSetCookie()[0]?.split(";")[0];

async function signedIn(client = person()) {
  const answer = await client.login();
  assert.equal(answer.status, 200, answer.text);
  return client;
}

/* No good answer later than 5 s after `since`, from any of the API processes. */
async function putOut(token, since = Date.now()) {
  let last = since;
  await until("six seconds are over", async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => me(`Bearer ${token}`)));
    for (const answer of answers)
      if (answer.status === 200) last = Date.now();
      else assert.deepEqual(code(answer), [401, "token_invalid"]);
    return Date.now() - since > 6000;
  });
  assert.ok(last - since <= 5500, `still let in ${last - since} ms later`);
}

/* ---- signing in --------------------------------------------------------------------------------- */

test("signing in answers a short token and sets the refresh cookie", async () => {
  const client = person();
  const answer = await client.login();
  assert.equal(answer.status, 200);
  assert.equal(answer.body.expiresIn, 600);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const [cookie, ...more] = answer.headers.getSetCookie();
  assert.deepEqual(more, []);
  const [pair, ...attributes] = cookie.split("; ");
  assert.match(pair, /^gwms_rt=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(attributes.sort(), ["HttpOnly", "Max-Age=43200", "Path=/api/v1/auth", "SameSite=Strict"]);
  assert.ok(!answer.text.includes(pair.split("=")[1]), "the refresh token is in no body");
  const claims = claimsOf(answer.body.accessToken);
  assert.deepEqual(Object.keys(claims).sort(), ["aud", "exp", "iat", "iss", "nbf", "sid", "sub", "use", "ver"]);
  assert.equal(claims.exp - claims.iat, 600);
});

test("the address is matched without regard to case, and spaces around it are forgiven", async () => {
  const client = person();
  assert.equal((await login({ email: `  ${client.email.toUpperCase()} `, password: client.password })).status, 200);
});

test("me says who somebody is and what they may do", async () => {
  const { body: operator } = await as.operator.get("me");
  assert.equal(operator.email, "operator@practice.test");
  assert.deepEqual([operator.staff, operator.customer.name, operator.roles], [false, "Harbor Trading", ["operator"]]);
  assert.ok(operator.permissions.includes("order_dispatch") && !operator.permissions.includes("store_manage"));
  const { body: staff } = await as.warehouse.get("me");
  assert.deepEqual([staff.staff, staff.customer, staff.roles], [true, null, ["warehouse"]]);
  assert.ok(staff.permissions.includes("outbound_work") && !staff.permissions.includes("order_dispatch"));
});

test("a wrong password, an unknown account, a disabled one and a disabled customer's look the same", async () => {
  const known = person();
  const disabled = person();
  sql(`UPDATE user SET enabled = 0 WHERE email = '${disabled.email}'`);
  const attempts = [
    { email: known.email, password: "not the password" },
    { email: "nobody@people.example", password: "not the password" },
    { email: disabled.email, password: disabled.password },
    { email: known.email, password: `${known.password} ` },
  ];
  const times = [];
  const answers = [];
  for (const attempt of attempts) {
    const began = performance.now();
    answers.push(await login(attempt));
    times.push(performance.now() - began);
  }
  const seen = answers.map(({ status, body: { requestId, ...body }, headers }) => ({ status, body, cookie: headers.get("set-cookie") }));
  assert.deepEqual(seen[0].body.code, "login_failed");
  assert.equal(seen[0].cookie, null);
  for (const other of seen) assert.deepEqual(other, seen[0]);
  assert.ok(Math.min(...times) > 5, `each costs a password hash, also that of nobody: ${times.map(Math.round)} ms`);
});

test("after five failures an account waits, and another one does not", async () => {
  const guessed = person();
  const other = person();
  for (let i = 1; i <= 6; i++) assert.deepEqual(code(await login({ email: guessed.email, password: `guess number ${i}` })), [401, "login_failed"], `failure ${i}`);
  for (const password of ["guess number 7", guessed.password]) {
    const refused = await login({ email: guessed.email, password });
    assert.deepEqual(code(refused), [429, "login_throttled"], "not even the right password");
    assert.match(refused.headers.get("retry-after"), /^[12]$/);
  }
  assert.equal((await other.login()).status, 200);
  await until("the wait is over", async () => (await guessed.login()).status === 200, 10);
  assert.deepEqual(code(await login({ email: guessed.email, password: "one more" })), [401, "login_failed"], "signing in has forgiven the failures");
});

test("what is no sign-in is refused field by field", async () => {
  for (const [body, status, errors] of [
    [{}, 422, ["email", "password"]],
    [{ email: "a@b.example" }, 422, ["password"]],
    [{ email: 5, password: true }, 422, ["email", "password"]],
    [{ email: "a@b.example", password: "x", role: "system" }, 422, ["role"]],
    [{ email: `${"a".repeat(250)}@b.example`, password: "x".repeat(129) }, 422, ["email", "password"]],
    [{ email: "a\u0000b@c.example", password: "x" }, 400, []],
    ["not json", 400, []], ["", 400, []], ["[]", 400, []], ["null", 400, []],
  ]) {
    const answer = await login(body);
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(answer.body.errors.map(({ field }) => field).sort(), errors);
  }
});

/* ---- staying signed in -------------------------------------------------------------------------- */

test("the refresh cookie is good once and brings the next one", async () => {
  const client = await signedIn();
  const [first, token] = [client.cookie, client.token];
  const renewed = await client.refresh();
  assert.equal(renewed.status, 200);
  assert.notEqual(client.cookie, first);
  assert.equal(claimsOf(client.token).sid, claimsOf(token).sid, "the same session");
  assert.equal((await me(`Bearer ${client.token}`)).status, 200);
  assert.equal((await client.refresh()).status, 200, "the new one works");
});

test("two tabs at once: one renews, the other is told to try again, and both go on", async () => {
  const client = await signedIn();
  const answers = await Promise.all([refreshWith(client.cookie), refreshWith(client.cookie)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const [won, raced] = answers.sort((a, b) => a.status - b.status);
  assert.equal(raced.body.code, "refresh_raced");
  assert.equal(raced.headers.get("set-cookie"), null, "the cookie that the browser has by now is left alone");
  assert.equal((await refreshWith(cookieOf(won))).status, 200);
});

test("a spent token that is not the last but one ends the session, however young it is", async () => {
  const client = await signedIn();
  const stolen = client.cookie;
  await client.refresh();
  await client.refresh();
  assert.deepEqual(code(await refreshWith(stolen)), [401, "token_invalid"]);
  assert.deepEqual(code(await client.refresh()), [401, "token_invalid"], "the rightful one is out as well");
});

test("signing out without a session is no mistake", async () => {
  assert.equal((await new Client(null).logout()).status, 204);
  assert.equal((await raw("POST", "/api/v1/auth/logout", { headers: { Origin: stack.origin, "X-GWMS": "1", Cookie: `gwms_rt=${"x".repeat(43)}` } })).status, 204);
});

/* Each watches for six seconds, all at once. */
describe("whoever is put out is out everywhere within 5 s:", { concurrency: true }, () => {
  test("after the reuse of a spent refresh token", async () => {
    const client = await signedIn();
    const stolen = client.cookie;
    await client.refresh();
    sql(`UPDATE refresh_token SET spent_at = spent_at - INTERVAL 11 SECOND WHERE session_id = '${claimsOf(client.token).sid}' AND spent_at IS NOT NULL`);
    await Promise.all(Array.from({ length: 8 }, () => me(`Bearer ${client.token}`)));
    const since = Date.now();
    assert.deepEqual(code(await refreshWith(stolen)), [401, "token_invalid"]);
    assert.deepEqual(code(await client.refresh()), [401, "token_invalid"]);
    await putOut(client.token, since);
    const [session] = sql(`SELECT end_reason FROM session WHERE id = '${claimsOf(client.token).sid}'`);
    assert.equal(session.end_reason, "refresh_reused");
  });

  test("after signing out, which clears the cookie and asks the browser to forget", async () => {
    const client = await signedIn();
    const { token, cookie } = client;
    await Promise.all(Array.from({ length: 8 }, () => me(`Bearer ${token}`)));
    const since = Date.now();
    const answer = await client.logout();
    assert.equal(answer.status, 204);
    assert.match(answer.headers.getSetCookie()[0], /^gwms_rt=; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict; Max-Age=0$/);
    assert.equal(answer.headers.get("clear-site-data"), '"cache", "storage"');
    assert.deepEqual(code(await refreshWith(cookie)), [401, "token_invalid"]);
    await putOut(token, since);
  });

  for (const [what, change] of [
    ["other rights", (email) => `UPDATE user SET rights_version = rights_version + 1 WHERE email = '${email}'`],
    ["the account disabled", (email) => `UPDATE user SET enabled = 0 WHERE email = '${email}'`],
  ])
    test(`with ${what}`, async () => {
      const client = await signedIn();
      await Promise.all(Array.from({ length: 8 }, () => me(`Bearer ${client.token}`)));
      sql(change(client.email));
      await putOut(client.token);
    });
});

for (const [what, spoil] of [
  ["an expired refresh token", (sid) => `UPDATE refresh_token SET expires_at = NOW(6) WHERE session_id = '${sid}'`],
  ["an expired session", (sid) => `UPDATE session SET expires_at = NOW(6) WHERE id = '${sid}'`],
])
  test(`${what} renews nothing`, async () => {
    const client = await signedIn();
    sql(spoil(claimsOf(client.token).sid));
    assert.deepEqual(code(await client.refresh()), [401, "token_invalid"]);
  });

test("a session never lives longer than its seven days, and staff's twelve hours", async () => {
  for (const [client, hours] of [[person(), 7 * 24], [person({ role: "warehouse", warehouses: ["LAX1"] }), 12]]) {
    await signedIn(client);
    const [{ life }] = sql(`SELECT TIMESTAMPDIFF(MINUTE, created_at, expires_at) AS life FROM session WHERE id = '${claimsOf(client.token).sid}'`);
    assert.equal(Number(life), hours * 60);
    sql(`UPDATE session SET expires_at = NOW(6) + INTERVAL 1 HOUR WHERE id = '${claimsOf(client.token).sid}'`);
    assert.equal((await client.refresh()).status, 200);
    const [{ late }] = sql(`SELECT COUNT(*) AS late FROM refresh_token r JOIN session s ON s.id = r.session_id WHERE s.id = '${claimsOf(client.token).sid}' AND r.spent_at IS NULL AND r.expires_at > s.expires_at`);
    assert.equal(Number(late), 0, "the new token ends with the session");
  }
});

/* ---- from where ---------------------------------------------------------------------------------- */

test("what reads the cookie is for our own page alone", async () => {
  const client = await signedIn();
  const good = { Origin: stack.origin, "X-GWMS": "1", Cookie: client.cookie };
  for (const what of ["refresh", "logout"])
    for (const [name, headers] of [
      ["no origin", { ...good, Origin: undefined }],
      ["another site", { ...good, Origin: "https://evil.example" }],
      ["a longer name", { ...good, Origin: `${stack.origin}.evil.example` }],
      ["another port", { ...good, Origin: stack.origin.replace(/:\d+$/, ":1") }],
      ["another scheme", { ...good, Origin: stack.origin.replace("http:", "https:") }],
      ["no page at all", { ...good, Origin: "null" }],
      ["no header of ours", { ...good, "X-GWMS": undefined }],
      ["another value of it", { ...good, "X-GWMS": "2" }],
    ]) {
      const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
      const answer = await raw("POST", `/api/v1/auth/${what}`, { headers: sent });
      assert.deepEqual(code(answer), [403, "origin_refused"], `${what}: ${name}`);
      assert.equal(answer.headers.get("set-cookie"), null);
    }
  assert.equal((await client.refresh()).status, 200, "none of that has touched the session");
});

test("nobody is signed in by another site's page, but a tool without a page may sign in", async () => {
  const client = person();
  const body = { email: client.email, password: client.password };
  for (const origin of ["https://evil.example", "null", `${stack.origin}.evil.example`])
    assert.deepEqual(code(await login(body, { Origin: origin })), [403, "origin_refused"]);
  assert.equal((await login(body, {})).status, 200);
});

test("the cookie opens nothing but its own two calls", async () => {
  const client = await signedIn();
  assert.deepEqual(code(await raw("GET", "/api/v1/me", { headers: { Cookie: client.cookie } })), [401, "token_invalid"]);
});

test("cookies that are none", async () => {
  for (const cookie of [null, "gwms_rt=", "gwms_rt=short", `gwms_rt=${"A".repeat(43)}`, `gwms_rt=${"A".repeat(4000)}`, `other=${"A".repeat(43)}`,
    `gwms_rt=${"%41".repeat(14)}x`, ";;;=;", "gwms_rt", `x_gwms_rt=${"A".repeat(43)}`])
    assert.deepEqual(code(await refreshWith(cookie)), [401, "token_invalid"], String(cookie));
});

test("refreshing takes no body", async () => {
  const client = await signedIn();
  const answer = await client.auth("refresh", { body: { refreshToken: "x" } });
  assert.deepEqual([answer.status, answer.body.errors[0].field], [422, "refreshToken"]);
  assert.equal((await client.auth("refresh", { body: {} })).status, 200);
});

/* ---- tokens -------------------------------------------------------------------------------------- */

test("a token must be one of ours, whole, of now, and for this use", async () => {
  const client = await signedIn();
  const good = claimsOf(client.token);
  const now = Math.floor(Date.now() / 1000);
  const [head, body, signature] = client.token.split(".");
  const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  const flip = (part) => `${part.slice(0, -2)}${part.at(-2) === "A" ? "B" : "A"}${part.at(-1)}`;
  assert.equal((await me(`Bearer ${sign(good)}`)).status, 200, "a token made here is like one made there");

  const bad = {
    "no header": undefined, "an empty one": "", "no token": "Bearer ", "another scheme": `Basic ${client.token}`, "lower case": `bearer ${client.token}`,
    "two spaces": `Bearer  ${client.token}`, "something behind it": `Bearer ${client.token} x`, garbage: "Bearer garbage", "three dots": "Bearer ...",
    "two parts": `Bearer ${head}.${body}`, "four parts": `Bearer ${client.token}.x`, "no signature": `Bearer ${head}.${body}.`,
    "a changed header": `Bearer ${flip(head)}.${body}.${signature}`, "a changed body": `Bearer ${head}.${flip(body)}.${signature}`,
    "a changed signature": `Bearer ${head}.${body}.${flip(signature)}`, padding: `Bearer ${client.token}=`, "3 KB": `Bearer ${sign({ ...good, more: "x".repeat(2500) })}`,
    "another key": `Bearer ${sign(good, {}, { kid: signingKey().kid, bytes: Buffer.alloc(32, 7) })}`,
    "an empty key": `Bearer ${sign(good, {}, { kid: signingKey().kid, bytes: Buffer.alloc(0) })}`,
  };
  for (const [name, header] of Object.entries({
    "alg none": { alg: "none" }, "alg hs256": { alg: "hs256" }, "alg RS256": { alg: "RS256" }, "alg HS512": { alg: "HS512" }, "alg a list": { alg: ["HS256"] },
    "an unknown kid": { kid: "other" }, "an empty kid": { kid: "" }, "kid a number": { kid: 1 }, "kid a path": { kid: "../../jwt.keys" }, crit: { crit: ["exp"] },
    "typ at": { typ: "at+jwt" }, "a key of its own": { jwk: { kty: "oct", k: "AAAA" } },
  })) bad[name] = `Bearer ${sign(good, header)}`;
  for (const [name, claims] of Object.entries({
    expired: { ...good, iat: now - 631, nbf: now - 631, exp: now - 31 }, "too long a life": { ...good, exp: good.iat + 601 }, "no life": { ...good, exp: good.iat },
    "issued tomorrow": { ...good, iat: now + 86400, nbf: now + 86400, exp: now + 86500 }, "not yet": { ...good, nbf: now + 300 },
    "exp a text": { ...good, exp: String(good.exp) }, "exp a fraction": { ...good, exp: good.exp + 0.5 }, "exp huge": JSON.stringify(good).replace(/"exp":\d+/, '"exp":1e400'),
    "exp negative": { ...good, exp: -1 }, "another audience": { ...good, aud: "other" }, "a list of audiences": { ...good, aud: ["gwms-api"] },
    "another use": { ...good, use: "refresh" }, "another issuer": { ...good, iss: "https://evil.example" }, "another user": { ...good, sub: "1" },
    "sub a number": { ...good, sub: Number(good.sub) }, "sub no number": { ...good, sub: "1 OR 1=1" }, "another session": { ...good, sid: "A".repeat(22) },
    "a short session": { ...good, sid: "A" }, "an old version": { ...good, ver: good.ver + 1 }, "ver a text": { ...good, ver: "1" },
    "a claim twice": `${JSON.stringify(good).slice(0, -1)},"sub":"1"}`, "no object": "[]", "broken JSON": "{",
    ...Object.fromEntries(Object.keys(good).map((name) => [`no ${name}`, without(name)])),
  })) bad[name] = `Bearer ${sign(claims)}`;

  for (const [name, header] of Object.entries(bad)) {
    const answer = await me(header);
    assert.deepEqual(code(answer), [401, "token_invalid"], name);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
  }
  assert.equal((await me(`Bearer ${client.token}`)).status, 200, "and the good one is still good");
});

test("a token lives its ten minutes and half a minute of clocks that differ", async () => {
  const client = await signedIn();
  const good = claimsOf(client.token);
  const now = Math.floor(Date.now() / 1000);
  assert.equal((await me(`Bearer ${sign({ ...good, iat: now - 620, nbf: now - 620, exp: now - 20 })}`)).status, 200);
  assert.equal((await me(`Bearer ${sign({ ...good, iat: now - 640, nbf: now - 640, exp: now - 40 })}`)).status, 401);
});
