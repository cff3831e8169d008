// The practice store's own page: shops and vendor accounts are made there, their buyers played and their bad days set.
import { randomUUID } from "node:crypto";
import { expect, practice, stack, test } from "./lib/story";

const fresh = (what: string) => `${what}-${randomUUID().slice(0, 8)}`;

test("a vendor account is opened, its buyer changes his mind, and its day goes bad", async ({ page }) => {
  const name = fresh("page-vendor");
  await page.goto(stack.practice);
  const form = page.locator("#new-vendor");
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("without purchase orders").check();
  await form.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect(page.getByText(`Atzr|practice-${name}`)).toBeVisible();

  const [order] = await practice.post(`vendors/${name}/orders`, { orders: [{ items: [{ sku: "HB-001", quantity: 10 }, { sku: "HB-003", quantity: 4, unit: "Cases", unitSize: 6 }] }] });
  const row = page.getByRole("row").filter({ hasText: order.number });
  await expect(row).toContainText("4 Cases of 6");
  await row.getByRole("button", { name: "change" }).click();
  const dialog = page.getByRole("dialog", { name: `Purchase order ${order.number}` });
  await dialog.getByLabel("HB-001, item 1").fill("7");
  await dialog.getByRole("button", { name: "Change the order" }).click();
  await expect(row).toContainText("7 (was 10) Eaches");
  await row.getByRole("button", { name: "cancel" }).click();
  await expect(row).toContainText("Cancelled");
  await expect(row.getByRole("button", { name: "change" })).toBeDisabled();

  await page.getByLabel("What was submitted").selectOption("fails");
  await page.getByLabel("A failure says").fill("Not today.");
  await page.getByRole("button", { name: "Let it happen" }).click();
  await expect(page.getByText("submissions: failure").first()).toBeVisible();
  await page.getByRole("button", { name: "Revoke the authorisation" }).click();
  await expect(page.getByText("revoked by the vendor")).toBeVisible();
  const now = await practice.get(`vendors/${name}`);
  expect([now.revoked, now.weather.transaction, now.weather.transactionMessage]).toEqual([true, "failure", "Not today."]);
  await page.getByRole("button", { name: "Fair weather" }).click();
  await expect(page.getByText("fair · met 0 requests")).toBeVisible();
});

test("a shop is opened, gets orders, and its merchant cancels one", async ({ page }) => {
  const name = fresh("page-shop");
  await page.goto(stack.practice);
  const form = page.locator("#new-shop");
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Shipments come back by").selectOption("order notes");
  await form.getByLabel("without orders").check();
  await form.getByRole("button", { name: "Open the shop" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect(page.getByLabel("What was submitted")).toBeHidden();
  await page.getByLabel("New orders").fill("2");
  await page.getByRole("button", { name: "Make them now" }).click();
  const rows = page.locator("#orders").getByRole("row");
  await expect(rows).toHaveCount(2);
  await rows.first().getByRole("button", { name: "cancel" }).click();
  await expect(rows.first()).toContainText("cancelled");
  expect((await practice.get(`shops/${name}/orders`)).map((o: { status: string }) => o.status)).toEqual(["cancelled", "processing"]);
});
