// Platform SKU Mapping and the inbox of causes: products are read, bound in place by keys, matched, imported and taken back;
// one fix frees every order of a cause.
import { fresh, makeSku, orderNow } from "../api/lib/steps.mjs";
import { api, sql } from "../api/lib/stack.mjs";
import { seriousFindings } from "./lib/axe";
import { expect, freshStore, given, row, signIn, test } from "./lib/story";

test.setTimeout(120_000);
const lines = (...ids: number[]) => ids.map((productId) => ({ productId, quantity: 1 }));
const mapping = (store: { id: string }, more = "") => `/mapping?storeId=${store.id}${more}`;

test("what a store sells is read and bound in place, by keys alone", async ({ page }) => {
  const store = await freshStore();
  const [first, second] = [makeSku(), makeSku()];
  const [order] = await given.orders(store, { lines: lines(119, 141) });
  await signIn(page);
  await page.goto(mapping(store));

  await test.step("read the products", async () => {
    await page.getByRole("button", { name: "Sync Platform SKU" }).click();
    const dialog = page.getByRole("dialog", { name: "Sync Platform SKU" });
    await expect(dialog.getByText("never read")).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Start Sync" }).click();
    await expect(dialog.getByText(/products: \d+ new/)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(row(page, "HB-GIFT")).toContainText("Digital");
    await expect(row(page, "HB-024")).toContainText("Unbound");
  });

  await test.step("bind one after the other", async () => {
    await page.goto(mapping(store, "&state=unbound&q=HB-02"));
    await page.getByRole("button", { name: "Bind HB-022" }).focus();
    await page.keyboard.press("Enter");
    const field = page.getByRole("combobox");
    await expect(field).toBeFocused();
    await page.keyboard.type(first.code);
    const option = page.getByRole("option", { name: new RegExp(first.code) });
    await expect(option).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expect(option).toHaveAttribute("data-focused", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByText(`HB-022 is bound to ${first.code}`)).toBeVisible();
    await expect(page.getByRole("combobox", { name: /Dish Brush|HB-021/ })).toBeFocused(); // the next one that wants a binding
    await page.keyboard.press("Tab");
    await expect(page.getByRole("combobox", { name: /HB-020/ })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Bind HB-020" })).toBeFocused();
  });

  await test.step("a bundle, from a waiting SKU, with the orders it frees", async () => {
    await page.goto(mapping(store, "&q=HB-019"));
    await expect(row(page, "HB-019").getByRole("link", { name: /1 order/ })).toBeVisible();
    await row(page, "HB-019").getByRole("button", { name: "HB-019", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Bind HB-019" });
    await expect(dialog.getByText("frees up to 1 order")).toBeVisible();
    for (const sku of [first, second]) {
      await dialog.getByRole("combobox").fill(sku.code);
      await page.getByRole("option", { name: new RegExp(sku.code) }).click();
      await expect(dialog.getByText(sku.code, { exact: true })).toBeVisible();
    }
    await dialog.getByRole("textbox", { name: new RegExp(second.code) }).fill("0");
    await expect(dialog.getByText("A whole number from 1 to 10,000.")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Save Binding" })).toBeDisabled();
    await dialog.getByRole("textbox", { name: new RegExp(second.code) }).fill("3");
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save Binding" }).click();
    await expect(page.getByText("1 order went free.")).toBeVisible();
    await expect(row(page, "HB-019")).toContainText("and 1 more");
    expect((await orderNow(order)).exception).toBeNull();
  });

  await test.step("unbind, and take it back from the history", async () => {
    await row(page, "HB-019").getByRole("button", { name: /Actions/ }).click();
    await page.getByRole("menuitem", { name: "Unbind: 1 order wait" }).click();
    await expect(row(page, "HB-019")).toContainText("Unbound");
    expect((await orderNow(order)).exception?.code).toBe("sku_not_mapped");
    await row(page, "HB-019").getByRole("button", { name: /Actions/ }).click();
    await page.getByRole("menuitem", { name: "History" }).click();
    const dialog = page.getByRole("dialog", { name: "History of HB-019" });
    await expect(dialog.getByRole("listitem")).toHaveCount(2);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Restore What Was Before" }).click();
    await expect(row(page, "HB-019")).toContainText("Bound");
    expect((await orderNow(order)).exception).toBeNull();
  });
});

test("Auto Match shows what it would bind, a file says what is wrong with it, and the export is what is filtered", async ({ page }) => {
  const store = await freshStore();
  const [same, folded, other] = [makeSku(), makeSku(), makeSku()];
  await given.orders(store, { lines: lines(104, 105, 106) });
  sql(`UPDATE platform_product SET platform_sku = '${same.code}' WHERE store_id = ${store.id} AND sku_key = '104';
    UPDATE platform_product SET platform_sku = '${folded.code.toLowerCase()}' WHERE store_id = ${store.id} AND sku_key = '105'`);
  await signIn(page);
  await page.goto(mapping(store));

  await test.step("Auto Match", async () => {
    await page.getByRole("button", { name: "Auto Match" }).click();
    const dialog = page.getByRole("dialog", { name: "Auto Match" });
    await expect(dialog.getByRole("checkbox", { name: `Bind ${same.code} to ${same.code}` })).toBeChecked();
    const suggestion = dialog.getByRole("checkbox", { name: `to ${folded.code}` });
    await expect(suggestion).not.toBeChecked();
    await suggestion.check();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Bind 2 SKUs" }).click();
    await expect(dialog.getByText("2 platform SKUs are bound")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(row(page, "HB-006")).toContainText("Unbound");
  });

  const file = (text: string, name = "mappings.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await test.step("a file with a fault, then without", async () => {
    await page.getByRole("button", { name: "Import" }).click();
    const dialog = page.getByRole("dialog", { name: "Import Mappings" });
    const head = "store,platform_sku,warehouse_sku,quantity\n";
    await dialog.locator("input[type=file]").setInputFiles(file(`${head}${store.name},HB-006,NONE-SUCH,1\n`));
    await expect(dialog.getByText("1 mistake")).toBeVisible();
    await expect(dialog.getByText("there is no warehouse SKU NONE-SUCH")).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await expect(dialog.getByRole("button", { name: "Import" })).toBeDisabled();
    await dialog.locator("input[type=file]").setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from([0x73, 0xff, 0xfe]) });
    await expect(dialog.getByText("not UTF-8 text")).toBeVisible();
    await dialog.locator("input[type=file]").setInputFiles(file("x".repeat(1024 * 1024 + 1)));
    await expect(dialog.getByText("at most 1 MiB can be read")).toBeVisible();
    await dialog.locator("input[type=file]").setInputFiles(file(`${head}${store.name},HB-006,${other.code},2\n`));
    await expect(dialog.getByText("1 new, 0 changed")).toBeVisible();
    await dialog.getByRole("button", { name: "Import 1 Binding" }).click();
    await expect(dialog.getByText("1 binding imported")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(row(page, "HB-006")).toContainText(other.code);
  });

  await test.step("export", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
    expect(download.suggestedFilename()).toBe("sku-mappings.csv");
    const text = (await (await download.createReadStream()).toArray()).join("");
    expect(text.trim().split("\r\n")).toHaveLength(4);
    expect(text).toContain(`HB-006,106,`);
  });
});

test("one fix frees every order of a cause, and can be taken back", async ({ page }) => {
  const store = await freshStore();
  const sku = makeSku();
  const code = fresh("BLK");
  const orders = await given.orders(store, { lines: lines(111) }, { lines: lines(111) }, { lines: lines(111, 112) });
  sql(`UPDATE platform_order_line SET platform_sku = '${code}' WHERE sku_key = '111' AND store_id = ${store.id};
    UPDATE platform_product SET platform_sku = '${code}' WHERE sku_key = '111' AND store_id = ${store.id};
    UPDATE platform_order SET exception_key = '${code}' WHERE store_id = ${store.id}`);
  await signIn(page);
  await page.goto("/exceptions");
  const cause = page.getByRole("listitem", { name: `SKU ${code} not mapped` });
  await expect(cause).toContainText("3 orders, 1 store");

  await test.step("the orders of the cause, and back", async () => {
    await cause.getByRole("link", { name: "Show Orders" }).click();
    await expect(page.getByRole("table").getByRole("row")).toHaveCount(4);
    await expect(page.getByRole("search")).toContainText(code);
    await page.goBack();
  });
  await test.step("bind it in place", async () => {
    await cause.getByRole("button", { name: "Bind SKU" }).click();
    await expect(page.getByRole("combobox", { name: new RegExp(code) })).toBeFocused();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.type(sku.code);
    await page.getByRole("option", { name: new RegExp(sku.code) }).click();
    await expect(page.getByText(`${code} is bound to ${sku.code}`)).toBeVisible();
    await expect(page.getByText("2 orders went free, 1 still wait for another SKU.")).toBeVisible();
    await expect(cause).toBeHidden();
    expect((await Promise.all(orders.map((o: { id: string }) => orderNow(o)))).map((o) => o.exception?.code ?? null)).toEqual([null, null, "sku_not_mapped"]);
  });
  await test.step("take it back", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(cause).toContainText("3 orders");
    expect((await api.need(api.get(`platform-skus?storeId=${store.id}&state=bound`))).items).toEqual([]);
  });
});

test.describe("when the server fails", () => {
  test.use({ quiet: [/500|Failed to load/] });
  test("the pages say so and can be tried again", async ({ page }) => {
    await signIn(page);
    for (const [path, url] of [["/exceptions", "**/api/v1/order-exceptions"], ["/mapping", "**/api/v1/platform-skus?*"]] as const) {
      await page.route(url, (route) => route.fulfill({ status: 500, contentType: "application/problem+json",
        body: JSON.stringify({ title: "x", status: 500, code: "internal", detail: "broken", hint: "", errors: [], requestId: "req-1234567" }) }));
      await page.goto(path);
      await expect(page.getByText("Request req-1234567").first()).toBeVisible();
      await page.unroute(url);
      await page.getByRole("button", { name: "Try Again" }).first().click();
      await expect(page.getByText("Request req-1234567")).toHaveCount(0);
    }
  });
});
