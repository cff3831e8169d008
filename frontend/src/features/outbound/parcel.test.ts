import { describe, expect, it } from "vitest";
import { isTrackingNo } from "../../parts/trackingNo";
import { grams, type Line, quantityOf, shipLines } from "./parcel";

const line = (id: string, quantity: number, shippedQty: number): Line => ({
  id,
  skuId: id,
  skuCode: `SKU-${id}`,
  skuName: "",
  barcode: null,
  quantity,
  shippedQty,
});

describe("a weight", () => {
  it.each([
    ["1240", 1240],
    [" 1 ", 1],
    ["1000000", 1_000_000],
    ["", null],
    ["0", undefined],
    ["1000001", undefined],
    ["1.5", undefined],
    ["-3", undefined],
    ["1e3", undefined],
    ["12 g", undefined],
  ])("%j is %s", (typed, expected) => {
    expect(grams(typed)).toBe(expected);
  });
});

describe("a quantity", () => {
  it.each([
    ["2", 2],
    ["", 0],
    [undefined, 0],
    ["0", 0],
    ["3", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["x", undefined],
  ])("%j of a line with two left is %s", (typed, expected) => {
    expect(quantityOf(line("1", 5, 3), typed)).toBe(expected);
  });
});

describe("the lines of a parcel", () => {
  const lines = [line("1", 3, 1), line("2", 1, 1), line("3", 4, 0)];
  it.each([
    [
      { 1: "2", 3: "1" },
      [
        { lineId: "1", quantity: 2 },
        { lineId: "3", quantity: 1 },
      ],
    ],
    [{ 3: "4" }, [{ lineId: "3", quantity: 4 }]],
    [{}, []],
    [{ 1: "3" }, undefined],
    [{ 2: "1" }, undefined],
  ])("%j", (typed, expected) => {
    expect(shipLines(lines, typed)).toEqual(expected);
  });
});

it.each([
  ["00340434161094042557", true],
  ["  1Z 999 AA1  ", true],
  ["", false],
  ["   ", false],
  ["包裹1", false],
  ["1".repeat(65), false],
])("the tracking number %j can be used: %s", (text, expected) => {
  expect(isTrackingNo(text)).toBe(expected);
});
