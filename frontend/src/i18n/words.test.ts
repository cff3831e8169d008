import { describe, expect, test } from "vitest";
import en from "./en/all";
import zh from "./zh-CN/all";

type Leaf = [path: string, value: unknown];

const leaves = (value: unknown, path: string): Leaf[] =>
  value !== null && typeof value === "object"
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
    : [[path, value]];

/* What a sentence with gaps is filled with; a number stands for most things. */
const samples: Record<string, unknown[]> = {
  "sync.parts": [[{ outcome: "created", n: 3 }]],
  "inbox.said.unmapped": [["A"], 3],
  "inbox.said.missing": [["city"]],
  "inbox.said.short": [["A"]],
};
/* An authorised store needs no remark. */
const silent = new Set(["orders.sync.storeStatus.authorised", "mapping.picker.status.enabled"]);

const say = (path: string, value: unknown) =>
  typeof value === "function" ? value(...(samples[path] ?? Array.from({ length: value.length }, () => 3))) : value;

describe.each(Object.keys(en) as (keyof typeof en)[])("%s", (feature) => {
  const english = leaves(en[feature], feature);
  const chinese = new Map(leaves(zh[feature], feature));

  test("has the same leaves in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  test("says something in every sentence", () => {
    for (const [path, value] of english) {
      for (const words of [say(path, value), say(path, chinese.get(path))]) {
        expect(words, path).toBeTypeOf("string");
        if (!silent.has(path)) expect(words, path).not.toBe("");
        expect(words, path).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });
});

test("one is not several", () => {
  expect(en.orders.selected(1)).toBe("1 order selected");
  expect(en.orders.selected(1204)).toBe("1,204 orders selected");
});
