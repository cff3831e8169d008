// What every story starts from: a page that may not complain, somebody signed in, and the words of the product.
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { given, practice, stack, until } from "../../api/lib/stack.mjs";

export { expect, given, practice, stack, until };

/* Every story fails on an error of the console, a page error or a report of the content security policy. `quiet` lists
 * what a story provokes on purpose. */
export const test = base.extend<{ quiet: RegExp[]; complaints: undefined }>({
  quiet: [async ({}, use) => use([]), { option: true }],
  complaints: [async ({ page, quiet }, use) => {
    const heard: string[] = [];
    page.on("console", (message) => message.type() === "error" && heard.push(message.text()));
    page.on("pageerror", (error) => heard.push(error.message));
    await use(undefined);
    expect(heard.filter((text) => !quiet.some((q) => q.test(text)))).toEqual([]);
  }, { auto: true }],
});

/* A session as the sign-in page would have begun it (that page has stories of its own); the next page that is opened is in it. */
export async function begin(page: Page, email = "operator@practice.test", password = stack.password) {
  const answer = await page.context().request.post(`${stack.origin}/api/v1/auth/login`, { headers: { Origin: stack.origin, "X-GWMS": "1" }, data: { email, password } });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.addInitScript(() => {
    if (location.origin === "null") return; // about:blank keeps nothing
    if (sessionStorage.getItem("story") === null) localStorage.setItem("gwms.session", "1"); // there is a session to be found, once
    sessionStorage.setItem("story", "begun");
  });
}

export async function signIn(page: Page, email?: string, at = "/", password?: string) {
  await begin(page, email, password);
  await page.goto(at);
  await expect(page.getByRole("navigation").first()).toBeVisible(); // pages have navigations of their own
}

/* The row of an order (or of any list) by a text in it. */
export const row = (page: Page, text: string): Locator => page.getByRole("row").filter({ has: page.getByText(text, { exact: true }) });

/* Opens the Actions menu of a row and chooses. */
export async function act(page: Page, of: Locator, action: string) {
  await of.getByRole("button", { name: /Actions/ }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${action}`) }).click();
}

/* A store of the practice administrator's customer with its own shop. */
export const freshStore = () => given.store();

/* The trackings a shop has received for an order. */
export async function trackings(shop: string, orderNo: string): Promise<string[]> {
  const orders = await practice.get(`shops/${shop}/orders`);
  const order = orders.find((o: { number: string | number }) => String(o.number) === orderNo);
  return order.trackings.map((t: { tracking: string }) => t.tracking);
}

/* Chooses in a select: the button is named by its value and its label. */
export async function choose(page: Page, within: Locator, label: string, option: RegExp) {
  await within.getByRole("button", { name: new RegExp(`${label}$`) }).click();
  await page.getByRole("option", { name: option }).click();
}

/* Waits until a row says so, asking for it again as a person with the refresh key does (the list does it every 15 s). */
export async function becomes(page: Page, of: Locator, text: string | RegExp) {
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).first().click();
    await expect(of).toContainText(text, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}
