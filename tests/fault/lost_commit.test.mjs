// COMMITs whose answer is lost: the request that was repeated, by the program or by the person, has its effect once.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { CommitProxy } from "./commit_proxy.mjs";
import { House, persist, waitFor } from "./lib/house.mjs";

let house, work, shop, proxy;
before(async () => {
  house = await House.open({ api: 2, workers: 2, through: async (database) => {
    proxy = new CommitProxy(path.join(database.folder, "proxy.sock"), database.socket);
    await proxy.start();
    return proxy.listen;
  } });
  work = await import("./lib/work.mjs");
  shop = await work.openShop();
});
after(async () => {
  assert.deepEqual(await house?.close(), []);
  await proxy?.stop();
});
const one = (statement) => Object.values(house.lib.sql(statement)[0])[0];

for (const how of ["after", "before"])
  test(`a dispatch whose COMMIT was lost ${how} it happened`, async () => {
    await work.makeOrders(shop, 3);
    await work.pull(shop);
    const orders = (await work.ordersHere(shop)).filter(({ status }) => status === "pending");
    assert.ok(orders.length >= 3);
    const lost = proxy.dropped[how];
    for (const order of orders) {
      const now = await work.orderNow(order);
      proxy.lose(how, 1, "outbound_order");
      const answer = await persist(work.operator, "POST", `orders/${order.id}/dispatch`, { body: await work.placeOf(), version: now.version });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.status, "processing");
      assert.equal(one(`SELECT COUNT(*) FROM outbound_order WHERE platform_order_id = ${order.id}`), "1");
      assert.equal(one(`SELECT COUNT(*) FROM order_event WHERE order_id = ${order.id} AND action = 'dispatched'`), "1");
    }
    assert.equal(proxy.dropped[how] - lost, orders.length, "each COMMIT was lost");
  });

test("a parcel that left, and every step of telling the shop", async () => {
  const inside = (await work.ordersHere(shop)).filter(({ status }) => status === "processing");
  const lost = proxy.dropped.after, losses = ["INSERT INTO parcel ", "SET state = 'sending'", "SET state = 'confirmed'", "SET state = 'running', attempts"];
  for (const loss of losses) proxy.lose("after", 1, loss);
  for (const order of inside) await work.sendOff(order);
  await work.settle();
  assert.equal(proxy.dropped.after - lost, losses.length, JSON.stringify([proxy.dropped, proxy.armed]));
  assert.equal(await work.judge(shop), inside.length * 2);
});

test("a page of orders, and a batch", async () => {
  proxy.lose("after", 1, "INSERT INTO platform_order ");
  proxy.lose("after", 1, "UPDATE batch_item");
  proxy.lose("before", 1, "UPDATE batch_item");
  const lost = proxy.dropped.after + proxy.dropped.before;
  await work.makeOrders(shop, 4);
  await work.pull(shop);
  const orders = (await work.ordersHere(shop)).filter(({ status }) => status === "pending");
  assert.equal(orders.length, 4);
  const batch = await work.batch(await Promise.all(orders.map(work.orderNow)), 120); // the second wait may be a minute
  assert.equal(batch.dispatched, 4, JSON.stringify(batch));
  assert.equal(proxy.dropped.after + proxy.dropped.before - lost, 3);
  for (const order of orders) await work.sendOff(order);
  await work.settle();
  await work.judge(shop);
  assert.equal(house.check(), "");
});

test("what was lost is counted", async () => {
  const text = await waitFor("metrics", async () => (await fetch(`${house.lib.stack.origin}/metrics`)).text());
  const counted = Number(/^gwms_db_commits_unknown_total (\d+)$/m.exec(text)?.[1]);
  assert.ok(counted >= proxy.dropped.after, `${counted} of ${JSON.stringify(proxy.dropped)}`);
});
