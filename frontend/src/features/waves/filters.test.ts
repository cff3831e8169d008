import { describe, expect, it } from "vitest";
import { noFilter, readFilter, readOpen, toQuery, writeFilter } from "./filters";

describe("the list's address", () => {
  it.each([
    ["nothing chosen", {}, ""],
    ["warehouses", { warehouseId: ["1", "2"] }, "?warehouseId=1%2C2"],
    ["a page", { cursor: "abc" }, "?cursor=abc"],
  ])("says %s and reads it again", (_, change, address) => {
    const filter = { ...noFilter, ...change };
    expect(writeFilter(filter)).toBe(address);
    expect(readFilter(address)).toEqual(filter);
  });

  it("opens a wave, and drops what is none", () => {
    expect(readOpen("?open=12")).toBe("12");
    expect(readOpen("?open=x")).toBeNull();
    expect(writeFilter(noFilter, "12")).toBe("?open=12");
    expect(readFilter("?warehouseId=x,7")).toEqual({ ...noFilter, warehouseId: ["7"] });
  });

  it("asks the API for what is chosen and no more", () => {
    expect(toQuery(noFilter, 50)).toEqual({ limit: 50 });
    expect(toQuery({ warehouseId: ["1"], cursor: "c" }, 100)).toEqual({ warehouseId: "1", cursor: "c", limit: 100 });
  });
});
