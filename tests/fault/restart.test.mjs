// API processes and workers are replaced under load, one by one: every request is answered, no job is lost.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { House, root } from "./lib/house.mjs";

const rolling = (pid, program) => promisify(execFile)(path.join(root, "backend/scripts/rolling.sh"), [String(pid), program], { env: { PATH: process.env.PATH, GRACE: "0.5" } });
let house, work, shop;
before(async () => {
  house = await House.open({ api: 3, workers: 2 });
  work = await import("./lib/work.mjs");
  shop = await work.openShop();
});
after(async () => assert.deepEqual(await house?.close(), []));

test("every process is replaced, and not one request fails", async () => {
  const { api } = await import("../api/lib/stack.mjs");
  const before = { apis: house.apis(), workers: house.workers() };
  let over = false;
  const answers = {};
  const note = (what) => (answers[what] = (answers[what] ?? 0) + 1);
  const client = async (i) => {
    for (let n = 0; !over; n++) {
      try {
        const answer = i % 4 === 0
          ? await api.post("me/views", { page: "orders", name: `view ${i} ${n} ${crypto.randomUUID().slice(0, 8)}`, query: "status=pending" })
          : await api.get(i % 4 === 1 ? `orders?storeId=${shop.store.id}` : "orders/counts");
        note(answer.status);
        if (answer.status === 201) await api.ask("DELETE", `me/views/${answer.body.id}`, { version: answer.body.version });
      } catch (error) {
        note(`lost: ${error.cause?.code ?? error.message}`);
      }
    }
  };
  const clients = Array.from({ length: 8 }, (_, i) => client(i));
  const orders = (async () => {
    await work.makeOrders(shop, 4);
    await work.pull(shop);
    for (const order of await work.ordersHere(shop)) {
      if (order.status === "pending") await work.dispatch(await work.orderNow(order));
      if (order.status === "pending") await work.sendOff(order);
    }
  })();
  assert.match((await rolling(house.services.api, "gwms-api")).stdout, /3 gwms-api replaced/);
  assert.match((await rolling(house.services.worker, "gwms-worker")).stdout, /2 gwms-worker replaced/);
  assert.match((await rolling(house.services.api, "gwms-api")).stdout, /3 gwms-api replaced/);
  await orders;
  over = true;
  await Promise.all(clients);

  const now = { apis: house.apis(), workers: house.workers() };
  assert.equal(now.apis.length, 3);
  assert.equal(now.workers.length, 2);
  assert.deepEqual([...now.apis, ...now.workers].filter((pid) => [...before.apis, ...before.workers].includes(pid)), [], "none of before is left");
  assert.deepEqual(Object.keys(answers).filter((status) => !["200", "201"].includes(status)), [], JSON.stringify(answers));
  assert.ok(answers[200] > 100 && answers[201] > 10, `there was load: ${JSON.stringify(answers)}`);
  await work.settle();
  await work.judge(shop);
  assert.equal(house.check(), "");
});

test("a program that is not there is said so", async () => {
  await assert.rejects(rolling(house.services.api, "gwms-worker"), /No gwms-worker runs below/);
  await assert.rejects(rolling(4194304, "gwms-api"), /usage/);
});
