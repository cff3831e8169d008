import { describe, expect, it } from "vitest";
import { barsOf, patternOf, valuesOf } from "./code128";

/* What a scanner makes of the bars: module by module into widths, widths into values, values into text. */
function scan(text: string): string {
  const { width, bars } = barsOf(text) ?? { width: 0, bars: [] };
  const line = Array.from({ length: width }, () => " ");
  for (const bar of bars) line.fill("#", bar.x, bar.x + bar.width);
  const widths = (line.join("").match(/#+| +/g) ?? []).map((run) => run.length);
  const byPattern = new Map(Array.from({ length: 107 }, (_, value) => [patternOf(value), value]));
  const values: number[] = [];
  while (widths.length > 7) values.push(byPattern.get(widths.splice(0, 6).join("")) ?? -1);
  expect(byPattern.get(widths.join(""))).toBe(106);
  const check = values.pop();
  expect(values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103).toBe(check);
  let set = values.shift();
  let out = "";
  for (const value of values) {
    if (set === 105 && value === 100) set = 104;
    else if (set === 104 && value === 99) set = 105;
    else out += set === 105 ? String(value).padStart(2, "0") : String.fromCharCode(value + 32);
  }
  return out;
}

describe("the table", () => {
  it("has 107 patterns, each unlike the others, of 11 modules; the stop has 13", () => {
    const all = Array.from({ length: 107 }, (_, value) => patternOf(value) ?? "");
    expect(new Set(all).size).toBe(107);
    const modules = all.map((pattern) => [...pattern].reduce((n, char) => n + Number(char), 0));
    expect(modules).toEqual([...Array.from({ length: 106 }, () => 11), 13]);
    expect(all.slice(0, 106).every((pattern) => pattern.length === 6 && /^[1-4]+$/.test(pattern))).toBe(true);
  });
  it("has bars of an even number of modules, as the standard wants", () => {
    for (let value = 0; value < 106; value++) {
      const [a, , b, , c] = [...(patternOf(value) ?? "")].map(Number);
      expect(((a ?? 0) + (b ?? 0) + (c ?? 0)) % 2).toBe(0);
    }
  });
});

describe("values", () => {
  it.each([
    ["Wikipedia", [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, 106]],
    ["12", [105, 12, 14, 106]],
    ["AB", [104, 33, 34, 102, 106]],
    ["4000000000001", [104, 20, 99, 0, 0, 0, 0, 0, 1]],
    ["OB00000012", [104, 47, 34, 99, 0, 0, 0, 12]],
    ["1234AB", [105, 12, 34, 100, 33, 34]],
  ])("of %s", (text, values) => {
    const got = valuesOf(text) ?? [];
    expect(got.slice(0, values.length)).toEqual(values);
  });

  it.each(["", "é", "标签", "a\nb", "\u0000"])("there are none of %j", (text) => {
    expect(valuesOf(text)).toBeNull();
    expect(barsOf(text)).toBeNull();
  });
});

describe("a scanner reads", () => {
  const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => i + 32));
  it.each([
    "A",
    "1",
    "12",
    "123",
    "1234",
    "12345",
    "4000000000017",
    "OB00000001",
    "WV000123",
    "AB1234CD",
    "12AB3456",
    "A123B45C6789",
    "WH-HB-001",
    "1Z999AA10123456784",
    "00",
    printable,
  ])("%s", (text) => {
    expect(scan(text)).toBe(text);
  });
});
