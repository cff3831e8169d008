import { describe, expect, it } from "vitest";
import { isPlain, type MappingFilter, noFilter, readFilter, readOpen, toExport, toQuery, writeFilter } from "./filters";

const views: [string, Partial<MappingFilter>, string][] = [
  ["nothing chosen", {}, ""],
  ["what is unbound", { state: ["unbound"] }, "?state=unbound"],
  ["states in one order", { state: ["bound", "gone"] }, "?state=bound%2Cgone"],
  ["stores", { storeId: ["12", "7"] }, "?storeId=12%2C7"],
  ["a search", { q: "mug & tea" }, "?q=mug+%26+tea"],
  ["a page", { cursor: "abc" }, "?cursor=abc"],
];

describe("the list's address", () => {
  it.each(views)("says %s and reads it again", (_, change, address) => {
    const filter = { ...noFilter, ...change };
    expect(writeFilter(filter)).toBe(address);
    expect(readFilter(address)).toEqual(filter);
  });

  it.each([
    ["?storeId=7,x,12,7", { storeId: ["12", "7"] }],
    ["?state=gone,nonsense,unbound", { state: ["unbound", "gone"] }],
    [`?q=${"x".repeat(300)}`, { q: "x".repeat(128) }],
  ])("drops what cannot be read: %s", (address, expected) => {
    expect(readFilter(address)).toEqual({ ...noFilter, ...expected });
  });

  it("opens one SKU", () => {
    expect(readOpen("?open=17")).toBe("17");
    expect(readOpen("?open=17x")).toBe(null);
    expect(writeFilter(noFilter, "17")).toBe("?open=17");
  });

  it("asks for a page, and for a file without pages", () => {
    const filter: MappingFilter = { storeId: ["7"], state: ["unbound"], q: "", cursor: "abc" };
    expect(toQuery(filter, 50)).toEqual({ storeId: "7", state: "unbound", cursor: "abc", limit: 50 });
    expect(toExport(filter)).toEqual({ storeId: "7", state: "unbound" });
    expect(isPlain({ ...noFilter, cursor: "abc" })).toBe(true);
    expect(isPlain(filter)).toBe(false);
  });
});
