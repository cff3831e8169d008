// An order edited on the platform after it went to the warehouse: seen field by field, taken back with one press.
import { dispatched, excepted, orderNow, readyOrder } from "../api/lib/steps.mjs";
import { seriousFindings } from "./lib/axe";
import { expect, given, row, signIn, test } from "./lib/story";

test("an edited address is shown before and after, and the order is taken back", async ({ page }) => {
  const { order, store } = await readyOrder();
  await dispatched(order);
  await store.edit(order.platformOrderId, { shipping: { address1: "77 New Street" } });
  await given.sync([store.id], { mode: "order_numbers", orderNumbers: [order.orderNo] });
  await excepted(order, "address_changed");
  await signIn(page, "operator@practice.test", `/orders?open=${order.id}&tab=timeline`);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /^Address .*77 New Street/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Take Back from Warehouse" }).click();
  await expect(dialog.getByText("Pending").first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Take Back from Warehouse" })).toBeHidden();
  expect((await orderNow(order)).status).toBe("pending");
});

test("the exception itself offers to take the order back, in the page's own words", async ({ page }) => {
  const { order, store } = await readyOrder();
  await dispatched(order);
  await store.edit(order.platformOrderId, { shipping: { address1: "78 New Street", country: "DE" } });
  await given.sync([store.id], { mode: "order_numbers", orderNumbers: [order.orderNo] });
  await excepted(order, "address_changed");
  await signIn(page);
  await page.evaluate(() => localStorage.setItem("gwms.prefs", JSON.stringify({ language: "zh-CN" })));
  await page.goto(`/orders?storeId=${store.id}`);
  const line = row(page, order.orderNo);
  await line.getByRole("button", { name: "下发后平台更改了地址" }).focus();
  const note = page.getByRole("region", { name: "处理异常" });
  await expect(note).toContainText("平台上的以下内容已变更：");
  await expect(note).toContainText("地址");
  await note.getByRole("button", { name: "从仓库收回" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("row", { name: /^国家 .*德国/ })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /^地址 .*78 New Street/ })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "从仓库收回" }).click();
  await expect(dialog).toBeHidden();
  await expect(line).toContainText("待处理");
  expect((await orderNow(order)).status).toBe("pending");
});
