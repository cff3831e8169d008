import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "../../i18n/en/all";
import zh from "../../i18n/zh-CN/all";
import { whyRefused } from "./why";

const source = (path: string) => readFileSync(new URL(`../../../../backend/src/${path}`, import.meta.url), "utf8");
const clauses = [
  ...source("lib/pdf.c").matchAll(/(?:\{ (?:"\/\w+"|OPEN_ACTION), |refuse\(w, )"((?:[^"\\]|\\.)*)"/g),
  ...source("jobs/label_check.c").matchAll(/\.refusal = "([^"]*)"/g),
].map(([, clause = ""]) => clause);

test("the server's clauses were read", () => {
  expect(clauses.length).toBeGreaterThan(12);
  expect(clauses).toContain("it is damaged");
});

test.each(clauses)("%s", (clause) => {
  expect(whyRefused(clause, en)).toBe(clause);
  expect(whyRefused(clause, zh)).toMatch(/[\u4e00-\u9fff]/);
});

test("how many pages are too many", () => {
  expect(whyRefused("it has 51 pages, and a label may have 50", zh)).toBe("共 51 页，而面单最多 50 页");
});
