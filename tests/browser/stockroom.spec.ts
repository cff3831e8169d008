// SKUs, stock and warehouses in the page: a SKU is proposed, approved, received and put right; what is reserved stays;
// channels and businesses are maintained; somebody else's change is shown before it is written over.
import { choose, expect, freshStore, given, row, signIn, test } from "./lib/story";
import type { Page } from "@playwright/test";
import { as } from "../api/lib/stack.mjs";

const mark = () => `S${Date.now().toString(36)}${Math.random().toString(36).slice(2, 5)}`.toUpperCase();
const dialog = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog")).last();

test("a SKU is proposed, approved and received, and its ledger is seen", async ({ page, browser, quiet }) => {
  quiet.push(/status of 409/);
  const code = mark();
  await signIn(page, "operator@practice.test", "/skus");
  await page.getByRole("button", { name: "Propose SKU" }).click();
  const form = dialog(page);
  await form.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(form.getByText("Required")).toHaveCount(2); // code and name, and the first has the focus
  await expect(form.getByLabel("SKU", { exact: true })).toBeFocused();
  await form.getByLabel("SKU", { exact: true }).fill(code);
  await form.getByLabel("Name").fill("Beechwood Spoon");
  await form.getByLabel(/Barcode/).fill("4000000000001"); // of another SKU
  await form.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(form.getByText("This is taken already.")).toBeVisible();
  await form.getByLabel(/Barcode/).fill(code);
  await form.getByLabel(/Weight/).fill("85");
  await form.getByLabel(/Weight/).press("Enter");
  await expect(page.getByRole("heading", { name: `SKU ${code}` })).toBeVisible();
  await expect(dialog(page).getByText("has not reviewed this SKU yet")).toBeVisible();
  await page.keyboard.press("Escape");

  const floor = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  await signIn(floor, "warehouse@practice.test", `/skus?status=pending_review&q=${code}`);
  await row(floor, code).getByRole("button", { name: `Approve ${code}` }).click();
  await dialog(floor).getByRole("button", { name: "Approve" }).click();
  await expect(floor.getByText(`SKU ${code} is now: Enabled.`)).toBeVisible();
  await floor.goto(`/skus?q=${code}`);
  await row(floor, code).getByRole("button", { name: code, exact: true }).click();
  await dialog(floor).getByRole("button", { name: "Adjust Stock" }).click();
  await choose(floor, dialog(floor), "Warehouse", /Los Angeles 1/);
  await expect(dialog(floor).getByText("There is none of it in this warehouse yet.")).toBeVisible();
  await dialog(floor).getByLabel("Quantity to add").fill("24");
  await expect(dialog(floor).getByText("Afterwards: 24 on hand, 24 available.")).toBeVisible();
  await dialog(floor).getByLabel("Quantity to add").press("Enter");
  await expect(floor.getByText(`${code}: 24 on hand in Los Angeles 1.`)).toBeVisible();

  await floor.goto(`/stock?q=${code}`);
  await row(floor, code).getByRole("button", { name: `Adjust ${code} in Los Angeles 1` }).click();
  await dialog(floor).getByText("Set Count", { exact: true }).click();
  await dialog(floor).getByLabel("Counted quantity").fill("24");
  await expect(dialog(floor).getByText("there is nothing to adjust")).toBeVisible();
  await dialog(floor).getByLabel("Counted quantity").fill("23");
  await dialog(floor).getByLabel(/Note/).fill("one was missing");
  await dialog(floor).getByRole("button", { name: "Adjust", exact: true }).click();
  await expect(row(floor, code)).toContainText("23");

  await page.goto(`/stock?q=${code}`); // the customer sees it, and can change nothing
  await expect(page.getByRole("button", { name: /^Adjust/ })).toHaveCount(0);
  await page.getByRole("button", { name: `Ledger of ${code} in Los Angeles 1` }).click();
  const ledger = page.getByRole("table", { name: "Ledger" });
  await expect(ledger.getByRole("row")).toHaveCount(3);
  await expect(ledger).toContainText("Counted · one was missing");
  await expect(ledger).toContainText("+24");
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("SKUs come from a file, after its mistakes are corrected", async ({ page }) => {
  const code = mark();
  await signIn(page, "warehouse@practice.test", "/skus");
  await page.getByRole("button", { name: "Import" }).click();
  const form = dialog(page);
  await choose(page, form, "Customer", /Harbor Trading/);
  const take = (text: string) => form.getByLabel(/Choose (a|Another) /).locator("input").or(form.locator("input[type=file]")).first()
    .setInputFiles({ name: "skus.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await take(`code,name,barcode,weight_grams\n${code}-1,Spoon,4000000000001,80\n${code}-2,,,\n`);
  await expect(form.getByText("2 mistakes: nothing is imported")).toBeVisible();
  await expect(form.getByRole("row", { name: /2 barcode Taken by another SKU/ })).toBeVisible();
  await expect(form.getByRole("button", { name: /^Import/ })).toBeDisabled();
  await take(`code,name,barcode,weight_grams\n${code}-1,Spoon,,80\n${code}-2,Fork,${code},\n`);
  await expect(form.getByText("2 new, 0 changed, 0 there already")).toBeVisible();
  await form.getByRole("button", { name: "Import 2 SKUs" }).click();
  await expect(page.getByText("2 SKUs are imported.")).toBeVisible();
  await page.goto(`/skus?q=${code}`);
  await expect(row(page, `${code}-2`)).toContainText("Fork");
});

test("what is reserved stays, and the page says who holds it", async ({ page, quiet }) => {
  quiet.push(/status of 422/);
  const store = await freshStore();
  const code = mark();
  const { warehouse, operator } = as;
  const sku = await warehouse.need(warehouse.post("warehouse-skus", { customerId: "1", code, name: "Held thing" }), 201);
  await warehouse.need(warehouse.post("stock-adjustments", { warehouseId: "1", skuId: sku.id, change: 5, reason: "received" }), 201);
  const [order] = await given.orders(store, { lines: [{ productId: 103, quantity: 4 }] });
  await operator.need(operator.post("sku-mappings", { storeId: store.id, skuKey: "103", items: [{ skuId: sku.id, quantity: 1 }] }));
  const { version } = await operator.need(operator.get(`orders/${order.id}`));
  const sent = await operator.need(operator.post(`orders/${order.id}/dispatch`, { warehouseId: "1", channelId: "1" }, { version }));

  await signIn(page, "warehouse@practice.test", `/stock?skuId=${sku.id}&open=1-${sku.id}`);
  await expect(page.getByRole("table", { name: "Reserved by" })).toContainText(sent.outbound.outboundNo);
  await page.getByRole("button", { name: "Adjust", exact: true }).click();
  const form = dialog(page);
  await form.getByText("Take Out", { exact: true }).click();
  await form.getByLabel("Quantity to take out").fill("2");
  await expect(form.getByText("4 are reserved: less than that cannot be on hand.")).toBeVisible();
  await form.getByRole("button", { name: "Adjust", exact: true }).click();
  await expect(form.getByRole("alert")).toContainText(`4 of them reserved by ${sent.outbound.outboundNo} (4), so at most 1 can be taken out`);
  await form.getByLabel("Quantity to take out").fill("1");
  await form.getByLabel("Quantity to take out").press("Enter");
  await expect(page.getByText(`${code}: 4 on hand in Los Angeles 1.`)).toBeVisible();
  await page.goto(`/stock?skuId=${sku.id}&outOfStock=true`);
  await expect(row(page, code)).toContainText("Los Angeles 1");
});

test("a channel is added, changed by two people, and switched off", async ({ page, quiet }) => {
  quiet.push(/status of 4(09|12)/);
  const name = `Express ${mark()}`;
  await signIn(page, "warehouse@practice.test", "/warehouses?tab=channels&warehouseId=1");
  await page.getByRole("button", { name: "Add Channel" }).click();
  const form = dialog(page);
  await form.getByLabel("Code").fill("USPS-GA"); // there is one
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Carrier").fill("DHL");
  await form.getByLabel("Service Type").fill("Express");
  await form.getByLabel("Base price").fill("ten");
  await form.getByLabel("Per kg").fill("1,5");
  await form.getByLabel("Currency").fill("usd");
  await form.getByRole("button", { name: "Add Channel" }).click();
  await expect(form.getByText("Enter an amount such as 4.50.")).toBeVisible();
  await form.getByLabel("Base price").fill("10");
  await form.getByRole("button", { name: "Add Channel" }).click();
  await expect(form.getByText("This is taken already.")).toBeVisible();
  await expect(form.getByLabel("Code")).toBeFocused();
  await form.getByLabel("Code").fill(mark());
  await form.getByRole("button", { name: "Add Channel" }).click();
  await expect(row(page, name)).toContainText("$10.00 + $1.50 per kg");

  await page.getByRole("button", { name: `Edit ${name}` }).click();
  const { items } = await as.warehouse.need(as.warehouse.get("shipping-channels?warehouseId=1&includeDisabled=true"));
  const channel = items.find((c: { name: string }) => c.name === name);
  await as.warehouse.need(as.warehouse.patch(`shipping-channels/${channel.id}`, { carrier: "UPS" }, { version: channel.version }));
  await dialog(page).getByLabel("Base price").fill("11");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(dialog(page).getByText("Changed meanwhile.")).toBeVisible();
  await expect(dialog(page).getByLabel("Base price")).toHaveValue("11"); // what was typed is kept
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(row(page, name)).toContainText("$11.00");

  await page.getByRole("button", { name: `Switch off ${name}` }).click();
  await dialog(page).getByRole("button", { name: "Switch Off" }).click();
  await expect(row(page, name)).toContainText("Switched Off");
  const offered = await as.operator.need(as.operator.get("shipping-channels?warehouseId=1"));
  expect(offered.items.some((c: { id: string }) => c.id === channel.id)).toBe(false);
});

test("warehouses, businesses and customers are maintained, by keys alone", async ({ page }) => {
  const id = mark();
  await signIn(page, "root@practice.test", "/warehouses");
  await page.getByRole("button", { name: "Add Warehouse" }).first().press("Enter");
  await dialog(page).getByLabel("Code").fill(id);
  await dialog(page).getByLabel("Name").fill(`House ${id}`);
  await dialog(page).getByLabel("Country").fill("nl");
  await page.keyboard.press("Enter");
  await expect(row(page, `House ${id}`)).toContainText("Netherlands");
  await page.getByRole("tab", { name: "Warehouses" }).press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Businesses" })).toBeFocused();
  await page.getByRole("button", { name: "Add Business" }).first().press("Enter");
  await choose(page, dialog(page), "Customer", /Meadow Home/);
  await choose(page, dialog(page), "Warehouse", new RegExp(`House ${id}`));
  await dialog(page).getByRole("button", { name: "Add Business" }).press("Enter");
  const off = page.getByRole("button", { name: `Switch off Drop Shipping of Meadow Home in House ${id}` });
  await off.press("Enter");
  await dialog(page).getByRole("button", { name: "Switch Off" }).press("Enter");
  await expect(page.getByRole("button", { name: `Switch on Drop Shipping of Meadow Home in House ${id}` })).toBeVisible();
  await page.getByRole("tab", { name: "Customers" }).click();
  await page.getByRole("button", { name: "Add Customer" }).first().press("Enter");
  await dialog(page).getByLabel("Code").fill(id.toLowerCase());
  await dialog(page).getByLabel("Name").fill(`Customer ${id}`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Customer ${id} is added.`)).toBeVisible();
  await page.goto("/warehouses");
  await page.getByRole("button", { name: `Switch off House ${id}` }).press("Enter");
  await expect(dialog(page).getByText("is no longer offered for dispatch")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Switch Off" }).press("Enter");
  await expect(row(page, `House ${id}`)).toContainText("Switched Off");
});

test("what cannot be read says so, and what is not allowed says why", async ({ page, quiet }) => {
  quiet.push(/status of (500|403)/);
  await signIn(page, "operator@practice.test", "/orders");
  await page.goto("/warehouses");
  await expect(page.getByText("You may not see this page")).toBeVisible();
  await page.route("**/api/v1/stock?*", (route) => route.fulfill({ status: 500, contentType: "application/problem+json",
    body: JSON.stringify({ title: "Something is broken on our side", status: 500, code: "internal", detail: "it broke", hint: "", errors: [], requestId: "r-1" }) }));
  await page.goto("/stock");
  await expect(page.getByText("Request r-1")).toBeVisible();
  await page.unroute("**/api/v1/stock?*");
  await page.getByRole("button", { name: "Try Again" }).click();
  await expect(page.getByRole("table", { name: "Stock" }).getByRole("row").nth(1)).toBeVisible();
  await page.goto("/stock?q=nothing-is-called-so");
  await expect(page.getByText("No stock matches these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear All" }).last().click();
  await expect(page.getByRole("table", { name: "Stock" }).getByRole("row").nth(1)).toBeVisible();
});
