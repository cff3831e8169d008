import { expect, test } from "vitest";
import en from "../i18n/en/all";
import zh from "../i18n/zh-CN/all";
import { exceptionWords } from "./exceptionWords";

const cases = [
  ["SKU [BLK] 01] not mapped to a warehouse SKU, and 2 more", "SKU [BLK] 01] 未映射到仓库 SKU，另有 2 个。"],
  ["SKU [A], SKU [B] not mapped to a warehouse SKU.", "SKU [A]、[B] 未映射到仓库 SKU。"],
  ["SKU [A] not mapped to a warehouse SKU", "SKU [A] 未映射到仓库 SKU。"],
  ["Missing required recipient address fields: address line 1, zip code.", "缺少必填的收件地址信息：地址、邮编。"],
  [
    "Insufficient stock: WH-1: 3 needed, 1 available; WH: 2: 5 needed, 0 available.",
    "库存不足：WH-1 需要 3、可用 1；WH: 2 需要 5、可用 0。",
  ],
  ["The label a.pdf was refused: it is damaged.", "面单 a.pdf 被拒绝：文件已损坏。"],
  ["changed on the platform: recipient.city", "平台上的以下内容已变更：城市。"],
  ["the shop said no", "The shop said no"],
] as const;

test.each(cases)("%s", (detail, said) => {
  expect(exceptionWords(detail, zh, "zh-CN")).toBe(said);
});

test("English has the server's own words", () => {
  expect(exceptionWords("SKU [A] not mapped to a warehouse SKU", en, "en")).toBe(
    "SKU [A] not mapped to a warehouse SKU",
  );
});
