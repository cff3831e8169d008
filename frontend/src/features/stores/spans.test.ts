import { expect, test } from "vitest";
import type { Coverage, CoverageSpan } from "../../api/stores";
import { ribbon } from "./spans";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const span = (state: CoverageSpan["state"], from: number, to: number): CoverageSpan => ({
  state,
  from: at(from),
  to: at(to),
});
const coverage = (updated: CoverageSpan[], more: Partial<Coverage> = {}): Coverage => ({
  from: at(0),
  to: at(10),
  by: "updated",
  updated,
  created: [span("unknown", 0, 10)],
  ...more,
});

test("spans lie where their times are", () => {
  const [first, second] = ribbon(coverage([span("unknown", 0, 4), span("proved", 4, 10)]), 300);
  expect([first?.start, first?.width, second?.start, second?.width]).toEqual([0, 40, 40, 60]);
});

test.each([
  ["never read", [span("unknown", 0, 10)], 300, [true]],
  ["before the first sync", [span("unknown", 0, 4), span("proved", 4, 10)], 300, [true, false]],
  ["failed", [span("proved", 0, 4), span("failed", 4, 6), span("proved", 6, 10)], 300, [false, true, false]],
  ["the next sync is not due yet", [span("proved", 0, 9), span("unknown", 9, 10)], 3600, [false, false]],
  ["the schedule is late", [span("proved", 0, 9), span("unknown", 9, 10)], 300, [false, true]],
] as const)("what is a gap: %s", (_, spans, everyS, gaps) => {
  expect(ribbon(coverage([...spans]), everyS).map((s) => s.isGap)).toEqual([...gaps]);
});

test("a store that is read by creation shows that row", () => {
  expect(ribbon(coverage([span("proved", 0, 10)], { by: "created" }), 300)[0]?.state).toBe("unknown");
});
