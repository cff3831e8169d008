/* What the adapter sends (as its unit tests recorded it) and what Amazon's sandbox answers, before Amazon's own models.
 * The checker itself is tried first: a judge that lets everything pass is none. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkAnswer, checkRequest, operationOf } from "../api/lib/amazon_contract.mjs";

const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../fixtures/amazon");
const orders = "/vendor/orders/v1/purchaseOrders";
const acknowledgements = "/vendor/orders/v1/acknowledgements";
const shipments = "/vendor/shipping/v1/shipmentConfirmations";
const read = (name) => JSON.parse(readFileSync(path.join(fixtures, name), "utf8"));
const requests = readdirSync(path.join(fixtures, "requests")).map((name) => ({ name, ...read(`requests/${name}`) }));
const recorded = (name) => structuredClone(requests.find((r) => r.name === `${name}.json`).body);

test("the checker finds what is wrong with a request", () => {
  const ack = (change) => {
    const body = recorded("acknowledge");
    change(body.acknowledgements[0], body);
    return checkRequest("POST", acknowledgements, "", body);
  };
  const cases = [
    [checkRequest("GET", "/vendor/orders/v1/orders", "", undefined), /no such operation/],
    [checkRequest("PUT", acknowledgements, "", {}), /no such operation/],
    [checkRequest("GET", orders, "limit=101", undefined), /limit: above 100/],
    [checkRequest("GET", orders, "limit=many", undefined), /no whole number/],
    [checkRequest("GET", orders, "limit=1&limit=2", undefined), /twice/],
    [checkRequest("GET", orders, "createdAfter=2026-01-01", undefined), /no date-time/],
    [checkRequest("GET", orders, "createdAfter=2026-01-01T00:00:00", undefined), /no date-time/],
    [checkRequest("GET", orders, "includeDetails=yes", undefined), /neither true nor false/],
    [checkRequest("GET", orders, "sortOrder=asc", undefined), /none of ASC, DESC/],
    [checkRequest("GET", orders, "pageSize=1", undefined), /pageSize is not in the model/],
    [checkRequest("GET", orders, "", {}), /a body where there is none/],
    [checkRequest("POST", acknowledgements, "", undefined), /the body is missing/],
    [checkRequest("POST", acknowledgements, "", []), /array instead of object/],
    [ack((a) => delete a.sellingParty), /sellingParty is missing/],
    [ack((a) => delete a.items[0].itemAcknowledgements[0].acknowledgementCode), /acknowledgementCode is missing/],
    [ack((a) => (a.items[0].itemAcknowledgements[0].acknowledgementCode = "Partly")), /none of Accepted/],
    [ack((a) => (a.items[0].itemAcknowledgements[1].rejectionReason = "NoMood")), /none of TemporarilyUnavailable/],
    [ack((a) => (a.items[0].orderedQuantity.amount = "10")), /string instead of integer/],
    [ack((a) => (a.items[0].orderedQuantity.amount = 1.5)), /number instead of integer/],
    [ack((a) => (a.items[0].orderedQuantity.unitOfMeasure = "CASES")), /none of Cases, Eaches/],
    [ack((a) => (a.items[0].netCost.currencyCode = "USDX")), /longer than 3/],
    [ack((a) => (a.items[0].netCost.amount = 12.5)), /number instead of string/],
    [ack((a) => (a.items[0].quantity = 1)), /quantity is not in the model/],
    [ack((a) => (a.acknowledgementDate = "yesterday")), /no date-time/],
    [ack((a) => (a.items = null)), /null instead of array/],
  ];
  for (const [i, [faults, expected]] of cases.entries()) assert.match(faults.join("\n"), expected, `case ${i}`);
  assert.deepEqual(ack(() => {}), []);
});

test("the checker finds what is wrong with an answer", () => {
  const cases = [
    [checkAnswer("GET", orders, 204, {}), /never answers 204/],
    [checkAnswer("GET", orders, 200, {}), /payload is missing/],
    [checkAnswer("GET", orders, 200, { orders: [] }), /orders is not in the model/],
    [checkAnswer("GET", orders, 200, { payload: { orders: [{ purchaseOrderNumber: "A" }] } }), /purchaseOrderState is missing/],
    [checkAnswer("GET", orders, 400, {}), /errors are missing/],
    [checkAnswer("GET", orders, 400, { errors: [{ code: "x" }] }), /message is missing/],
    [checkAnswer("POST", shipments, 202, { payload: { transactionId: { transactionId: "x" } } }), /object instead of string/],
    [checkAnswer("GET", "/vendor/transactions/v1/transactions/T", 200, { payload: { transactionStatus: { transactionId: "T", status: "Done" } } }), /none of Failure/],
  ];
  for (const [i, [faults, expected]] of cases.entries()) assert.match(faults.join("\n"), expected, `case ${i}`);
});

test("every kind of request that the adapter sends is one that Amazon takes", () => {
  const seen = new Set();
  for (const { name, method, target, body } of requests) {
    const [at, query] = target.split("?");
    assert.deepEqual(checkRequest(method, at, query, body ?? undefined), [], name);
    seen.add(operationOf(method, at).operation.operationId);
  }
  assert.deepEqual([...seen].sort(), ["GetShipmentDetails", "SubmitShipmentConfirmations", "getPurchaseOrder", "getPurchaseOrders", "getPurchaseOrdersStatus",
    "getTransaction", "submitAcknowledgement"]);
});

/* What the models do not say and the processing behind them asks for. */
test("an acknowledgement keeps to the rules beside the model", () => {
  for (const name of ["acknowledge", "acknowledge_none"]) {
    const [{ items }] = recorded(name).acknowledgements;
    assert.ok(items.length > 0);
    for (const item of items) {
      const parts = item.itemAcknowledgements;
      assert.equal(parts.reduce((sum, p) => sum + p.acknowledgedQuantity.amount, 0), item.orderedQuantity.amount, "it adds up");
      assert.ok(Number(item.netCost.amount) > 0);
      assert.ok(item.vendorProductIdentifier || item.amazonProductIdentifier);
      for (const p of parts) {
        const { amount, ...unit } = p.acknowledgedQuantity;
        const { amount: ordered, ...orderedUnit } = item.orderedQuantity;
        assert.ok(amount > 0 && amount <= ordered);
        assert.deepEqual(unit, orderedUnit, "in the unit it was ordered in");
        assert.equal(p.rejectionReason !== undefined, p.acknowledgementCode === "Rejected");
        if (p.acknowledgementCode === "Backordered") assert.ok(p.scheduledShipDate);
      }
    }
  }
});

/* The published examples have faults of their own; each is named here, and anything else would be new. */
const faultsOfExamples = {
  "getPurchaseOrders 0": [/orders\[1\]\.orderDetails\.items\[0\]\.orderedQuantity\.unitOfMeasure: "CASES" is none of Cases, Eaches/],
  "getPurchaseOrders 6": [/orders\[0\]: purchaseOrderState is missing/, /orders\[0\]\.orderDetails: purchaseOrderStateChangedDate is missing/,
    /orders\[1\]: purchaseOrderState is missing/, /orders\[1\]\.orderDetails: purchaseOrderStateChangedDate is missing/],
  "getPurchaseOrder 1": [/payload: purchaseOrderState is missing/, /orderDetails: purchaseOrderStateChangedDate is missing/],
};

test("recorded answers of the sandbox are as the models say, but for known faults", () => {
  const counts = {};
  for (const { operationId, method, path: template, status, response } of read("sandbox_static_pairs.json")) {
    counts[operationId] = (counts[operationId] ?? -1) + 1;
    const name = `${operationId} ${counts[operationId]}`;
    const faults = checkAnswer(method, template.replace(/\{[^}]+\}/, "4Z32PABC"), status, response);
    const known = faultsOfExamples[name] ?? [];
    assert.equal(faults.length, known.length, `${name}: ${faults.join("\n")}`);
    known.forEach((expected, i) => assert.match(faults[i], expected, name));
  }
});
