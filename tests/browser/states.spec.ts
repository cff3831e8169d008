// Every dialog while it waits, when what it reads or writes goes wrong, when somebody was faster, and without a network. Each
// says so, keeps what was typed, and goes on once the trouble is over.
import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { as } from "../api/lib/stack.mjs";
import { dispatched, excepted, makeSku, outboundOf, readyOrder } from "../api/lib/steps.mjs";
import { faultNoise, faults, goesWrong, isSlow, requestId } from "./lib/faults";
import { act, choose, expect, freshStore, given, row, signIn, test } from "./lib/story";

const warehouse = "warehouse@practice.test";
const admin = "admin@practice.test";
const mark = () => randomUUID().slice(0, 8);

interface Ready {
  at: string;
  open: (page: Page) => Promise<void>;
  /* The GET the dialog stands on, and what is seen once it came. */
  reads?: { where: RegExp; shows: RegExp };
  /* What it sends, how it is filled and pressed, what must be kept, and whether it names a version. */
  writes?: {
    where: RegExp;
    method?: "PATCH" | "POST";
    press: string | RegExp;
    fill?: (page: Page, dialog: Locator) => Promise<void>;
    kept?: (dialog: Locator) => Promise<void>;
    isVersioned?: boolean;
  };
}
interface Dialog {
  name: string;
  who?: string;
  given: () => Promise<Ready>;
}

const inMenu = (of: string, action: string) => (page: Page) => act(page, row(page, of), action);
const place = async (page: Page, dialog: Locator) => {
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /USPS Ground Advantage/);
};
const ofOrder = async () => {
  const ready = await readyOrder();
  return { ...ready, at: `/orders?storeId=${ready.store.id}`, one: new RegExp(`/orders/${ready.order.id}(\\?|$)`) };
};
const ofOutbound = async (status: string) => {
  const ready = await readyOrder();
  await dispatched(ready.order);
  const outbound = await outboundOf(ready.order, status);
  return { outbound, at: `/outbound?outboundNo=${outbound.outboundNo}`, one: new RegExp(`/outbound-orders/${outbound.id}(\\?|$)`) };
};

const dialogs: Dialog[] = [
  { name: "order details", given: async () => {
    const { order, at, one } = await ofOrder();
    return { at: `${at}&open=${order.id}`, open: async () => {}, reads: { where: one, shows: /Fulfillment Status/ } };
  } },
  { name: "the timeline of an order", given: async () => {
    const { order, at } = await ofOrder();
    return { at: `${at}&open=${order.id}&tab=timeline`, open: async () => {}, reads: { where: new RegExp(`/orders/${order.id}/events`), shows: /Order received/ } };
  } },
  { name: "Dispatch to Warehouse", given: async () => {
    const { order, at, one } = await ofOrder();
    return { at, open: inMenu(order.orderNo, "Dispatch to Warehouse"), reads: { where: one, shows: /Recipient/ },
      writes: { where: /\/dispatch$/, press: "Confirm Dispatch", fill: place, isVersioned: true,
        kept: (dialog) => expect(dialog.getByRole("button", { name: /Los Angeles 1/ }).first()).toBeVisible() } };
  } },
  { name: "Manual Ship", given: async () => {
    const { order, at, one } = await ofOrder();
    return { at, open: inMenu(order.orderNo, "Manual Ship"), reads: { where: one, shows: /Tracking Number/ },
      writes: { where: /\/manual-ship$/, press: "Confirm Ship", isVersioned: true,
        fill: async (_, dialog) => {
          await dialog.getByLabel("Tracking Number").fill("1Z999");
          await dialog.getByRole("combobox", { name: "Shipping Channel" }).fill("UPS");
          await dialog.getByLabel("Tracking Number").focus(); // the suggestions close
        },
        kept: (dialog) => expect(dialog.getByLabel("Tracking Number")).toHaveValue("1Z999") } };
  } },
  { name: "Cancel Order", given: async () => {
    const { order, at, one } = await ofOrder();
    return { at, open: inMenu(order.orderNo, "Cancel Order"), reads: { where: one, shows: /will not be shipped/ },
      writes: { where: /\/cancel$/, press: "Cancel Order", isVersioned: true, fill: (_, dialog) => dialog.getByLabel(/Reason/).fill("a gift"),
        kept: (dialog) => expect(dialog.getByLabel(/Reason/)).toHaveValue("a gift") } };
  } },
  { name: "Take Back from Warehouse", given: async () => {
    const { order, store, at } = await ofOrder();
    await dispatched(order);
    await store.edit(order.platformOrderId, { shipping: { address1: "79 New Street" } });
    await given.sync([store.id], { mode: "order_numbers", orderNumbers: [order.orderNo] });
    await excepted(order, "address_changed");
    return { at, open: async (page) => {
      await row(page, order.orderNo).getByRole("button", { name: /^Processing Exception/ }).click();
      await page.getByRole("button", { name: "Take Back from Warehouse" }).click();
    }, reads: { where: /\/revisions$/, shows: /79 New Street/ }, writes: { where: /\/recall$/, press: "Take Back from Warehouse", isVersioned: true } };
  } },
  { name: "Manual Sync", given: async () => {
    const store = await freshStore();
    return { at: `/orders?storeId=${store.id}`, open: (page) => page.getByRole("button", { name: "Manual Sync" }).first().click(),
      writes: { where: /\/sync-runs$/, press: "Start Sync" } };
  } },
  { name: "a sync run", given: async () => {
    const store = await freshStore();
    const [made] = await store.orders({ lines: [{ productId: 101, quantity: 1 }] });
    const run = await given.sync([store.id]);
    return { at: `/sync-runs?storeId=${store.id}&run=${run.id}`, open: async () => {},
      reads: { where: new RegExp(`/sync-runs/${run.id}/orders`), shows: new RegExp(String(made.number)) } };
  } },
  { name: "a store", who: admin, given: async () => {
    const store = await freshStore();
    return { at: `/stores?store=${store.id}`, open: async () => {}, reads: { where: new RegExp(`/stores/${store.id}/coverage`), shows: /Complete|Not read/ } };
  } },
  { name: "carrier names", who: admin, given: async () => {
    const store = await freshStore();
    return { at: "/stores", open: async (page) => {
      await page.getByRole("button", { name: `Actions for ${store.name}` }).click();
      await page.getByRole("menuitem", { name: "Carrier Names" }).click();
    }, reads: { where: /\/carrier-mappings$/, shows: /Save Name/ },
      writes: { where: /\/carrier-mappings$/, press: "Save Name", fill: async (_, dialog) => {
        await dialog.getByRole("combobox", { name: "Carrier" }).fill(`Carrier ${mark()}`);
        await dialog.getByLabel("Name on WooCommerce").fill("kept-name");
      }, kept: (dialog) => expect(dialog.getByLabel("Name on WooCommerce")).toHaveValue("kept-name") } };
  } },
  ...(["Edit", "Disable", "Re-authorise"] as const).map((action): Dialog => ({ name: `${action} a store`, who: admin, given: async () => {
    const store = await freshStore();
    return { at: "/stores", open: async (page) => {
      await page.getByRole("button", { name: `Actions for ${store.name}` }).click();
      await page.getByRole("menuitem", { name: action }).click();
    }, writes: {
      Edit: { where: /\/stores\/\d+$/, method: "PATCH" as const, press: "Save", isVersioned: true, fill: (_: Page, dialog: Locator) => dialog.getByLabel("Name").fill(`${store.name} 2`),
        kept: (dialog: Locator) => expect(dialog.getByLabel("Name")).toHaveValue(`${store.name} 2`) },
      Disable: { where: /\/stores\/\d+$/, method: "PATCH" as const, press: "Disable", isVersioned: true },
      "Re-authorise": { where: /\/authorize$/, press: "Save and Test", isVersioned: true, fill: async (_: Page, dialog: Locator) => {
        await dialog.getByLabel("Consumer key").fill(store.shop.key);
        await dialog.getByLabel("Consumer secret").fill(store.shop.secret);
      }, kept: (dialog: Locator) => expect(dialog.getByLabel("Consumer key")).toHaveValue(store.shop.key) },
    }[action] };
  } })),
  { name: "Add Store", who: admin, given: async () => ({ at: "/stores", open: (page) => page.getByRole("button", { name: "Add Store" }).first().click(),
    reads: { where: /\/platforms$/, shows: /Shop address/ } }) },
  { name: "Adjust Stock", who: warehouse, given: async () => {
    const sku = makeSku();
    return { at: `/stock?q=${sku.code}`, open: (page) => page.getByRole("button", { name: `Adjust ${sku.code} in Los Angeles 1` }).click(),
      writes: { where: /\/stock-adjustments$/, press: "Adjust", fill: (_, dialog) => dialog.getByLabel("Quantity to add").fill("7"),
        kept: (dialog) => expect(dialog.getByLabel("Quantity to add")).toHaveValue("7") } };
  } },
  { name: "the ledger of a SKU", who: warehouse, given: async () => {
    const sku = makeSku();
    return { at: `/stock?q=${sku.code}`, open: (page) => row(page, sku.code).getByRole("button").first().click(),
      reads: { where: /\/stock-movements\?/, shows: /opening stock/ } };
  } },
  { name: "a warehouse SKU", who: warehouse, given: async () => {
    const sku = makeSku();
    return { at: `/skus?q=${sku.code}`, open: (page) => row(page, sku.code).getByRole("button", { name: sku.code, exact: true }).click(),
      reads: { where: new RegExp(`/warehouse-skus/${sku.id}$`), shows: /Weight/ } };
  } },
  { name: "an outbound order", who: warehouse, given: async () => {
    const { outbound, at, one } = await ofOutbound("draft");
    return { at, open: (page) => row(page, outbound.outboundNo).getByRole("button", { name: outbound.outboundNo }).first().click(), reads: { where: one, shows: /Recipient/ } };
  } },
  { name: "Pack", who: warehouse, given: async () => {
    const { outbound, at } = await ofOutbound("picking");
    return { at, open: (page) => row(page, outbound.outboundNo).getByRole("button", { name: /^Pack / }).click(),
      writes: { where: /\/pack$/, press: "Pack", isVersioned: true, fill: (_, dialog) => dialog.getByLabel(/Weight/).fill("640"),
        kept: (dialog) => expect(dialog.getByLabel(/Weight/)).toHaveValue("640") } };
  } },
  { name: "Ship", who: warehouse, given: async () => {
    const { outbound, at } = await ofOutbound("packed");
    const trackingNo = `1Z${mark()}`;
    return { at, open: (page) => row(page, outbound.outboundNo).getByRole("button", { name: /^Ship / }).click(),
      writes: { where: /\/ship$/, press: /^Ship/, isVersioned: true, fill: (_, dialog) => dialog.getByLabel("Tracking Number").fill(trackingNo),
        kept: (dialog) => expect(dialog.getByLabel("Tracking Number")).toHaveValue(trackingNo) } };
  } },
  { name: "Intercept", who: warehouse, given: async () => {
    const { outbound, at } = await ofOutbound("reviewed");
    return { at, open: async (page) => {
      await row(page, outbound.outboundNo).getByRole("button", { name: /Actions/ }).click();
      await page.getByRole("menuitem", { name: /^Intercept/ }).click();
    }, writes: { where: /\/intercept$/, press: /^Intercept/, isVersioned: true } };
  } },
  { name: "Add User", who: admin, given: async () => ({ at: "/users", open: (page) => page.getByRole("button", { name: "Add User" }).first().click(),
    writes: { where: /\/users$/, press: "Add User", fill: async (_, dialog) => {
      await dialog.getByLabel("Email").fill(`${mark()}@people.example`);
      await dialog.getByRole("textbox", { name: "Name" }).fill("Kept Name");
      await dialog.getByRole("checkbox", { name: "Operator" }).check();
    }, kept: (dialog) => expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Kept Name") } }) },
];

const dialogOf = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog")).last();

async function opened(page: Page, ready: Ready) {
  await page.goto(ready.at);
  await ready.open(page);
  return dialogOf(page);
}

async function waitsAndFails(page: Page, ready: Ready, { where, shows }: NonNullable<Ready["reads"]>) {
  const content = (dialog: Locator) => dialog.getByText(shows).first();
  await test.step("it waits, in words", async () => {
    const release = await isSlow(page, "GET", where);
    const dialog = await opened(page, ready);
    await expect(dialog.getByText("Loading…").first()).toBeVisible();
    await release();
    await expect(content(dialog)).toBeVisible();
  });
  for (const [fault, says] of [["broken", "Something is broken on our side"], ["cut", "The server cannot be reached"]] as const)
    await test.step(`reading is ${fault}`, async () => {
      const mended = await goesWrong(page, "GET", where, faults[fault]);
      const dialog = await opened(page, ready);
      const alert = dialog.getByRole("alert").filter({ hasText: says });
      await expect(alert).toBeVisible();
      if (fault === "broken") await expect(alert).toContainText(requestId); // for whoever asks support
      await mended();
      const again = alert.getByRole("button", { name: "Try Again" });
      await expect(async () => {
        if (await again.isVisible()) await again.click({ timeout: 1_000 }); // some come back by themselves
        await expect(content(dialog)).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 30_000 });
    });
}

async function refusesAndGoesOn(page: Page, ready: Ready, { where, method = "POST", press, fill, kept, isVersioned }: NonNullable<Ready["writes"]>) {
  const dialog = await opened(page, ready);
  const button = dialog.getByRole("button", { name: press, exact: true }).last();
  await fill?.(page, dialog);
  const ways = [["broken", /Something is broken on our side/], ["cut", /The server cannot be reached/], ...(isVersioned ? [["stale", /changed (meanwhile|while you were looking)/i] as const] : [])] as const;
  for (const [fault, says] of ways)
    await test.step(`sending is ${fault}`, async () => {
      const mended = await goesWrong(page, method, where, faults[fault]);
      await button.click();
      await expect(dialog.getByText(says).first()).toBeVisible();
      await kept?.(dialog);
      await mended();
    });
  await test.step("without a network nothing is sent", async () => {
    await page.context().setOffline(true);
    await expect(button).toBeDisabled();
    await page.context().setOffline(false);
    await expect(button).toBeEnabled();
    await kept?.(dialog);
  });
  await test.step("it goes on", async () => {
    const sent = page.waitForResponse((answer) => answer.request().method() === method && where.test(answer.url()));
    await button.click();
    expect((await sent).status()).toBeLessThan(300);
  });
}

test.setTimeout(120_000);
for (const { name, who, given: make } of dialogs)
  test(`the states of ${name}`, async ({ page, quiet }) => {
    quiet.push(...faultNoise);
    const ready = await make();
    await signIn(page, who);
    if (ready.reads) await waitsAndFails(page, ready, ready.reads);
    if (ready.writes) await refusesAndGoesOn(page, ready, ready.writes);
  });

test("without a network the page says so over everything, and what is there stays", async ({ page, quiet }) => {
  quiet.push(...faultNoise);
  const { order, store } = await readyOrder();
  await signIn(page, undefined, `/orders?storeId=${store.id}`);
  await expect(row(page, order.orderNo)).toBeVisible();
  const banner = page.getByText("You are offline. What you see may be old", { exact: false });
  await page.context().setOffline(true);
  await expect(banner).toBeVisible();
  await expect(row(page, order.orderNo)).toBeVisible();
  await page.context().setOffline(false);
  await expect(banner).toBeHidden();
});

test("a list that cannot be read says why, keeps its rows, and comes back", async ({ page, quiet }) => {
  quiet.push(...faultNoise);
  const { order, store } = await readyOrder();
  const list = /\/api\/v1\/orders\?/;
  await signIn(page);
  let mended = await goesWrong(page, "GET", list, faults.broken);
  await page.goto(`/orders?storeId=${store.id}`);
  const alert = page.getByRole("alert").filter({ hasText: "Something is broken on our side" });
  await expect(alert).toContainText(requestId);
  await mended();
  await alert.getByRole("button", { name: "Try Again" }).click();
  await expect(row(page, order.orderNo)).toBeVisible();
  mended = await goesWrong(page, "GET", list, faults.cut);
  await page.getByRole("button", { name: "Refresh" }).first().click();
  await expect(page.getByText(/^Not refreshed since/)).toBeVisible();
  await expect(row(page, order.orderNo)).toBeVisible();
  await mended();
  await page.getByRole("button", { name: "Refresh" }).first().click();
  await expect(page.getByText(/^Not refreshed since/)).toBeHidden();
});

test("staff without the right are told what is missing, and who grants it", async ({ page }) => {
  await signIn(page, undefined, "/users");
  await expect(page.getByText(/It needs the permission/).first()).toBeVisible();
  expect((await as.operator.get("users")).status).toBe(403);
});
