/* Every code the server can say of a field has words in both languages; the server's own sources are asked which. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import en from "../i18n/en/all";
import zh from "../i18n/zh-CN/all";
import { fieldSaid } from "./fieldSaid";

const backend = new URL("../../../backend/src/", import.meta.url);
const sources = ["api", "domain", "lib", "sql"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, backend))
    .filter((name) => name.endsWith(".c"))
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(new URL(`${folder}/${name}`, backend), "utf8") })),
);

/* problem_field(c, field, "code", …) and shape_fault; the field may be any expression. */
const says = /\b(?:problem_field|shape_fault)\(((?:[^()"]|"(?:[^"\\]|\\.)*"|\((?:[^()]|\([^()]*\))*\))*)\)/g;
const word = /^"([a-z_]+)"$/;

/* The arguments of a call, parted by its own commas. */
function argumentsOf(text: string): string[] {
  const out = [""];
  let depth = 0;
  let quoted = false;
  for (const [i, sign] of [...text].entries()) {
    if (sign === '"' && text[i - 1] !== "\\") quoted = !quoted;
    if (!quoted && "({".includes(sign)) depth++;
    if (!quoted && ")}".includes(sign)) depth--;
    if (sign === "," && depth === 0 && !quoted) out.push("");
    else out[out.length - 1] += sign;
  }
  return out.map((one) => one.trim());
}

/* A code may be chosen between two: n ? "too_long" : "required". */
const codesOf = (argument: string): string[] =>
  word.test(argument)
    ? [argument.slice(1, -1)]
    : argument.includes("?")
      ? [...argument.matchAll(/"([a-z_]+)"/g)].map(([, code]) => code ?? "")
      : [];

const found = new Map<string, string>();
for (const { file, text } of sources) {
  for (const [, inside] of text.matchAll(says)) {
    const [, , code] = argumentsOf(inside ?? "");
    for (const one of codesOf(code ?? "")) found.set(one, file);
  }
  // Wrappers of a file that hand the code on.
  for (const [, code] of text.matchAll(/\bfault\(c, [^"]*(?:"[A-Za-z]+", )?"([a-z_]+)", "/g))
    found.set(code ?? "", file);
}

test("the sources were read", () => {
  expect(found.size).toBeGreaterThan(30);
  for (const code of ["required", "too_long", "control_character", "not_a_choice", "in_past", "last_administrator"])
    expect([...found.keys()]).toContain(code);
});

describe.each([
  ["English", en],
  ["Chinese", zh],
] as const)("%s", (_, m) => {
  test.each([...found])("has words for %s", (code) => {
    expect(m.problem.field[code]).toBeTypeOf("string");
  });
});

test("the server's sentence follows when it tells more", () => {
  expect(fieldSaid({ code: "required", detail: "is required" }, zh)).toBe("此项必填。");
  expect(fieldSaid({ code: "out_of_range", detail: "must be from 1 to 20" }, en)).toBe(
    "This is out of range. Must be from 1 to 20",
  );
  expect(fieldSaid({ code: "brand_new", detail: "is something new" }, zh)).toBe("Is something new");
  expect(fieldSaid({ code: "action_not_allowed", detail: "is packed" }, zh)).toBe(zh.problem.title.action_not_allowed);
});
