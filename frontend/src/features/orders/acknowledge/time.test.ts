import { expect, test } from "vitest";
import { leftUntil } from "./time";

const now = Date.parse("2026-05-28T10:00:00Z");

test.each([
  ["2026-05-29T12:30:00Z", "neutral", [1, 2, 30, false]],
  ["2026-05-28T22:00:01Z", "neutral", [0, 12, 1, false]],
  ["2026-05-28T22:00:00Z", "amber", [0, 12, 0, false]],
  ["2026-05-28T12:00:00Z", "red", [0, 2, 0, false]],
  ["2026-05-28T10:00:01Z", "red", [0, 0, 1, false]],
  ["2026-05-28T10:00:00Z", "red", [0, 0, 0, true]],
  ["2026-05-27T10:00:00Z", "red", [0, 0, 0, true]],
] as const)("%s is %s", (at, tone, expected) => {
  const { days, hours, minutes, isOver, tone: seen } = leftUntil(at, now);
  expect(seen).toBe(tone);
  expect([days, hours, minutes, isOver]).toEqual(expected);
});
