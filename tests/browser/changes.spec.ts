// An order edited on the platform after it went to the warehouse: seen field by field, taken back with one press.
import { dispatched, excepted, orderNow, readyOrder } from "../api/lib/steps.mjs";
import { expect, given, signIn, test } from "./lib/story";

test("an edited address is shown before and after, and the order is taken back", async ({ page }) => {
  const { order, store } = await readyOrder();
  await dispatched(order);
  await store.edit(order.platformOrderId, { shipping: { address1: "77 New Street" } });
  await given.sync([store.id], { mode: "order_numbers", orderNumbers: [order.orderNo] });
  await excepted(order, "address_changed");
  await signIn(page, "operator@practice.test", `/orders?open=${order.id}&tab=timeline`);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("cell", { name: /77 New Street/ }).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Take Back from Warehouse" }).click();
  await expect(dialog.getByText("Pending").first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Take Back from Warehouse" })).toBeHidden();
  expect((await orderNow(order)).status).toBe("pending");
});
