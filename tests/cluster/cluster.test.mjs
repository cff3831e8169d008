// Orders are dispatched and shipped through two hosts while the node that is written dies; then everything is counted.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { Cluster } from "./cluster.mjs";

const ORDERS = 40, BACK_WITHIN_S = 15;
let cluster;

before(async () => { cluster = await Cluster.open(); }, { timeout: 300_000 });
after(() => cluster?.close());

test("the written node dies under load: nothing is lost, nothing is done twice, and service is back within seconds", { timeout: 300_000 }, async (t) => {
  const { again } = await import("../fault/lib/house.mjs");
  const { dispatch, judge, makeOrders, openShop, ordersHere, pull, sendOff, settle } = await import("../fault/lib/work.mjs");
  const shop = await openShop();
  await makeOrders(shop, ORDERS);
  await pull(shop);
  const orders = (await ordersHere(shop)).filter((order) => order.actions.dispatch.allowed);
  assert.ok(orders.length >= ORDERS, `${orders.length} orders are here`);

  const waiting = [...orders];
  let done = 0, killedAt = 0, backAfter = null;
  async function person() {
    for (let order; (order = waiting.shift());) {
      await dispatch(order);
      if (killedAt && backAfter === null) backAfter = (Date.now() - killedAt) / 1000;
      if (Number(order.id) % 2) await sendOff(order);
      done++;
      if (done === Math.floor(ORDERS / 4)) {
        killedAt = Date.now();
        cluster.nodes[0].child.kill("SIGKILL");
      }
    }
  }
  await Promise.all([person(), person(), person()]);
  assert.notEqual(killedAt, 0, "the node was killed");
  assert.equal(done, orders.length);
  assert.ok(backAfter !== null && backAfter <= BACK_WITHIN_S, `service was back after ${backAfter} s`);
  assert.equal(cluster.nodes[1].status("wsrep_cluster_size"), "2", "two nodes are left");
  t.diagnostic(`service was back after ${backAfter} s; requests sent again: ${JSON.stringify(again)}`);

  await settle(120);
  await judge(shop);
  assert.match(cluster.admin("check"), /ok/);
});

test("the node comes back and holds what the others hold", { timeout: 180_000 }, async () => {
  const [first, second] = cluster.nodes;
  await first.start(cluster.nodes, false);
  assert.equal(first.status("wsrep_cluster_size"), "3");
  assert.equal(second.status("wsrep_cluster_size"), "3");
});
