// Orders are pulled, dispatched one by one and in batches, shipped and told to a shop that has bad days, while API processes,
// workers and the database are killed and stopped at random. Then everything heals, the queues run empty, and the judges look:
// the database's invariants, and the shop's own ledger. SEED and ROUNDS make a run again or longer; the seed is printed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { House, again, alive } from "./lib/house.mjs";

const rounds = Number(process.env.ROUNDS ?? 2);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
console.error(`# SEED=${seed} ROUNDS=${rounds}`);

/* mulberry32: the same seed, the same faults (at the moments that the machine allows). */
let state = seed;
function random(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const one = (list) => list[random(list.length)];

let house, work, shops;
before(async () => {
  house = await House.open({ api: 3, workers: 3 });
  work = await import("./lib/work.mjs");
  shops = [await work.openShop(), await work.openShop()];
});
after(async () => assert.deepEqual(await house?.close(), []));

/* ---- the faults ------------------------------------------------------------------------------------------- */

const happened = {};
const note = (what) => (happened[what] = (happened[what] ?? 0) + 1);
const signal = (pid, name) => {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false; // it has just ended
  }
};
const days = [{ status: 503, times: 2 }, { status: 429, retryAfterS: 1, times: 2 }, { status: 500, only: "writes", times: 2 }, { delayMs: 700, times: 3 },
  { cutBody: true, times: 2 }, { ignoreWrites: true, times: 1 }, { dropAfterWrite: true, times: 1 }, { dropAfterWrite: true, times: 2 }, { noise: "html", times: 2 }, { noise: "notice", times: 2 }];

/* Longer than a lease: somebody else takes the job meanwhile, and the one that wakes up must change nothing. */
async function stopAWhile(pid, ms) {
  if (pid === undefined || !signal(pid, "SIGSTOP")) return;
  note(ms > 2000 ? "stopped beyond a lease" : "stopped");
  await pause(ms);
  signal(pid, "SIGCONT");
}

const faults = {
  api: () => signal(one(house.apis()) ?? -1e9, "SIGKILL") && note("api killed"),
  worker: () => signal(one(house.workers()) ?? -1e9, "SIGKILL") && note("worker killed"),
  zombie: () => void stopAWhile(one(house.workers()), 2500 + random(1500)),
  slowApi: () => void stopAWhile(one(house.apis()), 500 + random(1000)),
  async weather() {
    const shop = one(shops);
    await shop.store.weather(one(days));
    note("bad weather");
  },
};

async function killDatabase() {
  await house.database.kill();
  note("database killed");
  await pause(random(1500));
  await house.database.start();
}

async function monkey(until) {
  const order = ["worker", "weather", "zombie", "api", "worker", "weather", "api", "weather", "slowApi"];
  for (let i = 0; Date.now() < until; i++) {
    await pause(300 + random(700));
    await faults[order[i % order.length]]();
  }
}

/* ---- the work ----------------------------------------------------------------------------------------------- */

async function day(shop, n) {
  await work.makeOrders(shop, n);
  await work.pull(shop);
  const pending = (await work.ordersHere(shop)).filter(({ status, exception }) => status === "pending" && !exception);
  const singly = pending.slice(0, Math.ceil(pending.length / 2)), together = pending.slice(singly.length);
  await Promise.all([
    ...singly.map(async (order) => work.dispatch(await work.orderNow(order))),
    together.length ? work.batch(together) : null,
  ]);
  const inside = (await work.ordersHere(shop)).filter(({ status }) => ["processing", "partially_shipped"].includes(status));
  await Promise.all(inside.map(work.sendOff));
}

test(`${rounds} rounds of chaos, seed ${seed}`, async () => {
  for (let round = 0; round < rounds; round++) {
    const busy = monkey(Date.now() + 7000);
    const dark = pause(1000 + random(4000)).then(killDatabase);
    await Promise.all([...shops.map((shop) => day(shop, 3)), busy, dark]);
  }
});

test("everything heals, nothing was lost, nothing happened twice", async () => {
  for (const pid of [...house.apis(), ...house.workers()]) signal(pid, "SIGCONT");
  for (const shop of shops) {
    await shop.store.weather({});
    await work.pull(shop);
    for (const order of await work.ordersHere(shop)) {
      if (order.status === "pending") await work.dispatch(await work.orderNow(order));
      if (["pending", "processing", "partially_shipped"].includes(order.status)) await work.sendOff(order);
    }
  }
  await work.settle();
  let parcels = 0;
  for (const shop of shops) parcels += await work.judge(shop);
  assert.equal(house.check(), "");
  for (const shop of shops)
    for (const order of await work.ordersHere(shop)) assert.deepEqual([order.orderNo, order.status, order.exception], [order.orderNo, "completed", null]);
  console.error(`# ${parcels} parcels; ${JSON.stringify(happened)}; asked again: ${JSON.stringify(again)}`);
});

/* A run in which nothing went wrong proves nothing. */
test("the faults have happened", () => {
  for (const what of ["api killed", "worker killed", "stopped beyond a lease", "database killed", "bad weather"]) assert.ok(happened[what] >= 1, what);
  assert.ok(Object.keys(again).length > 0, "somebody had to ask again");
  assert.ok(alive(house.database.child.pid));
});
