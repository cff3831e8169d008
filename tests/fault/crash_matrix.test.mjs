// Every failpoint of the source, with SIGKILL: the process dies between two statements of a transaction, before and after a
// commit, before and after a call. Whoever asked asks again; in the end everything has happened exactly once. Then each of
// them that stands in a transaction with a deadlock of the database. A point that was never reached fails the test.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { House, again, root, waitFor } from "./lib/house.mjs";

const sources = execFileSync("grep", ["-rhoE", 'FP(_HERE)?\\([^,]*, "[a-z_.]+"', `${root}/backend/src`], { encoding: "utf8" }).trim().split("\n");
const all = [...new Set(sources.map((line) => /"([a-z_.]+)"/.exec(line)[1]))].sort();
const inTransaction = new Set(sources.filter((line) => line.startsWith("FP(")).map((line) => /"([a-z_.]+)"/.exec(line)[1]));

/* Which work comes by which point. */
const of = (...prefixes) => all.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
const points = {
  pull: of("ingest.", "sync."),
  batch: of("batch."),
  send: of("writeback.", "call.").filter((name) => name !== "writeback.after_row"),
  claim: of("job."),
  group: of("group."),
  press: [...of("dispatch.", "stock.", "ship.", "post."), "writeback.after_row"],
  purchase: of("acknowledge.", "hold.", "change.", "refused."),
};

let house, work, shops;
before(async () => {
  house = await House.open({ api: 4, workers: 4 });
  work = await import("./lib/work.mjs");
  shops = {};
  for (const name of Object.keys(points)) if (!["purchase", "group"].includes(name)) shops[name] = await work.openShop();
});
after(async () => {
  assert.deepEqual(await house?.close(), []);
});

const pending = async (shop) => (await work.ordersHere(shop)).filter(({ status }) => status === "pending");
const reached = (name) => waitFor(`${name} is reached`, () => house.fired(name), 20);

const edit = async (shop) => {
  const [order] = await pending(shop);
  await shop.store.edit(order.platformOrderId ?? (await work.orderNow(order)).platformOrderId, { shipping: { city: `Town ${work.freshTracking()}` } });
};

/* Each does its work until the point was reached and the work is done in spite of it. */
const scenes = {
  async pull(shop) {
    await work.makeOrders(shop, 2);
    await edit(shop);
    await work.pull(shop);
  },
  async batch(shop) {
    await work.makeOrders(shop, 2);
    await work.pull(shop);
    const orders = await pending(shop);
    const over = await work.batch(orders);
    assert.equal(over.dispatched, orders.length, JSON.stringify(over));
  },
  async send(shop) {
    await work.makeOrders(shop, 1);
    await work.pull(shop);
    for (const order of await pending(shop)) {
      await work.dispatch(await work.orderNow(order));
      await work.sendOff(order);
    }
  },
  async claim(shop) {
    await work.makeOrders(shop, 1);
    await work.pull(shop);
  },
};

/* Jobs that are done together: all of them, or none and then one by one. */
async function together() {
  const { sql } = house.lib;
  sql(`INSERT IGNORE INTO job_lane (customer_id, name) VALUES (1, 'fault:group');
    BEGIN; INSERT INTO job (lane_id, kind, run_at, payload) SELECT l.id, 'stock_recheck', NOW(6), '{"warehouseId":"1","skuId":"1"}' FROM job_lane l JOIN seq_1_to_6 WHERE l.name = 'fault:group';
    UPDATE job_lane SET due_at = NOW(6) WHERE name = 'fault:group'; COMMIT`);
  const jobs = (which) => Number(sql(`SELECT COUNT(*) AS n FROM job j JOIN job_lane l ON l.id = j.lane_id WHERE l.name = 'fault:group' AND ${which}`)[0].n);
  await waitFor("the jobs are done", () => jobs("j.state <> 'done'") === 0, 30);
  return jobs("j.worker_deaths > 0");
}

const hits = [];
test("killed at every point of a worker's work", { concurrency: 4 }, async (t) => {
  await Promise.all(Object.entries(scenes).map(([name, scene]) => t.test(name, async () => {
    for (const point of points[name]) {
      house.arm(point, "kill");
      await scene(shops[name]);
      await reached(point);
      hits.push(point);
    }
  })));
});

test("killed at every point of several jobs that are done together", async () => {
  for (const point of points.group) {
    house.arm(point, "kill");
    if (point === "group.put_back") house.arm("group.recorded", "error=1213"); // they go back when one could not be done
    assert.equal(await together(), 0, "none of them is charged with what befell them all");
    await reached(point);
    hits.push(point);
  }
});

// A few at a time: a supervisor gives up a program that dies again and again right after its start, and shall.
test("killed at every point of a request", async () => {
  const shop = shops.press;
  const before = { ...again };
  for (let i = 0; i < points.press.length; i += 4) {
    const some = points.press.slice(i, i + 4);
    await work.makeOrders(shop, 2);
    await work.pull(shop);
    for (const point of some) house.arm(point, "kill");
    await Promise.all((await pending(shop)).map(async (order) => {
      await work.dispatch(await work.orderNow(order));
      await work.sendOff(order);
    }));
    for (const point of some) await reached(point);
    hits.push(...some);
  }
  const noticed = ["502", "504", "lost"].reduce((n, why) => n + (again[why] ?? 0) - (before[why] ?? 0), 0);
  assert.ok(noticed >= points.press.length, `each kill was noticed by whoever asked: ${JSON.stringify(again)}`);
});

test("killed at every point of a purchase order's life", { concurrency: 2 }, async (t) => {
  const half = Math.ceil(points.purchase.length / 2);
  for (const some of [points.purchase.slice(0, half), points.purchase.slice(half)])
    await t.test(some.join(", "), async () => {
      await work.purchaseLife(() => { for (const point of some) house.arm(point, "kill"); });
      for (const point of some) await reached(point);
      hits.push(...some);
    });
});

test("a deadlock at every point of a transaction", async () => {
  const armed = all.filter((name) => inTransaction.has(name));
  await work.purchaseLife(() => { for (const point of points.purchase) house.arm(point, "error=1213"); });
  for (const point of armed) if (!points.purchase.includes(point)) house.arm(point, "error=1213");
  await scenes.pull(shops.pull);
  await scenes.batch(shops.batch);
  await scenes.send(shops.send);
  for (let i = 0; i < points.group.length; i++) await together(); // each stops at the first of them that it comes by
  for (const point of armed) await reached(point);
});

test("every point was reached", () => {
  assert.ok(all.length >= 45, `${all.length} points`);
  assert.deepEqual(hits.sort(), all);
});

test("nothing was lost, nothing happened twice", async () => {
  await work.settle();
  let parcels = 0;
  for (const shop of Object.values(shops)) parcels += await work.judge(shop);
  assert.ok(parcels >= 10, `${parcels} parcels left`);
  assert.equal(house.check(), "");
});
