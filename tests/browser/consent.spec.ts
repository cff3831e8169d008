// A store is connected without copying keys, and a gap in what was read is filled with one press.
import { randomUUID } from "node:crypto";
import { choose, expect, freshStore, practice, signIn, test } from "./lib/story";

test("an administrator denies, then approves the access in the shop", async ({ page }) => {
  const shop = await practice.post("shops", { name: `consent-${randomUUID().slice(0, 8)}`, empty: true, orderEveryS: 0 });
  const name = `Store ${shop.name}`;
  await signIn(page, "admin@practice.test", "/stores");
  await page.getByRole("button", { name: "Add Store" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Shop address").fill(shop.url);
  await choose(page, dialog, "How the shop gives access", /Approve it in the shop/);
  await dialog.getByRole("button", { name: "Add and Open Shop" }).click();

  await page.getByRole("link", { name: "Deny" }).click();
  await expect(page.getByText("Not approved")).toBeVisible();
  await expect(page).not.toHaveURL(/user_id|success/);
  await page.getByRole("button", { name: "Try Again" }).click();
  await page.getByRole("button", { name: "Approve in the Shop" }).click();

  await page.getByRole("link", { name: "Approve" }).click();
  await expect(page.getByText(`${name} has sent its keys.`, { exact: false })).toBeVisible();
  await expect(page.getByText("All steps passed")).toBeVisible({ timeout: 30_000 });
});

test("a gap is filled from the ribbon", async ({ page }) => {
  const store = await freshStore();
  await signIn(page, "operator@practice.test", `/stores?store=${store.id}`);
  const spans = page.getByRole("list", { name: "Spans of time" });
  await spans.getByRole("button", { name: /Fill Gap/ }).first().click();
  await expect(page.getByText(/No new orders:|Success:/i).first()).toBeVisible({ timeout: 30_000 });
  await expect(spans.getByText("Complete").first()).toBeVisible({ timeout: 30_000 });
});
