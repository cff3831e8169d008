import { describe, expect, it } from "vitest";
import { isPlain, noFilter, type OutboundFilter, queues, readFilter, readOpen, toQuery, writeFilter } from "./filters";

const views: [string, Partial<OutboundFilter>, string][] = [
  ["nothing chosen", {}, ""],
  ["a queue", { status: [...queues.pick] }, "?status=reviewed%2Cwaved"],
  ["warehouses", { warehouseId: ["12", "7"] }, "?warehouseId=12%2C7"],
  ["numbers", { outboundNo: "OB-1", orderNo: "#1001 A" }, "?orderNo=%231001+A&outboundNo=OB-1"],
  ["a page", { cursor: "abc" }, "?cursor=abc"],
];

describe("the list's address", () => {
  it.each(views)("says %s and reads it again", (_, change, address) => {
    const filter = { ...noFilter, ...change };
    expect(writeFilter(filter)).toBe(address);
    expect(readFilter(address)).toEqual(filter);
  });

  it.each([
    ["?status=packed,lost,draft", { status: ["draft", "packed"] }],
    ["?warehouseId=7,-1,x", { warehouseId: ["7"] }],
    [`?outboundNo=${"1".repeat(80)}`, { outboundNo: "1".repeat(64) }],
    ["?orderNo=%20%20", {}],
  ])("drops what cannot be read: %s", (address, expected) => {
    expect(readFilter(address)).toEqual({ ...noFilter, ...expected });
  });

  it.each([
    ["?open=41", "41"],
    ["?open=4x1", null],
    ["", null],
  ])("opens an outbound order: %s", (address, id) => {
    expect(readOpen(address)).toBe(id);
    if (id) expect(writeFilter(noFilter, id)).toBe(address);
  });

  it("asks the API for what is chosen and no more", () => {
    expect(toQuery({ ...noFilter, status: ["packed"], orderNo: "1001" }, 50)).toEqual({
      status: "packed",
      orderNo: "1001",
      limit: 50,
    });
  });

  it("is plain on every page of the whole list", () => {
    expect(isPlain({ ...noFilter, cursor: "abc" })).toBe(true);
    expect(isPlain({ ...noFilter, orderNo: "1" })).toBe(false);
  });
});
