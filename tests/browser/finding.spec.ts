// Finding and leaving: the palette, a view of one's own, the list as a file, and preferences that follow a person.
import { readFileSync } from "node:fs";
import { person } from "../api/lib/people.mjs";
import { seriousFindings } from "./lib/axe";
import { expect, given, signIn, test, until } from "./lib/story";

test("a number is found from anywhere, and a pasted list says what is missing", async ({ page }) => {
  const store = await given.store();
  const [made] = await store.orders({});
  await given.sync([store.id], { mode: "order_numbers", orderNumbers: [made.number] });
  await signIn(page, "operator@practice.test", "/stores");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /^Number/ });
  await field.fill(`${made.number}, no-such-1`);
  await expect(page.getByRole("option", { name: new RegExp(made.number) }).first()).toBeVisible();
  await expect(page.getByText("no-such-1", { exact: true })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await field.fill("stock");
  await field.press("Enter");
  await expect(page.getByRole("heading", { name: "Stock", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: /^Search/ }).click();
  await field.fill(made.number);
  await page.getByRole("option", { name: new RegExp(made.number) }).first().click();
  await expect(page.getByRole("dialog").getByText(made.number).first()).toBeVisible();
});

test("a view is kept, shows its count, and is forgotten; the list is a file", async ({ page }) => {
  const me = person();
  await signIn(page, me.email, "/orders?status=shipped", me.password);
  await page.getByRole("button", { name: "Save View" }).click();
  await page.getByLabel("Name of this view").fill("Gone out");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const views = page.getByRole("navigation", { name: "Quick views" });
  await expect(views.getByRole("link", { name: /Gone out \d/ })).toHaveAttribute("aria-current", "true");
  expect(await seriousFindings(page)).toEqual([]);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("orders.csv");
  expect(readFileSync(await file.path(), "utf8")).toMatch(/^\uFEFF"?Order Number/);
  await views.getByRole("link", { name: /^All/ }).click();
  await views.getByRole("link", { name: /Gone out/ }).click();
  await expect(page).toHaveURL(/status=shipped/);
  await views.getByRole("button", { name: "Change the view Gone out" }).click();
  await page.getByRole("button", { name: "Forget" }).click();
  await expect(views.getByRole("link", { name: /Gone out/ })).toHaveCount(0);
});

test("what somebody likes follows them to another browser", async ({ page, browser }) => {
  const me = person();
  await signIn(page, me.email, "/orders", me.password);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Number/ }).fill("dark");
  await page.getByRole("option", { name: "Theme: Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await until("the server has it", async () => (await me.need(me.get("me/preferences"))).preferences?.theme === "dark");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, me.email, "/orders", me.password);
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await other.context().close();
});

test("views of the warehouse's list are kept, renamed and moved", async ({ page, quiet }) => {
  quiet.push(/status of 409/); // a name that is taken
  const me = person();
  await signIn(page, me.email, "/outbound", me.password);
  const views = page.getByRole("navigation", { name: "Quick views" });
  const names = [`North ${Date.now()}`, `South ${Date.now()}`];
  for (const [i, status] of ["picking,packed", "draft,packed"].entries()) {
    await page.goto(`/outbound?status=${status}`);
    await views.getByRole("button", { name: "Save View" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Required")).toBeVisible();
    await page.getByLabel("Name of this view").fill(names[i]);
    await page.keyboard.press("Enter");
    await expect(views.getByRole("link", { name: names[i] })).toHaveAttribute("aria-current", "true");
  }
  const order = async () => (await views.getByRole("link").allInnerTexts()).map((text) => text.trim()).filter((text) => /^(North|South|West)/.test(text));
  expect(await order()).toEqual(names);
  const change = () => views.getByRole("button", { name: `Change the view ${names[1]}` }).click();
  await change();
  await expect(page.getByRole("button", { name: "Move Right" })).toBeDisabled();
  await page.getByRole("button", { name: "Move Left" }).click();
  await expect.poll(order).toEqual([names[1], names[0]]);
  await change();
  await page.getByLabel("Name of this view").fill(names[0]); // of the other one
  await page.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByText(/taken/i).first()).toBeVisible();
  await page.getByLabel("Name of this view").fill("West");
  await page.getByRole("button", { name: "Rename" }).click();
  await expect.poll(order).toEqual(["West", names[0]]);
  await page.reload();
  await expect.poll(order).toEqual(["West", names[0]]);
});
