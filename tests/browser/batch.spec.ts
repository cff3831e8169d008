// A morning's orders at once: rehearsed before anything happens, sent each for itself, what stays with its reason and its cure,
// and nothing lost by closing, reloading or stopping.
import { randomUUID } from "node:crypto";
import { bind, makeSku } from "../api/lib/steps.mjs";
import { as } from "../api/lib/stack.mjs";
import { seriousFindings } from "./lib/axe";
import { choose, expect, freshStore, given, row, signIn, test } from "./lib/story";

test.setTimeout(180_000);

/* Orders of a store of its own, HB-001 bound to goods of which there are `stock` in Los Angeles. */
async function orders(stock: number, ...specs: object[]) {
  const store = await freshStore();
  const mark = randomUUID().slice(0, 8).toUpperCase();
  const sku = makeSku({ stock: { LAX1: stock } });
  await store.client.need(bind(store, "101", [sku], store.client));
  const numbers = specs.map((_, i) => `${mark}-${i + 1}`);
  await given.orders(store, ...specs.map((spec, i) => ({ number: numbers[i], lines: [{ productId: 101, quantity: 1 }], ...spec })));
  return { store, sku, mark, numbers, at: `/orders?storeId=${store.id}&sort=orderTime` };
}

test("rehearsed, sent, cured and sent again", async ({ page }) => {
  const { store, sku, numbers, at } = await orders(2, {}, {}, { lines: [{ productId: 119, quantity: 1 }] }, { recipient: null }, {});
  await signIn(page, undefined, at);
  for (const no of numbers) await row(page, no).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Batch Dispatch to Warehouse" }).last().click();
  const dialog = page.getByRole("dialog", { name: "Batch Dispatch to Warehouse" });

  await test.step("a self-pickup channel takes one order", async () => {
    await choose(page, dialog, "Warehouse", /Los Angeles 1/);
    await choose(page, dialog, "Shipping Channel", /Self-pickup/);
    await expect(dialog.getByText("A self-pickup channel takes one order at a time")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Confirm Dispatch" })).toBeDisabled();
    await expect(dialog.getByRole("button", { name: `Keep only order ${numbers[1]}` })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step("the rehearsal says who goes and who stays, and what remains", async () => {
    await choose(page, dialog, "Shipping Channel", /USPS/);
    const rehearsal = dialog.getByRole("region", { name: "Rehearsal" });
    await expect(rehearsal.getByRole("heading")).toHaveText("2 go, 3 stay");
    await expect(rehearsal.getByText("SKU not mapped to a warehouse SKU").first()).toBeVisible();
    await expect(rehearsal.getByText("Insufficient stock").first()).toBeVisible();
    await expect(rehearsal.getByRole("row", { name: new RegExp(sku.code) })).toContainText("short");
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: `Remove order ${numbers[3]}` }).click();
    await expect(rehearsal.getByRole("heading")).toHaveText("2 go, 2 stay");
    await dialog.getByRole("button", { name: "Undo" }).click();
    await expect(rehearsal.getByRole("heading")).toHaveText("2 go, 3 stay");
    await expect(row(page, numbers[0])).toContainText("Pending"); // nothing has happened
  });

  await test.step("it does what was said, and survives a reload", async () => {
    await dialog.getByRole("button", { name: "Confirm Dispatch" }).click();
    await expect(page).toHaveURL(/batch=\d+/);
    await expect(dialog.getByText("2 went, 3 stay pending")).toBeVisible();
    await page.reload();
    await expect(dialog.getByText("2 went, 3 stay pending")).toBeVisible();
    await expect(dialog.getByText(/SKU \[HB-019\] not mapped/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step("what stays is cured where it is said", async () => {
    await dialog.getByRole("listitem").filter({ hasText: numbers[2] }).getByRole("button", { name: "Bind SKU" }).click();
    const single = page.getByRole("dialog", { name: /^Dispatch to Warehouse/ });
    await single.getByRole("combobox", { name: /Search warehouse SKU/ }).fill("WH-HB-019");
    await page.getByRole("option", { name: /WH-HB-019/ }).click();
    await expect(single.getByText(/Bound to WH-HB-019/)).toBeVisible();
    await expect(single.getByText("Goes", { exact: true })).toBeVisible(); // the rehearsal of one
    await single.getByRole("button", { name: "Cancel" }).click();
    await single.getByRole("button", { name: "Discard" }).click({ timeout: 2_000 }).catch(() => undefined);
    await expect(single).toBeHidden();
    await dialog.getByRole("listitem").filter({ hasText: numbers[3] }).getByRole("button", { name: "View Details" }).click();
    const order = page.getByRole("dialog", { name: `Order ${numbers[3]}` });
    await expect(order.getByText("Missing", { exact: true }).first()).toBeVisible();
    await expect(order).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(order).toBeHidden();
    await expect(dialog.getByRole("listitem").filter({ hasText: numbers[3] }).getByRole("button", { name: "View Details" })).toBeFocused();
  });

  await test.step("only the refused are tried again", async () => {
    await dialog.getByRole("button", { name: "Retry Only the 3 Refused" }).click();
    await expect(dialog.getByText("1 went, 2 stay pending")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(page).not.toHaveURL(/batch=/);
    for (const no of [numbers[0], numbers[1], numbers[2]]) await expect(row(page, no)).toContainText("Processing");
    for (const no of [numbers[3], numbers[4]]) await expect(row(page, no)).toContainText("Pending");
  });

  await test.step("whose turn it is", async () => {
    await expect(row(page, numbers[0])).toContainText(/Warehouse.*Review it/);
    await expect(row(page, numbers[3])).toContainText("Complete its address");
    await page.goto(`/orders?storeId=${store.id}&turn=you`);
    await expect(row(page, numbers[4])).toContainText("Find stock for it");
    await expect(row(page, numbers[0])).toBeHidden();
    await page.getByRole("button", { name: "Clear: Whose Turn" }).click();
    await expect(row(page, numbers[0])).toBeVisible();
  });
});

test("all that match, stopped half-way, and the way back to it", async ({ page }) => {
  const { at, mark } = await orders(1000, ...Array.from({ length: 130 }, () => ({})));
  await signIn(page, undefined, `${at}&status=pending`);
  await expect(row(page, `${mark}-1`)).toBeVisible();
  await row(page, `${mark}-1`).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Select All 130 That Match" }).click();
  await expect(page.getByText("130 orders selected").first()).toBeVisible();
  await page.keyboard.press("b");
  const dialog = page.getByRole("dialog", { name: "Batch Dispatch to Warehouse" });
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /USPS/);
  await expect(dialog.getByRole("heading", { name: "130 go" })).toBeVisible();
  await dialog.getByRole("button", { name: "Confirm Dispatch" }).click();
  await dialog.getByRole("button", { name: "Hide" }).click();

  await test.step("closing loses nothing: a pill leads back", async () => {
    const pill = page.getByRole("status").getByRole("button", { name: /^Batch/ });
    await expect(pill).toBeVisible();
    await pill.click();
    await expect(dialog.getByRole("progressbar")).toBeVisible();
  });
  await test.step("it ends, whole or stopped, and every order is where it says", async () => {
    const stop = dialog.getByRole("button", { name: "Stop" });
    if (await stop.isVisible()) await stop.click({ timeout: 2_000 }).catch(() => undefined); // unless it was faster
    const result = dialog.getByText(/^(Stopped|130 orders dispatched)$/);
    await expect(result).toBeVisible();
    const id = /batch=(\d+)/.exec(page.url())?.[1];
    const batch = await as.operator.need(as.operator.get(`batches/${id}`));
    expect(batch.dispatched + batch.skipped).toBe(130);
    await dialog.getByText(new RegExp(`^${batch.dispatched} orders? went$`)).click();
    await expect(dialog.getByText(`${mark}-1,`)).toBeVisible();
  });
});
