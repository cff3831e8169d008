// What carriers are called on a platform: named, told before a manual ship, taken back and undone.
import { randomUUID } from "node:crypto";
import { seriousFindings } from "./lib/axe";
import { act, expect, given, row, signIn, test } from "./lib/story";

test("a carrier gets its name on the platform, and a manual ship says so", async ({ page }) => {
  const carrier = `Carrier ${randomUUID().slice(0, 8)}`;
  const store = await given.store();
  const [order] = await given.orders(store, { lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, "admin@practice.test", "/stores");
  await page.getByRole("button", { name: `Actions for ${store.name}` }).click();
  await page.getByRole("menuitem", { name: "Carrier Names" }).click();
  const dialog = page.getByRole("dialog", { name: "Carriers on WooCommerce" });
  await dialog.getByRole("button", { name: "Save Name" }).click(); // nothing typed
  await expect(dialog.getByRole("combobox", { name: "Carrier" })).toBeFocused();
  await dialog.getByRole("combobox", { name: "Carrier" }).fill(carrier);
  await page.keyboard.press("Escape"); // the list of suggestions, not the dialog
  await dialog.getByLabel("Name on WooCommerce").fill("old-name");
  await page.keyboard.press("Enter");
  const line = dialog.getByRole("row").filter({ hasText: carrier });
  await expect(line).toContainText("old-name");
  await dialog.getByRole("button", { name: `Edit the name of ${carrier}` }).click();
  await dialog.getByLabel("Name on WooCommerce").fill("platform-name");
  await dialog.getByRole("button", { name: "Save Name" }).click();
  await expect(line).toContainText("platform-name");
  await expect(dialog.getByText("Required")).toHaveCount(0); // the form waits for the next carrier
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: `Remove the name of ${carrier}` }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(line).toContainText("platform-name");
  await page.keyboard.press("Escape");

  await page.goto(`/orders?storeId=${store.id}`);
  await act(page, row(page, order.orderNo), "Manual Ship");
  const ship = page.getByRole("dialog", { name: "Manual Ship" });
  await ship.getByRole("combobox", { name: "Shipping Channel" }).fill(carrier.toUpperCase());
  await expect(ship.getByText("WooCommerce is told “platform-name”.")).toBeVisible();
});

test("who may not change a store reads the names alone", async ({ page }) => {
  const store = await given.store();
  await signIn(page, undefined, "/stores");
  await page.getByRole("button", { name: `Actions for ${store.name}` }).click();
  await page.getByRole("menuitem", { name: "Carrier Names" }).click();
  const dialog = page.getByRole("dialog", { name: "Carriers on WooCommerce" });
  await expect(dialog.getByText("manage stores", { exact: false }).first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save Name" })).toHaveCount(0);
});
