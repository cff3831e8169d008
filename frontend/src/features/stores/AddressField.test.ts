import { expect, test } from "vitest";
import type { Platform } from "../../api/types";
import { addressOf, nowhere } from "./AddressField";

const shop: Platform = {
  code: "woocommerce",
  name: "WooCommerce",
  kind: "b2c",
  needsUrl: true,
  endpoints: [],
  rejectReasons: [],
  credentials: [],
  carriers: null,
};
const url = "https://api.example.com";
const vendor: Platform = {
  ...shop,
  code: "amazon_vendor",
  kind: "b2b",
  needsUrl: false,
  endpoints: [{ name: "X", url }],
};

test.each([
  ["nothing typed", shop, nowhere, undefined],
  ["a shop's own address", shop, { region: null, typed: "shop.example.com" }, "https://shop.example.com"],
  ["no region", vendor, nowhere, undefined],
  ["a text is of no use for a region", vendor, { region: null, typed: "shop.example.com" }, undefined],
  ["a region", vendor, { region: url, typed: "" }, url],
  ["a practice address", vendor, { region: "other", typed: "http://127.0.0.1:18080/v" }, "http://127.0.0.1:18080/v"],
  ["none typed yet", vendor, { region: "other", typed: "" }, undefined],
])("%s", (_, platform, where, expected) => {
  expect(addressOf(platform, where)).toBe(expected);
});
