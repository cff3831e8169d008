// The walk through a dialog's states: while it waits, when there is nothing, when what it reads or writes goes wrong, when
// somebody was faster, and without a network. A table of dialogs is walked by `walk`.
import { randomUUID } from "node:crypto";
import type { Locator, Page, Route } from "@playwright/test";
import { dispatched, outboundOf, readyOrder } from "../../api/lib/steps.mjs";
import { faultNoise, faults, goesWrong, requestId } from "./faults";
import { act, begin, choose, expect, row, test } from "./story";

export const warehouse = "warehouse@practice.test";
export const admin = "admin@practice.test";
export const root = "root@practice.test";
export const mark = () => randomUUID().slice(0, 8);

export interface Ready {
  at: string;
  open: (page: Page) => Promise<void>;
  /* Somebody of the row's own signs in. */
  person?: { email: string; password: string };
  /* What the dialog stands on, what is seen once it came, and the words for an answer without anything in it. */
  reads?: { where: RegExp; method?: "GET" | "POST"; shows: RegExp; nothing?: { answer: object; says: RegExp } };
  /* What it sends, how it is filled and pressed, what must be kept, and whether it names a version. */
  writes?: {
    where: RegExp;
    method?: "PATCH" | "POST" | "DELETE";
    press: string | RegExp;
    fill?: (page: Page, dialog: Locator) => Promise<void>;
    kept?: (dialog: Locator) => Promise<void>;
    isVersioned?: boolean;
  };
}
export interface Dialog {
  name: string;
  who?: string;
  given: () => Promise<Ready>;
}

export const inMenu = (of: string, action: string) => (page: Page) => act(page, row(page, of), action);
export const place = async (page: Page, dialog: Locator) => {
  await choose(page, dialog, "Warehouse", /Los Angeles 1/);
  await choose(page, dialog, "Shipping Channel", /USPS Ground Advantage/);
};
export const ofOrder = async () => {
  const ready = await readyOrder();
  return { ...ready, at: `/orders?storeId=${ready.store.id}`, one: new RegExp(`/orders/${ready.order.id}(\\?|$)`) };
};
export const ofOutbound = async (status: string) => {
  const ready = await readyOrder();
  await dispatched(ready.order);
  const outbound = await outboundOf(ready.order, status);
  return { outbound, at: `/outbound?outboundNo=${outbound.outboundNo}`, one: new RegExp(`/outbound-orders/${outbound.id}(\\?|$)`) };
};

const dialogOf = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog")).last();

async function opened(page: Page, ready: Ready) {
  await page.goto(ready.at);
  await ready.open(page);
  return dialogOf(page);
}

/* One opening of the dialog goes through it all: its read is held, breaks, is cut off when asked again, and comes at last. */
async function waitsAndFails(page: Page, ready: Ready, { where, method = "GET", shows, nothing }: NonNullable<Ready["reads"]>) {
  if (nothing)
    await test.step("there is nothing, in words", async () => {
      const filled = await goesWrong(page, method, where, (route) => route.fulfill({ status: 200, json: nothing.answer }));
      await expect((await opened(page, ready)).getByText(nothing.says).first()).toBeVisible();
      await filled();
    });
  let release = () => {};
  const held = new Promise<void>((done) => { release = done; });
  let fault: (route: Route) => Promise<void> = async (route) => {
    await held;
    await faults.broken(route);
  };
  const mended = await goesWrong(page, method, where, (route) => fault(route));
  const dialog = await test.step("it waits, in words", async () => {
    const it = await opened(page, ready);
    await expect(it.getByText("Loading…").first()).toBeVisible();
    return it;
  });
  const alert = (says: string) => dialog.getByRole("alert").filter({ hasText: says });
  const again = dialog.getByRole("alert").getByRole("button", { name: "Try Again" });
  const askedAgain = (shown: Locator) => expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1_000 }); // some come back by themselves
    await expect(shown).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await test.step("reading is broken", async () => {
    release();
    await expect(alert("Something is broken on our side")).toContainText(requestId); // for whoever asks support
  });
  await test.step("reading is cut", async () => {
    fault = faults.cut;
    await askedAgain(alert("The server cannot be reached"));
  });
  await test.step("reading comes back", async () => {
    await mended();
    await askedAgain(dialog.getByText(shows).first());
  });
  return dialog;
}

async function refusesAndGoesOn(page: Page, dialog: Locator, { where, method = "POST", press, fill, kept, isVersioned }: NonNullable<Ready["writes"]>) {
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

export function walk(dialogs: readonly Dialog[]) {
  for (const { name, who, given: make } of dialogs)
    test(`the states of ${name}`, async ({ page, quiet }) => {
      test.setTimeout(120_000);
      quiet.push(...faultNoise);
      const ready = await make();
      await begin(page, ready.person?.email ?? who, ready.person?.password);
      const dialog = ready.reads ? await waitsAndFails(page, ready, ready.reads) : await opened(page, ready);
      if (ready.writes) await refusesAndGoesOn(page, dialog, ready.writes);
    });
}
