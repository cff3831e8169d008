import { expect, it } from "vitest";
import { changeOf, type Way } from "./adjustment";

const cases: [Way, string, number, ReturnType<typeof changeOf>][] = [
  ["add", "5", 10, 5],
  ["add", " 12 ", 0, 12],
  ["add", "0", 10, "wrong"],
  ["add", "1000001", 10, "wrong"],
  ["take", "3", 10, -3],
  ["take", "-3", 10, "wrong"],
  ["take", "1.5", 10, "wrong"],
  ["count", "7", 10, -3],
  ["count", "0", 10, -10],
  ["count", "10", 10, "nothing"],
  ["count", "", 10, "wrong"],
  ["count", "2000000", 10, "wrong"],
];

it.each(cases)("%s %j with %d on hand is %j", (way, text, onHand, expected) => {
  expect(changeOf(way, text, onHand)).toBe(expected);
});
