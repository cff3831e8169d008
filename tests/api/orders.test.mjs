// The list of platform orders: every filter, alone and together, paging that holds while orders come in, and what one order shows.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { actionsOf, bind, makeSku, orderNow, readyOrder, sentOff, settled } from "./lib/steps.mjs";
import { api, as, given } from "./lib/stack.mjs";

const hoursAgo = (hours) => new Date(Math.floor(Date.now() / 1000 - hours * 3600) * 1000).toISOString().replace(".000Z", "Z");
const numbers = (orders) => orders.map(({ orderNo }) => orderNo);

describe("filters", { concurrency: 4 }, () => {
  let store;
  let made;
  const people = ["Ann Smith", "Björn Ångström", "O'Brien; DROP TABLE user", "100% Jo_Doe", "王小明", "Jo Doe"];
  before(async () => {
    store = await given.store();
    made = await store.orders(...people.map((name, i) => ({ number: `${i < 3 ? "A-10" : "B-20"}${i}`, createdAt: hoursAgo(10 - i), status: i === 5 ? "on-hold" : "processing",
      recipient: { name, address1: "1 Main St", city: "Reno", state: "NV", postcode: "89501", country: "US" }, lines: [{ productId: i === 4 ? 102 : 101 }] })));
    const run = await store.sync({ mode: "order_numbers", orderNumbers: made.map(({ number }) => number) });
    assert.equal(run.failed, 0);
  });
  const list = async (query) => numbers(await api.all(`orders?storeId=${store.id}${query}`));
  const of = (...indices) => indices.map((i) => made[i].number);
  const finds = (name, query, ...indices) => test(name, async () => assert.deepEqual((await list(query())).sort(), of(...indices).sort()));
  const text = encodeURIComponent;

  test("newest first, or oldest first", async () => {
    assert.deepEqual(await list(""), of(5, 4, 3, 2, 1, 0));
    assert.deepEqual(await list("&sort=-orderTime"), of(5, 4, 3, 2, 1, 0));
    assert.deepEqual(await list("&sort=orderTime"), of(0, 1, 2, 3, 4, 5));
  });
  finds("a number", () => "&orderNo=A-101", 1);
  finds("several numbers, repeated and unknown ones too", () => `&orderNo=${text("A-101, B-203,A-101,nobody")}`, 1, 3);
  finds("numbers that begin so", () => `&orderNo=${text("B-2*")}`, 3, 4, 5);
  finds("a number is found whole, not in part", () => "&orderNo=10");
  finds("the wildcards of the database are letters like any other", () => `&orderNo=${text("A%*")}`);
  finds("part of a name, however it is written", () => `&recipientName=${text("SMITH")}`, 0);
  finds("a name with accents, in capitals", () => `&recipientName=${text("ÅNGSTRÖM")}`, 1);
  finds("a name in Chinese", () => `&recipientName=${text("小明")}`, 4);
  finds("a name with signs of the database", () => `&recipientName=${text("100%")}`, 3);
  finds("and with its underscore", () => `&recipientName=${text("Jo_D")}`, 3);
  finds("a name with quotes and a statement", () => `&recipientName=${text("O'Brien; DROP")}`, 2);
  finds("times, both ends included", () => `&orderTimeFrom=${made[1].createdAt}&orderTimeTo=${made[3].createdAt}`, 1, 2, 3);
  finds("a status", () => "&status=pending", 0, 1, 2, 3, 4, 5);
  finds("another status", () => "&status=completed,cancelled");
  finds("any exception", () => "&exception=any", 0, 1, 2, 3, 4, 5);
  finds("one exception", () => "&exception=order_unpaid", 5);
  finds("the source", () => "&source=woocommerce", 0, 1, 2, 3, 4, 5);
  finds("another source", () => "&source=amazon");
  finds("all at once", () => `&orderNo=${text("A-*")}&recipientName=smith&status=pending&exception=sku_not_mapped&source=woocommerce&orderTimeFrom=${hoursAgo(24)}&sort=orderTime`, 0);
  test("purchase orders are another tab, without tracking numbers or recipients", async () => {
    assert.deepEqual(await list("&kind=b2b"), []);
    for (const filter of ["recipientName", "trackingNo"]) {
      const { status, body } = await api.get(`orders?kind=b2b&${filter}=x`);
      assert.deepEqual([status, body.errors[0].field], [422, filter]);
    }
  });
  test("an empty filter is none", async () => assert.equal((await list("&orderNo=&recipientName=&status=&exception=&trackingNo=")).length, 6));

  test("pages are parted by time and id: none is lost or shown twice while orders come in", async () => {
    const other = await given.store();
    const when = hoursAgo(5);
    await given.orders(other, ...Array.from({ length: 7 }, () => ({ createdAt: when }))); // all at the same second
    const seen = [];
    for (let cursor = ""; cursor !== null;) {
      const page = await api.need(api.get(`orders?storeId=${other.id}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`));
      seen.push(...numbers(page.items));
      if (seen.length === 2) await given.orders(other, { createdAt: hoursAgo(1) }); // newer than the place where we are
      cursor = page.nextCursor;
    }
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
    assert.equal((await api.need(api.get(`orders?storeId=${other.id}&limit=1`))).total, 8);
  });
});

test("a tracking number finds its order, whether the warehouse, a person or somebody on the platform sent it", async () => {
  const ready = await readyOrder();
  const { trackingNo } = await sentOff(ready);
  await settled(ready.order, "completed");
  assert.deepEqual((await api.all(`orders?trackingNo=${trackingNo}`)).map(({ id }) => id), [ready.order.id]);
  const [byHand] = await given.orders(ready.store, {});
  await api.need(api.post(`orders/${byHand.id}/manual-ship`, { trackingNo: `${trackingNo}-H`, channel: "Courier" }, { version: byHand.version }));
  assert.deepEqual((await api.all(`orders?trackingNo=${trackingNo}-H`)).map(({ id }) => id), [byHand.id]);
  assert.deepEqual(await as.other.all(`orders?trackingNo=${trackingNo}`), []);
});

test("an order shows what the platform sent: amounts to the cent, times, people, lines, in their own words", async () => {
  const store = await given.store({ currency: "EUR" });
  const recipient = { firstName: "<b>Zoë</b>", lastName: "Ünal-O'Hara 王", company: "A & B \"Ltd\"", address1: "Straße 1\\2", address2: "c/o 🚚", city: "Köln", state: "NW", postcode: "50667", country: "DE", phone: "+49 221 1", email: "zoe@example.com" };
  const [order] = await given.orders(store, { currency: "EUR", set: { customer_note: "line one\nline two" }, paymentTitle: "PayPal", shippingTotal: "4.90", createdAt: hoursAgo(3), recipient,
    lines: [{ productId: 101, quantity: 3, price: "19.99" }, { productId: 130, variationId: 132, quantity: 1, price: "0.10" }] });
  assert.deepEqual([order.currency, order.shippingFee, order.buyerNote, order.paymentMethod], ["EUR", "4.90", "line one\nline two", "PayPal"]);
  assert.deepEqual(order.recipient, { name: "<b>Zoë</b> Ünal-O'Hara 王", company: recipient.company, phone: recipient.phone, email: recipient.email, country: "DE", state: "NW", city: "Köln", line1: recipient.address1, line2: recipient.address2, zip: "50667" });
  assert.deepEqual(order.lines.map(({ orderedQty, unitPrice, lineTotal, skuKey }) => [orderedQty, unitPrice, lineTotal, skuKey]), [[3, "19.99", "59.97", "101"], [1, "0.10", "0.10", "130:132"]]);
  assert.equal(order.amount, "64.97");
  assert.equal(order.orderTime, (await store.control("GET", `orders/${order.platformOrderId}`)).createdAt);
  assert.deepEqual(await actionsOf(order), ["created", "exception_raised"]);
});

test("numbers that no computer counts with come through whole", async () => {
  const store = await given.store();
  const [order] = await given.orders(store, { number: "820982911946154508" });
  assert.equal(order.orderNo, "820982911946154508");
  const [leading] = await given.orders(store, { number: "0000123" });
  assert.equal(leading.orderNo, "0000123");
});

test("counts follow what happens", async () => {
  const before_ = await api.need(api.get("orders/counts"));
  const store = await given.store();
  const [order] = await given.orders(store, {});
  await api.need(bind(store, "101", [makeSku()]));
  const now = await orderNow(order);
  await api.need(api.post(`orders/${order.id}/cancel`, {}, { version: now.version }));
  const after_ = await api.need(api.get("orders/counts"));
  assert.ok(after_.cancelled > before_.cancelled && after_.total > before_.total);
  const { isExact, exceptions, total, ...statuses } = after_;
  assert.equal(Object.values(statuses).reduce((a, b) => a + b, 0), total);
  assert.ok(isExact && exceptions <= total);
});

test("the house says whether it is well", async () => {
  assert.equal((await as.nobody.need(as.nobody.get("health/live"))).status, "live");
  const ready = await as.nobody.need(as.nobody.get("health/ready"));
  assert.equal(ready.status, "ready");
  assert.equal(ready.warnings.length, 1, "stores on private addresses are allowed here");
});
