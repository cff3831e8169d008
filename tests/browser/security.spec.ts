// Hostile texts from a shop and from our own forms in every page that shows them: no script runs, nothing is loaded from elsewhere,
// no dialog opens, and the texts stand there to be read.
import { hostile } from "../api/lib/hostile.mjs";
import { expect, freshStore, given, signIn, test } from "./lib/story";

const texts = Object.entries(hostile) as [string, string][];

test.setTimeout(180_000);
test("no text of a stranger ever runs", async ({ page, quiet }) => {
  quiet.push(/status of 404/); // an image that is none
  const store = await freshStore();
  const { client } = store;
  const orders = await given.orders(store, ...texts.map(([, text], i) => ({ number: `H-${Date.now()}-${i}`, note: text,
    recipient: { firstName: text, lastName: text, company: text, address1: text, city: text }, lines: [{ sku: text, name: text, quantity: 1, price: "1.00" }] })));
  for (const [, text] of texts.slice(0, 8)) await client.post("me/views", { page: "orders", name: text.slice(0, 60), query: `storeId=${store.id}` });
  const { body: renamed } = await client.get(`stores/${store.id}`);
  await client.need(client.ask("PATCH", `stores/${store.id}`, { body: { name: `${hostile.image}${renamed.id}`.slice(0, 100) }, version: renamed.version }));

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => { throw new Error(`a dialog opened: ${dialog.message()}`); });
  await signIn(page, "admin@practice.test", `/orders?storeId=${store.id}`);
  const ours = new URL(page.url()).origin;
  for (const path of [`/orders?storeId=${store.id}`, `/orders?storeId=${store.id}&recipientName=${encodeURIComponent(hostile.image)}`, "/exceptions", `/sync-runs?storeId=${store.id}`, "/stores",
    `/mapping?storeId=${store.id}`, `/orders?orderNo=${encodeURIComponent(hostile.script)}`, `/orders#${encodeURIComponent(hostile.image)}`]) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      expect(await page.evaluate(() => (window as unknown as { __ran?: string }).__ran), path).toBeUndefined();
      expect(await page.evaluate(() => document.querySelectorAll("main script, main iframe, main style, main [onerror], main [onfocus], main a[href^='javascript:']").length), path).toBe(0);
    });
  }
  await page.goto(`/orders?storeId=${store.id}`);
  await expect(page.getByText(hostile.script, { exact: false }).first()).toBeVisible();
  await test.step("one order in full", async () => {
    await page.getByText(orders[1].orderNo, { exact: true }).first().click();
    await expect(page.getByText(hostile.image, { exact: false }).first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { __ran?: string }).__ran)).toBeUndefined();
  });
  expect(asked.filter((url) => !url.startsWith(ours) && !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual([]);
});
