// Platform Authorization and the Order Sync Log: a store is added, its test fails and is cured, syncs say what they did.
import { randomUUID } from "node:crypto";
import { expect, freshStore, given, practice, signIn, test } from "./lib/story";

const mark = () => randomUUID().slice(0, 8);
const admin = "admin@practice.test";

test("a store is added with wrong keys, cured, renamed, disabled and enabled", async ({ page, quiet }) => {
  quiet.push(/status of 4\d\d/);
  const shop = await practice.post("shops", { name: `shop-${mark()}`, empty: true });
  const name = `Store ${mark()}`;
  await signIn(page, admin, "/stores");
  await page.getByRole("button", { name: "Add Store" }).first().click();
  const dialog = page.getByRole("dialog").last();
  await dialog.getByRole("button", { name: "Add Store" }).click(); // nothing typed: the fields say what they want
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Shop address").fill("https://10.0.0.1");
  await dialog.getByLabel("Consumer key").fill(shop.key);
  await dialog.getByLabel("Consumer secret").fill("cs_wrong");
  await dialog.getByRole("button", { name: "Add Store" }).click();
  await expect(dialog.getByText(/public/i).first()).toBeVisible(); // a private address is refused
  await dialog.getByLabel("Shop address").fill(shop.url);
  await dialog.getByRole("button", { name: "Add Store" }).click();
  await expect(dialog.getByText("The store is saved, but it cannot be used yet.", { exact: false })).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Correct Keys" }).click();
  const keys = page.getByRole("dialog", { name: "Re-authorise" });
  await keys.getByLabel("Consumer key").fill(shop.key);
  await keys.getByLabel("Consumer secret").fill(shop.secret);
  await keys.getByRole("button", { name: "Save and Test" }).click();
  await expect(page.getByText(/All steps passed|is connected/).first()).toBeVisible({ timeout: 30_000 });
  expect(await page.content()).not.toContain(shop.secret);
});

test("an operator sees the stores and cannot change them", async ({ page }) => {
  await signIn(page, "operator@practice.test", "/stores");
  await expect(page.getByText("Harbor Shop").first()).toBeVisible();
  await expect(page.getByText("You can look at the stores but not change them")).toBeVisible(); // what is missing, and who grants it
});

test("the sync log tells of each order, and of the one that failed", async ({ page }) => {
  const store = await freshStore();
  const number = mark();
  await store.orders({ number: `${number}-good`, lines: [{ productId: 101, quantity: 1 }] },
    { number: `${number}-bad`, lines: [{ productId: 101, quantity: 1 }], set: { currency: "XQZ" } });
  const run = await given.sync([store.id]);
  expect(run.status).toBe("partly_failed");
  await signIn(page, undefined, `/sync-runs?storeId=${store.id}`);
  const line = page.getByRole("row").filter({ hasText: store.name }).filter({ hasText: /Partly failed/i });
  await expect(line).toContainText("Partly failed", { ignoreCase: true });
  await line.getByRole("button", { name: /Details/ }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`${number}-bad`)).toBeVisible();
  await expect(dialog.getByText(/XQZ/).first()).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`run=${run.id}`));
  await dialog.getByRole("tab", { name: /Request/ }).click();
  await expect(dialog.getByText("/wp-json/wc/v3/orders").first()).toBeVisible();
  expect(await dialog.innerText()).not.toMatch(/consumer_secret|oauth_signature|cs_practice/);
});

test("an empty log and no match are told apart", async ({ page }) => {
  await signIn(page, undefined, "/sync-runs?status=failed&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
  await expect(page.getByText(/match/i).first()).toBeVisible();
});
