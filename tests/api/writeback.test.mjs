// What left the house reaches the shop once, whatever the shop does: it refuses, is silent, stores and does not answer, answers
// and does not store, is slow, closed or overrun. The practice store's ledger is the judge.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { request } from "../practice/store.mjs";
import { actionsOf, confirmed, dispatched, effectsOn, excepted, hurry, orderNow, outboundOf, readyOrder, refused, said, sentOff, settled, shipped, timesTold } from "./lib/steps.mjs";
import { api, as, given, practice, until } from "./lib/stack.mjs";

const strategies = ["fulfillments", "shipment_tracking", "ast", "note"];
const markShipped = (order) => api.post(`orders/${order.id}/mark-shipped`, undefined, { version: order.version });
const writeback = (order, n = 0) => { const { state, attempts } = order.writebacks[n]; return [state, attempts]; };
const there = (ready) => ready.store.control("GET", `orders/${ready.order.platformOrderId}`);
const calls = async ({ store }, method) => (await store.ledger()).requests.filter((r) => r.method === method).reduce((n, { count }) => n + count, 0);

/* A ready order in a shop of its own with that weather, sent off in one parcel. */
async function sent(weather, settings = {}) {
  const store = await given.store(settings);
  const ready = await readyOrder({ store, quantities: [2] });
  await store.weather(weather);
  return { ...ready, ...(await sentOff(ready)) };
}
const told = ({ store, order, trackingNo }) => timesTold(store, order, trackingNo);
/* Completed, with the waits of retries taken out. */
const completes = async (ready) => {
  const done = await until(`order ${ready.order.orderNo} is completed`, async () => {
    hurry(ready.store);
    const now = await orderNow(ready.order);
    return now.status === "completed" && now;
  });
  assert.deepEqual([done.exception, done.writebacks.map(({ state }) => state)], [null, done.writebacks.map(() => "confirmed")]);
  assert.equal((await there(ready)).status, "completed");
  return done;
};

describe("whatever its way", { concurrency: true }, () => {
  for (const strategy of strategies)
    describe(`a shop that takes shipments by ${strategy}`, { concurrency: true }, () => {
      test("in one parcel and in three: each told once, confirmed by reading back, then completed", async () => {
        const store = await given.store({ writeback: strategy });
        assert.equal(store.writebackStrategy, strategy);
        const one = { store, ...await readyOrder({ store }) };
        const { trackingNo } = await sentOff(one);
        assert.deepEqual(writeback(await settled(one.order, "completed")), ["confirmed", 1]);
        assert.equal(await timesTold(store, one.order, trackingNo), 1);

        const three = await readyOrder({ store, quantities: [3, 2] });
        await dispatched(three.order);
        let outbound = await outboundOf(three.order, "packed");
        const numbers = [];
        for (const [line, quantity] of [[0, 1], [0, 2], [1, 2]]) {
          const parcel = await shipped(outbound, { lines: [[outbound.lines[line], quantity]] });
          outbound = parcel.outbound;
          numbers.push(parcel.trackingNo);
          if (numbers.length < 3) assert.equal((await confirmed(three.order)).status, "partially_shipped");
          if (numbers.length < 3) assert.equal((await there(three)).status, "processing", "not before the last one");
        }
        await settled(three.order, "completed");
        for (const number of numbers) assert.equal(await timesTold(store, three.order, number), 1, number);
        assert.equal((await effectsOn(store, three.order)).filter(({ effect }) => effect === "status").length, 1);
      });

      test("it refuses: the exception has its words, and Mark Shipped tells it once when it has come round", async () => {
        const ready = await sent({ refuseWrites: true }, { writeback: strategy });
        const stuck = await excepted(ready.order, "writeback_failed");
        assert.deepEqual([stuck.status, writeback(stuck)], ["shipped", ["refused", 1]]);
        assert.match(stuck.exception.detail, /Sorry, this order is locked by another user\./);
        assert.equal(stuck.writebacks[0].detail, "Sorry, this order is locked by another user.");
        assert.equal(said(stuck, "mark_shipped"), null);
        const again = await api.need(markShipped(stuck));
        await until("refused once more", async () => writeback(await orderNow(again))[1] === 2);
        const still = await excepted(again, "writeback_failed");
        await until("it is refused", async () => writeback(await orderNow(still))[0] === "refused");
        assert.equal(await told(ready), 0);
        await ready.store.weather({});
        await api.need(markShipped(await orderNow(still)));
        const done = await completes(ready);
        assert.deepEqual([writeback(done), await told(ready)], [["confirmed", 3], 1]);
        const actions = await actionsOf(done);
        for (const [action, n] of [["mark_shipped", 2], ["writeback_failed", 2], ["writeback_confirmed", 1], ["completed", 1]])
          assert.equal(actions.filter((a) => a === action).length, n, action);
        await refused({ order: done }, [409, "action_not_allowed"], () => markShipped(done));
      });

      test("it stores and does not answer: found by reading, not sent again", async () => {
        const ready = await sent({ dropAfterWrite: true, times: 1 }, { writeback: strategy });
        const waiting = await until("its answer is missing", async () => {
          const now = await orderNow(ready.order);
          return now.writebacks[0].state === "sending" && now.writebacks[0].nextTryAt && now;
        });
        assert.equal(waiting.exception, null);
        const done = await settled(ready.order, "completed");
        assert.equal(await told(ready), 1);
        assert.ok(Date.parse(done.writebacks[0].confirmedAt) - Date.parse(waiting.writebacks[0].sentAt ?? waiting.writebacks[0].nextTryAt) > 0);
        assert.equal((await ready.store.control("GET", "weather")).hits, 1, "the answer was lost");
      });

      test("it never answers a write: each is looked up, the last step too", async () => {
        const ready = await sent({ dropAfterWrite: true }, { writeback: strategy });
        await completes(ready);
        assert.equal(await told(ready), 1);
      });

      test("it answers well and stores nothing: shown after the third time, and it heals by itself", async () => {
        const ready = await sent({ ignoreWrites: true }, { writeback: strategy });
        const stuck = await until("the exception stands", async () => {
          hurry(ready.store);
          const now = await orderNow(ready.order);
          return now.exception && now;
        });
        assert.equal(stuck.exception.code, "writeback_uncertain");
        assert.match(stuck.exception.detail, /does not show it/);
        assert.equal(await told(ready), 0);
        await ready.store.weather({});
        await completes(ready);
        assert.equal(await told(ready), 1);
      });

      test("it breaks at the write: looked up, sent again, told once", async () => {
        const ready = await sent({ status: 500, only: "writes", times: 1 }, { writeback: strategy });
        await completes(ready);
        assert.equal(await told(ready), 1);
        assert.equal((await ready.store.control("GET", "weather")).hits, 1);
      });

      test("a parcel that somebody typed in by hand is recognised, not told again", async () => {
        const store = await given.store({ writeback: strategy });
        const ready = await readyOrder({ store });
        const trackingNo = `HAND-${ready.order.id}`;
        const by = { fulfillments: ["fulfillments", { status: "fulfilled", is_fulfilled: true, items: [{ id: Number(ready.order.lines[0].platformLineId), qty: 1 }],
            meta_data: [{ key: "_tracking_number", value: trackingNo }, { key: "_items", value: [{ item_id: Number(ready.order.lines[0].platformLineId), qty: 1 }] }] }],
          shipment_tracking: ["shipment-trackings", { tracking_number: trackingNo, custom_tracking_provider: "UPS" }],
          ast: ["shipment-trackings", { tracking_number: trackingNo, tracking_provider: "UPS" }] }[strategy];
        if (!by) return; // a note of another's hand says nothing for certain
        const route = strategy === "fulfillments" ? `wc/v3/orders/${ready.order.platformOrderId}/${by[0]}` : `wc-${strategy === "ast" ? "ast" : "shipment-tracking"}/v3/orders/${ready.order.platformOrderId}/${by[0]}`;
        const typed = await request(store.shop, "POST", route, {}, by[1]);
        assert.equal(typed.status, 201, typed.text);
        await sentOff(ready, { trackingNo });
        await completes(ready);
        assert.equal(await timesTold(store, ready.order, trackingNo), 1);
      });
    });
});

/* ---- the shop's other days ------------------------------------------------------------------------------ */

describe("the shop", { concurrency: true }, () => {
  test("cannot be read for a while: it goes on by itself, and nothing is written blindly", async () => {
    const ready = await sent({ status: 503, only: "reads", times: 2 });
    await completes(ready);
    assert.equal(await told(ready), 1);
    assert.equal((await ready.store.control("GET", "weather")).hits, 2, "it was asked and did not answer");
  });

  test("is silent for long: the exception says so, and is gone when it is back", async () => {
    const ready = await sent({ status: 502 });
    const stuck = await until("the exception stands", async () => {
      hurry(ready.store);
      const now = await orderNow(ready.order);
      return now.exception && now;
    });
    assert.equal(stuck.exception.code, "writeback_failed");
    assert.ok(["queued", "sending"].includes(stuck.writebacks[0].state), "it is still being tried");
    await ready.store.weather({});
    await completes(ready);
    assert.equal(await told(ready), 1);
  });

  test("cuts its answers off", async () => {
    const ready = await sent({ cutBody: true, times: 3 });
    await completes(ready);
    assert.equal(await told(ready), 1);
  });

  test("says 'slower': we wait as long as it says", async () => {
    const ready = await sent({ status: 429, retryAfterS: 2, times: 1 });
    const began = Date.now();
    const done = await settled(ready.order, "completed");
    assert.ok(Date.now() - began >= 1500, "not before");
    assert.deepEqual([done.exception, await told(ready)], [null, 1]);
    assert.equal((await as.admin.need(as.admin.get(`stores/${ready.store.id}`))).status, "authorised");
  });

  test("does not take our key any more: waits for a person, and goes when the store is authorised again", async () => {
    const ready = await sent({ status: 401 });
    const stuck = await excepted(ready.order, "writeback_failed");
    const store = await as.admin.need(as.admin.get(`stores/${ready.store.id}`));
    assert.deepEqual([store.status, store.health.state, stuck.status], ["expired", "down", "shipped"]);
    await ready.store.weather({});
    await as.admin.need(as.admin.post(`stores/${store.id}/authorize`, { credentials: { consumerKey: ready.store.shop.key, consumerSecret: ready.store.shop.secret } }, { version: store.version }));
    const done = await settled(ready.order, "completed");
    assert.deepEqual([done.exception, await told(ready)], [null, 1]);
  });

  test("has given us a key that may only read: the first shipment says what is missing", async () => {
    const ready = await sent({}, { permission: "read" });
    const stuck = await excepted(ready.order, "writeback_failed");
    assert.match(stuck.exception.detail, /does not have write permissions/);
    await practice.put(`shops/${ready.store.shop.name}`, { permission: "read_write" });
    await api.need(markShipped(stuck));
    await completes(ready);
    assert.equal(await told(ready), 1);
  });

  test("is disabled here when the parcel leaves: said under the order, told when it is enabled", async () => {
    const ready = await readyOrder();
    const change = async (body) => as.admin.need(as.admin.patch(`stores/${ready.store.id}`, body, { version: (await as.admin.need(as.admin.get(`stores/${ready.store.id}`))).version }));
    await change({ enabled: false });
    const { trackingNo } = await sentOff(ready);
    const stuck = await excepted(ready.order, "writeback_failed");
    assert.match(stuck.exception.detail, /disabled/);
    const writes = await calls(ready, "POST");
    await change({ enabled: true });
    await completes(ready);
    assert.deepEqual([writes, await timesTold(ready.store, ready.order, trackingNo)], [0, 1]);
  });

  test("has cancelled the order meanwhile: nothing is written, a person must look", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    await ready.store.control("POST", `orders/${ready.order.platformOrderId}/cancel`, {});
    const { trackingNo } = await shipped(packed);
    const stuck = await until("the exception stands", async () => {
      const now = await orderNow(ready.order);
      return now.exception && now;
    });
    assert.deepEqual([stuck.exception.code, stuck.status, writeback(stuck)[0]], ["writeback_failed", "shipped", "refused"]);
    assert.match(stuck.exception.detail, /cancelled/);
    assert.deepEqual(await effectsOn(ready.store, ready.order), []);
    await ready.store.sync({ mode: "order_numbers", orderNumbers: [ready.order.orderNo] });
    assert.equal((await orderNow(ready.order)).exception.code, "cancelled_after_shipment");
    assert.equal(await timesTold(ready.store, ready.order, trackingNo), 0);
  });

  test("has thrown the order away", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    await ready.store.control("POST", `orders/${ready.order.platformOrderId}/trash`, {});
    await shipped(packed);
    const stuck = await excepted(ready.order, "writeback_failed");
    assert.equal(writeback(stuck)[0], "refused");
    assert.deepEqual(await effectsOn(ready.store, ready.order), []);
  });

  test("was completed there by somebody: the tracking still gets in, once", async () => {
    const ready = await readyOrder();
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    await ready.store.control("POST", `orders/${ready.order.platformOrderId}/status`, { status: "completed" });
    const { trackingNo } = await shipped(packed);
    await completes(ready);
    assert.equal(await timesTold(ready.store, ready.order, trackingNo), 1);
  });
});

/* ---- several shipments, several presses -------------------------------------------------------------------- */

describe("several", { concurrency: true }, () => {
  test("parcels of which the first is refused: the second goes, Mark Shipped sends the first, and only then it is completed", async () => {
    const ready = await readyOrder({ quantities: [2] });
    await dispatched(ready.order);
    const packed = await outboundOf(ready.order, "packed");
    await ready.store.weather({ refuseWrites: true });
    const first = await shipped(packed, { lines: [[packed.lines[0], 1]] });
    await excepted(ready.order, "writeback_failed");
    await ready.store.weather({});
    const second = await shipped(first.outbound);
    const stuck = await until("the second is confirmed", async () => {
      const now = await orderNow(ready.order);
      return now.writebacks.some(({ trackingNo, state }) => trackingNo === second.trackingNo && state === "confirmed") && now;
    });
    assert.deepEqual([stuck.status, stuck.exception?.code], ["shipped", "writeback_failed"]);
    assert.ok(stuck.exception.detail.includes(first.trackingNo));
    assert.equal((await there(ready)).status, "processing", "the shop is not told that all is done");
    await api.need(markShipped(stuck));
    await completes(ready);
    for (const { trackingNo } of [first, second]) assert.equal(await timesTold(ready.store, ready.order, trackingNo), 1);
  });

  test("windows that press Mark Shipped at once: told once", async () => {
    const ready = await sent({ refuseWrites: true });
    const stuck = await excepted(ready.order, "writeback_failed");
    await ready.store.weather({ delayMs: 300 });
    const answers = await Promise.all([1, 2, 3].map(() => markShipped(stuck)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412]);
    const more = await markShipped(await orderNow(stuck));
    assert.ok([200, 409, 412].includes(more.status), more.text);
    await completes(ready);
    assert.equal(await told(ready), 1);
  });

  test("presses while the shop keeps the answer back: told once", async () => {
    const ready = await sent({ dropAfterWrite: true, times: 1 });
    await until("the answer is missing", async () => (await orderNow(ready.order)).writebacks[0].state === "sending");
    for (let i = 0; i < 3; i++) {
      const now = await orderNow(ready.order);
      if (said(now, "mark_shipped") === null) await markShipped(now);
    }
    await completes(ready);
    assert.equal(await told(ready), 1);
  });

  test("orders of a shop that refuses one of them: the others are told", async () => {
    const store = await given.store();
    const stubborn = await readyOrder({ store });
    const other = await readyOrder({ store });
    await store.weather({ refuseWrites: true, times: 1 });
    await sentOff(stubborn);
    await excepted(stubborn.order, "writeback_failed");
    const { trackingNo } = await sentOff(other);
    await settled(other.order, "completed");
    assert.equal(await timesTold(store, other.order, trackingNo), 1);
    assert.equal((await orderNow(stubborn.order)).exception.code, "writeback_failed");
  });
});
