import { describe, expect, it } from "vitest";
import { fitting, inOrder, moved, narrowest, widest, withWidths } from "./columns";

const all = ["no", "source", "store", "status", "time", "actions"].map((id) => ({ id, width: 100 }));
const ids = (columns: readonly { id: string }[]) => columns.map((c) => c.id).join(" ");

describe("the order of columns", () => {
  it.each([
    ["none", undefined, "no source store status time actions"],
    ["another", ["time", "status", "store", "source"], "no time status store source actions"],
    [
      "one that names columns that are gone",
      ["gone", "store", "source", "status", "time"],
      "no store source status time actions",
    ],
    ["one that does not know the new ones", ["time", "source"], "no time source store status actions"],
    ["one that knows only a later one", ["time"], "no source store status time actions"],
    [
      "one that would move what stays",
      ["actions", "no", "time", "source", "store", "status"],
      "no time source store status actions",
    ],
  ])("%s", (_, order, shown) => expect(ids(inOrder(all, order))).toBe(shown));

  it("moves by one place and stops at the ends", () => {
    expect(moved(all, undefined, "store", -1).join(" ")).toBe("store source status time");
    expect(moved(all, undefined, "source", -1).join(" ")).toBe("source store status time");
    expect(moved(all, ["time", "source", "store", "status"], "time", 1).join(" ")).toBe("source time store status");
    expect(moved(all, undefined, "time", 1).join(" ")).toBe("source store status time");
    expect(moved(all, undefined, "actions", -1).join(" ")).toBe("source store status time");
  });
});

it("widths stay within what can be read, and the others are the table's", () => {
  expect(withWidths(all, { store: 231.4, time: 3, gone: 9 }).map((c) => c.width)).toEqual([
    100,
    100,
    231,
    100,
    narrowest,
    100,
  ]);
  expect([fitting(1), fitting(10_000)]).toEqual([narrowest, widest]);
});
