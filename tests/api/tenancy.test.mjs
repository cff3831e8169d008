// Whose it is: a customer's user gets nothing of another customer's, by no route, with no id in path, query or body; staff get what
// is in their warehouses; and nobody does what they may not. Generated from the contract.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { person } from "./lib/people.mjs";
import { dispatched, orderNow, outboundNow, outboundOf, places, readyOrder, refused, sentOff, settled, shipped, standing, step } from "./lib/steps.mjs";
import { api, as, until } from "./lib/stack.mjs";
import { call, footprint, hasId, idFor, kindOf, makeWorld, may, members, neededQuery, operations, sample, takesJson } from "./lib/walk.mjs";

const UNKNOWN = "999999999999";
let theirs;
let mine;
let untouched;

before(async () => {
  [theirs, mine] = await Promise.all([makeWorld(), makeWorld()]);
  await until("their runs are over", async () => (await theirs.client.all(`sync-runs?storeId=${theirs.store.id}`)).every(({ status }) => !["queued", "running"].includes(status)));
  untouched = footprint(theirs.customer);
});
after(() => assert.deepEqual(footprint(theirs.customer), untouched, "nothing of theirs has changed"));

const words = () => [theirs.customer.code, theirs.store.name, theirs.store.shop.name, theirs.sku.code, theirs.outbound.outboundNo];
function saysNothing({ text }, what) {
  for (const word of words()) assert.ok(!text.includes(word), `${what} says ${word}: ${text.slice(0, 500)}`);
}
/* An answer without what differs from request to request, and without the id that was asked for. */
const shapeOf = ({ status, text }, id) => [status, text.replace(/"requestId":"\w+"/, "").replaceAll(new RegExp(`\\b${id}\\b`, "g"), "ID")];
const bodyOf = (op, world) => (op.schema ? (takesJson(op) ? sample(op.schema, world) : "x") : undefined);
const closed = operations.filter((op) => !op.open);
const allowed = async (op) => may(mine.client, op.permission);

/* ---- another customer's --------------------------------------------------------------------------------- */

describe("another customer's id in the path is as good as none", { concurrency: 4 }, () => {
  for (const op of closed.filter(hasId))
    test(op.name, async () => {
      const id = idFor(op, theirs);
      const ask = (what) => call(op, mine.client, { id: what, query: neededQuery(op, mine), body: bodyOf(op, mine) });
      const [other, none] = [await ask(id), await ask(UNKNOWN)];
      assert.deepEqual(shapeOf(other, id), shapeOf(none, UNKNOWN));
      assert.equal(other.status, (await allowed(op)) ? 404 : 403, other.text);
      saysNothing(other, op.name);
    });
});

/* Every place of an id in a value of that shape, as a function that puts another there. */
function* idPlaces(schema, value, name, put) {
  const s = kindOf(schema);
  if (s.type === "string" && /Id$|^id$|Ids$/.test(name)) yield [name, put];
  if (s.type === "array") yield* idPlaces(s.items, value[0], name, (id) => put([id]));
  if (s.type === "object")
    for (const [member, inner] of Object.entries(members(s)))
      yield* idPlaces(inner, value?.[member] ?? sample(inner, mine, member), member, (id) => put({ ...value, [member]: id }));
}
const theirIdFor = (name, op) => ({ storeId: theirs.store, storeIds: theirs.store, skuId: theirs.sku, orderIds: theirs.order, orderId: theirs.order, lineId: theirs.outbound.lines[0], customerId: theirs.customer,
  id: op.path.includes("batch") || op.path.includes("order") ? theirs.order : undefined, mappingId: theirs.mapping })[name]?.id;

describe("another customer's id in the body is as good as none", { concurrency: 4 }, () => {
  for (const op of closed.filter(takesJson))
    test(op.name, async (t) => {
      const good = sample(op.schema, mine);
      const path = hasId(op) ? idFor(op, mine) : undefined;
      let places_ = 0;
      for (const [name, put] of idPlaces(op.schema, good, "body", (value) => value)) {
        const id = theirIdFor(name, op);
        if (!id) continue; // what all customers share, such as a warehouse
        places_++;
        const version = path && op.path.startsWith("/outbound") ? (await outboundNow(mine.outbound, mine.client)).version : 1;
        const [other, none] = [await call(op, mine.client, { id: path, body: put(id), version }), await call(op, mine.client, { id: path, body: put(UNKNOWN), version })];
        saysNothing(other, `${op.name}, ${name}`);
        if (other.status < 300) assert.equal(other.status, none.status, `${op.name} took ${name}: ${other.text}`); // it says so item by item
        else assert.deepEqual(shapeOf(other, id), shapeOf(none, UNKNOWN), name);
      }
      if (places_ === 0) t.diagnostic("it names nothing of a customer's");
    });

  test("a batch of their orders dispatches none of them", async () => {
    const answer = await mine.client.post("orders/batch-dispatch", { orders: [{ id: theirs.order.id, version: theirs.order.version }], warehouseId: mine.warehouse.id, channelId: mine.channel.id });
    if (answer.status < 300) {
      const batch = await until("the batch is over", async () => {
        const now = await mine.client.need(mine.client.get(`batches/${answer.body.id}`));
        return now.finishedAt && now;
      });
      assert.equal(batch.dispatched, 0);
      const items = await mine.client.get(`batches/${batch.id}/items`);
      saysNothing(items, "the batch");
    } else assert.ok([404, 422].includes(answer.status), answer.text);
    assert.equal((await orderNow(theirs.order, theirs.client)).status, "pending");
  });
});

describe("lists hold nothing of another customer", { concurrency: 4 }, () => {
  for (const op of closed.filter((o) => o.method === "GET" && !hasId(o)))
    test(op.name, async () => {
      if (!(await allowed(op))) return;
      const without = (name) => neededQuery(op, mine).split("&").filter((part) => part && !part.startsWith(`${name}=`));
      saysNothing(await call(op, mine.client, { query: neededQuery(op, mine) }), op.name);
      for (const p of op.query) {
        const id = theirIdFor(p.name, op);
        if (!id) continue;
        const other = await call(op, mine.client, { query: [...without(p.name), `${p.name}=${id}`].join("&") });
        saysNothing(other, `${op.name}, ${p.name}`);
        if (other.status === 200 && other.body?.items && p.name !== "customerId") assert.deepEqual(other.body.items, [], p.name);
      }
      for (const word of ["q", "orderNo", "outboundNo", "recipientName"].filter((name) => op.query.some((p) => p.name === name)))
        for (const text of words()) findsNothing(await call(op, mine.client, { query: [...without(word), `${word}=${encodeURIComponent(text)}`].join("&") }), op.name);
    });

  /* The word itself may be said again. */
  const lists = (value) => (Array.isArray(value) ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(lists) : []);
  const findsNothing = (answer, what) => {
    assert.equal(answer.status, 200, answer.text);
    for (const list of lists(answer.body)) assert.deepEqual(list, [], what);
  };

  test("a cursor of their list shows mine", async () => {
    const { nextCursor } = await theirs.client.need(theirs.client.get("orders?limit=1"));
    const page = await mine.client.get(`orders?limit=200&cursor=${encodeURIComponent(nextCursor)}`);
    assert.equal(page.status, 200);
    saysNothing(page, "the page");
    for (const { store } of page.body.items) assert.equal(store.id, mine.store.id);
  });

  test("counts are of the own orders", async () => {
    const counted = await mine.client.need(mine.client.get("orders/counts"));
    assert.equal(counted.total, (await mine.client.all("orders")).length);
  });
});

/* ---- what somebody may not ----------------------------------------------------------------------------------- */

test("whoever lacks the permission is told so before anything else is looked at", async () => {
  const people = [as.operator, mine.client, as.warehouse, as.root, as.other];
  let refusals = 0;
  for (const op of closed)
    for (const client of people) {
      if (await may(client, op.permission)) continue;
      for (const id of hasId(op) ? [UNKNOWN, idFor(op, theirs)] : [undefined]) {
        const answer = await client.ask(op.method, op.path.replace("{id}", id), { key: null, headers: { "Content-Type": "application/json" } });
        assert.deepEqual([answer.status, answer.body.code], [403, "forbidden"], `${op.name} by ${client.email}`);
        assert.match(answer.body.detail, new RegExp(op.permission));
        refusals++;
      }
    }
  assert.ok(refusals > 60, `${refusals} refusals`);
});

/* ---- staff and their warehouses --------------------------------------------------------------------------------- */

describe("staff of one warehouse", { concurrency: 4 }, () => {
  let hamburg;
  let here;
  let there;
  before(async () => {
    hamburg = person({ role: "warehouse", warehouses: ["HAM1"] });
    [here, there] = await Promise.all([readyOrder({ stock: { HAM1: 10 } }), readyOrder({ stock: { LAX1: 10 } })]);
    await dispatched(here.order, { warehouse: "HAM1", channel: "DHL-PAKET" });
    await dispatched(there.order);
  });

  test("see an order from dispatch on, when it is sent to theirs", async () => {
    const waiting = await readyOrder({ stock: { HAM1: 10 } });
    for (const { order } of [waiting, there]) assert.equal((await hamburg.get(`orders/${order.id}`)).status, 404);
    for (const what of ["events", "revisions"]) assert.equal((await hamburg.get(`orders/${there.order.id}/${what}`)).status, 404);
    assert.equal((await orderNow(here.order, hamburg)).recipient.name, here.order.recipient.name);
    const listed = (await hamburg.all("orders")).map(({ id }) => id);
    assert.deepEqual([here, there, waiting].map(({ order }) => listed.includes(order.id)), [true, false, false]);
  });

  test("see and work on the outbound orders of theirs", async () => {
    const list = await hamburg.all("outbound-orders");
    const { HAM1, LAX1 } = await places();
    assert.ok(list.length > 0 && list.every(({ warehouse }) => warehouse.id === HAM1.id));
    assert.deepEqual((await hamburg.need(hamburg.get(`outbound-orders?warehouseId=${LAX1.id}`))).items, []);
    assert.deepEqual((await hamburg.need(hamburg.get(`outbound-orders?orderNo=${there.order.orderNo}`))).items.filter(({ order }) => order?.id === there.order.id), []);
    const other = await outboundOf(there.order);
    const look = await hamburg.get(`outbound-orders/${other.id}`);
    assert.deepEqual([look.status, look.body.code], [404, "not_found"]);
    for (const [action, body] of [["review"], ["pick"], ["pack", { weightGrams: 1 }], ["ship", { trackingNo: "1Z" }], ["intercept", {}]])
      await refused(there, [404, "not_found"], () => step(other, action, body, { client: hamburg }));
    const { outbound } = await orderNow(here.order);
    const draft = await outboundNow(outbound, hamburg);
    assert.equal((await step(draft, "review", undefined, { client: hamburg })).status, 200);
  });

  test("see theirs alone among warehouses, channels and stock", async () => {
    const { LAX1 } = await places();
    const { items } = await hamburg.need(hamburg.get("warehouses"));
    assert.deepEqual(items.map(({ code }) => code), ["HAM1"]);
    const channels = await hamburg.get(`shipping-channels?warehouseId=${LAX1.id}`);
    assert.ok(channels.status === 404 || channels.body.items.length === 0, channels.text);
    const stock = await hamburg.get(`stock?warehouseId=${LAX1.id}&limit=200`);
    assert.ok(stock.status === 404 || stock.body.items.length === 0, stock.text.slice(0, 300));
  });

  test("see the recipient only while it is being shipped", async () => {
    const ready = await readyOrder({ stock: { HAM1: 10 } });
    await dispatched(ready.order, { warehouse: "HAM1", channel: "DHL-PAKET" });
    const { outbound } = await orderNow(ready.order, hamburg);
    assert.equal((await outboundNow(outbound, hamburg)).recipient.name, ready.order.recipient.name);
    await shipped(await outboundOf(ready.order, "packed"));
    await settled(ready.order, "completed");
    const [order, parcel] = [await orderNow(ready.order, hamburg), await outboundNow(outbound, hamburg)];
    assert.deepEqual(Object.values(order.recipient).filter((value) => value !== null), []);
    assert.deepEqual(Object.entries(parcel.recipient).filter(([, value]) => value !== null).map(([name]) => name), ["country"], "which is nobody's alone");
    assert.equal((await orderNow(ready.order)).recipient.name, ready.order.recipient.name, "the customer still sees their buyer");
  });

  test("may see all warehouses when they run the house", async () => {
    for (const { order } of [here, there]) assert.equal((await as.root.get(`orders/${order.id}`)).status, 200);
  });
});

test("a customer's user sees the outbound orders of the customer in every warehouse, and works on none", async () => {
  const ready = await readyOrder();
  await sentOff(ready);
  const { outbound } = await settled(ready.order, "completed");
  assert.equal((await api.get(`outbound-orders/${outbound.id}`)).status, 200);
  assert.equal((await as.other.get(`outbound-orders/${outbound.id}`)).status, 404);
  const before_ = await standing(ready);
  const answer = await step(await outboundNow(outbound, api), "review", undefined, { client: api });
  assert.deepEqual([answer.status, answer.body.code], [403, "forbidden"]);
  assert.deepEqual(await standing(ready), before_);
});
