import { expect, test } from "vitest";
import en from "../i18n/en/all";
import zh from "../i18n/zh-CN/all";
import { changedField, changedFields, changedSentence } from "./changeWords";

const fields = [
  ["recipient.line1", "Address", "地址"],
  ["platformStatus", "Status on the platform", "平台状态"],
  ["quantity of Blue Mug, large", "Quantity of Blue Mug, large", "Blue Mug, large 的数量"],
  ["product ID of Mug", "Product ID of Mug", "Mug 的商品 ID"],
  ["SKU of quantity of", "SKU of quantity of", "quantity of 的 SKU"],
  ["something new", "something new", "something new"], // a newer server: better its word than none
] as const;

test.each(fields)("%s", (field, inEnglish, inChinese) => {
  expect([changedField(field, en), changedField(field, zh)]).toEqual([inEnglish, inChinese]);
});

test("a product's comma parts nothing", () => {
  expect(changedFields("recipient.zip, quantity of Mug, blue, recipient.city", en)).toBe(
    "Zip Code, Quantity of Mug, blue, City",
  );
});

test("the sentence of an edit", () => {
  expect(changedSentence("changed on the platform: recipient.line1, tax", zh)).toBe(
    "平台上的以下内容已变更：地址、税费。",
  );
  expect(changedSentence("something else", zh)).toBeNull();
});
