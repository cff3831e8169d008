import { describe, expect, test } from "vitest";
import {
  choose,
  firstPlan,
  giveAll,
  isRejection,
  isRight,
  isTouched,
  type Plan,
  readPlan,
  type Sheet,
  type SheetLine,
  shortLines,
  sums,
  toBody,
  type,
} from "./plan";

const line = (id: string, of: Partial<SheetLine> = {}): SheetLine => ({
  lineId: id,
  platformSku: `P-${id}`,
  skuKey: id,
  productId: null,
  productName: `Product ${id}`,
  orderedQty: 10,
  unit: "each",
  unitSize: 1,
  unitPrice: "2.00",
  mapping: [{ skuId: id, code: `WH-${id}`, name: "", quantity: 1 }],
  available: 10,
  availablePieces: 10,
  competingOrders: 0,
  competingPieces: 0,
  backorderAllowed: false,
  bestAccept: 10,
  ...of,
});

const sheet = (...lines: SheetLine[]): Sheet => ({
  orderId: "1",
  orderNo: "2JK3S9VC",
  version: 1,
  warehouseId: "1",
  acknowledgeBy: null,
  shipWindow: null,
  confirmThreshold: 90,
  reasons: ["TemporarilyUnavailable", "ObsoleteProduct"],
  competingOrders: 0,
  lines,
});

const few = line("2", { available: 4, availablePieces: 4, bestAccept: 4 });
const cases = line("3", {
  unit: "case",
  unitSize: 12,
  orderedQty: 5,
  available: 2,
  availablePieces: 30,
  bestAccept: 2,
});
const unmapped = line("4", { mapping: [], available: 0, availablePieces: 0, bestAccept: 0 });
const later = line("5", { available: 4, availablePieces: 4, bestAccept: 4, backorderAllowed: true });

const typing = (of: Sheet, plan: Plan, index: number, accepted: string, backordered = "0") => {
  const at = readPlan(of, plan)[index];
  if (!at) throw new Error("no such line");
  return type(plan, at, { accepted, backordered });
};

describe("a way fills every line and the rest is rejected", () => {
  const one = sheet(line("1"), few, cases, unmapped);
  test.each([
    ["best", [10, 4, 2, 0], [0, 6, 3, 10]],
    ["all", [10, 10, 5, 10], [0, 0, 0, 0]],
    ["none", [0, 0, 0, 0], [10, 10, 5, 10]],
  ] as const)("%s", (way, accepted, rejected) => {
    const lines = readPlan(one, choose(firstPlan, way));
    expect(lines.map((l) => l.accepted)).toEqual(accepted);
    expect(lines.map((l) => l.rejected)).toEqual(rejected);
    for (const l of lines) expect(l.accepted + l.backordered + l.rejected).toBe(l.line.orderedQty);
  });
  test("all of it is wrong where something is short", () => {
    expect(shortLines(one)).toBe(3);
    expect(readPlan(one, choose(firstPlan, "all")).map((l) => l.wrong.accepted)).toEqual([
      undefined,
      { why: "short", available: 4 },
      { why: "short", available: 2 },
      { why: "short", available: 0 },
    ]);
  });
});

describe("what is typed", () => {
  const one = sheet(line("1"), few, later);
  test.each([
    [0, "7", "0", 7, 0, 3, {}],
    [0, "", "", 0, 0, 10, {}],
    [0, " 3 ", "0", 3, 0, 7, {}],
    [0, "-1", "0", 0, 0, 10, { accepted: { why: "whole" } }],
    [0, "2.5", "0", 0, 0, 10, { accepted: { why: "whole" } }],
    [0, "11", "0", 11, 0, 0, { accepted: { why: "over", ordered: 10 } }],
    [0, "9", "2", 9, 2, 0, { accepted: { why: "over", ordered: 10 }, backordered: { why: "backorder" } }],
    [1, "5", "0", 5, 0, 5, { accepted: { why: "short", available: 4 } }],
    [2, "4", "6", 4, 6, 0, {}],
    [2, "4", "x", 4, 0, 6, { backordered: { why: "whole" } }],
  ] as const)("line %i: %s accepted, %s backordered", (index, a, b, accepted, backordered, rejected, wrong) => {
    const plan = giveAll(typing(one, firstPlan, index, a, b), readPlan(one, firstPlan), "ObsoleteProduct");
    const l = readPlan(one, plan)[index];
    expect([l?.accepted, l?.backordered, l?.rejected, l?.wrong]).toEqual([accepted, backordered, rejected, wrong]);
  });
  test("a reason is asked only where something is rejected, and only one of the platform's will do", () => {
    const wrong = (plan: Plan) => readPlan(one, plan).map((l) => l.wrong.reason !== undefined);
    expect(wrong(firstPlan)).toEqual([false, true, true]);
    expect(wrong(giveAll(firstPlan, readPlan(one, firstPlan), "Because"))).toEqual([false, true, true]);
    expect(isRight(readPlan(one, giveAll(firstPlan, readPlan(one, firstPlan), "ObsoleteProduct")))).toBe(true);
  });
});

describe("another warehouse", () => {
  test("fills what was not typed anew, keeps what still fits, marks the rest", () => {
    const here = sheet(line("1"), line("2"), line("3"));
    const there = sheet(
      line("1", { available: 3, availablePieces: 3, bestAccept: 3 }),
      line("2", { available: 8, availablePieces: 8, bestAccept: 8 }),
      line("3", { available: 6, availablePieces: 6, bestAccept: 6 }),
    );
    const plan = typing(here, typing(here, firstPlan, 1, "7"), 2, "9");
    const lines = readPlan(there, plan);
    expect(lines.map((l) => l.accepted)).toEqual([3, 7, 9]);
    expect(lines.map((l) => l.wrong.accepted)).toEqual([undefined, undefined, { why: "short", available: 6 }]);
  });
});

describe("lines of the same goods", () => {
  const shared = (quantity: number, unitSize = 1, of: Partial<SheetLine> = {}) =>
    line("x", { mapping: [{ skuId: "9", code: "WH-9", name: "", quantity }], unitSize, ...of });
  test("share what there is, in their order", () => {
    const one = sheet(shared(1), { ...shared(1), lineId: "y" });
    const plan = typing(one, typing(one, choose(firstPlan, "none"), 0, "8"), 1, "3");
    expect(readPlan(one, plan).map((l) => l.wrong.accepted)).toEqual([undefined, { why: "shared", left: 2 }]);
  });
  test("a case takes its pieces", () => {
    const one = sheet(shared(1, 12, { orderedQty: 2, available: 2, availablePieces: 30, bestAccept: 2 }), {
      ...shared(1, 1, { available: 10, availablePieces: 30, bestAccept: 6 }),
      lineId: "y",
    });
    expect(readPlan(one, firstPlan).map((l) => l.wrong.accepted)).toEqual([undefined, undefined]);
    expect(readPlan(one, typing(one, firstPlan, 1, "7")).map((l) => l.wrong.accepted)).toEqual([
      undefined,
      { why: "shared", left: 6 },
    ]);
  });
});

describe("sums are in pieces", () => {
  test.each([
    ["best", { ordered: 80, accepted: 38, backordered: 0, rejected: 42, rate: 47 }],
    ["none", { ordered: 80, accepted: 0, backordered: 0, rejected: 80, rate: 0 }],
    ["all", { ordered: 80, accepted: 80, backordered: 0, rejected: 0, rate: 100 }],
  ] as const)("%s", (way, expected) => {
    const one = sheet(line("1"), few, cases);
    expect(sums(readPlan(one, choose(firstPlan, way)))).toEqual(expected);
  });
  test("nothing ordered is no rate", () => expect(sums([]).rate).toBe(0));
});

describe("what is sent", () => {
  const one = sheet(line("1"), later, few);
  const filled = giveAll(typing(one, firstPlan, 1, "4", "6"), readPlan(one, firstPlan), "ObsoleteProduct");
  test("names every line once, and a reason only where something is rejected", () => {
    expect(toBody(readPlan(one, filled), "1", "2026-06-01T00:00:00Z")).toEqual({
      warehouseId: "1",
      backorderAt: "2026-06-01T00:00:00Z",
      lines: [
        { lineId: "1", acceptedQty: 10, backorderedQty: 0, rejectedQty: 0, reason: null },
        { lineId: "5", acceptedQty: 4, backorderedQty: 6, rejectedQty: 0, reason: null },
        { lineId: "2", acceptedQty: 4, backorderedQty: 0, rejectedQty: 6, reason: "ObsoleteProduct" },
      ],
    });
  });
  test("has no day without a backorder", () => {
    expect(toBody(readPlan(one, firstPlan), "1", "2026-06-01T00:00:00Z").backorderAt).toBeNull();
  });
  test("is a rejection when nothing else is left", () => {
    expect(isRejection(readPlan(one, choose(firstPlan, "none")))).toBe(true);
    expect(isRejection(readPlan(one, firstPlan))).toBe(false);
    expect(isRejection([])).toBe(false);
  });
});

test("a plan is touched by a way, a quantity and a reason", () => {
  const one = sheet(line("1"));
  expect(isTouched(firstPlan)).toBe(false);
  expect(isTouched(choose(firstPlan, "none"))).toBe(true);
  expect(isTouched(typing(one, firstPlan, 0, "1"))).toBe(true);
  expect(isTouched(giveAll(firstPlan, readPlan(one, firstPlan), "ObsoleteProduct"))).toBe(true);
  expect(isTouched(choose(choose(firstPlan, "none"), "best"))).toBe(false);
});
