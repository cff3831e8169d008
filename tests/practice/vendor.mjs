/* Talks to a vendor account of the practice store as a client of the Selling Partner API would, and as the control page.
 * What it answers is checked against Amazon's models, every time. */
import assert from "node:assert/strict";
import { checkAnswer, operationOf } from "../api/lib/amazon_contract.mjs";

/* A client of an account, as the control API shows it: logs in on the first call and keeps its token. */
export function clientOf(store, account) {
  const client = { ...account, token: null };
  const answerOf = async (response) => {
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  };
  client.login = async (over = {}) => {
    const form = { grant_type: "refresh_token", refresh_token: client.refreshToken, client_id: client.clientId, client_secret: client.clientSecret, ...over };
    const body = new URLSearchParams(Object.entries(form).filter(([, value]) => value !== undefined));
    return answerOf(await fetch(`${client.url}/auth/o2/token`, { method: "POST", body }));
  };
  /* `headers` null in a value leaves that one out; `spoilt` says that the answer is not to be one of the models. */
  client.call = async (method, path, { query = {}, body, headers = {}, spoilt = false, signal } = {}) => {
    client.token ??= (await client.login()).json.access_token;
    const all = { "x-amz-access-token": client.token, ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const answer = await answerOf(await fetch(`${client.url}/vendor/${path}${search.size ? `?${search}` : ""}`, { method, headers: sent, body: text, signal }));
    if (!spoilt && operationOf(method, `/vendor/${path}`))
      assert.deepEqual(checkAnswer(method, `/vendor/${path}`, answer.status, answer.json), [], `${method} ${path}: ${answer.text}`);
    return answer;
  };
  client.list = (query) => client.call("GET", "orders/v1/purchaseOrders", { query });
  client.get = (number) => client.call("GET", `orders/v1/purchaseOrders/${number}`);
  client.status = (query) => client.call("GET", "orders/v1/purchaseOrdersStatus", { query });
  client.acknowledge = (...acknowledgements) => client.call("POST", "orders/v1/acknowledgements", { body: { acknowledgements } });
  client.confirm = (...shipmentConfirmations) => client.call("POST", "shipping/v1/shipmentConfirmations", { body: { shipmentConfirmations } });
  client.transaction = (id) => client.call("GET", `transactions/v1/transactions/${id}`);
  client.outcome = async (answer) => (await client.transaction(answer.json.payload.transactionId)).json.payload.transactionStatus;
  client.control = (method, what, body) => store.control(method, `vendors/${client.name}${what ? `/${what}` : ""}`, body);
  client.weather = (w) => client.control("PUT", "weather", w);
  client.ledger = async () => (await client.control("GET", "ledger")).json;
  client.orders = async (...specs) => {
    const made = await client.control("POST", "orders", { orders: specs });
    if (made.status !== 201) throw new Error(`no purchase orders: ${made.text}`);
    return made.json;
  };
  return client;
}

/* A fresh account without purchase orders and with quota enough for a test. */
let made = 0;
export async function freshVendor(store, settings = {}) {
  const { status, json, text } = await store.control("POST", "vendors", { name: `vendor-${process.pid}-${++made}`, empty: true, refillMs: 1, burst: 1000, ...settings });
  if (status !== 201) throw new Error(`no vendor account: ${text}`);
  return clientOf(store, json);
}

const eaches = (item, amount) => ({ amount, unitOfMeasure: item.unit, unitSize: item.unitSize });

/* The acknowledgement of an order as the control API shows it; `parts` says per item what becomes of it, all accepted when absent. */
export function acknowledgementOf(client, order, parts = {}, over = {}) {
  const items = order.items.filter((item) => item.ordered > 0).map((item) => ({
    itemSequenceNumber: item.sequence, amazonProductIdentifier: item.asin, ...(item.sku ? { vendorProductIdentifier: item.sku } : {}),
    orderedQuantity: eaches(item, item.ordered), netCost: { amount: item.netCost, currencyCode: item.currency },
    itemAcknowledgements: (parts[item.sequence] ?? [["Accepted", item.ordered]]).map(([acknowledgementCode, amount, more = {}]) =>
      ({ acknowledgementCode, acknowledgedQuantity: eaches(item, amount), ...more })),
  }));
  return { purchaseOrderNumber: order.number, sellingParty: { partyId: client.vendorCode }, acknowledgementDate: new Date().toISOString(), items, ...over };
}
export const rejected = (amount, rejectionReason = "TemporarilyUnavailable") => ["Rejected", amount, { rejectionReason }];

/* The confirmation of a shipment of one order; `amounts` says how many of which item, all that was ordered when absent. */
export function confirmationOf(client, order, shipmentIdentifier, amounts = Object.fromEntries(order.items.map((i) => [i.sequence, i.ordered])), over = {}) {
  const shipped = order.items.filter((item) => amounts[item.sequence] !== undefined);
  const shippedItems = shipped.map((item, i) => ({
    itemSequenceNumber: String(i + 1).padStart(3, "0"), amazonProductIdentifier: item.asin, ...(item.sku ? { vendorProductIdentifier: item.sku } : {}),
    shippedQuantity: eaches(item, amounts[item.sequence]), itemDetails: { purchaseOrderNumber: order.number },
  }));
  return {
    shipmentIdentifier, shipmentConfirmationType: "Original", shipmentType: "SmallParcel", shipmentConfirmationDate: new Date().toISOString(), shippedDate: new Date().toISOString(),
    sellingParty: { partyId: client.vendorCode }, shipFromParty: { partyId: "LAX1" }, shipToParty: { partyId: order.shipTo }, shippedItems,
    cartons: [{ cartonSequenceNumber: "001", trackingNumber: `1Z${shipmentIdentifier}`,
      items: shippedItems.map((item) => ({ itemReference: item.itemSequenceNumber, shippedQuantity: { ...item.shippedQuantity } })) }],
    ...over,
  };
}
