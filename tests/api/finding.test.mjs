// Finding and leaving: one search for everything, the list as a file, views and preferences of one's own.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { person } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { as, given, raw, sql } from "./lib/stack.mjs";

const code = (answer) => [answer.status, answer.body?.code];
const fields = (answer) => answer.body?.errors.map((e) => `${e.field} ${e.code}`);
const q = (text) => encodeURIComponent(text);

let operator, foreign, store, orders;
before(async () => {
  operator = person();
  foreign = as.other ?? person({ customer: sql("SELECT code FROM customer WHERE code <> 'harbor' ORDER BY id LIMIT 1")[0].code });
  store = await given.store();
  const made = await store.orders({}, {}, {});
  await given.sync([store.id], { mode: "order_numbers", orderNumbers: made.map(({ number }) => number) });
  orders = (await operator.need(operator.get(`orders?storeId=${store.id}`))).items;
  assert.equal(orders.length, 3);
});

describe("search", () => {
  const find = (text, who = operator) => who.need(who.get(`search?q=${q(text)}`));

  test("an order by its number, and by the start of it", async () => {
    const [order] = orders;
    for (const text of [order.orderNo, `  ${order.orderNo} `, order.orderNo.slice(0, -1)])
      assert.ok((await find(text)).orders.some(({ id }) => id === order.id), text);
    assert.deepEqual((await find(order.orderNo, foreign)).orders, [], "not another customer's");
  });

  test("an order by part of its recipient's name", async () => {
    const { recipient } = await operator.need(operator.get(`orders/${orders[0].id}`));
    const found = await find(recipient.name.slice(1, 8).trim());
    assert.ok(found.orders.length > 0 && found.orders.length <= 10);
  });

  test("a SKU of the warehouse, and one of a platform", async () => {
    const [sku] = (await operator.need(operator.get("warehouse-skus?limit=1"))).items;
    assert.ok((await find(sku.code)).warehouseSkus.some(({ id }) => id === sku.id));
    const [platform] = (await operator.need(operator.get("platform-skus?limit=1"))).items;
    assert.ok((await find(platform.platformSku)).platformSkus.length > 0);
    assert.deepEqual((await find(sku.code, foreign)).warehouseSkus.filter(({ id }) => id === sku.id), []);
  });

  test("an outbound order by its number, and who may not see such finds none", async () => {
    const [row] = sql("SELECT o.outbound_no AS no FROM outbound_order o JOIN customer k ON k.id = o.customer_id WHERE k.code = 'harbor' LIMIT 1");
    if (row) assert.ok((await find(row.no)).outboundOrders.length > 0);
    const staff = await find(orders[0].orderNo, as.warehouse);
    const mine = staff.orders.filter(({ id }) => orders.some((order) => order.id === id)); // others may have that number, too
    assert.deepEqual([staff.platformSkus, mine], [[], []], "no stores for staff, and an order only once it was sent to them");
  });

  for (const separator of [", ", ";", " ; ", " "])
    test(`a pasted list parted by ${JSON.stringify(separator)} names what nobody has`, async () => {
      const list = [orders[0].orderNo, "no-such-1", orders[1].orderNo, "no-such-2", orders[0].orderNo];
      const found = await find(list.join(separator));
      for (const { id } of orders.slice(0, 2)) assert.ok(found.orders.some((o) => o.id === id));
      assert.ok(found.orders.every(({ orderNo }) => list.includes(orderNo)));
      assert.deepEqual(found.notFound, ["no-such-1", "no-such-2"]);
    });

  test("a name with a space is one text", async () => {
    assert.deepEqual((await find("Nobody Atall")).notFound, []);
  });

  for (const [text, wrong] of [["", "q too_short"], ["x".repeat(4097), "q too_long"], [Array.from({ length: 51 }, (_, i) => `n${i}`).join(), "q too_many"]])
    test(`refused: ${text.length} bytes`, async () => assert.ok(["q required", wrong].includes(fields(await operator.get(`search?q=${q(text)}`))[0])));

  test("what has a meaning elsewhere has none here", async () => {
    for (const text of ["%", "_", "*", "a*b,", "'", "\\", ",,,", "😀", "a%' OR 1=1 --"]) await find(text);
    assert.deepEqual(fields(await operator.get(`search?q=a%0Ab`)), ["q control_character"]);
  });
});

describe("the list as a file", () => {
  const file = async (filter, who = operator) => (await who.need(who.get(`orders/export?${filter}`), 200), (await who.get(`orders/export?${filter}`)));
  const rows = (text) => text.trim().split("\r\n").length > 1 ? text.trim().split("\r\n").slice(1) : text.trim().split("\n").slice(1);

  test("holds exactly what the filter finds, for spreadsheets, and is noted", async () => {
    const before_ = Number(sql("SELECT COUNT(*) AS n FROM audit_log WHERE action = 'orders_exported'")[0].n);
    const answer = await operator.get(`orders/export?storeId=${store.id}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
    assert.match(answer.headers.get("content-disposition"), /^attachment; filename="orders\.csv"$/);
    assert.equal(Number(sql("SELECT COUNT(*) AS n FROM audit_log WHERE action = 'orders_exported'")[0].n), before_ + 1);
    const lines = rows(answer.text);
    assert.deepEqual(lines.map((line) => line.split(",")[0].replaceAll('"', "")), orders.map(({ orderNo }) => orderNo), "the order of the list");
    assert.ok(lines[0].includes(orders[0].orderTime.slice(0, 19)) && lines[0].includes(orders[0].currency));
    const bytes = new Uint8Array(await (await fetch(answer.url ?? `${(await import("./lib/stack.mjs")).stack.origin}/api/v1/orders/export?storeId=${store.id}`,
      { headers: { Authorization: `Bearer ${operator.token}` } })).arrayBuffer());
    assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  });

  test("another customer's store is an empty file", async () => {
    assert.deepEqual(rows((await file(`storeId=${store.id}`, foreign)).text), []);
  });

  test("what a spreadsheet would calculate is shown instead", async () => {
    sql(`UPDATE platform_order SET exception_code = 'sku_not_mapped', exception_detail = '=HYPERLINK("http://x")', exception_since = NOW(6) WHERE id = ${orders[2].id}`);
    const { text } = await operator.get(`orders/export?orderNo=${q(orders[2].orderNo)}`);
    assert.ok(text.includes("'=HYPERLINK"), text);
  });

  test("many pages are one file", async () => {
    const all = await operator.need(operator.get("orders?limit=1"));
    assert.equal(rows((await operator.get("orders/export?kind=b2c")).text).length, all.total);
  });

  for (const [query, wrong] of [["limit=5", "limit unknown"], ["cursor=abc", "cursor unknown"], ["status=nonsense", "status not_a_choice"], ["surprise=1", "surprise unknown"]])
    test(`refused: ${query}`, async () => assert.deepEqual(fields(await operator.get(`orders/export?${query}`)), [wrong]));

  test("nobody without a token, nor without the permission", async () => {
    assert.deepEqual(code(await raw("GET", "/api/v1/orders/export")), [401, "token_invalid"]);
  });
});

describe("views of one's own", () => {
  const add = (body, who = operator) => who.post("me/views", { page: "orders", name: fresh("view"), query: "?status=pending", ...body });

  test("are added, renamed, moved and forgotten, and nobody else sees them", async () => {
    const me = person(), other = person();
    const first = await me.need(add({ name: " Open in Hamburg " }, me)), second = await me.need(add({ page: "orders" }, me));
    assert.deepEqual([first.name, first.query, first.position, second.position], ["Open in Hamburg", "?status=pending", 0, 1]);
    await me.need(add({ page: "outbound" }, me));
    const renamed = await me.need(me.patch(`me/views/${first.id}`, { name: "Renamed", position: 5 }, first));
    assert.deepEqual([first.version, renamed.version], [1, 2]);
    for (const late of [await me.patch(`me/views/${first.id}`, { name: "Late" }, first), await me.ask("DELETE", `me/views/${first.id}`, { version: first.version })])
      assert.deepEqual([...code(late), late.body.current], [412, "stale", { version: 2 }]);
    const list = async (who, page = "orders") => (await who.need(who.get(`me/views?page=${page}`))).items.map(({ name }) => name);
    assert.deepEqual(await list(me), [second.name, "Renamed"]);
    assert.deepEqual(await list(other), []);
    assert.equal((await other.patch(`me/views/${first.id}`, { name: "Mine" }, renamed)).status, 404);
    assert.equal((await other.ask("DELETE", `me/views/${first.id}`, { version: 2 })).status, 404);
    assert.equal((await me.ask("DELETE", `me/views/${first.id}`, { version: 2 })).status, 204);
    assert.deepEqual(await list(me), [second.name]);
  });

  test("a name is there once, and thirty are enough", async () => {
    const me = person();
    const { name, id } = await me.need(add({}, me));
    assert.deepEqual([code(await add({ name }, me)), fields(await add({ name }, me))], [[409, "name_taken"], ["name taken"]]);
    const other = await me.need(add({}, me));
    assert.deepEqual(code(await me.patch(`me/views/${other.id}`, { name }, other)), [409, "name_taken"]);
    sql(`INSERT INTO saved_view (user_id, page, name, query) SELECT user_id, 'orders', CONCAT('v', s.seq), '?' FROM saved_view JOIN seq_1_to_28 s WHERE id = ${id}`);
    assert.deepEqual(fields(await add({}, me)), ["name too_many"]);
  });
});

describe("preferences", () => {
  const some = { theme: "dark", language: "zh-CN", zone: "utc", density: "roomy", pageSize: 100, navNarrow: true, singleKeys: false, hidden: [{ table: "orders", columns: ["source", "amount"] }] };

  test("are kept for one person, whole, and come back as they were", async () => {
    const me = person();
    assert.deepEqual(await me.need(me.get("me/preferences")), { preferences: null, version: 1 });
    for (const [i, body] of [some, { ...some, hidden: [], theme: "light" }].entries()) {
      const put = await me.ask("PUT", "me/preferences", { body, version: 1 + i });
      assert.deepEqual([put.status, put.headers.get("etag")], [204, `"${2 + i}"`]);
      assert.deepEqual(await me.need(me.get("me/preferences")), { preferences: body, version: 2 + i });
    }
    const late = await me.ask("PUT", "me/preferences", { body: some, version: 2 });
    assert.deepEqual([...code(late), late.body.current], [412, "stale", { version: 3 }]);
    const both = await Promise.all([some, some].map((body) => me.ask("PUT", "me/preferences", { body, version: 3 })));
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [204, 412]);
    assert.deepEqual(await operator.need(operator.get("me/preferences")), { preferences: null, version: 1 });
  });

  test("are small", async () => {
    const hidden = Array.from({ length: 40 }, (_, i) => ({ table: `t${i}`, columns: Array.from({ length: 30 }, (__, k) => `column-${k}-${"x".repeat(10)}`) }));
    assert.deepEqual(fields(await person().ask("PUT", "me/preferences", { body: { ...some, hidden }, version: 1 })), ["hidden too_long"]);
  });
});
