// Guessing passwords: what ten thousand guesses cost us, from one address and from two hundred, that the owner gets in all the same,
// and that neither the answer nor the time it takes says whether an account exists.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { person } from "./lib/people.mjs";
import { as, stack, until } from "./lib/stack.mjs";
import { request, send } from "./lib/wire.mjs";

const GUESSES = Number(process.env.GWMS_GUESSES ?? 10000);
const NET = `127.${10 + (process.pid % 200)}`; // another for each run: what the last one did wrong counts for a while
const RANGE = (n) => `${NET}.${n}.1`;

/* A sign-in from an address of this machine; connections from 127.x.y.z come from there. */
const login = (email, password, from) => send(request("POST", "/api/v1/auth/login", { body: JSON.stringify({ email, password }),
  headers: { "Content-Type": "application/json", Origin: stack.origin, "X-GWMS": "1", Connection: "close" } }), { from });

/* So many guesses of one account; how many of them cost a hash (a wrong password is 401, being told to wait is 429). */
async function guess(email, addresses, n) {
  const answered = { 401: 0, 429: 0 };
  const began = Date.now();
  let left = n;
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let i; (i = left--) > 0;) {
      const { status, text } = await login(email, `guess number ${i}`, addresses[i % addresses.length]);
      assert.ok(status in answered, `${status} ${text}`);
      answered[status]++;
    }
  }));
  return { ...answered, minutes: Math.max(1, (Date.now() - began) / 60000) };
}

test(`${GUESSES} guesses from one address`, async () => {
  const owner = person();
  const { 401: hashes, minutes } = await guess(owner.email, [RANGE(220)], GUESSES);
  assert.ok(hashes >= 5 && hashes <= 20 * minutes, `${hashes} hashes in ${minutes} minutes`);
  assert.equal((await login(owner.email, owner.password, RANGE(221))).status, 200, "the owner gets in from elsewhere");
});

test(`${GUESSES} guesses from two hundred addresses, and the owner gets in`, async () => {
  const owner = person();
  const { 401: hashes, minutes } = await guess(owner.email, Array.from({ length: 200 }, (_, i) => RANGE(i)), GUESSES);
  assert.ok(hashes >= 50 && hashes <= 100 + 10 * minutes, `${hashes} hashes in ${minutes} minutes`);
  await until("the owner gets in from elsewhere", async () => (await login(owner.email, owner.password, RANGE(222))).status === 200, 12);
});

test("many accounts from one address: thirty failures a minute", async () => {
  const from = RANGE(223);
  const statuses = [];
  for (let i = 0; i < 60; i++) statuses.push((await login(`nobody-${i}@people.example`, "guess guess guess", from)).status);
  const hashes = statuses.filter((status) => status === 401).length;
  assert.ok(hashes >= 30 && hashes <= 31, `${hashes} hashes`);
  assert.equal((await login(person().email, "guess guess guess", RANGE(224))).status, 401, "another address is not held up");
});

describe("known and unknown accounts", () => {
  // One after the other, in turns, from an address of its own each: what else this machine does then falls on both alike. The
  // medians are compared over all that was measured; a difference that is there does not go away by measuring more.
  test("are told the same, in times within 5 % of each other", async () => {
    const owners = Array.from({ length: 4 }, () => person());
    const times = { known: [], unknown: [] };
    const told = new Set();
    const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
    const apart = () => Math.abs(median(times.known) / median(times.unknown) - 1);
    for (let i = 0; i < 60 || (i < 240 && apart() > 0.05); i++)
      for (const which of i % 2 ? ["known", "unknown"] : ["unknown", "known"]) {
        const began = performance.now();
        const answer = await login(which === "known" ? owners[i % 4].email : `nobody-${process.pid}-${i}@people.example`, "not the password", `127.230.${i}.${which === "known" ? 1 : 2}`);
        times[which].push(performance.now() - began);
        told.add(JSON.stringify([answer.status, answer.text.replace(/"requestId":"\w+"/, ""), answer.head.replace(/^(Date|X-Request-Id|Content-Length): .*$/gim, "")]));
      }
    assert.equal(told.size, 1, [...told].join("\n"));
    assert.ok(Math.min(...times.known, ...times.unknown) > 5, "each costs a hash");
    assert.ok(apart() <= 0.05, `${median(times.known)} ms for one that is there, ${median(times.unknown)} ms for one that is not`);
  });
  test("nobody is locked out for good, and others do not notice", async () => assert.equal((await as.operator.login()).status, 200));
});
