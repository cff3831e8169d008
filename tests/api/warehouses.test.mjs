// Warehouses, channels, businesses and customers as staff maintain them: what a change means for dispatching, and every refusal.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { as } from "./lib/stack.mjs";

const { admin, operator, other, root, warehouse } = as;
const fresh = (what = "T") => `${what}-${randomUUID().slice(0, 8)}`;
const problem = (answer) => [answer.status, answer.body?.code, answer.body?.errors?.map((e) => `${e.field} ${e.code}`).join(" ")];
const channel = (more = {}) => ({ warehouseId: "1", code: fresh(), name: fresh("Express"), carrier: "DHL", serviceType: "Express",
  rateBase: "4.50", ratePerKg: "1.2", rateCurrency: "USD", ...more });

/* A warehouse that the staff's own session knows: its maker belongs to it some seconds later. */
async function givenWarehouse() {
  const made = await root.need(root.post("warehouses", { code: fresh("W"), name: fresh("Warehouse"), country: "NL" }), 201);
  return { ...made };
}

test("a warehouse is added, renamed, switched off and then not offered", async () => {
  const made = await givenWarehouse();
  assert.deepEqual([made.enabled, made.version, made.channelCount, made.openOutboundCount], [true, 1, 0, 0]);
  const offered = async () => (await operator.need(operator.get("warehouses"))).items.some((w) => w.id === made.id);
  assert.ok(await offered());
  const off = await root.need(root.patch(`warehouses/${made.id}`, { name: "Gone", enabled: false }, { version: 1 }));
  assert.deepEqual([off.name, off.country, off.enabled, off.version], ["Gone", "NL", false, 2]);
  assert.ok(!(await offered()));
  assert.ok((await root.need(root.get("warehouses?includeDisabled=true"))).items.some((w) => w.id === made.id && !w.enabled));
  assert.equal((await root.patch(`warehouses/${made.id}`, { name: "Late" }, { version: 1 })).body.current.version, 2);
  assert.deepEqual(problem(await operator.get(`shipping-channels?warehouseId=${made.id}`)), [404, "not_found", ""]);
  assert.equal((await root.need(root.patch(`warehouses/${made.id}`, { enabled: true }, { version: 2 }))).enabled, true);
  assert.ok(await offered());
  await root.need(root.patch(`warehouses/${made.id}`, { enabled: false }, { version: 3 }));
});

test("whoever adds a warehouse belongs to it", async () => {
  const made = await warehouse.need(warehouse.post("warehouses", { code: fresh("W"), name: fresh("Mine"), country: "US" }), 201);
  const seen = await warehouse.need(warehouse.get(`warehouses/${made.id}`));
  await warehouse.need(warehouse.patch(`warehouses/${made.id}`, { enabled: false }, { version: seen.version }));
});

test("a channel's rates, carrier and use are changed", async () => {
  const made = await warehouse.need(warehouse.post("shipping-channels", channel()), 201);
  assert.deepEqual([made.rateBase, made.ratePerKg, made.selfPickup, made.enabled], ["4.50", "1.20", false, true]);
  const offered = async () => (await operator.need(operator.get("shipping-channels?warehouseId=1"))).items.some((c) => c.id === made.id);
  assert.ok(await offered());
  const changed = await warehouse.need(warehouse.patch(`shipping-channels/${made.id}`, { carrier: "UPS", rateBase: "0", rateCurrency: "EUR", enabled: false }, { version: 1 }));
  assert.deepEqual([changed.carrier, changed.serviceType, changed.rateBase, changed.ratePerKg, changed.rateCurrency, changed.version],
    ["UPS", "Express", "0.00", "1.20", "EUR", 2]);
  assert.ok(!(await offered()));
  assert.ok((await warehouse.need(warehouse.get("shipping-channels?warehouseId=1&includeDisabled=true"))).items.some((c) => c.id === made.id));
  assert.deepEqual(problem(await warehouse.patch(`shipping-channels/${made.id}`, { name: "x" }, { version: 1 })).slice(0, 2), [412, "stale"]);
});

test("a business lets a customer dispatch, until it is switched off", async () => {
  const place = await givenWarehouse();
  const made = await root.need(root.post("businesses", { customerId: "2", warehouseId: place.id, service: "dropshipping" }), 201);
  const may = async () => (await other.need(other.get("warehouses"))).items.find((w) => w.id === place.id).dropshipping;
  assert.ok(await may());
  assert.deepEqual(problem(await root.post("businesses", { customerId: "2", warehouseId: place.id, service: "dropshipping" })), [422, "invalid", "service repeated"]);
  const off = await root.need(root.patch(`businesses/${made.id}`, { enabled: false }, { version: 1 }));
  assert.deepEqual([off.enabled, off.version, off.customer.name], [false, 2, "Meadow Home"]);
  assert.ok(!(await may()));
  assert.deepEqual(problem(await root.patch(`businesses/${made.id}`, { enabled: true }, { version: 1 })).slice(0, 2), [412, "stale"]);
  const { items } = await root.need(root.get(`businesses?warehouseId=${place.id}`));
  assert.deepEqual(items.map((b) => [b.id, b.service, b.enabled]), [[made.id, "dropshipping", false]]);
  await root.need(root.patch(`warehouses/${place.id}`, { enabled: false }, { version: 1 }));
});

test("a customer is added, found, renamed and switched off", async () => {
  const code = fresh("c").toLowerCase();
  const made = await root.need(root.post("customers", { code, name: "Atlas Goods" }), 201);
  assert.deepEqual((await warehouse.need(warehouse.get(`customers?q=${code.toUpperCase()}`))).items.map((c) => c.id), [made.id]);
  const off = await root.need(root.patch(`customers/${made.id}`, { name: "Atlas", enabled: false }, { version: 1 }));
  assert.deepEqual([off.name, off.enabled, off.version], ["Atlas", false, 2]);
  assert.deepEqual(problem(await root.post("customers", { code, name: "Again" })), [409, "name_taken", "code taken"]);
  assert.deepEqual(problem(await root.post("customers", { code: "At las", name: "Again" })), [422, "invalid", "code malformed"]);
  assert.deepEqual(problem(await root.patch(`customers/${made.id}`, { code: "other" }, { version: 2 })), [422, "invalid", "code unknown"]);
});

test("what these may not be", async () => {
  const cases = [
    ["warehouses", {}, [422, "invalid", "code required name required country required"]],
    ["warehouses", { code: "A B", name: "x", country: "usa" }, [422, "invalid", "country too_long"]],
    ["warehouses", { code: "A B", name: "x", country: "us" }, [422, "invalid", "code malformed country malformed"]],
    ["warehouses", { code: "LAX1", name: "x", country: "US" }, [409, "name_taken", "code taken"]],
    ["warehouses", { code: fresh(), name: "x", country: "US", enabled: false }, [422, "invalid", "enabled unknown"]],
    ["shipping-channels", channel({ rateBase: -1 }), [422, "invalid", "rateBase type"]],
    ["shipping-channels", channel({ rateBase: "-1" }), [422, "invalid", "rateBase out_of_range"]],
    ["shipping-channels", channel({ ratePerKg: "1e3" }), [422, "invalid", "ratePerKg type"]],
    ["shipping-channels", channel({ rateBase: "1000001" }), [422, "invalid", "rateBase out_of_range"]],
    ["shipping-channels", channel({ rateCurrency: "XYZ" }), [422, "invalid", "rateCurrency unknown"]],
    ["shipping-channels", channel({ warehouseId: "999999" }), [422, "invalid", "warehouseId unknown"]],
    ["shipping-channels", channel({ code: "USPS-GA" }), [409, "name_taken", "code taken"]],
    ["shipping-channels", channel({ carrier: "x".repeat(65), name: "" }), [422, "invalid", "name too_short carrier too_long"]],
    ["businesses", { customerId: "999999", warehouseId: "1", service: "b2b" }, [422, "invalid", "customerId unknown"]],
    ["businesses", { customerId: "1", warehouseId: "999999", service: "b2b" }, [422, "invalid", "warehouseId unknown"]],
    ["businesses", { customerId: "1", warehouseId: "1", service: "parcel" }, [422, "invalid", "service not_a_choice"]],
  ];
  for (const [what, body, expected] of cases) assert.deepEqual(problem(await warehouse.post(what, body)), expected, `${what} ${JSON.stringify(body)}`);
  for (const what of ["warehouses", "shipping-channels", "businesses"]) {
    assert.deepEqual(problem(await warehouse.patch(`${what}/999999`, { enabled: true }, { version: 1 })), [404, "not_found", ""], what);
    assert.deepEqual(problem(await warehouse.patch(`${what}/1`, { enabled: true })), [428, "version_missing", ""], what);
    assert.deepEqual(problem(await warehouse.patch(`${what}/1`, { enabled: "yes" }, { version: 1 })), [422, "invalid", "enabled type"], what);
  }
});

test("none of it is for a customer's people", async () => {
  for (const client of [operator, admin]) {
    for (const [method, what, body] of [
      ["POST", "warehouses", { code: fresh(), name: "x", country: "US" }], ["GET", "warehouses/1"], ["PATCH", "warehouses/1", { enabled: false }],
      ["POST", "shipping-channels", channel()], ["GET", "shipping-channels/1"], ["PATCH", "shipping-channels/1", { rateBase: "0" }],
      ["GET", "businesses"], ["GET", "businesses/1"], ["POST", "businesses", { customerId: "1", warehouseId: "2", service: "b2b" }],
      ["PATCH", "businesses/1", { enabled: false }], ["GET", "warehouses?includeDisabled=true"],
      ["GET", "shipping-channels?warehouseId=1&includeDisabled=true"], ["POST", "customers", { code: "x", name: "x" }],
      ["PATCH", "customers/1", { enabled: false }],
    ])
      assert.deepEqual(problem(await client.ask(method, what, { body, version: method === "PATCH" ? 1 : undefined })).slice(0, 2), [403, "forbidden"], `${method} ${what}`);
  }
});
