import { expect, test, vi } from "vitest";
import { allowEmptyMarkup, emptyOnly } from "./markup";

test("only the empty text becomes markup", () => {
  expect(emptyOnly("")).toBe("");
  for (const text of [" ", "x", "<b>x</b>", "<img src=x onerror=alert(1)>"])
    expect(() => emptyOnly(text)).toThrow(TypeError);
});

test("a policy is made where the browser knows policies", () => {
  const createPolicy = vi.fn();
  allowEmptyMarkup({ createPolicy });
  expect(createPolicy).toHaveBeenCalledWith("default", { createHTML: emptyOnly });
  expect(() => allowEmptyMarkup(undefined)).not.toThrow();
});
