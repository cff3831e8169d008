// The main job, as a new user does it: orders are pulled, a SKU is bound, an order is dispatched, shipped in Dropshipping and
// Completed; then the shop refuses writebacks, says why, is healed, and Mark Shipped does it.
import { act, becomes, choose, expect, freshStore, practice, row, signIn, test, trackings } from "./lib/story";

test.setTimeout(180_000);

test("an order comes in from a store and its tracking goes back", async ({ page, browser }) => {
  const store = await freshStore();
  const mark = store.shop.name.replace(/[^a-z0-9]/gi, "").slice(-12).toUpperCase();
  const numbers = [`${mark}-1`, `${mark}-2`];
  await store.orders(
    { number: numbers[0], lines: [{ productId: 119, quantity: 2 }] }, // HB-019 is bound to nothing in a new store
    { number: numbers[1], lines: [{ productId: 119, quantity: 1 }] },
  );

  await signIn(page);
  await page.goto(`/orders?storeId=${store.id}`);
  await test.step("pull the orders by hand", async () => {
    await page.getByRole("button", { name: "Manual Sync" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Manual Sync" });
    await dialog.getByRole("checkbox", { name: new RegExp(store.name) }).check();
    await dialog.getByRole("button", { name: "Start Sync" }).click();
    await expect(dialog.getByText("Success")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await expect(row(page, numbers[0])).toContainText("Pending");
    await expect(row(page, numbers[0])).toContainText("not mapped");
  });

  const dispatch = page.getByRole("dialog", { name: /Dispatch to Warehouse/ });
  const send = async () => {
    await choose(page, dispatch, "Warehouse", /Los Angeles 1/);
    await choose(page, dispatch, "Shipping Channel", /USPS Ground Advantage/);
    await dispatch.getByRole("button", { name: "Confirm Dispatch" }).click();
  };
  await test.step("bind the SKU inside the dispatch dialog", async () => {
    await act(page, row(page, numbers[0]), "Dispatch to Warehouse");
    await dispatch.getByRole("combobox", { name: /Search warehouse SKU/ }).fill("WH-HB-019");
    await page.getByRole("option", { name: /WH-HB-019/ }).click();
    await expect(dispatch.getByRole("cell", { name: /WH-HB-019/ })).toBeVisible();
    await expect(row(page, numbers[1])).not.toContainText("not mapped"); // the other waiting order is free too
  });
  await test.step("send it to the warehouse", async () => {
    await send();
    await expect(dispatch).toBeHidden();
    await expect(row(page, numbers[0])).toContainText("Processing");
  });

  const floor = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  const dialog = floor.getByRole("dialog");
  const step = (orderNo: string, name: string) => row(floor, orderNo).getByRole("button", { name: new RegExp(`^${name} `) }).click();
  const pack = async (orderNo: string) => {
    await floor.goto(`/outbound?orderNo=${orderNo}`);
    await step(orderNo, "Review");
    await step(orderNo, "Pick");
    await step(orderNo, "Pack");
    await dialog.getByLabel("Weight (g)").fill("900");
    await dialog.getByRole("button", { name: "Pack", exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  const ship = async (orderNo: string, tracking: string, part?: number) => {
    await step(orderNo, "Ship");
    if (part !== undefined) {
      await dialog.getByRole("radio", { name: /A part/ }).check();
      await dialog.getByLabel(/Quantity of .* now/).fill(String(part));
    }
    await dialog.getByLabel("Tracking Number").fill(tracking);
    await dialog.getByLabel("Tracking Number").press("Enter"); // as a scanner does
    if (part !== undefined) { // the dialog waits for the next parcel
      await expect(dialog).toContainText(`A parcel left with ${tracking}`);
      await dialog.getByRole("button", { name: "Close" }).first().click();
    }
    await expect(dialog).toBeHidden();
  };

  await test.step("the warehouse ships a part, then the rest", async () => {
    await signIn(floor, "warehouse@practice.test");
    await pack(numbers[0]);
    await ship(numbers[0], `${mark}A1`, 1);
    await becomes(page, row(page, numbers[0]), "Partially Shipped");
    await ship(numbers[0], `${mark}A2`);
    await becomes(page, row(page, numbers[0]), "Completed");
    expect(await trackings(store.shop.name, numbers[0])).toEqual([`${mark}A1`, `${mark}A2`]);
  });

  await test.step("the shop refuses the next writeback, and says why", async () => {
    await store.weather({ refuseWrites: true });
    await act(page, row(page, numbers[1]), "Dispatch to Warehouse");
    await send();
    await expect(row(page, numbers[1])).toContainText("Processing");
    await pack(numbers[1]);
    await ship(numbers[1], `${mark}B1`);
    await becomes(page, row(page, numbers[1]), "Shipped");
    await becomes(page, row(page, numbers[1]), "Writeback failed");
    await row(page, numbers[1]).getByRole("button", { name: /Writeback failed/ }).hover();
    await expect(page.getByText(/locked by another user/)).toBeVisible();
    expect(await trackings(store.shop.name, numbers[1])).toEqual([]);
  });

  await test.step("healed, Mark Shipped completes it", async () => {
    await store.weather({});
    await act(page, row(page, numbers[1]), "Mark Shipped");
    await page.getByRole("dialog").or(page.getByRole("alertdialog")).getByRole("button", { name: "Mark Shipped" }).click();
    await becomes(page, row(page, numbers[1]), "Completed");
    expect(await trackings(store.shop.name, numbers[1])).toEqual([`${mark}B1`]);
  });

  const { effects } = await practice.get(`shops/${store.shop.name}/ledger`);
  expect(effects.filter((e: { effect: string }) => e.effect === "fulfillment").map((e: { tracking: string }) => e.tracking))
    .toEqual([`${mark}A1`, `${mark}A2`, `${mark}B1`]);
});
