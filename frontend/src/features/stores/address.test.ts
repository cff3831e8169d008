import { describe, expect, it } from "vitest";
import { readOpen, shopAddress, writeOpen } from "./address";

describe("the address of a shop", () => {
  it.each([
    ["shop.example.com", "https://shop.example.com"],
    [" https://shop.example.com/store ", "https://shop.example.com/store"],
    ["http://127.0.0.1:9101", "http://127.0.0.1:9101"],
    ["http://localhost:9101/", "http://localhost:9101/"],
    ["HTTPS://Shop.example.com", "HTTPS://Shop.example.com"],
    ["", undefined],
    ["my shop", undefined],
    ["shop", undefined],
    ["ftp://shop.example.com", undefined],
    ["https://", undefined],
  ])("%s is %s", (typed, address) => {
    expect(shopAddress(typed)).toBe(address);
  });
});

describe("the page's address", () => {
  it.each([
    ["?store=12", "12"],
    ["?store=x", null],
    ["?other=1", null],
    ["", null],
  ])("%s opens %s", (search, id) => {
    expect(readOpen(search)).toBe(id);
    if (id) expect(writeOpen(id)).toBe(search);
  });
  it("is short when nothing is open", () => expect(writeOpen(null)).toBe(""));
});
