// The B2B tab as somebody works in it: a vendor account is connected, purchase orders are pulled, answered in part, dispatched and
// shipped, and the practice store has the quantities. Then the acknowledge dialog by keys alone, and in every state it can be in.
import type { Locator, Page } from "@playwright/test";
import { as, sql } from "../api/lib/stack.mjs";
import { actionsOf, hurry, orderNow, settled } from "../api/lib/steps.mjs";
import { findingsInBothThemes } from "./lib/axe";
import { faultNoise, faults, goesWrong, isSlow } from "./lib/faults";
import { act, becomes, choose, expect, practice, row, signIn, test } from "./lib/story";
import { buyer, freshAccount, freshVendor, goods, kept, poNumber, pull, purchaseOrders, weather } from "./lib/vendor";

const admin = "admin@practice.test";
const ackOf = (page: Page) => page.getByRole("dialog", { name: "Acknowledge", exact: true });
const accept = (dialog: Locator, sku: string) => dialog.getByLabel(`Accept of ${sku}`);
const reject = (dialog: Locator, sku: string) => dialog.getByLabel(`Reject: ${sku}`);

/* The account with one order whose goods are there in part: HB-001 is enough, HB-002 is short, HB-003 comes in cases. */
async function shortOrder() {
  const vendor = await freshVendor();
  const plenty = await goods(vendor.store, "HB-001", 100);
  await goods(vendor.store, "HB-002", 4);
  await goods(vendor.store, "HB-003", 30);
  const [order] = await purchaseOrders(vendor, { items: [
    { sku: "HB-001", quantity: 6 },
    { sku: "HB-002", quantity: 10, backorderAllowed: true },
    { sku: "HB-003", quantity: 5, unit: "Cases", unitSize: 12 },
  ] });
  return { ...vendor, order, plenty };
}

/* What slides or fades in has come to rest: axe would take the colours on the way for the colours. */
const still = (page: Page) => page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== "running" || a.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY));

async function openAck(page: Page, orderNo: string) {
  await act(page, row(page, orderNo), "Acknowledge");
  const dialog = ackOf(page);
  await expect(dialog).toBeVisible();
  return dialog;
}

async function place(page: Page, dialog: Locator) {
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await expect(dialog.getByText("What is in stock there limits")).toBeVisible();
}

test.describe("the story", () => {
  test.setTimeout(180_000);
  test("a vendor account is connected, its order answered in part, dispatched, shipped and confirmed", async ({ page, browser }) => {
    const account = await freshAccount();
    const name = `Vendor ${account.name.slice(-6)}`;
    const number = poNumber();
    await practice.post(`vendors/${account.name}/orders`, { orders: [{ number, items: [{ sku: "HB-001", quantity: 6 }, { sku: "HB-002", quantity: 10 }] }] });
    await signIn(page, admin, "/stores");

    await test.step("connect the account: its region, here the practice store's address, and its three keys", async () => {
      await page.getByRole("button", { name: "Add Store" }).first().click();
      const dialog = page.getByRole("dialog").last();
      await choose(page, dialog, "Platform", /Amazon Vendor/);
      await dialog.getByRole("button", { name: "Add Store" }).click(); // nothing typed: the fields say what they want
      await expect(dialog.getByText("Choose a region").last()).toBeVisible();
      await dialog.getByLabel("Name").fill(name);
      await choose(page, dialog, "Region", /Another address/);
      await dialog.getByLabel("Address of the API").fill(account.url);
      await dialog.getByLabel("Client identifier").fill(account.clientId);
      await dialog.getByLabel("Client secret").fill(account.clientSecret);
      await dialog.getByLabel("Refresh token").fill(account.refreshToken);
      await dialog.getByText("Where to find the keys").click();
      await expect(dialog.getByText("Vendor Central", { exact: false }).first()).toBeVisible();
      await dialog.getByRole("button", { name: "Add Store" }).click();
      await expect(page.getByText(`${name} is connected`, { exact: false })).toBeVisible({ timeout: 30_000 });
      expect(await page.content()).not.toContain(account.refreshToken);
    });
    const { items: stores } = await as.admin.need(as.admin.get("stores"));
    const store = stores.find((s: { name: string }) => s.name === name);
    sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${store.id}`);
    await goods(store, "HB-001", 100);
    await goods(store, "HB-002", 4);

    await test.step("pull the order by its number in PO mode", async () => {
      await page.goto(`/orders?kind=b2b&storeId=${store.id}`);
      await page.getByRole("button", { name: "Manual Sync" }).first().click();
      const dialog = page.getByRole("dialog", { name: "Manual Sync - PO Mode" });
      await expect(dialog.getByRole("checkbox", { name: /Harbor Shop/ })).toHaveCount(0); // stores of purchase orders alone
      await dialog.getByRole("checkbox", { name }).check();
      await dialog.getByRole("radio", { name: "Order Number Sync" }).check();
      await dialog.getByLabel("Order Numbers").fill("ABC");
      await expect(dialog.getByText("Not of that form: ABC", { exact: false })).toBeVisible();
      await dialog.getByLabel("Order Numbers").fill(number);
      await dialog.getByRole("button", { name: "Start Sync" }).click();
      await expect(dialog.getByText(/Success|No New Orders/)).toBeVisible({ timeout: 30_000 }); // the schedule may have been faster
      await dialog.getByRole("button", { name: "Close" }).first().click();
      await expect(row(page, number)).toContainText(/(1 d 0 h|23 h \d+ min) left/);
    });

    await test.step("what the buyer wants confirmed is a setting of the store", async () => {
      await as.admin.need(as.admin.patch(`stores/${store.id}`, { confirmThreshold: 90 }, { version: (await as.admin.need(as.admin.get(`stores/${store.id}`))).version }));
    });

    await test.step("answer in part: 6 of 6, and 4 of 10 with a reason", async () => {
      const dialog = await openAck(page, number);
      await place(page, dialog);
      await expect(accept(dialog, "HB-001")).toHaveValue("6"); // the best fill
      await expect(accept(dialog, "HB-002")).toHaveValue("4");
      await expect(dialog.getByRole("button", { name: "Accept All" })).toHaveAttribute("aria-disabled", "true");
      await expect(dialog.getByText("1 item is short here", { exact: false })).toBeVisible();
      await expect(dialog.getByText("Accepting 62 % is below the 90 % this buyer wants", { exact: false })).toBeVisible();
      await accept(dialog, "HB-002").fill("5");
      await expect(dialog.getByText("Only 4 available here.")).toBeVisible();
      await accept(dialog, "HB-002").fill("3");
      await expect(reject(dialog, "HB-002")).toHaveText("7"); // it always adds up
      await dialog.getByRole("button", { name: "Send Acknowledgement" }).click(); // no reason yet
      await expect(dialog.getByText("Choose a reason.")).toBeVisible();
      await choose(page, dialog, "Rejection reason for HB-002", /Temporarily unavailable/);
      await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
      await expect(dialog).toBeHidden();
      await expect(row(page, number)).toContainText("Acknowledged");
    });

    await test.step("the platform confirms it, and keeps what we said", async () => {
      await expect(async () => {
        hurry(store);
        await page.getByRole("button", { name: "Refresh" }).first().click();
        await expect(row(page, number)).toContainText("Platform confirmed it", { timeout: 2_000 });
      }).toPass({ timeout: 30_000 });
      const { items } = await kept(account, number);
      expect(items.map((i: { accepted: number; rejected: number }) => [i.accepted, i.rejected])).toEqual([[6, 0], [3, 7]]);
    });

    await test.step("the answer is kept in the details, with its reason", async () => {
      await row(page, number).getByText(number).click();
      const details = page.getByRole("dialog");
      await details.getByRole("tab", { name: "Acknowledgements" }).click();
      await expect(details.getByRole("heading", { name: "Acknowledgement 1" })).toBeVisible();
      await expect(details.getByRole("row", { name: /HB-002/ })).toContainText("Temporarily unavailable");
      await details.getByRole("tab", { name: "Payment Info" }).click();
      await expect(details.getByText("it has no payment time", { exact: false })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(details).toBeHidden();
    });

    await test.step("dispatch what was accepted", async () => {
      await act(page, row(page, number), "Dispatch to Warehouse");
      const dialog = page.getByRole("dialog", { name: /Dispatch to Warehouse/ });
      await expect(dialog.getByRole("row", { name: /HB-002/ })).toContainText("3 pieces");
      await choose(page, dialog, "Shipping Channel", /UPS Ground/);
      await dialog.getByRole("button", { name: "Confirm Dispatch" }).click();
      await expect(dialog).toBeHidden();
      await expect(row(page, number)).toContainText("Processing");
    });

    const floor = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await test.step("the warehouse ships it", async () => {
      await signIn(floor, "warehouse@practice.test", `/outbound?orderNo=${number}`);
      const step = (what: string) => row(floor, number).getByRole("button", { name: new RegExp(`^${what} `) }).click();
      const dialog = floor.getByRole("dialog");
      await step("Review");
      await step("Pick");
      await step("Pack");
      await dialog.getByLabel("Weight (g)").fill("900");
      await dialog.getByRole("button", { name: "Pack", exact: true }).click();
      await expect(dialog).toBeHidden();
      await step("Ship");
      await dialog.getByLabel("Tracking Number").fill(`PO${number}`);
      await dialog.getByLabel("Tracking Number").press("Enter");
      await expect(dialog).toBeHidden();
    });

    await test.step("the confirmation of the shipment is with the buyer, and the order is Completed", async () => {
      await expect(async () => {
        hurry(store);
        await page.getByRole("button", { name: "Refresh" }).first().click();
        await expect(row(page, number)).toContainText("Completed", { timeout: 2_000 });
      }).toPass({ timeout: 60_000 });
      const { shipments } = await kept(account, number);
      const [confirmation] = shipments[0].body.shipmentConfirmations ?? [shipments[0].body];
      expect(confirmation.shippedItems.map((i: { shippedQuantity: { amount: number } }) => i.shippedQuantity.amount).sort()).toEqual([3, 6]);
    });
  });
});

test("the acknowledge dialog is done by keys alone", async ({ page }) => {
  const { order, at, store } = await shortOrder();
  await signIn(page, undefined, at);
  await expect(row(page, order.orderNo)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  const dialog = ackOf(page);
  await expect(dialog.getByRole("button", { name: /Warehouse$/ })).toBeVisible();
  const to = async (of: Locator) => {
    for (let i = 0; i < 40 && !(await of.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press("Tab");
    await expect(of).toBeFocused();
  };
  await to(dialog.getByRole("button", { name: /Warehouse$/ }));
  await page.keyboard.press("Enter");
  await page.keyboard.type("Los");
  await page.keyboard.press("Enter");
  await expect(accept(dialog, "HB-001")).toHaveValue("6");
  await to(accept(dialog, "HB-001"));
  await page.keyboard.type("5"); // the field's text was selected
  await page.keyboard.press("Enter"); // down the column
  await expect(accept(dialog, "HB-002")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(accept(dialog, "HB-003")).toBeFocused();
  await expect(accept(dialog, "HB-003")).toHaveValue("2"); // 30 pieces are two cases of 12
  await page.keyboard.press("Shift+Enter");
  await expect(accept(dialog, "HB-002")).toBeFocused();
  await to(dialog.getByLabel("Backorder of HB-002"));
  await page.keyboard.type("6");
  await expect(reject(dialog, "HB-002")).toHaveText("0");
  await page.keyboard.press("Enter"); // the only field of its column: on to the button
  await expect(dialog.getByRole("button", { name: "Send Acknowledgement" })).toBeFocused();
  await page.keyboard.press("Enter"); // what is missing has the focus
  await expect(dialog.getByText("Choose a reason.").first()).toBeVisible();
  await expect(dialog.getByText("Say when the backordered goods are expected.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: /Rejection reason for HB-001$/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter"); // the first reason
  await expect(dialog.getByRole("button", { name: /^Temporarily unavailable.*HB-001$/ })).toBeVisible();
  await to(dialog.getByRole("button", { name: /Rejection reason for HB-003$/ }));
  await page.keyboard.press("Enter");
  await page.keyboard.type("Disc");
  await page.keyboard.press("Enter");
  await to(dialog.getByRole("spinbutton").first());
  const soon = new Date(Date.now() + 20 * 86_400_000);
  await page.keyboard.type(`${String(soon.getUTCMonth() + 1).padStart(2, "0")}${String(soon.getUTCDate()).padStart(2, "0")}${soon.getUTCFullYear()}`);
  await to(dialog.getByRole("button", { name: "Send Acknowledgement" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(row(page, order.orderNo)).toContainText("Acknowledged");
  await expect(row(page, order.orderNo).locator("[data-main]")).toBeFocused(); // where it came from
  const now = await orderNow(order);
  expect(now.lines.map((l: { acceptedQty: number; backorderedQty: number; rejectedQty: number }) => [l.acceptedQty, l.backorderedQty, l.rejectedQty]))
    .toEqual([[5, 0, 1], [4, 6, 0], [2, 0, 3]]);
  hurry(store);
});

test("a refused acknowledgement says why in the platform's words, and can be given again", async ({ page }) => {
  const { account, order, at, store } = await shortOrder();
  await weather(account, { transaction: "failure", transactionCode: "InvalidInput", transactionMessage: "The ship window is over." });
  await signIn(page, undefined, at);
  const answer = async () => {
    const dialog = await openAck(page, order.orderNo);
    await place(page, dialog);
    await choose(page, dialog, "Same reason for all", /Temporarily/);
    return dialog;
  };
  let dialog = await answer();
  await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
  await expect(dialog).toBeHidden();
  await expect(async () => {
    hurry(store);
    await page.getByRole("button", { name: "Refresh" }).first().click();
    await expect(row(page, order.orderNo)).toContainText("refused the acknowledgement", { timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await expect(row(page, order.orderNo)).toContainText("Pending");

  const note = row(page, order.orderNo).getByRole("button", { name: /refused the acknowledgement/ });
  await note.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("The ship window is over.", { exact: false }).last()).toBeVisible();
  await page.getByRole("button", { name: "Acknowledge Again" }).click(); // its fix
  dialog = ackOf(page);
  await expect(dialog.getByText("Acknowledgement 1: Platform refused it")).toBeVisible();
  await expect(dialog.getByText("The ship window is over.", { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden(); // nothing was typed: it does not ask

  await weather(account, { transaction: "success" });
  dialog = await answer();
  await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
  await expect(dialog).toBeHidden();
  await row(page, order.orderNo).getByText(order.orderNo).click();
  const details = page.getByRole("dialog");
  await details.getByRole("tab", { name: "Acknowledgements" }).click();
  await expect(details.getByRole("heading", { name: "Acknowledgement 2" })).toBeVisible();
  await expect(details.getByText("Platform refused it")).toBeVisible(); // the first one is still there
});

test("everything is rejected: no warehouse is needed, and the order ends as Cancelled", async ({ page }) => {
  const { order, at } = await shortOrder();
  await page.route("**/api/v1/warehouses", async (route) => { // a customer without the B2B business
    const answer = await route.fetch();
    const { items, ...rest } = await answer.json();
    await route.fulfill({ response: answer, json: { ...rest, items: (items ?? []).map((w: object) => ({ ...w, b2b: false })) } });
  });
  await signIn(page, undefined, at);
  const dialog = await openAck(page, order.orderNo);
  await expect(dialog.getByText("The B2B business is set up for you in no warehouse.", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
  await expect(dialog.getByText("Choose a warehouse first.").last()).toBeVisible();
  await expect(accept(dialog, "HB-001")).toBeDisabled();
  await dialog.getByRole("button", { name: "Reject All" }).click();
  await choose(page, dialog, "Same reason for all", /Discontinued/);
  await page.keyboard.press("Escape"); // something was chosen: it asks
  await expect(page.getByText("Discard what you typed?")).toBeVisible();
  await page.getByRole("button", { name: "Keep Editing" }).click();
  await dialog.getByRole("button", { name: "Reject the Whole Order" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, order.orderNo)).toContainText("Cancelled");
});

test("an unmapped item is bound in place, and its stock counts at once", async ({ page }) => {
  const vendor = await freshVendor();
  const [order] = await purchaseOrders(vendor, { items: [{ sku: "HB-019", quantity: 3 }] });
  await signIn(page, undefined, vendor.at);
  await row(page, order.orderNo).getByRole("button", { name: /not mapped/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Bind SKU" }).click(); // a purchase order is bound where it is answered
  const dialog = ackOf(page);
  await place(page, dialog);
  await expect(accept(dialog, "HB-019")).toHaveValue("0");
  await dialog.getByRole("combobox", { name: /Search warehouse SKU/ }).fill("WH-HB-020");
  await page.getByRole("option", { name: /WH-HB-020/ }).click();
  await expect(dialog.getByText("Bound to WH-HB-020 and saved.")).toBeVisible();
  await expect(accept(dialog, "HB-019")).toHaveValue("3");
  await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
  await expect(dialog).toBeHidden();
});

test.describe("the dialog's states", () => {
  test.beforeEach(({ quiet }) => void quiet.push(...faultNoise, /status of 4\d\d/));

  test("waits in words, fails with a way on, and keeps what was typed over a failure and over another version", async ({ page }) => {
    const { order, at } = await shortOrder();
    const sheet = new RegExp(`/orders/${order.id}/acknowledgement(\\?|$)`);
    await signIn(page, undefined, at);
    const release = await isSlow(page, "GET", sheet);
    await act(page, row(page, order.orderNo), "Acknowledge");
    const dialog = ackOf(page);
    await expect(dialog.getByText("Loading…")).toBeVisible();
    await release();
    await expect(dialog.getByRole("table")).toBeVisible();
    await page.keyboard.press("Escape");

    let heal = await goesWrong(page, "GET", sheet, faults.broken);
    await act(page, row(page, order.orderNo), "Acknowledge");
    await expect(dialog.getByRole("button", { name: "Try Again" })).toBeVisible();
    await heal();
    await dialog.getByRole("button", { name: "Try Again" }).click();
    await place(page, dialog);
    await accept(dialog, "HB-001").fill("2");
    await choose(page, dialog, "Same reason for all", /Temporarily/);

    const send = new RegExp(`/orders/${order.id}/acknowledge$`);
    for (const [fault, says] of [[faults.cut, /cannot be reached/], [faults.broken, /broken on our side/], [faults.stale, /changed while you were looking/]] as const) {
      heal = await goesWrong(page, "POST", send, fault);
      await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
      await expect(dialog.getByText(says).first()).toBeVisible();
      await expect(accept(dialog, "HB-001")).toHaveValue("2");
      await heal();
    }
    heal = await goesWrong(page, "POST", send, (route) => route.fulfill({ status: 422, contentType: "application/problem+json",
      body: JSON.stringify({ title: "x", status: 422, code: "invalid", detail: "", hint: "", requestId: "r",
        errors: [{ field: "lines[2].acceptedQty", code: "out_of_range", detail: "only 1 can be accepted from what is in stock" }] }) }));
    await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
    await expect(dialog.getByRole("row", { name: /HB-003/ }).getByText("only 1 can be accepted", { exact: false })).toBeVisible({ timeout: 15_000 });
    await expect(accept(dialog, "HB-003")).toBeFocused(); // the first wrong cell
    await heal();
    await accept(dialog, "HB-003").fill("1");
    await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
    await expect(dialog).toBeHidden();
    expect((await settled(order, "acknowledged")).lines[0].acceptedQty).toBe(2);
  });

  test("two people answer at once: one wins, the other is told", async ({ page, browser }) => {
    const { order, at } = await shortOrder();
    const second = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
    await signIn(page, undefined, at);
    await signIn(second, admin, at);
    const dialogs: Locator[] = [];
    for (const window of [page, second]) {
      const dialog = await openAck(window, order.orderNo);
      await place(window, dialog);
      await choose(window, dialog, "Same reason for all", /Temporarily/);
      dialogs.push(dialog);
    }
    await Promise.all(dialogs.map((dialog) => dialog.getByRole("button", { name: "Send Acknowledgement" }).click()));
    await settled(order, "acknowledged");
    await expect(async () => {
      const open = await Promise.all(dialogs.map((dialog) => dialog.isVisible()));
      expect(open.filter(Boolean)).toHaveLength(1);
    }).toPass({ timeout: 15_000 });
    const loser = (await dialogs[0].isVisible()) ? dialogs[0] : dialogs[1];
    await expect(loser.getByText(/changed while you were looking|cannot be done now|is under way/).first()).toBeVisible();
    expect((await actionsOf(order)).filter((action: string) => action === "acknowledged")).toHaveLength(1);
  });

  test("stock that goes while somebody types marks what no longer fits", async ({ page }) => {
    const { order, at, plenty } = await shortOrder();
    await signIn(page, undefined, at);
    const dialog = await openAck(page, order.orderNo);
    await place(page, dialog);
    await accept(dialog, "HB-001").fill("5");
    sql(`UPDATE stock SET on_hand = 2 WHERE sku_id = ${plenty.id}`);
    await expect(dialog.getByText("Only 2 available here.")).toBeVisible({ timeout: 40_000 }); // asked again by itself
    await expect(accept(dialog, "HB-001")).toHaveValue("5");
  });

  test("axe finds nothing serious, in both themes and languages, wide and narrow", async ({ page }) => {
    const { order, at } = await shortOrder();
    await signIn(page, undefined, at);
    for (const language of ["en", "zh-CN"]) {
      await page.evaluate((prefs) => localStorage.setItem("gwms.prefs", JSON.stringify(prefs)), { language });
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(at);
      await row(page, order.orderNo).locator("[data-menu]").click();
      await page.getByRole("menuitem").nth(1).click();
      const dialog = page.getByRole("dialog");
      await dialog.locator("button[aria-haspopup=listbox]").first().click();
      await page.getByRole("option", { name: /Los Angeles 1/ }).click();
      await expect(dialog.getByRole("table").getByRole("textbox").first()).toHaveValue("6");
      await dialog.locator("button[type=submit], button[form=acknowledge]").click(); // with its errors
      expect.soft(await findingsInBothThemes(page), language).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await still(page);
      const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(out, "sticks out").toBeLessThanOrEqual(0);
      expect.soft(await findingsInBothThemes(page), `${language}, narrow`).toEqual([]);
      await page.goto(`${at}&open=${order.id}`);
      const tabs = page.getByRole("dialog").getByRole("tab");
      await expect(tabs).toHaveCount(6);
      for (let i = 0; i < 6; i++) {
        await tabs.nth(i).click();
        await expect(page.getByRole("dialog").getByRole("tabpanel")).toBeVisible();
        await expect(page.getByRole("dialog").locator("[aria-busy=true]")).toHaveCount(0);
        await still(page);
        expect.soft(await findingsInBothThemes(page), `tab ${i}: ${language}`).toEqual([]);
      }
    }
  });
});

test("a place that the platform names by a code alone gets its address once", async ({ page, quiet }) => {
  quiet.push(/status of 422/);
  const vendor = await freshVendor();
  await goods(vendor.store, "HB-001", 100);
  const code = `Z${poNumber().slice(0, 5)}`;
  const spec = { items: [{ sku: "HB-001", quantity: 1 }], codeOnly: true, shipTo: code };
  const [order, other] = await purchaseOrders(vendor, spec, spec);
  await signIn(page, undefined, vendor.at);
  await expect(row(page, order.orderNo)).toContainText("Missing required recipient");
  await page.goto(`${vendor.at}&open=${order.id}&tab=recipient`);
  await page.getByRole("dialog").getByRole("button", { name: "Give Address" }).click();
  const dialog = page.getByRole("dialog", { name: `Address of ${code}` });
  await dialog.getByRole("button", { name: "Save Address" }).click();
  await expect(dialog.getByText("Required").first()).toBeVisible();
  await dialog.getByLabel("Name").fill("Fulfilment Centre");
  await dialog.getByLabel("Address", { exact: true }).fill("1 Dock Road");
  await dialog.getByLabel("City").fill("Reno");
  await dialog.getByRole("combobox", { name: "Country" }).fill("United States");
  await page.getByRole("option", { name: /^United States US$/ }).or(page.getByRole("option", { name: "United States", exact: true })).first().click();
  await dialog.getByRole("button", { name: "Save Address" }).click();
  await expect(dialog.getByText(/zip code/).first()).toBeVisible(); // the server knows what an address there needs
  await dialog.getByLabel("State/Province").fill("NV");
  await dialog.getByLabel("Zip Code").fill("89502");
  await dialog.getByRole("button", { name: "Save Address" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("dialog").getByText("1 Dock Road")).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Change Address" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await becomes(page, row(page, other.orderNo), /^(?!.*Missing required recipient).*$/); // the other order has it too
});

test("what the buyer changes after the answer is shown with what to do", async ({ page }) => {
  const { account, order, at, store } = await shortOrder();
  await signIn(page, undefined, at);
  const dialog = await openAck(page, order.orderNo);
  await place(page, dialog);
  await choose(page, dialog, "Same reason for all", /Temporarily/);
  await dialog.getByRole("button", { name: "Send Acknowledgement" }).click();
  await expect(dialog).toBeHidden();
  await expect(async () => {
    hurry(store);
    expect((await orderNow(order)).acknowledgementState).toBe("confirmed");
  }).toPass({ timeout: 40_000 });
  await buyer(account, order.orderNo, "change", { quantity: { 1: 2 } });
  await pull(store, order.orderNo);
  await page.goto(`${at}&open=${order.id}`);
  const details = page.getByRole("dialog");
  await expect(details.getByText("The buyer changed this order after it was acknowledged")).toBeVisible();
  await expect(details.getByText("The quantities to dispatch follow it already.", { exact: false })).toBeVisible();
  await details.getByRole("button", { name: "Show Difference" }).click();
  await expect(details.getByRole("tab", { name: "Timeline" })).toHaveAttribute("aria-selected", "true");
  await expect(details.getByText("Changed on the platform").first()).toBeVisible();
});

test("the menu of a purchase order has its four actions and no more, refused ones with their reason", async ({ page }) => {
  const { order, at } = await shortOrder();
  await signIn(page, undefined, at);
  await expect(page.getByRole("checkbox")).toHaveCount(0); // nothing to tick
  await expect(page.getByRole("button", { name: "Batch Dispatch to Warehouse" })).toHaveCount(0);
  await row(page, order.orderNo).getByRole("button", { name: /Actions/ }).click();
  await expect(page.getByRole("menuitem", { name: /^View Details/ })).toBeVisible();
  const items = await page.getByRole("menuitem").allInnerTexts();
  expect(items.map((text) => text.split("\n")[0])).toEqual(["View Details", "Acknowledge", "Dispatch to Warehouse", "Mark Shipped", "Cancel Order"]);
  await expect(page.getByRole("menuitem", { name: /^Dispatch to Warehouse/ })).toContainText("Not possible while the order is Pending.");
  await page.keyboard.press("Escape");
  await page.goto("/orders");
  await page.locator("[data-menu]").first().click();
  await expect(page.getByRole("menuitem", { name: /^Acknowledge/ })).toHaveCount(0); // a buyer's order is never acknowledged
});
