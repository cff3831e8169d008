import { expect, test } from "vitest";
import { asked, grouped, type Hit, matches } from "./palette";

test.each([
  [" 1001 ", "1001"],
  ["1001\r\n1002\n\n1003\n", "1001,1002,1003"],
  ["1001\t1002", "1001,1002"],
  ["1001，1002；1003、", "1001,1002,1003"],
  ["Ada Lovelace", "Ada Lovelace"],
  [",,;", ""],
])("%j is asked as %j", (text, q) => expect(asked(text)).toBe(q));

const hits: Hit[] = [
  { id: "a", group: "orders", text: "1001" },
  { id: "b", group: "pages", text: "Platform Orders" },
];

test("pages are found by any part of their name", () => {
  expect(hits.filter((h) => matches(h, "orders ")).map((h) => h.id)).toEqual(["b"]);
  expect(hits.filter((h) => matches(h, ""))).toHaveLength(2);
});

test("groups stand in one order, and empty ones are left out", () => {
  expect(grouped(hits).map(({ group }) => group)).toEqual(["pages", "orders"]);
});
