import { expect, test } from "vitest";
import { moved } from "./viewOrder";

const at = (...positions: number[]) => positions.map((position, i) => ({ id: "abcd"[i] ?? "", position }));

test.each([
  [
    "one to the left",
    at(0, 1, 2),
    "b",
    "a",
    [
      ["b", 0],
      ["a", 1],
    ],
  ],
  [
    "one to the right",
    at(0, 1, 2),
    "b",
    "c",
    [
      ["c", 1],
      ["b", 2],
    ],
  ],
  [
    "past one of another tab",
    at(0, 1, 2),
    "c",
    "a",
    [
      ["c", 0],
      ["a", 1],
      ["b", 2],
    ],
  ],
  ["equal positions part", at(0, 1, 1), "c", "b", [["b", 2]]],
  ["nothing to move", at(0), "a", "x", []],
] as const)("%s", (_, all, id, beside, wanted) => {
  expect(moved(all, id, beside).map((v) => [v.id, v.position])).toEqual(wanted);
});
