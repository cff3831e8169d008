// The warehouse floor: an order is dispatched by self-pickup with its label, waved with another, picked by the printed list,
// packed and shipped in two parcels with the label's number filled in; and an outbound order is made by hand.
import { readFileSync } from "node:fs";
import { pdf, refusedPdf } from "../api/lib/pdf.mjs";
import { act, becomes, choose, expect, freshStore, given, row, signIn, test } from "./lib/story";

test.setTimeout(180_000);
const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });

test("a self-pickup order goes with its label through a wave", async ({ page, browser }) => {
  const store = await freshStore();
  const mark = store.shop.name.replace(/[^a-z0-9]/gi, "").slice(-12).toUpperCase();
  const numbers = [`${mark}-1`, `${mark}-2`];
  await store.orders({ number: numbers[0], lines: [{ productId: 119, quantity: 3 }] }, { number: numbers[1], lines: [{ productId: 119, quantity: 1 }] });
  await given.sync([store.id]);

  await signIn(page, "operator@practice.test", `/orders?storeId=${store.id}`);
  const dispatch = page.getByRole("dialog", { name: /Dispatch to Warehouse/ });
  await act(page, row(page, numbers[0]), "Dispatch to Warehouse");
  await dispatch.getByRole("combobox", { name: /Search warehouse SKU/ }).fill("WH-HB-019");
  await page.getByRole("option", { name: /WH-HB-019/ }).click();
  await choose(page, dispatch, "Warehouse", /Los Angeles 1/);
  await choose(page, dispatch, "Shipping Channel", /Self-pickup, Los Angeles/);

  await test.step("a label and its number are needed, and a wrong file is told so beside it", async () => {
    await dispatch.getByRole("button", { name: "Confirm Dispatch" }).click();
    await expect(dispatch).toContainText("A self-pickup channel needs the label as a PDF.");
    const input = dispatch.getByLabel("Label (PDF)", { exact: true });
    await input.setInputFiles(file("photo.pdf", Buffer.from("\x89PNG\r\n\x1a\n".padEnd(200), "latin1")));
    await expect(dispatch).toContainText("This is not a PDF.");
    await input.setInputFiles(file("large.pdf", Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(10 * 1024 * 1024)])));
    await expect(dispatch).toContainText("The file is larger than 10 MB.");
    await input.setInputFiles(file("script.pdf", refusedPdf["a script when opened"][0] as Buffer));
    await expect(dispatch).toContainText("The label was refused: it does something when it is opened (/OpenAction)");
    await dispatch.getByRole("button", { name: "Remove script.pdf" }).click();
    await expect(dispatch).not.toContainText("refused");
    await input.setInputFiles(file("carrier label.pdf", pdf({ text: mark })));
    await expect(dispatch).toContainText("carrier label.pdf");
    await expect(dispatch).toContainText("Good: 1 page.");
  });
  await dispatch.getByLabel("Tracking Number").fill(`${mark}SP`);
  await dispatch.getByRole("button", { name: "Confirm Dispatch" }).click();
  await expect(dispatch).toBeHidden();
  await expect(row(page, numbers[0])).toContainText("Processing");

  await act(page, row(page, numbers[1]), "Dispatch to Warehouse");
  await choose(page, dispatch, "Shipping Channel", /USPS Ground Advantage/);
  await dispatch.getByRole("button", { name: "Confirm Dispatch" }).click();
  await expect(dispatch).toBeHidden();

  const floor = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  const dialog = floor.getByRole("dialog");
  await signIn(floor, "warehouse@practice.test", `/outbound?orderNo=${numbers[1]}`);
  await row(floor, numbers[1]).getByRole("button", { name: /^Review / }).click();
  await expect(row(floor, numbers[1])).toContainText("Reviewed");
  await floor.goto(`/outbound?orderNo=${numbers[0]}`);
  await row(floor, numbers[0]).getByRole("button", { name: /^Review / }).click();
  await expect(row(floor, numbers[0])).toContainText("Reviewed");
  await expect(row(floor, numbers[0])).toContainText("Self-pickup · Good");

  await test.step("the warehouse sees and saves the label", async () => {
    await row(floor, numbers[0]).getByRole("button", { name: /^OB/ }).first().click();
    await expect(dialog).toContainText("carrier label.pdf");
    await expect(dialog).toContainText(`${mark}SP`);
    const saved = floor.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download" }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/^label-OB\d+\.pdf$/);
    expect(readFileSync(await download.path()).subarray(0, 5).toString()).toBe("%PDF-");
    const opened = floor.waitForEvent("popup");
    await dialog.getByRole("button", { name: "View and Print" }).click();
    await (await opened).close();
    await dialog.getByRole("button", { name: "Close" }).first().click();
  });

  await test.step("both are waved and picked by one list", async () => {
    await floor.goto("/outbound?status=reviewed");
    for (const number of numbers) await row(floor, number).getByRole("checkbox").check();
    await floor.getByRole("button", { name: "Make a Wave" }).click();
    await expect(dialog).toContainText("All of them go, or none");
    await dialog.getByRole("button", { name: /Make a Wave of/ }).click();
    await expect(floor.getByRole("heading", { name: /Picking List WV/ })).toBeVisible();
    await expect(floor.getByRole("row").filter({ hasText: "WH-HB-019" })).toContainText(/3 × OB\d+\s*1 × OB\d+/);
    await expect(floor.locator("svg[viewBox]").filter({ has: floor.locator("path[shape-rendering]") }).first()).toBeVisible();
    await floor.getByRole("button", { name: /Start Picking/ }).click();
    await expect(floor.getByRole("article")).toContainText("Picking");
    await expect(floor.getByRole("button", { name: /Start Picking/ })).toBeHidden();
  });

  await test.step("two parcels leave from one dialog, the first with the label's number", async () => {
    await floor.goto(`/outbound?orderNo=${numbers[0]}`);
    await row(floor, numbers[0]).getByRole("button", { name: /^Pack / }).click();
    await dialog.getByLabel("Weight (g)").fill("900");
    await dialog.getByRole("button", { name: "Pack", exact: true }).click();
    await expect(dialog).toBeHidden();
    await row(floor, numbers[0]).getByRole("button", { name: /^Ship / }).click();
    await expect(dialog.getByLabel("Tracking Number")).toHaveValue(`${mark}SP`);
    await dialog.getByRole("radio", { name: /A part/ }).check();
    await dialog.getByLabel(/Quantity of .* now/).fill("1");
    await dialog.getByLabel("Tracking Number").press("Enter");
    await expect(dialog).toContainText(`A parcel left with ${mark}SP`);
    await expect(dialog.getByLabel("Tracking Number")).toHaveValue("");
    await expect(dialog.getByLabel("Tracking Number")).toBeFocused();
    await dialog.getByRole("radio", { name: /All that is left/ }).check();
    await dialog.getByLabel("Tracking Number").fill(`${mark}S2`);
    await dialog.getByLabel("Tracking Number").press("Enter");
    await expect(dialog).toBeHidden();
    await becomes(page, row(page, numbers[0]), "Completed");
    await expect(row(page, numbers[0])).toContainText("$2.00"); // twice the channel's rate
  });
});

test("staff make an outbound order by hand", async ({ page }) => {
  await signIn(page, "warehouse@practice.test", "/outbound");
  await page.getByRole("button", { name: "New Outbound Order" }).click();
  const dialog = page.getByRole("dialog", { name: "New Outbound Order" });
  await dialog.getByRole("button", { name: "Create and Reserve" }).click();
  await expect(dialog).toContainText("Add at least one item.");
  await choose(page, dialog, "Customer", /Harbor Trading/);
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /UPS Ground/);
  await dialog.getByRole("combobox", { name: /Add an item/ }).fill("4000000000006"); // as a scanner types it
  await page.getByRole("option", { name: /WH-HB-006/ }).click();
  await dialog.getByLabel("Quantity of WH-HB-006").fill("2");
  await dialog.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await dialog.getByLabel("Address", { exact: true }).fill("1 Broadway");
  await dialog.getByLabel("City").fill("New York");
  await dialog.getByLabel(/State/).fill("NY");
  await dialog.getByLabel(/Zip Code/).fill("10004");
  await dialog.getByRole("combobox", { name: /Country/ }).fill("United States");
  await page.getByRole("option", { name: /^United States US/ }).click();
  await dialog.getByLabel(/Note/).fill("Replacement");
  await dialog.getByRole("button", { name: "Create and Reserve" }).click();
  await expect(dialog).toBeHidden();
  const details = page.getByRole("dialog");
  await expect(details).toContainText("Created by hand");
  await expect(details).toContainText("Replacement");
  await expect(details).toContainText("WH-HB-006");
});
