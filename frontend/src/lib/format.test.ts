import { describe, expect, test } from "vitest";
import { formatter, sentence } from "./format";
import { startOfToday } from "./today";

describe("times in the chosen zone", () => {
  test.each([
    ["UTC", "2026-01-01T00:00:00Z", "2026-01-01 00:00"],
    ["Asia/Shanghai", "2025-12-31T16:00:00Z", "2026-01-01 00:00"],
    ["America/Los_Angeles", "2026-01-01T07:59:59Z", "2025-12-31 23:59"],
    ["Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01 05:45"],
    // Berlin: 01:59 is followed by 03:00 in March, and 02:30 comes twice in October.
    ["Europe/Berlin", "2026-03-29T00:59:00Z", "2026-03-29 01:59"],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00"],
    ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30"],
    ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30"],
  ])("%s %s is %s", (zone, at, shown) => {
    expect(formatter("en", zone).dateTime(at)).toBe(shown);
    expect(formatter("zh-CN", zone).dateTime(at)).toBe(shown);
  });
  test("the title tells the two half past twos apart", () => {
    const f = formatter("en", "Europe/Berlin");
    expect(f.full("2026-10-25T00:30:00Z")).toContain("GMT+02:00");
    expect(f.full("2026-10-25T00:30:00Z")).toMatch(/ · 2026-10-25 00:30:00 UTC$/);
    expect(formatter("en", "UTC").full("2026-10-25T00:30:00Z").match(/UTC/g)).toHaveLength(1);
    expect(f.full("2026-10-25T01:30:00Z")).toContain("GMT+01:00");
  });
});

describe("how long ago", () => {
  const now = Date.parse("2026-05-28T12:00:00Z");
  const ago = (seconds: number) => formatter("en", "UTC").relative(new Date(now - seconds * 1000).toISOString(), now);
  test.each([
    [0, "now"],
    [44, "now"],
    [60, "1 min. ago"],
    [3599, "59 min. ago"],
    [3600, "1 hr. ago"],
    [86_400, "yesterday"],
    [-600, "in 10 min."],
    [40 * 86_400, "last mo."],
  ])("%i s: %s", (seconds, words) => expect(ago(seconds)).toBe(words));
});

describe("money stays the string it came as", () => {
  const money = formatter("en", "UTC").money;
  test.each([
    ["12.5", "EUR", "€12.50"],
    ["1234567890123.4567", "USD", "$1,234,567,890,123.4567"],
    ["9007199254740993.01", "USD", "$9,007,199,254,740,993.01"],
    ["1500", "JPY", "¥1,500"],
    ["-3.00", "EUR", "-€3.00"],
    ["7.00", "bitcoin", "7.00 bitcoin"],
    ["7.00", "", "7.00"],
  ])("%s %s", (amount, currency, shown) => expect(money(amount, currency)).toBe(shown));
});

test("durations, weights, countries", () => {
  const f = formatter("en", "UTC");
  expect([f.duration(850), f.duration(59_400), f.duration(125_000)]).toEqual(["850 ms", "59 s", "2 min 5 s"]);
  expect([f.weight(950), f.weight(1240)]).toEqual(["950 g", "1.24 kg"]);
  expect([f.country("DE"), f.country("ZZZZ"), f.country("not a code")]).toEqual(["Germany", "ZZZZ", "not a code"]);
  expect(sentence("order 7 is Shipped")).toBe("Order 7 is Shipped");
});

describe("the day begins at the first instant of its date", () => {
  test.each([
    ["UTC", "2026-05-28T12:00:00Z", "2026-05-28T00:00:00.000Z"],
    ["Asia/Shanghai", "2026-05-28T15:59:59Z", "2026-05-27T16:00:00.000Z"],
    ["Asia/Shanghai", "2026-05-28T16:00:00Z", "2026-05-28T16:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29T20:00:00Z", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-24T22:00:00.000Z"],
    // Cairo skips midnight: on that day the clock goes from 23:59 to 01:00.
    ["Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00.000Z"],
  ])("%s %s", (zone, now, start) => expect(startOfToday(zone, Date.parse(now))).toBe(start));
});
