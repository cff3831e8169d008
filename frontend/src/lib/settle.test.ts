import { describe, expect, test } from "vitest";
import { settle } from "./settle";

const rows = (ids: string, mark = "") => [...ids].map((id) => ({ id, mark }));
const ids = (list: readonly { id: string }[]) => list.map((r) => r.id).join("");

describe("fresh rows never push the ones on screen", () => {
  test.each([
    ["nothing changed", "abcd", "abcd", "abcd", 0],
    ["two new ones on top", "abcd", "xyabcd", "abcd", 2],
    ["new ones push the last over the end of the page", "abcd", "xyab", "abcd", 2],
    ["one left", "abcd", "acd", "acd", 0],
    ["one left and one moved up from the next page", "abcd", "acde", "acde", 0],
    ["one left while one came", "abcd", "xacd", "acd", 1],
    ["a new one in the middle", "abcd", "abxcd", "abcd", 1],
    ["the order turned", "abcd", "dcba", "abcd", 0],
    ["another list altogether", "abcd", "wxyz", "wxyz", 0],
    ["all left", "abcd", "", "", 0],
  ])("%s", (_, shown, fresh, result, newer) => {
    const now = settle(rows(shown), rows(fresh));
    expect([ids(now.rows), now.newer]).toEqual([result, newer]);
  });
  test("what stays shows its new state", () => {
    expect(settle(rows("ab"), rows("xab", "new")).rows.every((r) => r.mark === "new")).toBe(true);
  });
});
