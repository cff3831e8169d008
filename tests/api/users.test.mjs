// People: who manages whom, what may be given, the link that sets a password, and that a change holds at once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";
import { admin, person } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { as, Client, raw, sql, stack, until } from "./lib/stack.mjs";

before(() => sql("DELETE FROM login_throttle"));

const code = (answer) => [answer.status, answer.body?.code];
const fields = (answer) => answer.body?.errors.map((e) => `${e.field} ${e.code}`);
const address = () => `${fresh("u").toLowerCase()}@people.example`;
const newPassword = "a good long sentence";

/* A customer of its own with its one administrator. */
function house() {
  const customer = fresh("house").toLowerCase();
  admin(["customer-add", customer, `Customer ${customer}`]);
  return { customer, id: sql(`SELECT id FROM customer WHERE code = '${customer}'`)[0].id, boss: person({ role: "customer_admin", customer }) };
}

const userOf = async (client, who) => (await who.need(who.get(`users?q=${encodeURIComponent(client.email)}`))).items[0];
const add = (who, body = {}) => who.need(who.post("users", { email: address(), name: "New Person", roles: ["operator"], ...body }));
const invite = (who, id) => who.need(who.post(`users/${id}/invitation`));
const setPassword = (token, password = newPassword) => raw("POST", "/api/v1/auth/password", { body: { token, password }, headers: { Origin: stack.origin } });
const change = (who, user, body, version = user.version) => who.patch(`users/${user.id}`, body, { version });

/* Somebody who was invited and has set a password. */
async function joined(who, body) {
  const user = await add(who, body);
  assert.equal((await setPassword((await invite(who, user.id)).token)).status, 204);
  const client = new Client(user.email, newPassword);
  assert.equal((await client.login()).status, 200);
  return { client, user: await who.need(who.get(`users/${user.id}`)) };
}

/* Refused by every process within the five seconds that one may still believe in the session. */
async function refusedSoon(client, path, wanted) {
  const since = Date.now();
  let last = 0;
  await until(`${path} answers ${wanted}`, async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.get(path)));
    if (answers.some(({ status }) => status === 200)) last = Date.now();
    return answers.every(({ status }) => status === wanted) && Date.now() - since > 5500;
  });
  assert.ok(last - since < 6000, `still let in after ${last - since} ms`);
}

describe("adding and inviting", () => {
  test("a new user has no password until the link was used, once, and then signs in", async () => {
    const { boss, customer } = house();
    const user = await add(boss, { email: `  ${address().toUpperCase()} `, language: "zh-CN" });
    assert.deepEqual([user.email, user.customer.name, user.roles, user.hasPassword, user.invitedUntil, user.enabled, user.language],
      [user.email.trim().toLowerCase(), `Customer ${customer}`, ["operator"], false, null, true, "zh-CN"]);
    const first = await invite(boss, user.id);
    const key = randomUUID();
    const second = await boss.need(boss.post(`users/${user.id}/invitation`, undefined, { key }));
    const repeat = await boss.post(`users/${user.id}/invitation`, undefined, { key });
    assert.deepEqual([repeat.headers.get("idempotent-replay"), repeat.body], ["true", { ...second, token: null }], "shown once");
    assert.match(second.token, /^[A-Za-z0-9_-]{43}$/);
    const left = Date.parse(second.expiresAt) - Date.now();
    assert.ok(left > 3_500_000 && left <= 3_601_000, second.expiresAt);
    assert.deepEqual(fields(await setPassword(first.token)), ["token link_spent"], "a second link replaces the first");
    assert.deepEqual(sql(`SELECT COUNT(*) AS n FROM user_invitation WHERE token_hash = UNHEX(SHA2('${second.token}', 256))`), [{ n: "1" }]);
    assert.ok(!JSON.stringify(sql("SELECT * FROM idempotency_key")).includes(second.token), "the link is kept nowhere");
    assert.equal((await setPassword(second.token)).status, 204);
    assert.deepEqual(fields(await setPassword(second.token, "another long sentence")), ["token link_spent"]);
    const client = new Client(user.email, newPassword);
    assert.equal((await client.login()).status, 200);
    assert.equal((await client.need(client.get("me"))).language, "zh-CN");
    assert.equal((await boss.need(boss.get(`users/${user.id}`))).hasPassword, true);
    assert.deepEqual(sql(`SELECT action FROM audit_log WHERE subject = '${user.email}' ORDER BY id`).map(({ action }) => action),
      ["user_added", "user_invited", "user_invited", "password_set", "signed_in"]);
  });

  test("an expired link, a link of somebody switched off and a made-up one are refused alike", async () => {
    const { boss } = house();
    const late = await add(boss), off = await add(boss);
    const links = [(await invite(boss, late.id)).token, (await invite(boss, off.id)).token, "x".repeat(43), "short"];
    sql(`UPDATE user_invitation SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE user_id = ${late.id}`);
    await boss.need(change(boss, off, { enabled: false }));
    for (const link of links) assert.deepEqual(fields(await setPassword(link)), ["token link_spent"], link);
  });

  for (const [what, password, field] of [["short", "123456789", "password too_short"], ["long", "x".repeat(129), "password too_long"]])
    test(`a password that is too ${what} leaves the link unused`, async () => {
      const { boss } = house();
      const { token } = await invite(boss, (await add(boss)).id);
      assert.deepEqual(fields(await setPassword(token, password)), [field]);
      assert.equal((await setPassword(token)).status, 204);
    });

  test("an address is one user's", async () => {
    const { boss } = house();
    const { email } = await add(boss);
    const again = await boss.post("users", { email: email.toUpperCase(), name: "Twin", roles: ["operator"] });
    assert.deepEqual([code(again), fields(again)], [[409, "name_taken"], ["email taken"]]);
  });

  for (const [body, wrong] of [
    [{ email: "nobody" }, "email malformed"], [{ roles: ["king"] }, "roles not_a_choice"], [{ roles: ["warehouse"] }, "roles not_a_choice"],
    [{ language: "fr" }, "language not_a_choice"], [{ warehouseIds: ["1"] }, "warehouseIds wrong_side"], [{ allWarehouses: true }, "warehouseIds wrong_side"],
    [{ roles: [] }, "roles too_short"], [{ customerId: "1" }, "customerId unknown"], [{ enabled: true }, "enabled unknown"],
  ])
    test(`refused: ${JSON.stringify(body)}`, async () => {
      const { boss } = house();
      const answer = await boss.post("users", { email: address(), name: "New Person", roles: ["operator"], ...body });
      assert.deepEqual([code(answer), fields(answer)], [[422, "invalid"], [wrong]]);
    });
});

describe("who manages whom", () => {
  test("an administrator sees and changes the own customer's people alone", async () => {
    const { boss } = house(), other = house();
    const mine = await add(boss), foreign = await add(other.boss);
    const list = await boss.need(boss.get("users"));
    assert.deepEqual(list.items.map(({ email }) => email).sort(), [boss.email, mine.email].sort());
    assert.equal(list.total, 2);
    for (const id of [foreign.id, (await userOf(as.root, as.root)).id]) {
      assert.equal((await boss.get(`users/${id}`)).status, 404);
      assert.equal((await boss.patch(`users/${id}`, { name: "Mine now" }, { version: 1 })).status, 404);
      assert.equal((await boss.post(`users/${id}/invitation`)).status, 404);
    }
  });

  test("operators and warehouse staff manage nobody", async () => {
    for (const who of [as.operator, as.warehouse])
      for (const path of ["users", "roles"]) assert.deepEqual(code(await who.get(path)), [403, "forbidden"]);
  });

  test("who runs the system adds staff with warehouses, and people of any customer", async () => {
    const { id } = house();
    const [warehouse] = sql("SELECT id FROM warehouse ORDER BY id LIMIT 1");
    const staff = await add(as.root, { roles: ["warehouse"], warehouseIds: [String(warehouse.id)] });
    assert.deepEqual([staff.customer, staff.warehouseIds, staff.allWarehouses], [null, [String(warehouse.id)], false]);
    const theirs = await add(as.root, { customerId: String(id), roles: ["customer_admin", "operator"] });
    assert.deepEqual([theirs.customer.id, theirs.roles], [String(id), ["operator", "customer_admin"]]);
    for (const [body, wrong] of [
      [{ roles: ["operator"] }, "roles wrong_side"], [{ roles: ["system"], customerId: String(id) }, "roles wrong_side"],
      [{ roles: ["warehouse"], warehouseIds: ["999999"] }, "warehouseIds unknown"], [{ roles: ["operator"], customerId: "999999" }, "customerId unknown"],
    ])
      assert.deepEqual(fields(await as.root.post("users", { email: address(), name: "New Person", ...body })), [wrong]);
  });

  test("nobody gives, changes or re-invites more rights than they have", async () => {
    const { boss, customer } = house();
    // A role that manages users and little else, as an installation may make one.
    sql("INSERT IGNORE INTO role (code, name, staff) VALUES ('clerk', 'Clerk', 0)");
    sql("INSERT IGNORE INTO role_permission SELECT id, 'user_manage' FROM role WHERE code = 'clerk'");
    const clerk = person({ role: "clerk", customer });
    const roles = (await clerk.need(clerk.get("roles"))).items;
    assert.deepEqual(roles.map((r) => [r.code, r.givable]), [["operator", false], ["customer_admin", false], ["clerk", true]]);
    assert.deepEqual(fields(await clerk.post("users", { email: address(), name: "New Person", roles: ["operator"] })), ["roles not_yours_to_give"]);
    const above = await userOf(boss, clerk);
    assert.equal(above.editable, false);
    assert.deepEqual(code(await change(clerk, above, { name: "Lower" })), [403, "forbidden"]);
    assert.deepEqual(code(await clerk.post(`users/${above.id}/invitation`)), [403, "forbidden"]);
  });

  test("nobody switches themselves off, changes their own roles, or takes the last administrator away", async () => {
    const { boss } = house();
    const self = await userOf(boss, boss);
    assert.deepEqual(fields(await change(boss, self, { enabled: false })), ["enabled own_account"]);
    assert.deepEqual(fields(await change(boss, self, { roles: ["operator"] })), ["roles own_account"]);
    assert.deepEqual(fields(await change(as.root, self, { enabled: false })), ["enabled last_administrator"]);
    assert.deepEqual(fields(await change(as.root, self, { roles: ["operator"] })), ["roles last_administrator"]);
    await joined(boss, { roles: ["customer_admin"] });
    assert.equal((await change(as.root, self, { roles: ["operator"] })).status, 200, "there is another one now");
  });

  test("two administrators who demote each other at once leave one", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss, { roles: ["customer_admin"] });
    const self = await userOf(boss, boss);
    const answers = await Promise.all([change(boss, user, { roles: ["operator"] }), change(client, self, { roles: ["operator"] })]);
    const [won, lost] = answers.map(({ status }) => status).sort();
    assert.ok(won === 200 && [401, 403, 422].includes(lost), answers.map(({ text }) => text).join("\n")); // the token or the right of the one who lost may be gone by then
  });
});

describe("what changes holds at once", () => {
  test("a role that is taken away is gone within five seconds, and a new token has the new rights", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss, { roles: ["customer_admin"] });
    assert.equal((await client.get("users")).status, 200);
    const now = await boss.need(change(boss, user, { roles: ["operator"] }));
    assert.equal(now.version, user.version + 1);
    await refusedSoon(client, "me", 401);
    assert.equal((await client.refresh()).status, 200, "the session goes on");
    assert.deepEqual(code(await client.get("users")), [403, "forbidden"]);
    assert.deepEqual((await client.need(client.get("me"))).roles, ["operator"]);
  });

  test("somebody switched off is out, and their old session does not come back", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss);
    const off = await boss.need(change(boss, user, { enabled: false }));
    await refusedSoon(client, "me", 401);
    assert.equal((await client.refresh()).status, 401);
    assert.deepEqual(code(await new Client(user.email, newPassword).login()), [401, "login_failed"]);
    assert.deepEqual(fields(await boss.post(`users/${user.id}/invitation`)), ["enabled switched_off"]);
    await boss.need(change(boss, off, { enabled: true }));
    assert.equal((await client.refresh()).status, 401);
    assert.equal((await new Client(user.email, newPassword).login()).status, 200);
  });

  test("a change says which version it saw; a name alone ends no session", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss);
    const renamed = await boss.need(change(boss, user, { name: "Renamed" }));
    const late = await change(boss, user, { name: "Too late" });
    assert.deepEqual([code(late), late.body.current.version], [[412, "stale"], renamed.version]);
    assert.deepEqual(code(await boss.patch(`users/${user.id}`, { name: "x" })), [428, "version_missing"]);
    assert.equal((await client.get("me")).status, 200);
  });

  test("one's own password: the current one is asked for, guesses are counted, other sessions end", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss);
    const elsewhere = new Client(user.email, newPassword);
    await elsewhere.login();
    const own = (current, password) => client.post("me/password", { current, password }, { key: null });
    assert.deepEqual(fields(await own("not my password", "brand new sentence")), ["current wrong_password"]);
    assert.equal((await own(newPassword, "brand new sentence")).status, 204);
    assert.equal((await client.get("me")).status, 200, "this session goes on");
    await refusedSoon(elsewhere, "me", 401);
    assert.equal((await new Client(user.email, "brand new sentence").login()).status, 200);
    for (let n = 0; n < 6; n++) await own("not my password", "brand new sentence");
    assert.deepEqual(code(await own("brand new sentence", "brand newer sentence")), [429, "login_throttled"]);
  });

  test("a link to a new password ends the sessions of whoever knew the old one", async () => {
    const { boss } = house();
    const { client, user } = await joined(boss);
    assert.equal((await setPassword((await invite(boss, user.id)).token, "brand new sentence")).status, 204);
    await refusedSoon(client, "me", 401);
    assert.equal((await client.refresh()).status, 401);
  });
});
