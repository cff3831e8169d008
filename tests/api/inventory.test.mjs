// SKUs and stock: proposing and reviewing, adjusting with a ledger that adds up, what each may see, and every refusal.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { as, given, raw, sql, stack } from "./lib/stack.mjs";

const { admin, operator, other, root, warehouse, nobody } = as;
const fresh = () => `T-${randomUUID().slice(0, 8).toUpperCase()}`;

/* An enabled SKU of the first customer, with so much in Los Angeles. */
async function givenSku(onHand = 0, more = {}) {
  const sku = await warehouse.need(warehouse.post("warehouse-skus", { customerId: "1", code: fresh(), name: "A thing", ...more }), 201);
  if (onHand) await adjust(sku, onHand);
  return sku;
}
const adjust = (sku, change, more = {}) =>
  warehouse.need(warehouse.post("stock-adjustments", { warehouseId: "1", skuId: sku.id, change, reason: "received", ...more }), 201);
const stockOf = async (sku) => (await warehouse.need(warehouse.get(`stock?skuId=${sku.id}&warehouseId=1`))).items[0];
const ledgerOf = (sku, client = warehouse) => client.all(`stock-movements?warehouseId=1&skuId=${sku.id}`);
const problem = (answer) => [answer.status, answer.body?.code, answer.body?.errors?.map((e) => `${e.field} ${e.code}`).join(" ")];

/* ---- SKUs ------------------------------------------------------------------------------------------ */

test("a customer proposes, corrects and sees; the warehouse approves", async () => {
  const code = fresh();
  const sku = await operator.need(operator.post("warehouse-skus", { code, name: "Proposed", weightGrams: 120 }), 201);
  assert.deepEqual([sku.status, sku.customer.id, sku.editable, sku.codeFixed, sku.weightGrams], ["pending_review", "1", true, false, 120]);
  const better = await operator.need(operator.patch(`warehouse-skus/${sku.id}`, { code: `${code}B`, barcode: code, weightGrams: 0 }, { version: 1 }));
  assert.deepEqual([better.code, better.barcode, better.weightGrams, better.version], [`${code}B`, code, null, 2]);
  assert.deepEqual(problem(await operator.patch(`warehouse-skus/${sku.id}`, { status: "enabled" }, { version: 2 })), [403, "forbidden", ""]);
  const found = await warehouse.need(warehouse.get(`warehouse-skus?status=pending_review&q=${code}`));
  assert.deepEqual(found.items.map((s) => [s.id, s.editable]), [[sku.id, true]]);
  const approved = await warehouse.need(warehouse.patch(`warehouse-skus/${sku.id}`, { status: "enabled" }, { version: 2 }));
  assert.equal(approved.status, "enabled");
  assert.deepEqual(problem(await operator.patch(`warehouse-skus/${sku.id}`, { name: "Mine" }, { version: 3 })), [403, "forbidden", ""]);
  assert.equal((await operator.need(operator.get(`warehouse-skus/${sku.id}`))).editable, false);
  assert.equal((await operator.need(operator.get(`skus?q=${code}B`))).items[0].bindable, true);
});

test("an old version is refused with the one that stands", async () => {
  const sku = await givenSku();
  await warehouse.need(warehouse.patch(`warehouse-skus/${sku.id}`, { name: "First" }, { version: 1 }));
  const late = await warehouse.patch(`warehouse-skus/${sku.id}`, { name: "Second" }, { version: 1 });
  assert.deepEqual([late.status, late.body.code, late.body.current.version], [412, "stale", 2]);
  assert.deepEqual(problem(await warehouse.patch(`warehouse-skus/${sku.id}`, { name: "x" })), [428, "version_missing", ""]);
  assert.equal((await warehouse.need(warehouse.get(`warehouse-skus/${sku.id}`))).name, "First");
});

test("the code of a SKU that is used stays", async () => {
  const sku = await givenSku(3);
  const detail = await warehouse.need(warehouse.get(`warehouse-skus/${sku.id}`));
  assert.deepEqual([detail.codeFixed, detail.stock.map((s) => [s.warehouse.id, s.onHand])], [true, [["1", 3]]]);
  assert.deepEqual(problem(await warehouse.patch(`warehouse-skus/${sku.id}`, { code: fresh() }, { version: 1 })), [422, "invalid", "code fixed"]);
});

test("what a SKU may not be", async () => {
  const sku = await givenSku(0, { barcode: fresh() });
  const bodies = [
    [{}, [422, "invalid", "code required name required"]],
    [{ code: "", name: " " }, [422, "invalid", "code too_short name too_short"]],
    [{ code: "x".repeat(65), name: "y".repeat(256) }, [422, "invalid", "code too_long name too_long"]],
    [{ code: fresh(), name: "x", barcode: "12 3" }, [422, "invalid", "barcode malformed"]],
    [{ code: fresh(), name: "x", weightGrams: -1 }, [422, "invalid", "weightGrams out_of_range"]],
    [{ code: fresh(), name: "x", weightGrams: 1.5 }, [422, "invalid", "weightGrams type"]],
    [{ code: fresh(), name: "x", weightGrams: "5" }, [422, "invalid", "weightGrams type"]],
    [{ code: fresh(), name: ["x"] }, [422, "invalid", "name type"]],
    [{ code: fresh(), name: "a\u0007b" }, [422, "invalid", "name control_character"]],
    [{ code: fresh(), name: "x", status: "enabled" }, [422, "invalid", "status unknown"]],
    [{ code: fresh(), name: "x", version: 9 }, [422, "invalid", "version unknown"]],
    [{ code: sku.code, name: "x" }, [409, "name_taken", "code taken"]],
    [{ code: fresh(), name: "x", barcode: sku.barcode }, [409, "name_taken", "barcode taken"]],
    [{ customerId: "2", code: fresh(), name: "x" }, [422, "invalid", "customerId unknown"]],
    [{ customerId: 1, code: fresh(), name: "x" }, [422, "invalid", "customerId type"]],
  ];
  for (const [body, expected] of bodies) assert.deepEqual(problem(await operator.post("warehouse-skus", body)), expected, JSON.stringify(body));
  assert.deepEqual(problem(await warehouse.post("warehouse-skus", { code: fresh(), name: "x" })), [422, "invalid", "customerId required"]);
  assert.deepEqual(problem(await warehouse.post("warehouse-skus", { customerId: "999", code: fresh(), name: "x" })), [422, "invalid", "customerId unknown"]);
  assert.deepEqual(problem(await operator.post("warehouse-skus", { code: fresh(), name: "x" }, { key: null })), [400, "idempotency_key_missing", ""]);
  await operator.login();
  const headers = { Authorization: `Bearer ${operator.token}`, "Idempotency-Key": randomUUID(), "Content-Type": "application/json" };
  const bytes = Buffer.concat([Buffer.from('{"code":"U-1","name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
  assert.equal((await raw("POST", "/api/v1/warehouse-skus", { body: new Uint8Array(bytes), headers })).body.code, "malformed");
});

test("a repeated request with its key makes one SKU", async () => {
  const body = { code: fresh(), name: "Once" };
  const key = randomUUID();
  const [a, b] = await Promise.all([operator.post("warehouse-skus", body, { key }), operator.post("warehouse-skus", body, { key })]);
  const ids = [a, b].filter((x) => x.status === 201).map((x) => x.body.id);
  assert.equal(new Set(ids).size, 1);
  assert.equal(sql(`SELECT COUNT(*) AS n FROM sku WHERE code = '${body.code}'`)[0].n, "1");
});

test("lists are narrowed and paged, and bad questions are refused", async () => {
  const mark = fresh();
  const made = [];
  for (const n of [3, 1, 2]) made.push(await givenSku(0, { code: `${mark}-${n}`, name: `Thing ${mark} ${n}` }));
  const one = await operator.need(operator.get(`warehouse-skus?q=${mark.toLowerCase()}&limit=2`));
  assert.deepEqual([one.items.map((s) => s.code), one.total, one.totalIsExact], [[`${mark}-1`, `${mark}-2`], 3, true]);
  const two = await operator.need(operator.get(`warehouse-skus?q=${mark}&limit=2&cursor=${one.nextCursor}`));
  assert.deepEqual([two.items.map((s) => s.code), two.nextCursor], [[`${mark}-3`], null]);
  for (const [query, field] of [["status=lost", "status[0] not_a_choice"], ["limit=0", "limit out_of_range"], ["limit=201", "limit out_of_range"],
    ["cursor=nonsense", "cursor invalid"], ["nope=1", "nope unknown"], ["customerId=x", "customerId bad_id"], [`q=${"x".repeat(600)}`, "q too_long"], ["q=%ff", "q malformed"]])
    assert.deepEqual(problem(await operator.get(`warehouse-skus?${query}`)), [422, "invalid", field], query);
  for (const [query, field] of [["below=0", "below out_of_range"], ["below=x", "below type"], ["outOfStock=2", "outOfStock type"], ["warehouseId=1,x", "warehouseId[1] bad_id"]])
    assert.deepEqual(problem(await operator.get(`stock?${query}`)), [422, "invalid", field], query);
  assert.deepEqual(problem(await operator.get("stock-movements?skuId=1")), [422, "invalid", "warehouseId required"]);
  assert.deepEqual(made.length, 3);
});

/* ---- a file of SKUs -------------------------------------------------------------------------------- */

async function load(client, text, { apply = false, customer = "", key = randomUUID() } = {}) {
  if (client.token === null) await client.login();
  return raw("POST", `/api/v1/warehouse-skus/import?apply=${apply}${customer && `&customerId=${customer}`}`, { body: text,
    headers: { Authorization: `Bearer ${client.token}`, "Content-Type": "text/csv", "Idempotency-Key": key } });
}
const faultsOf = ({ body }) => body.faults.map((f) => `${f.line} ${f.column} ${f.code}`);

test("a file is rehearsed, then applied: all of it or nothing", async () => {
  const [a, b, c] = [fresh(), fresh(), fresh()];
  const old = await givenSku(0, { code: a, weightGrams: 100 });
  const text = `\ufeffcode;name;barcode;weight_grams\r\n${a};Better name;;\r\n${b};"Mug; large";${b}1;250\r\n;;;\r\n${c};Bowl;;\r\n`;
  const said = await warehouse.need(load(warehouse, text, { customer: "1" }));
  assert.deepEqual([said.applied, said.rows, said.added, said.changed, said.same, said.faultsTotal], [false, 3, 2, 1, 0, 0]);
  assert.deepEqual(said.skus.map((s) => [s.line, s.code, s.name, s.barcode, s.weightGrams, s.change]),
    [[2, a, "Better name", null, 100, "changed"], [3, b, "Mug; large", `${b}1`, 250, "new"], [5, c, "Bowl", null, null, "new"]]);
  assert.equal(sql(`SELECT COUNT(*) AS n FROM sku WHERE code IN ('${b}', '${c}')`)[0].n, "0");
  const key = randomUUID();
  const done = await load(warehouse, text, { customer: "1", apply: true, key });
  assert.equal(done.body.applied, true);
  assert.equal((await load(warehouse, text, { customer: "1", apply: true, key })).headers.get("idempotent-replay"), "true");
  const changed = await warehouse.need(warehouse.get(`warehouse-skus/${old.id}`));
  assert.deepEqual([changed.name, changed.weightGrams, changed.version], ["Better name", 100, 2]);
  assert.deepEqual(sql(`SELECT code, name, status FROM sku WHERE code IN ('${b}', '${c}') ORDER BY id`),
    [{ code: b, name: "Mug; large", status: "enabled" }, { code: c, name: "Bowl", status: "enabled" }]);
  const again = await warehouse.need(load(warehouse, text, { customer: "1" }));
  assert.deepEqual([again.added, again.changed, again.same], [0, 0, 3]);
});

test("every fault of a file is said with its line, and nothing of it is imported", async () => {
  const [good, twice, taken] = [fresh(), fresh(), await givenSku(0, { barcode: fresh() })];
  const text = ["code,name,barcode,weight_grams", `${good},Good,,`, ",No code,,", `${fresh()},,,`, `${twice},One,,`, `${twice},Two,,`, `${fresh()},Bar,${taken.barcode},`,
    `${fresh()},Bar,B A,`, `${fresh()},Heavy,,1000001`, `${fresh()},Half,,0.5`, `${"x".repeat(65)},Long,,`].join("\n");
  const said = await load(warehouse, text, { customer: "1" });
  assert.deepEqual(faultsOf(said).sort(), ["10 weight_grams out_of_range", "11 code too_long", "3 code required", "4 name required", "6 code repeated",
    "7 barcode taken", "8 barcode malformed", "9 weight_grams out_of_range"].sort());
  assert.deepEqual(problem(await load(warehouse, text, { customer: "1", apply: true })), [422, "invalid", "file faults"]);
  assert.equal(sql(`SELECT COUNT(*) AS n FROM sku WHERE code = '${good}'`)[0].n, "0");
});

test("files that cannot be read, and who may import", async () => {
  const head = "code,name\n";
  for (const [text, words] of [["name\nx", "the head needs the columns code and name"], ["code,name,colour\n", "there is no column colour"],
    ["code,name,code\n", "stands in the head twice"], [`${head}"x`, "line 2 cannot be read"], [`${head}${"a,b\n".repeat(5001)}`, "cannot be read"]]) {
    const answer = await load(warehouse, text, { customer: "1" });
    assert.deepEqual([answer.status, answer.body.code], [400, "malformed"], text.slice(0, 40));
    assert.ok(answer.body.detail.includes(words), answer.body.detail);
  }
  assert.deepEqual(problem(await load(warehouse, new Uint8Array([0x63, 0xff, 0xfe]), { customer: "1" })), [400, "malformed", ""]);
  assert.equal((await load(warehouse, head + "x".repeat(1_100_000), { customer: "1" })).status, 413);
  assert.deepEqual(problem(await warehouse.post("warehouse-skus/import?customerId=1", { code: "x" })), [415, "unsupported_media", ""]);
  assert.deepEqual(problem(await load(warehouse, head)), [422, "invalid", "customerId required"]);
  assert.deepEqual(problem(await load(operator, head, { customer: "2" })), [422, "invalid", "customerId unknown"]);
  const [proposed, reviewed] = [fresh(), await givenSku()];
  const mine = await operator.need(load(operator, `${head}${proposed},Mine\n${reviewed.code},Other name\n`));
  assert.deepEqual(mine.faults.map((f) => `${f.line} ${f.code}`), ["3 fixed"]); // what was reviewed is the warehouse's
  assert.equal((await operator.need(load(operator, `${head}${proposed},Mine\n`, { apply: true }))).added, 1);
  assert.equal(sql(`SELECT status FROM sku WHERE customer_id = 1 AND code = '${proposed}'`)[0].status, "pending_review");
});

/* ---- stock ----------------------------------------------------------------------------------------- */

test("adjustments are movements, and the ledger adds up", async () => {
  const sku = await givenSku(10, { barcode: fresh() });
  await adjust(sku, -3, { reason: "damaged", note: "wet cartons" });
  await adjust(sku, 1, { reason: "found" });
  const counted = await adjust(sku, -2, { reason: "counted", seenOnHand: 8 });
  assert.deepEqual([counted.onHand, counted.reserved, counted.available, counted.sku.code, counted.warehouse.name], [6, 0, 6, sku.code, "Los Angeles 1"]);
  const ledger = await ledgerOf(sku, operator);
  assert.deepEqual(ledger.map((m) => [m.cause, m.reason, m.onHandChange, m.onHandAfter, m.note]), [
    ["adjustment", "counted", -2, 6, null], ["adjustment", "found", 1, 8, null],
    ["adjustment", "damaged", -3, 7, "wet cartons"], ["adjustment", "received", 10, 10, null]]);
  assert.ok(ledger.every((m) => m.actor.name === "Wanda Warehouse" && m.actor.kind === "staff" && m.outbound === null && m.order === null));
  const paged = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await operator.need(operator.get(`stock-movements?warehouseId=1&skuId=${sku.id}&limit=1${cursor && `&cursor=${cursor}`}`));
    paged.push(...page.items);
    cursor = page.nextCursor;
  }
  assert.deepEqual(paged, ledger);
  assert.equal((await operator.need(operator.get(`stock?q=${sku.barcode}`))).items[0].onHand, 6);
});

test("a count about another number than what is there is refused", async () => {
  const sku = await givenSku(5);
  const late = await warehouse.post("stock-adjustments", { warehouseId: "1", skuId: sku.id, change: -1, reason: "counted", seenOnHand: 4 });
  assert.deepEqual([late.status, late.body.code], [412, "stale"]);
  assert.match(late.body.detail, /5 are on hand now, not 4/);
  assert.equal((await stockOf(sku)).onHand, 5);
});

test("what an adjustment may not be", async () => {
  const sku = await givenSku(5);
  const good = { warehouseId: "1", skuId: sku.id, change: 1, reason: "found" };
  const bodies = [
    [{}, [422, "invalid", "warehouseId required skuId required change required reason required"]],
    [{ ...good, change: 0 }, [422, "invalid", "change out_of_range"]],
    [{ ...good, change: 1000001 }, [422, "invalid", "change out_of_range"]],
    [{ ...good, change: 0.5 }, [422, "invalid", "change type"]],
    [{ ...good, change: "1" }, [422, "invalid", "change type"]],
    [{ ...good, reason: "because" }, [422, "invalid", "reason not_a_choice"]],
    [{ ...good, note: "x".repeat(501) }, [422, "invalid", "note too_long"]],
    [{ ...good, seenOnHand: -1 }, [422, "invalid", "seenOnHand out_of_range"]],
    [{ ...good, reserved: 3 }, [422, "invalid", "reserved unknown"]],
    [{ ...good, skuId: "999999" }, [404, "not_found", ""]],
    [{ ...good, warehouseId: "999999" }, [404, "not_found", ""]],
    [{ ...good, change: -6 }, [422, "quantity_exceeds", ""]],
    [{ ...good, warehouseId: "1", skuId: "41" }, [422, "business_missing", ""]], // Meadow Home has no business in Los Angeles
  ];
  for (const [body, expected] of bodies) assert.deepEqual(problem(await warehouse.post("stock-adjustments", body)), expected, JSON.stringify(body));
  assert.deepEqual(problem(await operator.post("stock-adjustments", good)), [403, "forbidden", ""]);
  assert.deepEqual(problem(await nobody.post("stock-adjustments", good)), [401, "token_invalid", ""]);
  assert.equal((await stockOf(sku)).onHand, 5);
});

test("another customer's SKUs and stock are not there", async () => {
  const sku = await givenSku(2);
  assert.deepEqual(problem(await other.get(`warehouse-skus/${sku.id}`)), [404, "not_found", ""]);
  assert.deepEqual(problem(await other.patch(`warehouse-skus/${sku.id}`, { name: "Mine now" }, { version: 1 })), [404, "not_found", ""]);
  assert.deepEqual(problem(await other.get(`stock-movements?warehouseId=1&skuId=${sku.id}`)), [404, "not_found", ""]);
  assert.deepEqual(problem(await other.get(`stock-reservations?warehouseId=1&skuId=${sku.id}`)), [404, "not_found", ""]);
  for (const query of [`q=${sku.code}`, "customerId=1", `skuId=${sku.id}`])
    assert.deepEqual((await other.need(other.get(`stock?${query}`))).items, [], query);
  assert.deepEqual((await other.need(other.get(`warehouse-skus?customerId=1`))).items, []);
  const page = await operator.need(operator.get("warehouse-skus?limit=1"));
  const follow = await other.get(`warehouse-skus?cursor=${page.nextCursor}`); // a cursor of somebody else's list
  assert.deepEqual(problem(follow), [422, "invalid", "cursor invalid"]);
});

test("only staff see customers, and only those of the system change them", async () => {
  assert.ok((await warehouse.need(warehouse.get("customers?limit=200"))).items.length >= 2);
  assert.deepEqual((await other.need(other.get("customers"))).items.map((c) => c.id), ["2"]);
  assert.deepEqual(problem(await warehouse.post("customers", { code: "x", name: "X" })), [403, "forbidden", ""]);
  assert.deepEqual(problem(await admin.get("customers/1")), [403, "forbidden", ""]);
  assert.equal((await root.need(root.get("customers/1"))).code, "harbor");
});

/* ---- with orders ----------------------------------------------------------------------------------- */

const bind = (store, sku, skuKey) => operator.need(operator.post("sku-mappings", { storeId: store.id, skuKey, items: [{ skuId: sku.id, quantity: 1 }] }));
const send = (order) => operator.post(`orders/${order.id}/dispatch`, { warehouseId: "1", channelId: "1" }, { version: order.version });

test("what is reserved stays, and the refusal names who holds it", async () => {
  const store = await given.store();
  const sku = await givenSku(4);
  const [order] = await given.orders(store, { lines: [{ productId: 101, quantity: 3 }] });
  await bind(store, sku, "101");
  const sent = await operator.need(send({ ...order, version: (await operator.need(operator.get(`orders/${order.id}`))).version }));
  const no = await warehouse.post("stock-adjustments", { warehouseId: "1", skuId: sku.id, change: -2, reason: "lost" });
  assert.deepEqual([no.status, no.body.code], [422, "quantity_exceeds"]);
  assert.match(no.body.detail, new RegExp(`4 on hand, 3 of them reserved by ${sent.outbound.outboundNo} \\(3\\), so at most 1 can be taken out`));
  const { items } = await operator.need(operator.get(`stock-reservations?warehouseId=1&skuId=${sku.id}`));
  assert.deepEqual(items.map((h) => [h.outbound.outboundNo, h.order.orderNo, h.quantity]), [[sent.outbound.outboundNo, order.orderNo, 3]]);
  await adjust(sku, -1, { reason: "lost" });
  assert.deepEqual(await stockOf(sku).then((s) => [s.onHand, s.reserved, s.available]), [3, 3, 0]);
  const [reserve] = (await ledgerOf(sku)).filter((m) => m.cause === "reserve");
  assert.deepEqual([reserve.outbound.outboundNo, reserve.order.orderNo, reserve.reservedAfter], [sent.outbound.outboundNo, order.orderNo, 3]);
  assert.ok((await warehouse.need(warehouse.get(`stock?outOfStock=true&skuId=${sku.id}`))).items.length === 1);
});

test("orders that want the last unit while it is adjusted never get it twice", async () => {
  const store = await given.store();
  const sku = await givenSku(1);
  const specs = Array.from({ length: 8 }, () => ({ lines: [{ productId: 102, quantity: 1 }] }));
  const orders = await given.orders(store, ...specs);
  await bind(store, sku, "102");
  const now = await Promise.all(orders.map((o) => operator.need(operator.get(`orders/${o.id}`))));
  const turns = Array.from({ length: 6 }, (_, i) =>
    warehouse.post("stock-adjustments", { warehouseId: "1", skuId: sku.id, change: i % 2 ? 1 : -1, reason: "counted" }));
  const [sent, adjusted] = [await Promise.all(now.map(send)), await Promise.all(turns)];
  const went = sent.filter((a) => a.status === 200).length;
  for (const a of sent) assert.ok(a.status === 200 || a.body.code === "insufficient_stock", a.text);
  for (const a of adjusted) assert.ok(a.status === 201 || a.body.code === "quantity_exceeds", a.text);
  const stock = await stockOf(sku);
  const change = adjusted.filter((a) => a.status === 201).length;
  assert.equal(stock.reserved, went);
  assert.ok(stock.onHand >= stock.reserved && stock.available >= 0);
  const ledger = await ledgerOf(sku);
  assert.equal(ledger.reduce((n, m) => n + m.onHandChange, 0), stock.onHand);
  assert.equal(ledger.reduce((n, m) => n + m.reservedChange, 0), stock.reserved);
  assert.equal(ledger.length, 1 + change + went);
  assert.ok(ledger.every((m) => m.onHandAfter >= m.reservedAfter && m.reservedAfter >= 0));
  assert.ok(stack.origin);
});
