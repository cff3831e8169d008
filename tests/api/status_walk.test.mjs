// Every status × what a person may do × both kinds of orders, through the API: allowed, and where it leads, or refused with
// its code and reason, and nothing changed. What is expected is what the program says of itself (`gwms-admin describe`).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { contract } from "./lib/contract.mjs";
import { acknowledged, answered, answersOf, purchaseOrder, tryAcknowledge, vendorStore } from "./lib/purchases.mjs";
import { api, as, given, sql, stack, until } from "./lib/stack.mjs";
import { dispatched, fresh, orderNow, outboundOf, places, readyOrder, said, settled, shipped, standing, tryDispatch } from "./lib/steps.mjs";

const { rules } = JSON.parse(execFileSync(`${stack.bin}/gwms-admin`, ["describe"], { encoding: "utf8", maxBuffer: 1 << 26 }));
const kinds = contract.components.schemas.OrderKind.enum;
const statuses = contract.components.schemas.OrderStatus.enum;
const actions = contract.components.schemas.ActionName.enum;
const nextOf = (kind, status, action) => rules.find((r) => r.kind === kind && r.status === status && r.action === action).next;

/* ---- an order in each status ---------------------------------------------------------------------------------- */

/* The platform takes nothing while an order is to stay where its writebacks are open, and everything where it is to be completed. */
const stores = {};
before(async () => {
  stores.b2c = { open: await given.store(), shut: await given.store() };
  stores.b2b = { open: await vendorStore(), shut: await vendorStore() };
  await stores.b2c.shut.weather({ refuseWrites: true });
  await stores.b2b.shut.weather({ transactionPolls: 100000 });
});
after(async () => {
  await stores.b2c.shut.weather({});
  await stores.b2b.shut.weather({});
});

const made = {
  b2c: (where) => readyOrder({ store: stores.b2c[where], quantities: [2] }),
  b2b: (where) => purchaseOrder({ store: stores.b2b[where], items: [2] }),
};
/* Ready to be dispatched, whatever that takes. */
async function ready(kind, where) {
  const r = await made[kind](where);
  if (kind === "b2b") await acknowledged(r.order, [2]);
  return r;
}
async function packed(kind, where) {
  const r = await ready(kind, where);
  await dispatched(await orderNow(r.order));
  return { ...r, outbound: await outboundOf(r.order, "packed") };
}
/* No order of this kind ever gets there: put there behind the API, with a timeline that leads to it. */
async function put(kind, status) {
  const r = await made[kind]("open");
  sql(`UPDATE platform_order SET status = '${status}', version = version + 1 WHERE id = ${r.order.id};
    INSERT INTO order_event (customer_id, order_id, action, actor_kind, actor_name, status_before, status_after)
    SELECT customer_id, id, 'completed', 'system', 'test', 'pending', '${status}' FROM platform_order WHERE id = ${r.order.id}`);
  return r;
}
const byHand = async (r) => api.need(api.post(`orders/${r.order.id}/manual-ship`, { trackingNo: fresh("HAND"), channel: "UPS" }, { version: (await orderNow(r.order)).version }));

const ways = {
  pending: (kind) => made[kind]("open"),
  acknowledged: async (kind) => {
    if (kind === "b2c") return put(kind, "acknowledged");
    const r = await ready(kind, "open");
    await answered(stores.b2b.open, r.order, "confirmed");
    return r;
  },
  processing: async (kind) => {
    const r = await ready(kind, "open");
    await dispatched(await orderNow(r.order));
    return r;
  },
  partially_shipped: async (kind) => {
    const r = await packed(kind, "shut");
    await shipped(r.outbound, { lines: [[r.outbound.lines[0], 1]] });
    return r;
  },
  shipped: async (kind) => {
    const r = await packed(kind, "shut");
    await shipped(r.outbound);
    return r;
  },
  completed: async (kind) => {
    const r = await packed(kind, "open");
    if (kind === "b2b") await answered(stores.b2b.open, r.order, "confirmed");
    await shipped(r.outbound);
    await until("it is completed", async () => {
      if (kind === "b2b") await answered(stores.b2b.open, r.order, "confirmed"); // cuts the waits short
      return (await orderNow(r.order)).status === "completed";
    });
    return r;
  },
  cancelled: async (kind) => {
    const r = await made[kind]("open");
    await api.need(api.post(`orders/${r.order.id}/cancel`, {}, { version: r.order.version }));
    return r;
  },
  manual_completed: async (kind) => {
    if (kind === "b2b") return put(kind, "manual_completed");
    const r = await made[kind]("open");
    await byHand(r);
    await settled(r.order, "manual_completed");
    return r;
  },
};

async function orderIn(kind, status) {
  const r = await ways[status](kind);
  const order = await orderNow(r.order);
  assert.deepEqual([order.kind, order.status], [kind, status]);
  return { ...r, order };
}

/* ---- what a person does -------------------------------------------------------------------------------------------- */

const post = (order, what, body = {}) => api.post(`orders/${order.id}/${what}`, body, { version: order.version });
/* Each answers { code, detail }: null where it went through. */
const problemOf = (answer) => (answer.status < 300 ? { code: null, detail: null } : { ...answer.body });
const acts = {
  dispatch: async (order) => problemOf(await tryDispatch(order)),
  batch_dispatch: async (order) => {
    const { LAX1 } = await places();
    const batch = await api.need(api.post("orders/batch-dispatch", { orders: [{ id: order.id, version: order.version }], warehouseId: LAX1.id,
      channelId: LAX1.channels["UPS-GROUND"].id }), 202);
    const [item] = await until("the batch is over", async () => {
      const items = await api.all(`batches/${batch.id}/items`);
      return items[0].state !== "waiting" && items;
    });
    return { code: item.code, detail: item.detail };
  },
  acknowledge: async (order) => problemOf(await tryAcknowledge(order, answersOf(order, [1]))),
  mark_shipped: async (order) => problemOf(await post(order, "mark-shipped")),
  manual_ship: async (order) => problemOf(await post(order, "manual-ship", { trackingNo: fresh("HAND"), channel: "UPS" })),
  cancel: async (order) => problemOf(await post(order, "cancel")),
};

/* Again when the platform's answer came between the look and the press. */
async function acted(r, action, tries = 5) {
  const problem = await acts[action](await orderNow(r.order));
  return problem.code === "stale" && tries > 1 ? acted(r, action, tries - 1) : problem;
}

/* What no refusal may change; the workers go on with writebacks meanwhile, and other orders of the store bind its SKUs. */
async function seen(r) {
  const { now, events, outbounds, stock } = await standing(r);
  return { status: now.status, exception: now.writebacks.some((w) => w.state !== "confirmed") || now.exception, acknowledgement: now.acknowledgement?.revision,
    lines: now.lines.map(({ mapping, ...line }) => line), parcels: now.parcels, outbounds, stock,
    writebacks: now.writebacks.map(({ id, kind, trackingNo }) => ({ id, kind, trackingNo })), events: events.filter(({ actor }) => actor.kind !== "system") };
}

/* What the facts forbid where the table allows: an answer that nobody waits for. */
const byFacts = { "b2b acknowledged acknowledge": "action_not_allowed" };
/* Statuses that go on by themselves as soon as the platform answers. */
const settles = { shipped: ["shipped", "completed", "manual_completed"] };

assert.deepEqual([...actions].sort(), Object.keys(acts).sort());
assert.equal(kinds.length * statuses.length * actions.length, 96);

for (const kind of kinds)
  describe(`a ${kind} order`, () => { // one after the other: each binds the SKUs of its store anew
    for (const status of statuses) {
      const cell = (action) => `${kind} ${status} ${action}`;
      const allowed = actions.filter((action) => nextOf(kind, status, action) !== null && !byFacts[cell(action)]);

      test(`${status}: what is refused, with its reason, and nothing is changed`, async () => {
        const r = await orderIn(kind, status);
        for (const action of actions) {
          const says = said(await orderNow(r.order), action);
          assert.equal(says, allowed.includes(action) ? null : "action_not_allowed", cell(action));
          if (says === null) continue;
          const was = await seen(r);
          const problem = await acted(r, action);
          assert.equal(problem.code, says, cell(action));
          assert.match(problem.detail, /^Order \S+ .*\.$/, cell(action));
          assert.deepEqual(await seen(r), was, cell(action));
        }
      });

      for (const action of allowed)
        test(`${status}: ${action} leads to ${nextOf(kind, status, action)}`, async () => {
          const r = await orderIn(kind, status);
          const problem = await acted(r, action);
          assert.equal(problem.code, null, JSON.stringify(problem));
          const to = nextOf(kind, status, action);
          const now = await orderNow(r.order);
          assert.ok((settles[to] ?? [to]).includes(now.status), `${cell(action)}: ${now.status}`);
          assert.ok(now.version > r.order.version);
        });
    }
  });

test("an acknowledged order part of which comes later is acknowledged again", async () => {
  const r = await purchaseOrder({ store: stores.b2b.open, items: [{ quantity: 4, backorderAllowed: true }] });
  await acknowledged(r.order, [[2, 2]]);
  const now = await answered(stores.b2b.open, r.order, "confirmed");
  assert.equal(said(now, "acknowledge"), null);
  assert.equal((await acknowledged(now, [4])).status, "acknowledged");
});

test("staff see what is theirs alone, and are told what they may not do", async () => {
  const r = await orderIn("b2b", "processing");
  const shown = await as.warehouse.need(as.warehouse.get(`orders/${r.order.id}`));
  for (const action of actions) assert.equal(said(shown, action), "forbidden", action);
  const waiting = await orderIn("b2b", "acknowledged");
  assert.equal((await as.warehouse.get(`orders/${waiting.order.id}`)).status, 404);
});
