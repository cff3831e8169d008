// Platform Orders and Dispatch for other eyes: in the system's own few colours, and at twice the size.
import type { Page } from "@playwright/test";
import { readyOrder } from "../api/lib/steps.mjs";
import { seriousFindings } from "./lib/axe";
import { act, choose, expect, row, signIn, test } from "./lib/story";

/* Whatever can be pressed or typed into can be told from what is around it: by a border, an outline or its text alone. */
const invisible = (page: Page) => page.evaluate(() => {
  const seen = (el: Element) => (el as HTMLElement).checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  return [...document.querySelectorAll("button, a[href], input, select, textarea")].filter((el) => {
    if (!seen(el) || el.closest(".sr-only, [aria-hidden=true]")) return false;
    const style = getComputedStyle(el);
    const hasText = (el.textContent ?? "").trim() !== "" || el.querySelector("svg") !== null;
    const hasBorder = Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && style.borderTopColor !== style.backgroundColor;
    const isField = el.matches("input, textarea") && style.appearance !== "none";
    return !hasBorder && !isField && !(hasText && style.color !== style.backgroundColor) && el.closest("label") === null;
  }).map((el) => `${el.tagName} ${el.className} ${el.getAttribute("aria-label") ?? ""}`);
});

/* What has the focus, when there is no ring around it. */
const ring = (page: Page) => page.evaluate(() => {
  for (let el = document.activeElement; el; el = el.parentElement) {
    const { outlineStyle, outlineWidth, borderTopWidth } = getComputedStyle(el);
    if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) return "";
    if (el.matches("label, [data-focus-visible], [data-focused]") && Number.parseFloat(borderTopWidth) > 0) return "";
  }
  return document.activeElement?.outerHTML.slice(0, 200) ?? "nothing has it";
});

for (const scheme of ["light", "dark"] as const)
  test(`forced colours, ${scheme}: everything is seen, the focus too`, async ({ page }) => {
    const { order, store } = await readyOrder();
    await page.emulateMedia({ forcedColors: "active", colorScheme: scheme });
    await signIn(page, undefined, `/orders?storeId=${store.id}`);
    await expect(row(page, order.orderNo)).toBeVisible();
    expect(await invisible(page)).toEqual([]);
    await row(page, order.orderNo).getByRole("checkbox").check();
    expect(await row(page, order.orderNo).getByRole("checkbox").evaluate((el) => getComputedStyle(el).appearance)).not.toBe("");
    await page.getByRole("button", { name: "Manual Sync" }).first().focus();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      expect(await ring(page), `the focus after ${i + 1} tabs`).toEqual("");
    }
    await act(page, row(page, order.orderNo), "Dispatch to Warehouse");
    const dialog = page.getByRole("dialog");
    await choose(page, dialog, "Warehouse", /Los Angeles 1/);
    await choose(page, dialog, "Shipping Channel", /USPS Ground Advantage/);
    expect(await invisible(page)).toEqual([]);
  });

test("at 200 % an order is found and dispatched, and nothing is cut off", async ({ page }) => {
  const { order, store } = await readyOrder();
  await page.setViewportSize({ width: 720, height: 450 }); // 1440 by 900 at twice the size
  await signIn(page, undefined, `/orders?storeId=${store.id}`);
  const line = row(page, order.orderNo);
  await expect(line).toBeVisible();
  const out = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await out()).toBeLessThanOrEqual(0);
  await act(page, line, "Dispatch to Warehouse");
  const dialog = page.getByRole("dialog");
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /USPS Ground Advantage/);
  expect(await out()).toBeLessThanOrEqual(0);
  const confirm = dialog.getByRole("button", { name: "Confirm Dispatch" });
  await expect(confirm).toBeInViewport(); // the way on stays in sight while the rest scrolls
  await expect(dialog.getByRole("button", { name: "Close" })).toBeInViewport();
  expect(await seriousFindings(page)).toEqual([]);
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect(line).toContainText("Processing");
});
