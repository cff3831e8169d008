// Every operation of the contract with who may call it, a body it takes and ids it knows, so that a test walks them all and a
// new route cannot be forgotten.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { contract, resolve } from "./contract.mjs";
import { pdf } from "./pdf.mjs";
import { admin, person } from "./people.mjs";
import { bind, fresh, makeSku, orderNow, outboundNow } from "./steps.mjs";
import { as, given, sql, stack, until } from "./stack.mjs";

const described = JSON.parse(execFileSync(`${stack.bin}/gwms-admin`, ["describe"], { encoding: "utf8" }));
const methods = ["get", "post", "put", "patch", "delete"];

export const operations = Object.entries(contract.paths).flatMap(([path, item]) => methods.filter((method) => item[method]).map((method) => {
  const operation = item[method];
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const route = described.routes.find((r) => r.method === method.toUpperCase() && r.path === `/api/v1${path.replace(/\{(\w+)\}/g, ":$1")}`);
  return { method: method.toUpperCase(), path, name: `${method.toUpperCase()} ${path}`, type, schema: content && resolve(content.schema),
    query: parameters.filter((p) => p.in === "query"), permission: route?.permission, open: operation.security?.length === 0,
    header: (name) => parameters.some((p) => p.in === "header" && p.name === name) };
}));
export const takesJson = (op) => op.type === "application/json";
export const hasId = (op) => op.path.includes("{id}");

/* ---- who may ----------------------------------------------------------------------------------------- */

const permissions = new Map();
export async function may(client, permission) {
  if (!client.email) return false;
  if (!permissions.has(client)) permissions.set(client, (await client.need(client.get("me"))).permissions);
  return permission === "signed_in" || permissions.get(client).includes(permission);
}

/* The first of `clients` who may call it; anybody when it is open. */
export async function whoMay(op, clients) {
  if (op.open) return as.nobody;
  for (const client of clients) if (await may(client, op.permission)) return client;
  throw new Error(`${op.name}: none of these may call it (${op.permission})`);
}

/* ---- a customer with one of everything ------------------------------------------------------------------ */

/* A warehouse with one channel, where the customer may dispatch. */
function makePlace(customerId) {
  const [warehouse] = sql(`INSERT INTO warehouse (code, name, country) VALUES ('${fresh("WH")}', 'A warehouse', 'US') RETURNING id, code`);
  const [channel] = sql(`INSERT INTO shipping_channel (warehouse_id, code, name, carrier, service_type, rate_base, rate_per_kg, rate_currency)
    VALUES (${warehouse.id}, 'UPS', 'UPS Ground', 'UPS', 'Ground', 1, 1, 'USD') RETURNING id`);
  const [business] = sql(`INSERT INTO business (customer_id, warehouse_id, service) VALUES (${customerId}, ${warehouse.id}, 'dropshipping') RETURNING id`);
  return { warehouse, channel, business };
}

/* Of its own, so that what happens to it is this test's doing: an order that can go, one that is with the warehouse, … */
export async function makeWorld(code = fresh("walk").toLowerCase()) {
  admin(["customer-add", code, `Customer ${code}`]);
  const [{ id: customerId }] = sql(`SELECT id FROM customer WHERE code = '${code}'`);
  const { warehouse, channel, business } = makePlace(customerId);
  const client = person({ role: "customer_admin", customer: code });
  const store = await given.store({}, client);
  const made = await store.orders({}, {}, {});
  const run = await given.sync([store.id], { mode: "order_numbers", orderNumbers: made.map(({ number }) => number) }, client);
  const orders = await client.all(`orders?storeId=${store.id}`);
  const sku = makeSku({ customer: code, stock: { [warehouse.code]: 100 } });
  const mapping = await client.need(bind(store, "101", [sku], client));
  const [sent, order, inBatch] = await Promise.all(orders.map((o) => orderNow(o, client)));
  await client.need(client.post(`orders/${sent.id}/dispatch`, { warehouseId: warehouse.id, channelId: channel.id }, { version: sent.version }));
  const outbound = await outboundNow((await orderNow(sent, client)).outbound, client);
  const { id } = await client.need(client.post("orders/batch-dispatch", { orders: [{ id: inBatch.id, version: inBatch.version }], warehouseId: warehouse.id, channelId: channel.id }));
  const batch = await until("the batch is over", async () => {
    const now = await client.need(client.get(`batches/${id}`));
    return now.finishedAt && now;
  });
  const label = await client.need(client.ask("POST", "labels", { body: pdf(), headers: { "Content-Type": "application/pdf" } }));
  await until("the label is checked", async () => (await client.need(client.get(`labels/${label.id}`))).state !== "checking");
  const view = await client.need(client.post("me/views", { page: "orders", name: "Mine", query: "status=pending" }));
  const picked = await outboundNow((await orderNow(inBatch, client)).outbound, client);
  const reviewed = await as.root.need(as.root.post(`outbound-orders/${picked.id}/review`, undefined, { version: picked.version }));
  const wave = await as.root.need(as.root.post("waves", { warehouseId: warehouse.id, outboundIds: [reviewed.id] }));
  const { webhook } = await client.need(client.post("webhooks", { name: "Tool", url: "https://tool.example/hook", events: ["order.created"] }));
  const delivery = await client.need(client.post(`webhooks/${webhook.id}/test`));
  await until("the tool, which is not there, was told", async () => (await client.need(client.get(`webhook-deliveries/${delivery.id}`))).attempts > 0);
  sql(`UPDATE webhook_delivery SET state = 'failed' WHERE id = ${delivery.id}`); // it would be tried again, and change by itself
  const world = { client, customer: { id: customerId, code }, store, run, order, sent, outbound, sku, mapping, warehouse, channel, batch, label, view, wave, webhook, delivery, business };
  return { ...world, ids: await idsOf(world) };
}

/* What stands for {id} by what is before it; of what is not named here, one that a list of the API holds or that is made from the
 * contract. */
async function idsOf(world) {
  const ids = { "/orders": world.order.id, "/stores": world.store.id, "/sync-runs": world.run.id, "/outbound-orders": world.outbound.id, "/sku-mappings": world.mapping.id,
    "/warehouse-skus": world.sku.id, "/warehouses": world.warehouse.id, "/shipping-channels": world.channel.id, "/customers": world.customer.id, "/batches": world.batch.id,
    "/labels": world.label.id, "/me/views": world.view.id, "/waves": world.wave.id,
    "/webhooks": world.webhook.id, "/webhook-deliveries": world.delivery.id, "/businesses": world.business.id };
  for (const prefix of new Set(operations.filter(hasId).map(prefixOf))) ids[prefix] ??= await listed(prefix, world) ?? await made(prefix, world);
  return ids;
}
const prefixOf = (op) => op.path.split("/{id}")[0];
const named = (name) => operations.find((op) => op.name === name);

async function listed(prefix, world) {
  const list = named(`GET ${prefix}`);
  if (!list) return undefined;
  const client = await whoMay(list, [world.client, as.root]);
  return (await client.need(call(list, client, { query: neededQuery(list, world) }))).items[0]?.id;
}

async function made(prefix, world) {
  const add = named(`POST ${prefix}`);
  assert.ok(add && takesJson(add), `tests/api/lib/walk.mjs must be told of an id for ${prefix}/{id}`);
  const client = await whoMay(add, [world.client, as.root]);
  const { body, text } = await call(add, client, { body: sample(add.schema, world) });
  const thing = body.id ? body : Object.values(body).find((member) => member?.id); // itself, or beside what is shown once
  assert.ok(thing, `tests/api/lib/walk.mjs must be told of an id for ${prefix}/{id}: ${text}`);
  return thing.id;
}

export const idFor = (op, world) => world.ids[prefixOf(op)];

/* ---- bodies ------------------------------------------------------------------------------------------------ */

export const kindOf = (schema) => {
  const s = resolve(schema);
  if (s.oneOf) return kindOf(s.oneOf.map(resolve).find((one) => one.type !== "null"));
  const type = [s.type].flat().find((t) => t !== "null") ?? (s.enum ? "enum" : s.properties || s.allOf ? "object" : undefined);
  return { ...s, type, enum: s.enum?.filter((v) => v !== null) };
};
export const members = (schema) => {
  const s = resolve(schema);
  return Object.assign({}, ...(s.allOf ?? []).map(members), s.properties);
};
export const needed = (schema) => {
  const s = resolve(schema);
  return [...(s.allOf ?? []).flatMap(needed), ...(s.required ?? [])];
};

export const daysAgo = (days) => new Date(Math.floor(Date.now() / 1000 - days * 86400) * 1000).toISOString().replace(".000Z", "Z");
const texts = ["1", "1.00", "US", "USD", "word", "somebody@people.example", "2026-01-02"];
/* A value of that shape; what stands for ids is taken from the world by the member's name. */
export function sample(schema, world, name = "") {
  const s = kindOf(schema);
  const ids = { storeId: world.store, storeIds: world.store, skuId: world.sku, warehouseId: world.warehouse, channelId: world.channel, customerId: world.customer,
    orderId: world.order, orderIds: world.order, lineId: world.outbound.lines[0] };
  if (ids[name] && s.type === "string") return ids[name].id;
  if (name === "url") return "https://tool.example/hook";
  if (s.enum) return s.enum[0];
  switch (s.type) {
    case "object": return Object.fromEntries(needed(s).map((member) => [member, sample(members(s)[member], world, member)]));
    case "array": return Array.from({ length: Math.max(1, s.minItems ?? 0) }, () => sample(s.items, world, name));
    case "string": return s.format === "date-time" ? daysAgo(/^to$|To$/.test(name) ? 1 : 2) : s.pattern ? texts.find((text) => new RegExp(s.pattern, "u").test(text)) : "x".repeat(Math.max(1, s.minLength ?? 0));
    case "integer": return Math.max(1, s.minimum ?? 0);
    case "boolean": return true;
    default: throw new Error(`no sample of ${JSON.stringify(schema)}`);
  }
}

/* ---- calls -------------------------------------------------------------------------------------------------- */

/* Calls the operation; `with_` overrides id, query, body and headers. */
export async function call(op, client, request = {}) {
  const { id, query = "", body, headers = {} } = request;
  const version = "version" in request ? request.version : 1;
  const where = `${op.path.replace("{id}", id ?? "0")}${query ? `?${query}` : ""}`;
  return client.ask(op.method, where, { body, ...(op.header("If-Match") ? { version } : {}),
    headers: { ...(op.type && !takesJson(op) ? { "Content-Type": op.type } : {}), ...headers } });
}

/* The query of the parameters that must be there. */
export const neededQuery = (op, world) => op.query.filter((p) => p.required)
  .map((p) => `${p.name}=${encodeURIComponent(sample(p.schema, world, p.name))}`).join("&");

/* Everything that is a customer's, counted and summed up: equal means that nothing was changed. Jobs and calls of the background
 * are left out. */
export function footprint({ id }) {
  const background = ["job", "job_lane", "platform_request", "login_throttle"];
  const columns = sql(`SELECT c.table_name AS t, GROUP_CONCAT(CONCAT('COALESCE(CAST(\`', c.column_name, '\` AS BINARY), '''')') ORDER BY c.ordinal_position) AS cols FROM information_schema.columns c
    JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name AND b.table_type = 'BASE TABLE'
    WHERE c.table_schema = DATABASE() AND c.table_name IN (SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'customer_id')
    GROUP BY c.table_name ORDER BY 1`).filter(({ t }) => !background.includes(t));
  return sql(columns.map(({ t, cols }) => `SELECT '${t}' AS name, COUNT(*) AS n, BIT_XOR(CRC32(CONCAT_WS('|', ${cols}))) AS sum FROM \`${t}\` WHERE customer_id = ${id}`).join(" UNION ALL "));
}
