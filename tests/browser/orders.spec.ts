// Platform Orders as an operator lives in it: signing in, finding, reading why, refusals that lose nothing, and the keyboard.
import { randomUUID } from "node:crypto";
import { act, becomes, choose, expect, freshStore, given, row, signIn, test, until } from "./lib/story";

const mark = () => randomUUID().slice(0, 8).toUpperCase();

/* A store with its orders pulled in; the page shows them alone. */
async function orders(...specs: object[]) {
  const store = await freshStore();
  const name = mark();
  const numbered = specs.map((spec, i) => ({ number: `${name}-${i + 1}`, ...spec }));
  await given.orders(store, ...numbered);
  return { store, numbers: numbered.map((o) => o.number), at: `/orders?storeId=${store.id}` };
}

/* HB-001 … of a fresh store are bound to nothing; this binds one by the API. */
async function bound(store: Awaited<ReturnType<typeof freshStore>>, skuKey: string, skuId: string) {
  await store.client.need(store.client.post("sku-mappings", { storeId: store.id, skuKey, items: [{ skuId, quantity: 1 }] }));
}

test.describe("signing in", () => {
  test("a wrong password is one sentence for every cause", async ({ page, quiet }) => {
    quiet.push(/status of 401/);
    await page.goto("/orders?status=pending");
    for (const email of ["operator@practice.test", "nobody@practice.test"]) {
      await page.getByRole("textbox", { name: "Email" }).fill(email);
      await page.getByLabel("Password").fill(`wrong-${mark()}`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("Email or password is not right")).toBeVisible();
    }
    await page.getByRole("textbox", { name: "Email" }).fill("operator@practice.test");
    await page.getByLabel("Password").fill("practice-makes-perfect");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Platform Orders" })).toBeVisible();
    await expect(page).toHaveURL(/status=pending/); // where the person wanted to go
  });

  test("the session survives a reload and ends with Sign Out", async ({ page, quiet }) => {
    quiet.push(/status of 401/);
    await signIn(page);
    await page.reload();
    await expect(page.getByRole("heading", { name: "Platform Orders" })).toBeVisible();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("button", { name: "Sign Out" }).or(page.getByRole("menuitem", { name: "Sign Out" })).click();
    await expect(page.getByLabel("Password")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Password")).toBeVisible();
  });
});

test("filters live in the address bar and survive a reload", async ({ page }) => {
  const { numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] }, { status: "on-hold", lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, undefined, at);
  await expect(row(page, numbers[0])).toBeVisible();
  await expect(row(page, numbers[1])).toBeVisible();
  await page.getByRole("searchbox").or(page.getByPlaceholder("Platform Order Number")).first().fill(numbers[0]);
  await page.keyboard.press("Enter");
  await expect(row(page, numbers[1])).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`orderNo=${numbers[0]}`));
  await page.reload();
  await expect(row(page, numbers[0])).toBeVisible();
  await expect(row(page, numbers[1])).toBeHidden();
  await page.goBack();
  await page.goto(`${at}&orderNo=${numbers[0]},NO-SUCH-${mark()}`);
  await expect(page.getByText(/Not found: NO-SUCH-/)).toBeVisible();
  await page.goto(`${at}&orderNo=NOTHING-${mark()}`);
  await expect(page.getByText("No order matches these filters")).toBeVisible();
});

test("the exception says why, on hover and on focus, and opens its fix", async ({ page }) => {
  const { numbers, at } = await orders({ lines: [{ productId: 119, quantity: 1 }] });
  await signIn(page, undefined, at);
  const note = row(page, numbers[0]).getByRole("button", { name: /not mapped/ });
  const reason = page.getByText("SKU [HB-019] not mapped to a warehouse SKU").last();
  await note.hover();
  await expect(reason).toBeVisible();
  await page.keyboard.press("Escape");
  await page.mouse.move(0, 0);
  await note.focus();
  await page.keyboard.press("Enter");
  await expect(reason).toBeVisible();
  await page.getByRole("button", { name: "Bind SKU" }).click();
  await expect(page.getByRole("dialog", { name: /Dispatch to Warehouse/ })).toBeVisible();
});

test("a refused dispatch stays open, says why, and nothing changed", async ({ page, quiet }) => {
  quiet.push(/status of 4\d\d/);
  const { store, numbers, at } = await orders({ lines: [{ productId: 101, quantity: 900000 }] });
  await bound(store, "101", "1");
  await signIn(page, undefined, at);
  await act(page, row(page, numbers[0]), "Dispatch to Warehouse");
  const dialog = page.getByRole("dialog", { name: /Dispatch to Warehouse/ });
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /UPS Ground/);
  await dialog.getByRole("button", { name: "Confirm Dispatch" }).click();
  await expect(dialog.getByText(/WH-HB-001/).last()).toBeVisible();
  await expect(dialog).toContainText(/stock/i);
  await page.keyboard.press("Escape");
  const sure = page.getByRole("button", { name: /Discard|Close|Leave/ }).last();
  if (await sure.isVisible()) await sure.click();
  await expect(row(page, numbers[0])).toContainText("Pending");
  await page.reload();
  await expect(row(page, numbers[0])).toContainText("Pending");
});

test("pressed in two windows, one order goes once", async ({ page, browser, quiet }) => {
  quiet.push(/status of 4\d\d/);
  const { store, numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] });
  await bound(store, "101", "1");
  const second = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  await signIn(page, undefined, at);
  await signIn(second, "admin@practice.test", at);
  const dialogs = [];
  for (const window of [page, second]) {
    await act(window, row(window, numbers[0]), "Dispatch to Warehouse");
    const dialog = window.getByRole("dialog", { name: /Dispatch to Warehouse/ });
    await choose(window, dialog, "Warehouse", /Los Angeles 1/);
    await choose(window, dialog, "Shipping Channel", /UPS Ground/);
    dialogs.push(dialog);
  }
  await Promise.all(dialogs.map((dialog) => dialog.getByRole("button", { name: "Confirm Dispatch" }).click()));
  await until("one of them went through", async () => (await store.client.all(`orders?storeId=${store.id}`))[0].status === "processing");
  const { items } = await store.client.need(store.client.get(`orders?storeId=${store.id}`));
  expect(items[0].status).toBe("processing");
  const outbound = await store.client.need(store.client.get(`outbound-orders?orderNo=${numbers[0]}`));
  expect(outbound.items).toHaveLength(1);
});

test("details show the four tabs and the timeline", async ({ page }) => {
  const { numbers, at } = await orders({ note: "Ring twice", lines: [{ productId: 119, quantity: 2 }] });
  await signIn(page, undefined, at);
  await row(page, numbers[0]).getByText(numbers[0]).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Ring twice")).toBeVisible();
  for (const [tab, text] of [["Payment Info", /Payment Method/], ["Recipient Info", /Zip Code/], ["Item Details", /Not Mapped|Search warehouse SKU/], ["Timeline", /Order received/]] as const) {
    await dialog.getByRole("tab", { name: tab }).click();
    if (tab === "Item Details") await expect(dialog.getByText("HB-019").first()).toBeVisible();
    else await expect(dialog.getByText(text).first()).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("an order is cancelled after asking, and its stock is free again", async ({ page }) => {
  const { store, numbers, at } = await orders({ lines: [{ productId: 102, quantity: 3 }] });
  await bound(store, "102", "2");
  await signIn(page, undefined, at);
  await act(page, row(page, numbers[0]), "Cancel Order");
  const sure = page.getByRole("alertdialog").or(page.getByRole("dialog")).last();
  await expect(sure).toBeVisible();
  await sure.getByRole("button", { name: "Cancel Order" }).click();
  await becomes(page, row(page, numbers[0]), "Cancelled");
});

test("a refused action is in the menu with its reason", async ({ page }) => {
  const { numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, undefined, at);
  await row(page, numbers[0]).getByRole("button", { name: /Actions/ }).click();
  await expect(page.getByRole("menuitem", { name: /^Mark Shipped/ })).toContainText(/Pending/);
});

test("the B2B tab has its own filters and says how to get orders", async ({ page }) => {
  await signIn(page);
  await page.getByRole("tab", { name: /B2B Orders/ }).click();
  await expect(page.getByRole("button", { name: "Tracking Number" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Batch Dispatch to Warehouse" })).toHaveCount(0);
  await page.getByRole("button", { name: "Manual Sync" }).first().click();
  await expect(page.getByRole("dialog", { name: "Manual Sync - PO Mode" })).toBeVisible();
});

test("the list is driven by keys alone", async ({ page }) => {
  const { numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] }, { lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, undefined, at);
  await expect(row(page, numbers[1])).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("1 order selected")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard Shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { name: "Order Sync Log" })).toBeVisible();
});

test("what the server cannot do is said, and the rows stay", async ({ page, quiet }) => {
  quiet.push(/status of 500/, /Failed to load/);
  const { numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, undefined, at);
  await expect(row(page, numbers[0])).toBeVisible();
  await page.route("**/api/v1/orders?*", (route) => route.fulfill({ status: 500, contentType: "application/problem+json",
    body: JSON.stringify({ title: "Something went wrong here", status: 500, code: "internal", detail: "x", hint: "y", errors: [], requestId: "r1" }) }));
  await page.getByRole("button", { name: "Refresh" }).first().click();
  await expect(page.getByText(/not refreshed since/i)).toBeVisible();
  await expect(row(page, numbers[0])).toBeVisible();
});

test("columns are moved and widened by keys, drawn by the mouse, and stay so", async ({ page }) => {
  const { numbers, at } = await orders({ lines: [{ productId: 101, quantity: 1 }] });
  await signIn(page, undefined, at);
  await expect(row(page, numbers[0])).toBeVisible();
  const heads = () => page.getByRole("columnheader").allInnerTexts();
  const store = page.getByRole("columnheader", { name: "Store", exact: true });
  const width = () => store.evaluate((el) => el.getBoundingClientRect().width);
  const [given, first] = [await heads(), await width()];
  expect(given.indexOf("Order Source")).toBeLessThan(given.indexOf("Store"));
  await page.getByRole("button", { name: "View Settings" }).press("Enter");
  await page.getByRole("button", { name: "Move Store to the left" }).press("Enter");
  for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Make Store wider" }).press("Enter");
  await page.keyboard.press("Escape");
  const moved = await heads();
  expect(moved.indexOf("Order Source")).toBeGreaterThan(moved.indexOf("Store"));
  const wider = await width();
  expect(wider).toBeGreaterThan(first + 30);

  const box = await store.boundingBox();
  if (!box) throw new Error("there is no such column");
  await page.mouse.move(box.x + box.width - 3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 97, box.y + 10, { steps: 4 });
  await page.mouse.up();
  const drawn = await width();
  expect(drawn).toBeGreaterThan(wider + 60);
  await page.reload();
  await expect(row(page, numbers[0])).toBeVisible();
  expect(await heads()).toEqual(moved);
  expect(Math.abs((await width()) - drawn)).toBeLessThan(2);

  await page.getByRole("button", { name: "View Settings" }).click();
  await page.getByRole("button", { name: "Order and Widths as Given" }).click();
  expect(await heads()).toEqual(given);
});
