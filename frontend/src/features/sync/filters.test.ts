import { describe, expect, it } from "vitest";
import {
  isPlain,
  noFilter,
  type OpenRun,
  readFilter,
  readOpen,
  runningFirst,
  type SyncFilter,
  toQuery,
  writeFilter,
} from "./filters";

const views: [string, Partial<SyncFilter>, string][] = [
  ["nothing chosen", {}, ""],
  ["stores", { storeId: ["12", "7"] }, "?storeId=12%2C7"],
  ["states and types", { status: ["failed"], type: ["automatic", "manual"] }, "?status=failed&type=automatic%2Cmanual"],
  ["one kind", { kind: ["b2b"] }, "?kind=b2b"],
  ["a range", { from: "2026-05-01T00:00:00.000Z", to: null }, "?from=2026-05-01T00%3A00%3A00.000Z"],
  ["a page", { cursor: "abc" }, "?cursor=abc"],
];

describe("the log's address", () => {
  it.each(views)("says %s and reads it again", (_, change, address) => {
    const filter = { ...noFilter, ...change };
    expect(writeFilter(filter)).toBe(address);
    expect(readFilter(address)).toEqual(filter);
  });

  it.each([
    ["?storeId=7,x,12,7", { storeId: ["12", "7"] }],
    ["?status=failed,nonsense,queued", { status: ["queued", "failed"] }],
    ["?type=;drop&kind=b3c", {}],
    ["?from=yesterday&to=2026-05-01T08:00:00%2B08:00", { to: "2026-05-01T00:00:00.000Z" }],
  ])("drops what cannot be read: %s", (address, expected) => {
    expect(readFilter(address)).toEqual({ ...noFilter, ...expected });
  });

  const opened: [string, OpenRun | null][] = [
    ["?run=41", { id: "41", tab: "orders", outcome: null }],
    ["?outcome=failed&run=41", { id: "41", tab: "orders", outcome: "failed" }],
    ["?run=41&tab=requests", { id: "41", tab: "requests", outcome: null }],
    ["?run=4x1", null],
    ["?outcome=failed", null],
  ];
  it.each(opened)("opens a run: %s", (address, open) => {
    expect(readOpen(address)).toEqual(open);
    if (open) expect(writeFilter(noFilter, open)).toBe(address);
  });

  it("asks the API for a kind only when one of the two is chosen", () => {
    expect(toQuery({ ...noFilter, kind: ["b2c", "b2b"] }, 50)).toEqual({ limit: 50 });
    expect(toQuery({ ...noFilter, kind: ["b2b"], storeId: ["7", "9"] }, 50)).toEqual({
      kind: "b2b",
      storeId: "7,9",
      limit: 50,
    });
  });

  it("is plain on every page of the whole log", () => {
    expect(isPlain({ ...noFilter, cursor: "abc" })).toBe(true);
    expect(isPlain({ ...noFilter, status: ["failed"] })).toBe(false);
  });
});

it("puts what is going on above what is over, each part in its order", () => {
  const rows = (["success", "running", "failed", "queued"] as const).map((status, id) => ({ id, status }));
  expect(runningFirst(rows).map((r) => r.id)).toEqual([1, 3, 0, 2]);
});
