// The story of a partner's tool: its key is made, used and revoked; its webhook is told, fails, and is put right; and a
// shop gets the address that it may call.

import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { person } from "../api/lib/people.mjs";
import { raw } from "../api/lib/stack.mjs";
import { seriousFindings } from "./lib/axe";
import { expect, freshStore, given, row, signIn, test, until } from "./lib/story";

const port = Number(process.env.GWMS_TEST_HOOK_PORT);

test.describe("a key", () => {
  // An address that is none is refused by the server.
  test.use({ quiet: [/status of 422/] });

  test("is made, shown once, edited and revoked", async ({ page }) => {
    const name = `Tool ${randomUUID().slice(0, 8)}`;
    await signIn(page, "admin@practice.test", "/api-keys");
    await expect(page.getByRole("heading", { name: "API Keys", level: 1 })).toBeVisible();
    await page.getByRole("button", { name: "New Key" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "Make Key" }).click();
    await expect(form.getByText("Required").first()).toBeVisible();
    await form.getByLabel("Name of the tool").fill(name);
    await form.getByRole("checkbox", { name: "View platform orders" }).check();
    await expect(form.getByRole("checkbox", { name: /API keys/i })).toHaveCount(0);
    await form.getByLabel("Addresses it may be used from").fill("127.0.0.1\nnot an address");
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Make Key" }).click();
    await expect(form.getByText("This is not a network address.")).toBeVisible();
    await form.getByLabel("Addresses it may be used from").fill("127.0.0.1");
    await form.getByRole("button", { name: "Make Key" }).click();

    const key = await page.getByRole("textbox", { name: "API key" }).inputValue();
    expect(key).toMatch(/^gwms_[a-z0-9]{10}_[\w-]{43}$/);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "I Have Kept It" }).click();
    await expect(page.getByText(key)).toHaveCount(0);
    const exchanged = await raw("POST", "/api/v1/auth/token", { body: { key } });
    expect(exchanged.status).toBe(200);
    await page.keyboard.press("r");
    await expect(row(page, name).getByText("from 127.0.0.1")).toBeVisible();

    await row(page, name)
      .getByRole("button", { name: `Edit ${name}` })
      .click();
    await page.getByRole("dialog").getByRole("checkbox", { name: "Dispatch orders" }).check();
    await expect(page.getByText("The tool must exchange its key again after this.")).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(row(page, name).getByText(/Dispatch orders/)).toBeVisible();

    await row(page, name)
      .getByRole("button", { name: `Revoke ${name}` })
      .click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await expect(row(page, name)).toHaveCount(0);
    await page.getByRole("checkbox", { name: "Also those that have ended" }).check();
    await expect(row(page, name).getByText("Revoked")).toBeVisible();
    expect((await raw("POST", "/api/v1/auth/token", { body: { key } })).status).toBe(401);
  });
});

test.describe("a webhook", () => {
  let server: Server;
  let status = 200;
  const heard: { event: string; order: { orderNo: string } | null }[] = [];
  test.beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        heard.push(JSON.parse(body));
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  });
  test.afterAll(() => server.close());
  test.use({ quiet: [/status of 422/] });

  test("is added, told, fails in sight, and is sent again", async ({ page }) => {
    const name = `Hook ${randomUUID().slice(0, 8)}`;
    const me = person({ role: "customer_admin", customer: "meadow" }); // whose orders no other story makes
    await signIn(page, me.email, "/webhooks", me.password);
    await page.getByRole("button", { name: "Add Webhook" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByRole("textbox", { name: "Name" }).fill(name);
    await form.getByLabel("Address").fill("https://192.168.0.1/hook");
    await form.getByRole("checkbox", { name: /Order came in/ }).check();
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Add Webhook" }).click();
    await expect(form.getByText(/not taken|private|public/i).first()).toBeVisible();
    await form.getByLabel("Address").fill(`http://127.0.0.1:${port}/hook`);
    await form.getByRole("button", { name: "Add Webhook" }).click();
    expect(await page.getByRole("textbox", { name: "Webhook secret" }).inputValue()).toMatch(/^whsec_[\w-]{43}$/);
    await page.getByRole("button", { name: "I Have Kept It" }).click();

    status = 500;
    const store = await given.store({}, me);
    const [made] = await store.orders({});
    await given.sync([store.id], {}, me);
    const orderNo = String(made.number);
    await until("it was told", () => heard.some((h) => h.order?.orderNo === orderNo));
    await page.getByRole("button", { name, exact: true }).click();
    const details = page.getByRole("dialog");
    await expect(details.getByText("it answered 500").first()).toBeVisible({ timeout: 15_000 });
    expect(await seriousFindings(page)).toEqual([]);
    await details.getByRole("button", { name: /^Body of Order came in/ }).click();
    await expect(details.getByText('"event": "order.created"')).toBeVisible();
    status = 200;
    await details.getByRole("button", { name: "Send a Test" }).click();
    await expect(details.getByRole("table").getByText("Delivered").first()).toBeVisible({ timeout: 15_000 });

    await details.getByRole("button", { name: "Switch Off" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Switch Off" }).click();
    await expect(page.getByRole("dialog").getByText("Off", { exact: true })).toBeVisible();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText(`${name} is deleted.`)).toBeVisible();
    await expect(page.getByRole("table").getByText(name)).toHaveCount(0);
  });
});

test("a shop gets an address and a secret, and its call is counted", async ({ page }) => {
  const store = await freshStore();
  await signIn(page, "admin@practice.test", "/stores");
  await page.getByRole("button", { name: store.name, exact: true }).first().click();
  const details = page.getByRole("dialog");
  await expect(details.getByText("There is no address yet.")).toBeVisible();
  await details.getByRole("button", { name: "Make Address and Secret" }).click();
  const address = await details.getByRole("textbox", { name: "Delivery URL" }).inputValue();
  expect(address).toMatch(/\/hooks\/[\w-]{32}$/);
  expect(await details.getByRole("textbox", { name: "Secret" }).inputValue()).toMatch(/^[\w-]{43}$/);
  expect(await seriousFindings(page)).toEqual([]);
  await expect(details.getByText("Nothing has come yet").or(details.getByTitle("Nothing has come yet"))).toBeVisible();
});

test("the documentation can be read and searched, light and dark, wide and narrow", async ({ page }) => {
  test.setTimeout(240_000); // axe reads every line of it, twice
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("/docs/");
    await expect(page.getByRole("heading", { name: "Partner API", level: 1 })).toBeVisible();
    expect(await seriousFindings(page, colorScheme === "light" ? "all" : "colours")).toEqual([]);
    await page.keyboard.press("/");
    await page.keyboard.type("dispatch orders");
    await expect(page.getByRole("link", { name: "POST /orders/{id}/dispatch" })).toBeVisible();
    await expect(page.getByRole("link", { name: "GET /warehouses", exact: true })).toBeHidden();
    await page.keyboard.press("Escape");
    await page.keyboard.type("batch-dispatch");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#batchDispatch|#\w+/);
    await page.setViewportSize({ width: 390, height: 844 });
    const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(out).toBeLessThanOrEqual(0);
  }
});
