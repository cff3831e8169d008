// The warehouse floor: waves, outbound orders made by hand, several parcels and what they cost.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { actionsOf, dispatched, fresh, makeSku, orderNow, outboundNow, outboundOf, places, readyOrder, said, settled, shipped, step, stockOf } from "./lib/steps.mjs";
import { api, as, sql } from "./lib/stack.mjs";
import { person } from "./lib/people.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const fields = (answer) => (answer.body?.errors ?? []).map((e) => [e.field, e.code]);
const reviewed = async (options) => {
  const ready = await readyOrder();
  return { ...ready, outbound: await outboundOf(await dispatched(ready.order, options), "reviewed") };
};
const wave = async (outbounds, { warehouse = "LAX1", client = as.warehouse, ...options } = {}) =>
  client.post("waves", { warehouseId: (await places())[warehouse].id, outboundIds: outbounds.map(({ id }) => id) }, options);

/* Nothing about them has changed. */
async function unchanged(outbounds, act) {
  const look = () => Promise.all(outbounds.map((o) => outboundNow(o)));
  const count = () => sql("SELECT COUNT(*) AS n FROM wave")[0].n;
  const before = [await look(), count()];
  const answer = await act();
  assert.deepEqual([await look(), count()], before, "nothing has changed");
  return answer;
}

describe("waves", { concurrency: 2 }, () => {
  test("orders are waved, listed by SKU, picked in one go, packed and shipped", async () => {
    const all = [await reviewed(), await reviewed(), await reviewed()];
    const made = await as.warehouse.need(wave(all.map((a) => a.outbound)), 201);
    assert.match(made.waveNo, /^WV\d{6,}$/);
    assert.deepEqual([made.orderCount, made.waitingCount, made.warehouse.name, made.createdBy], [3, 3, "Los Angeles 1", "Wanda Warehouse"]);
    assert.deepEqual(made.orders.map(({ id, status, wave: ref }) => [id, status, ref]), all.map(({ outbound }) => [outbound.id, "waved", { id: made.id, waveNo: made.waveNo }]));
    assert.equal(made.unitCount, made.lines.reduce((n, line) => n + line.quantity, 0));
    assert.deepEqual(made.lines.map(({ skuCode }) => skuCode), made.lines.map(({ skuCode }) => skuCode).toSorted((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    for (const line of made.lines) assert.equal(line.quantity, line.orders.reduce((n, share) => n + share.quantity, 0));

    const waved = await outboundNow(all[0].outbound);
    assert.deepEqual([said(waved, "intercept"), said(waved, "unwave"), said(waved, "wave")], ["outbound_in_progress", null, "action_not_allowed"]);
    assert.deepEqual(code(await step(waved, "intercept", { reason: "late" })), [409, "outbound_in_progress"]);
    assert.deepEqual(code(await api.post(`orders/${all[0].order.id}/cancel`, {}, { version: (await orderNow(all[0].order)).version })), [409, "outbound_in_progress"]);

    const picked = await as.warehouse.need(as.warehouse.post(`waves/${made.id}/pick`));
    assert.deepEqual([picked.waitingCount, picked.orders.map(({ status }) => status)], [0, ["picking", "picking", "picking"]]);
    assert.deepEqual(code(await as.warehouse.post(`waves/${made.id}/pick`)), [409, "action_not_allowed"]);
    for (const { order } of all) assert.deepEqual((await actionsOf(order)).filter((a) => ["reviewed", "waved", "picked"].includes(a)), ["reviewed", "waved", "picked"]);
    const packed = await as.warehouse.need(step(picked.orders[0], "pack", { weightGrams: 500 }));
    await shipped(packed);
  });

  test("all of them or none, with a reason for each that is in the way", async () => {
    const [good, draft, picking] = [await reviewed(), await readyOrder(), await reviewed()];
    const draftOutbound = await outboundNow((await dispatched(draft.order)).outbound);
    const busy = await as.warehouse.need(step(picking.outbound, "pick"));
    const hamburg = await (async () => {
      const sku = makeSku({ stock: { HAM1: 10 } });
      const ready = await readyOrder();
      sql(`UPDATE sku_mapping_item SET sku_id = ${sku.id} WHERE sku_id IN (${ready.skus.map(({ id }) => id)})`);
      return outboundOf(await dispatched(ready.order, { warehouse: "HAM1", channel: "DHL-PAKET" }), "reviewed");
    })();
    const all = [good.outbound, draftOutbound, busy, hamburg];
    const answer = await unchanged(all, () => wave([good.outbound, draftOutbound, busy, hamburg, good.outbound, { id: "999999999999" }]));
    assert.deepEqual(code(answer), [422, "invalid"]);
    assert.deepEqual(fields(answer), [["outboundIds[1]", "action_not_allowed"], ["outboundIds[2]", "action_not_allowed"], ["outboundIds[3]", "other_warehouse"],
      ["outboundIds[4]", "repeated"], ["outboundIds[5]", "unknown"]]);
    assert.match(answer.body.errors[0].detail, new RegExp(`${draftOutbound.outboundNo} is a draft`));
    assert.equal((await as.warehouse.need(wave([good.outbound]), 201)).orderCount, 1);
    assert.deepEqual(fields(await unchanged([good.outbound], () => wave([good.outbound]))), [["outboundIds[0]", "action_not_allowed"]]);
  });

  test("one is taken out of its wave and can go into another, or be intercepted", async () => {
    const [one, two] = [await reviewed(), await reviewed()];
    const made = await as.warehouse.need(wave([one.outbound, two.outbound]), 201);
    const [waved] = made.orders;
    assert.deepEqual(code(await step(waved, "unwave", undefined, { version: waved.version - 1 })), [412, "stale"]);
    assert.deepEqual(code(await step(waved, "unwave", undefined, { client: api })), [403, "forbidden"]);
    const free = await as.warehouse.need(step(waved, "unwave"));
    assert.deepEqual([free.status, free.wave], ["reviewed", null]);
    assert.deepEqual(code(await step(free, "unwave")), [409, "action_not_allowed"]);
    assert.equal((await as.warehouse.need(as.warehouse.get(`waves/${made.id}`))).orderCount, 1);
    const again = await as.warehouse.need(wave([free]), 201);
    const out = await as.warehouse.need(step(again.orders[0], "unwave"));
    assert.equal((await as.warehouse.need(step(out, "intercept", {}))).status, "intercepted");
    assert.equal((await orderNow(one.order)).status, "pending");
    assert.ok((await actionsOf(one.order)).includes("unwaved"));
  });

  test("the same two waves at once: one of them", async () => {
    const both = [await reviewed(), await reviewed()].map(({ outbound }) => outbound);
    const answers = await Promise.all([wave(both), wave([...both].reverse()), wave([both[0]])]);
    const made = answers.filter(({ status }) => status === 201);
    assert.equal(made.length, 1, answers.map(({ text }) => text.slice(0, 200)).join("\n"));
    for (const outbound of both) assert.ok([null, made[0].body.id].includes((await outboundNow(outbound)).wave?.id ?? null));
  });

  test("the same key again makes no second wave", async () => {
    const { outbound } = await reviewed();
    const key = fresh("wave-key-0123456789");
    const first = await wave([outbound], { key });
    const again = await wave([outbound], { key });
    assert.deepEqual([first.status, again.status, again.body.id, again.headers.get("idempotent-replay")], [201, 201, first.body.id, "true"]);
  });

  test("who may, and bad input", async () => {
    const { outbound } = await reviewed();
    const warehouseId = (await places()).LAX1.id;
    const made = await as.warehouse.need(wave([outbound]), 201);
    const angeles = person({ role: "warehouse", warehouses: ["LAX1"] });
    const hamburg = person({ role: "warehouse", warehouses: ["HAM1"] });
    for (const client of [api, as.other]) {
      assert.deepEqual(code(await client.get("waves")), [403, "forbidden"]);
      assert.deepEqual(code(await client.get(`waves/${made.id}`)), [403, "forbidden"]);
      assert.deepEqual(code(await client.post(`waves/${made.id}/pick`)), [403, "forbidden"]);
      assert.deepEqual(code(await wave([outbound], { client })), [403, "forbidden"]);
    }
    assert.deepEqual(code(await hamburg.get(`waves/${made.id}`)), [404, "not_found"]);
    assert.deepEqual(code(await hamburg.post(`waves/${made.id}/pick`)), [404, "not_found"]);
    assert.deepEqual(fields(await wave([outbound], { client: hamburg })), [["warehouseId", "unknown"]]);
    assert.equal((await angeles.need(angeles.get(`waves/${made.id}`))).id, made.id);
    for (const [body, expected] of [[{}, [422, "invalid"]], [{ warehouseId, outboundIds: [] }, [422, "invalid"]], [{ warehouseId, outboundIds: "1" }, [422, "invalid"]],
      [{ warehouseId, outboundIds: [1] }, [422, "invalid"]], [{ warehouseId, outboundIds: ["x"] }, [422, "invalid"]], [{ warehouseId, outboundIds: ["1"], more: 1 }, [422, "invalid"]],
      [{ warehouseId: "999999", outboundIds: ["1"] }, [422, "invalid"]], [{ warehouseId, outboundIds: Array.from({ length: 201 }, (_, i) => String(i + 1)) }, [422, "invalid"]], ["[]", [400, "malformed"]],
      ["{", [400, "malformed"]], [`{"warehouseId":"${warehouseId}","outboundIds":["1\u0000"]}`, [400, "malformed"]]])
      assert.deepEqual(code(await as.warehouse.ask("POST", "waves", { body, headers: { "Content-Type": "application/json" } })), expected, JSON.stringify(body).slice(0, 100));
    for (const query of ["limit=0", "limit=201", "limit=x", "cursor=x", "warehouseId=x", "status=waved", "limit=1&limit=2"])
      assert.deepEqual(code(await as.warehouse.get(`waves?${query}`)), [422, "invalid"], query);
    assert.deepEqual(code(await as.warehouse.get("waves/999999999")), [404, "not_found"]);
  });

  test("the list, page by page, newest first", async () => {
    for (let i = 0; i < 3; i++) await as.warehouse.need(wave([(await reviewed()).outbound]), 201);
    const all = await as.warehouse.all("waves", 2);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.deepEqual(all.map(({ id }) => Number(id)), all.map(({ id }) => Number(id)).toSorted((a, b) => b - a));
    const { HAM1 } = await places();
    assert.ok((await as.warehouse.all(`waves?warehouseId=${HAM1.id}`)).every((w) => w.warehouse.id === HAM1.id));
  });
});

/* ---- made by hand ------------------------------------------------------------------------------------ */

const recipient = { name: "Grace Hopper", country: "US", state: "NY", city: "New York", line1: "1 Broadway", zip: "10004" };
async function byHand({ skus, lines, warehouse = "LAX1", channel = "UPS-GROUND", client = as.warehouse, ...more } = {}) {
  const place = (await places())[warehouse];
  return client.post("outbound-orders", { customerId: "1", warehouseId: place.id, channelId: place.channels[channel].id, recipient,
    lines: lines ?? skus.map(({ id }) => ({ skuId: id, quantity: 2 })), ...more });
}

describe("outbound orders made by hand", { concurrency: 2 }, () => {
  test("reserve their stock, belong to no platform order, and go the same way", async () => {
    const skus = [makeSku({ stock: { LAX1: 5 } }), makeSku({ stock: { LAX1: 5 } })];
    const made = await as.warehouse.need(byHand({ skus, note: "Replacement for a broken mug" }), 201);
    assert.deepEqual([made.status, made.order, made.customer.name, made.unitCount, made.note, made.recipient.name, made.recipientCountry],
      ["draft", null, "Harbor Trading", 4, "Replacement for a broken mug", "Grace Hopper", "US"]);
    assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 5, reserved: 2 }, { onHand: 5, reserved: 2 }]);
    assert.equal((await api.need(api.get(`outbound-orders/${made.id}`))).id, made.id, "the customer sees it");
    assert.equal((await as.other.get(`outbound-orders/${made.id}`)).status, 404);
    assert.equal(sql(`SELECT COUNT(*) AS n FROM audit_log WHERE action = 'outbound_added' AND subject = '${made.outboundNo}'`)[0].n, "1");

    let now = await as.warehouse.need(step(made, "review"));
    const { orders } = await as.warehouse.need(wave([now]), 201);
    now = await as.warehouse.need(step(orders[0], "pick"));
    now = await as.warehouse.need(step(now, "pack", { weightGrams: 900 }));
    const first = await shipped(now, { lines: [[now.lines[0], 1]] });
    const rest = await shipped(first.outbound);
    assert.deepEqual([rest.outbound.status, rest.outbound.parcels.length, rest.outbound.note], ["shipped", 2, null]);
    assert.deepEqual(skus.map((sku) => stockOf(sku)), [{ onHand: 3, reserved: 0 }, { onHand: 3, reserved: 0 }]);
    assert.deepEqual(sql(`SELECT w.id FROM writeback w JOIN parcel p ON p.id = w.subject_id AND w.kind = 'shipment' WHERE p.outbound_id = ${made.id}`), [], "nobody is told");
  });

  test("intercepted, their stock is free again", async () => {
    const sku = makeSku({ stock: { LAX1: 2 } });
    const made = await as.warehouse.need(byHand({ skus: [sku] }), 201);
    const gone = await as.warehouse.need(step(made, "intercept", { reason: "not needed" }));
    assert.deepEqual([gone.status, stockOf(sku)], ["intercepted", { onHand: 2, reserved: 0 }]);
  });

  test("by a self-pickup channel they wait for the customer's label", async () => {
    const made = await as.warehouse.need(byHand({ skus: [makeSku()], channel: "PICKUP" }), 201);
    const now = await as.warehouse.need(step(made, "review"));
    assert.deepEqual([now.label, said(now, "pick"), said(now, "label")], [null, "label_required", "forbidden"]);
    assert.deepEqual(code(await step(now, "pick")), [422, "label_required"]);
    const mine = await api.need(api.get(`outbound-orders/${now.id}`));
    assert.equal(said(mine, "label"), null);
  });

  test("two at once for the last units: one of them", async () => {
    const sku = makeSku({ stock: { LAX1: 2 } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => byHand({ skus: [sku] })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422, 422, 422, 422, 422]);
    assert.deepEqual(stockOf(sku), { onHand: 2, reserved: 2 });
  });

  test("refused, and nothing is left behind", async () => {
    const sku = makeSku({ stock: { LAX1: 1, HAM1: 5 } });
    const disabled = makeSku({ status: "disabled" });
    const others = makeSku({ customer: "meadow", stock: { HAM1: 5 } });
    const count = () => sql(`SELECT COUNT(*) AS n FROM outbound_line WHERE sku_id IN (${[sku, disabled, others].map(({ id }) => id)})`)[0].n;
    const before = count();
    const line = (id, quantity = 1) => ({ skuId: id, quantity });
    const cases = [
      [{ skus: [sku] }, [422, "insufficient_stock"]],
      [{ lines: [line(sku.id), line(sku.id)] }, [422, "invalid"], "lines[1].skuId"],
      [{ lines: [line("999999999")] }, [422, "invalid"], "lines[0].skuId"],
      [{ lines: [line(others.id)] }, [422, "invalid"], "lines[0].skuId"],
      [{ lines: [line(disabled.id)] }, [422, "invalid"], "lines[0].skuId"],
      [{ lines: [] }, [422, "invalid"], "lines"],
      [{ lines: [line(sku.id, 0)] }, [422, "invalid"], "lines[0].quantity"],
      [{ lines: [line(sku.id, 1.5)] }, [422, "invalid"], "lines[0].quantity"],
      [{ lines: [line(sku.id, 1000001)] }, [422, "invalid"], "lines[0].quantity"],
      [{ lines: [{ ...line(sku.id), price: 1 }] }, [422, "invalid"], "lines[0].price"],
      [{ lines: [line(sku.id)], customerId: "999" }, [422, "invalid"], "customerId"],
      [{ lines: [line(others.id)], customerId: "2" }, [422, "business_missing"]],
      [{ lines: [line(sku.id)], warehouseId: "999" }, [422, "invalid"], "warehouseId"],
      [{ lines: [line(sku.id)], channelId: "999" }, [422, "channel_not_available"]],
      [{ lines: [line(sku.id)], recipient: { ...recipient, name: "  " } }, [422, "invalid"], "recipient.name"],
      [{ lines: [line(sku.id)], recipient: { ...recipient, state: null } }, [422, "address_incomplete"]],
      [{ lines: [line(sku.id)], recipient: { ...recipient, country: "us" } }, [422, "invalid"], "recipient.country"],
      [{ lines: [line(sku.id)], recipient: { ...recipient, country: "USA" } }, [422, "invalid"], "recipient.country"],
      [{ lines: [line(sku.id)], recipient: { ...recipient, line1: "x".repeat(256) } }, [422, "invalid"], "recipient.line1"],
      [{ lines: [line(sku.id)], recipient: { ...recipient, secret: 1 } }, [422, "invalid"], "recipient.secret"],
      [{ lines: [line(sku.id)], recipient: null }, [422, "invalid"], "recipient"],
      [{ lines: [line(sku.id)], note: "x".repeat(501) }, [422, "invalid"], "note"],
      [{ lines: [line(sku.id)], status: "shipped" }, [422, "invalid"], "status"],
      [{ lines: [line(sku.id)], client: api }, [403, "forbidden"]],
      [{ lines: [line(sku.id)], client: person({ role: "warehouse", warehouses: ["HAM1"] }) }, [422, "invalid"], "warehouseId"],
    ];
    for (const [options, expected, field] of cases) {
      const answer = await byHand(options);
      assert.deepEqual(code(answer), expected, `${JSON.stringify({ ...options, client: undefined })}: ${answer.text}`);
      if (field) assert.equal(answer.body.errors[0].field, field);
    }
    assert.equal(count(), before);
    assert.deepEqual(stockOf(sku), { onHand: 1, reserved: 0 });
  });
});

/* ---- several parcels, and what they cost -------------------------------------------------------------- */

test("each parcel costs what its channel charges for its weight, and the platform order shows the sum", async () => {
  const ready = await readyOrder({ lines: [{ productId: 101, quantity: 3 }] });
  const packed = await outboundOf(await dispatched(ready.order, { channel: "USPS-GA" }), "packed");
  const part = async (outbound, quantity, weightGrams) => as.warehouse.need(step(outbound, "ship", { trackingNo: fresh("US"), weightGrams, lines: [{ lineId: outbound.lines[0].id, quantity }] }));
  const cost = async () => (await orderNow(ready.order)).wmsShippingCost;
  const one = await part(packed, 1, 1001); // 4.50 + 2 × 1.20
  assert.equal(await cost(), "6.90");
  const two = await part(one, 1, 1000); // 4.50 + 1.20
  assert.equal(await cost(), "12.60");
  assert.deepEqual([two.status, two.parcels.length], ["packed", 2]);
  const last = await part(two, 1, 1); // 4.50 + 1.20
  assert.deepEqual([last.status, last.parcels.length, last.parcels.map(({ weightGrams }) => weightGrams)], ["shipped", 3, [1001, 1000, 1]]);
  const done = await settled(ready.order, "completed");
  assert.deepEqual([done.wmsShippingCost, done.wmsShippingCurrency, done.parcels.length], ["18.30", "USD", 3]);
  const row = (await api.need(api.get(`orders?orderNo=${encodeURIComponent(done.orderNo)}`))).items.find(({ id }) => id === done.id);
  assert.deepEqual([row.wmsShippingCost, row.wmsShippingCurrency], ["18.30", "USD"], "in the list too");
});
