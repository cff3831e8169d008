import { describe, expect, it } from "vitest";
import { faultOf, labelBytes, sizeOf } from "./file";

const pdf = (size: number, head = "%PDF-1.4\n") => new Blob([head, new Uint8Array(Math.max(0, size - head.length))]);

describe("a file before it is sent", () => {
  it.each([
    ["a PDF", pdf(1000), null],
    ["version 2", pdf(1000, "%PDF-2.0\n"), null],
    ["the smallest", pdf(labelBytes.least), null],
    ["a byte less", pdf(labelBytes.least - 1), "empty"],
    ["nothing", new Blob([]), "empty"],
    ["10 MiB", pdf(labelBytes.most), null],
    ["a byte more", pdf(labelBytes.most + 1), "large"],
    ["a picture", new Blob(["\x89PNG\r\n\x1a\n", new Uint8Array(200)]), "notPdf"],
    ["a page", new Blob(["<!doctype html>".repeat(20)]), "notPdf"],
    ["a line before it", pdf(200, "\n%PDF-1.4"), "notPdf"],
    ["another version", pdf(200, "%PDF-3.0"), "notPdf"],
  ])("%s", async (_, file, fault) => {
    expect(await faultOf(file)).toBe(fault);
  });
});

it.each([
  [64, "1 KB"],
  [340 * 1024, "340 KB"],
  [1.25 * 1024 * 1024, "1.3 MB"],
  [10 * 1024 * 1024, "10 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeOf(bytes, (n) => n.toLocaleString("en"))).toBe(text);
});
