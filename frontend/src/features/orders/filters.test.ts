import { describe, expect, test } from "vitest";
import {
  isPlain,
  noFilter,
  notFound,
  type OrderFilter,
  orderNumbers,
  readBatch,
  readFilter,
  readOpen,
  readSync,
  toQuery,
  writeFilter,
} from "./filters";

const full: OrderFilter = {
  kind: "b2c",
  orderNo: "1001,1002",
  storeId: ["3", "7"],
  status: ["pending", "shipped"],
  source: ["shopify", "woocommerce"],
  orderTimeFrom: "2026-05-01T00:00:00.000Z",
  orderTimeTo: "2026-05-31T21:59:59.000Z",
  recipientName: "O'Connor & 王小明",
  trackingNo: "1Z 999+A",
  exception: "sku_not_mapped",
  exceptionKey: "BLK 01/ä",
  turn: ["you", "platform"],
  oldestFirst: true,
  cursor: "eyJ0IjoxfQ==",
};

describe("the list is its address", () => {
  const views: [string, OrderFilter][] = [
    ["nothing chosen", noFilter("b2c")],
    ["nothing chosen, B2B", noFilter("b2b")],
    ["everything chosen", full],
    ["one status", { ...noFilter("b2b"), status: ["acknowledged"] }],
    ["a prefix", { ...noFilter("b2c"), orderNo: "104*" }],
  ];
  test.each(views)("%s survives writing and reading", (_, filter) => {
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  test("the plain list has the plain address", () => {
    expect(writeFilter(noFilter("b2c"))).toBe("");
    expect(writeFilter(noFilter("b2b"))).toBe("?kind=b2b");
  });

  test("equal views have equal addresses, whatever the order they were typed in", () => {
    const a = readFilter("?status=shipped,pending&storeId=7,3&kind=b2c&limit=9");
    const b = readFilter("?storeId=3,7,3&status=pending,shipped");
    expect(writeFilter(a)).toBe(writeFilter(b));
    expect(writeFilter(a)).toBe("?status=pending%2Cshipped&storeId=3%2C7");
  });

  const dropped: [string, string][] = [
    ["an unknown kind", "?kind=b2x"],
    ["a status that is none", "?status=lost"],
    ["a status of the other kind", "?status=acknowledged"],
    ["a turn that is nobody's", "?turn=nobody,done"],
    ["a store that is no id", "?storeId=abc,-1,1e9"],
    ["a time that is none", "?orderTimeFrom=yesterday&orderTimeTo=2026-13-45"],
    ["an exception with odd signs", "?exception=%3Cscript%3E"],
    ["a source with odd signs", "?source=Woo%20Commerce"],
    ["a sort we do not have", "?sort=-amount"],
    ["blanks", "?orderNo=%20%20&recipientName=%20"],
  ];
  test.each(dropped)("%s is dropped", (_, search) => {
    expect(readFilter(search)).toEqual(noFilter("b2c"));
  });

  test("B2B has neither recipient nor tracking filter", () => {
    expect(readFilter("?kind=b2b&recipientName=Ann&trackingNo=1Z")).toEqual(noFilter("b2b"));
  });

  test("a time in another zone is the same instant", () => {
    expect(readFilter("?orderTimeFrom=2026-05-01T02:00:00%2B02:00").orderTimeFrom).toBe("2026-05-01T00:00:00.000Z");
  });

  test("order and paging are no filters", () => {
    expect(isPlain({ ...noFilter("b2c"), oldestFirst: true, cursor: "x" })).toBe(true);
    expect(isPlain({ ...noFilter("b2c"), exception: "any" })).toBe(false);
  });
});

describe("an open order is part of the address", () => {
  test("with its tab", () => {
    const open = { id: "42", tab: "items" } as const;
    const address = writeFilter({ ...noFilter("b2c"), status: ["pending"] }, open);
    expect(address).toBe("?open=42&status=pending&tab=items");
    expect(readOpen(address)).toEqual(open);
  });
  test("the first tab goes without saying", () => {
    expect(writeFilter(noFilter("b2c"), { id: "42", tab: "basic" })).toBe("?open=42");
    expect(readOpen("?open=42&tab=nonsense")).toEqual({ id: "42", tab: "basic" });
  });
  test("a batch, and an order over it, are named too", () => {
    const address = writeFilter(noFilter("b2c"), { id: "42", tab: "items" }, "7");
    expect(address).toBe("?batch=7&open=42&tab=items");
    expect([readBatch(address), readOpen(address)?.id]).toEqual(["7", "42"]);
    expect(readBatch("?batch=x7")).toBeNull();
  });
  test.each(["", "?open=", "?open=abc", "?open=12345678901234567890"])("%j opens nothing", (search) => {
    expect(readOpen(search)).toBeNull();
  });
});

describe("what the API is asked", () => {
  test("names the kind and the limit, and nothing that is not chosen", () => {
    expect(toQuery(noFilter("b2c"), 50)).toEqual({ kind: "b2c", limit: 50 });
  });
  test("several are parted by comma, the oldest first by sort", () => {
    expect(toQuery(full, 100)).toEqual({
      kind: "b2c",
      orderNo: "1001,1002",
      storeId: "3,7",
      status: "pending,shipped",
      source: "shopify,woocommerce",
      orderTimeFrom: "2026-05-01T00:00:00.000Z",
      orderTimeTo: "2026-05-31T21:59:59.000Z",
      recipientName: "O'Connor & 王小明",
      trackingNo: "1Z 999+A",
      turn: "you,platform",
      exception: "sku_not_mapped",
      exceptionKey: "BLK 01/ä",
      sort: "orderTime",
      cursor: "eyJ0IjoxfQ==",
      limit: 100,
    });
  });
});

describe("a pasted list of numbers", () => {
  test.each([
    ["1001", ["1001"]],
    ["1001, 1002;1003", ["1001", "1002", "1003"]],
    ["1001\r\n1002\n\n1001\t1003", ["1001", "1002", "1003"]],
    ["1001，1002、1003；1004", ["1001", "1002", "1003", "1004"]],
    ["  ", []],
  ])("%j", (text, numbers) => expect(orderNumbers(text)).toEqual(numbers));

  test("those that were not found are named, once the whole answer is there", () => {
    const filter = { ...noFilter("b2c"), orderNo: "1,2,3" };
    expect(notFound(filter, [{ orderNo: "2" }], true)).toEqual(["1", "3"]);
    expect(notFound(filter, [{ orderNo: "2" }], false)).toEqual([]);
    expect(notFound({ ...filter, orderNo: "1" }, [], true)).toEqual([]);
  });
});

test.each([
  ["?sync=12", "12"],
  ["?kind=b2b&sync=12", "12"],
  ["?sync=x", null],
  ["", null],
])("%s opens Manual Sync like run %s", (search, id) => {
  expect(readSync(search)).toBe(id);
});
