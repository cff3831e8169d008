// Texts that turn the direction of what stands beside them, or that nobody can see: whatever page, dialog, label or tooltip
// shows them, shows their number instead, and a text in Persian or an emoji is left as it was written.
import type { Page } from "@playwright/test";
import { expect, freshStore, given, signIn, test } from "./lib/story";

const turned = "safe\u202Egnp.exe\u202C \u2066iso\u2069 \u200Emark\u200F ze\u200Bro";
const shown = "safe[U+202E]gnp.exe[U+202C]";
const persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u{1F469}\u200D\u{1F467}";

/* Where a character of that kind stands raw: in a text, in what is read out or shown as a tooltip, in the title. */
const raw = (page: Page) => page.evaluate(() => {
  const bad = /(?![\t\n\r])[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u;
  const found = bad.test(document.title) ? [`title: ${document.title}`] : [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
    if (node instanceof Element) {
      for (const { name, value } of node.attributes) if (name !== "value" && name !== "href" && bad.test(value)) found.push(`${node.tagName} ${name}: ${value}`);
      if (node instanceof HTMLInputElement && bad.test(node.value)) found.push(`input ${node.name}: ${node.value}`);
    } else if (bad.test(node.nodeValue ?? "")) found.push(`${node.parentElement?.tagName}: ${node.nodeValue}`);
  }
  return found;
});

test.setTimeout(180_000);
test("what is seen is what stands there", async ({ page }) => {
  const store = await freshStore();
  const sku = `${turned}-${Date.now()}`;
  const [order, foreign] = await given.orders(store,
    { number: `${Date.now()}\u202E1`, note: turned, paymentTitle: turned, shippingMethod: turned, lines: [{ sku, name: turned, quantity: 2, price: "1.00" }],
      recipient: { firstName: turned, lastName: turned, company: turned, address1: turned, address2: turned, city: turned, phone: "\u202E123" } },
    { number: `F-${Date.now()}`, recipient: { firstName: persian, lastName: "\u05D0\u05D1\u05D2" }, lines: [{ sku: `P-${Date.now()}`, name: persian, quantity: 1, price: "1.00" }] });
  await signIn(page, "admin@practice.test", "/orders");
  const look = async (what: string) => expect.soft(await raw(page), what).toEqual([]);
  const at = async (path: string) => test.step(path, async () => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await look(path);
  });
  for (const path of [`/orders?storeId=${store.id}`, "/exceptions", `/sync-runs?storeId=${store.id}`, "/stores", `/mapping?storeId=${store.id}`, "/outbound", "/skus", "/stock"]) await at(path);

  await test.step("one order in full, each of its tabs", async () => {
    await page.goto(`/orders?storeId=${store.id}`);
    await page.getByText(`${order.orderNo.split("\u202E")[0]}[U+202E]1`, { exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(shown, { exact: false }).first()).toBeVisible();
    for (const tab of await dialog.getByRole("tab").all()) {
      await tab.click();
      await expect(dialog.locator("[aria-busy=true]")).toHaveCount(0);
      await look(`tab ${await tab.textContent()}`);
    }
    await page.keyboard.press("Escape");
  });
  await test.step("a name that is written so stays as it is, set apart", async () => {
    await page.getByText(foreign.orderNo, { exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("tab", { name: "Recipient Info" }).click();
    await expect(dialog.getByText(persian, { exact: false }).first()).toBeVisible();
    expect(await dialog.locator("bdi").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
  });
  await test.step("dialogs that act on it", async () => {
    const row = page.getByRole("row").filter({ hasText: "[U+202E]1" });
    await row.getByRole("button", { name: /Actions/ }).click();
    await expect(page.getByRole("menuitem").first()).toBeVisible();
    expect(await page.getByRole("menuitem").count()).toBeGreaterThan(1);
    await look("its menu");
    await page.keyboard.press("Escape");
    const asks = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    for (const action of [/^Manual/, /^Cancel/]) {
      await row.getByRole("button", { name: /Actions/ }).click();
      await page.getByRole("menuitem", { name: action }).click();
      await expect(asks).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await look(`the dialog ${action}`);
      await page.keyboard.press("Escape");
      await expect(asks).toHaveCount(0);
    }
  });
  await test.step("the file of the list", async () => {
    const answer = await store.client.get(`orders/export?storeId=${store.id}`);
    expect(answer.text).toContain("[U+202E]1");
    expect(answer.text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });
});
