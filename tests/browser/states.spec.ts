// Every dialog of orders, stores, stock and the warehouse floor while it waits, when what it reads or writes goes wrong, when
// somebody was faster, and without a network. Each says so, keeps what was typed, and goes on once the trouble is over.
import type { Locator, Page } from "@playwright/test";
import { as, practice } from "../api/lib/stack.mjs";
import { dispatched, excepted, makeSku, outboundOf, places, readyOrder, shipped } from "../api/lib/steps.mjs";
import { pdf } from "../api/lib/pdf.mjs";
import { faultNoise, faults, goesWrong, requestId } from "./lib/faults";
import { admin, type Dialog, inMenu, mark, ofOrder, ofOutbound, place, walk, warehouse } from "./lib/states";
import { freshVendor, poNumber, purchaseOrders } from "./lib/vendor";
import { act, choose, expect, freshStore, given, row, signIn, test, until } from "./lib/story";

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
  { name: "Mark Shipped", given: async () => {
    const { order, store } = await ofOrder();
    await dispatched(order);
    await store.weather({ refuseWrites: true });
    await shipped(await outboundOf(order, "packed"));
    await excepted(order, "writeback_failed");
    await store.weather({});
    return { at: `/orders?storeId=${store.id}`, open: inMenu(order.orderNo, "Mark Shipped"), reads: { where: new RegExp(`/orders/${order.id}(\\?|$)`), shows: /locked by another user/ },
      writes: { where: /\/mark-shipped$/, press: "Mark Shipped", isVersioned: true } };
  } },
  { name: "Batch Dispatch", given: async () => {
    const { order, store, at } = await ofOrder();
    const { order: other } = await readyOrder({ store });
    return { at, open: async (page) => {
      for (const { orderNo } of [order, other]) await row(page, orderNo).getByRole("checkbox").check();
      await page.getByRole("button", { name: "Batch Dispatch to Warehouse" }).last().click();
      await place(page, page.getByRole("dialog", { name: "Batch Dispatch to Warehouse" }));
    }, reads: { where: /\/orders\/rehearse$/, method: "POST", shows: /^2 go/ },
      writes: { where: /\/batch-dispatch$/, press: "Confirm Dispatch", fill: (_, dialog) => expect(dialog.getByText(/^2 go/)).toBeVisible(),
        kept: (dialog) => expect(dialog.getByText(/^2 go/)).toBeVisible() } };
  } },
  { name: "the address of a place", given: async () => {
    const vendor = await freshVendor();
    const code = `Y${poNumber().slice(0, 5)}`;
    const [order] = await purchaseOrders(vendor, { items: [{ sku: "HB-001", quantity: 1 }], codeOnly: true, shipTo: code });
    return { at: `${vendor.at}&open=${order.id}&tab=recipient`, open: (page) => page.getByRole("dialog").getByRole("button", { name: "Give Address" }).click(),
      writes: { where: /\/ship-to-addresses$/, press: "Save Address", fill: async (page, dialog) => {
        for (const [label, text] of [["Name", "Fulfilment Centre"], ["Address", "1 Dock Road"], ["City", "Reno"]] as const) await dialog.getByLabel(label, { exact: true }).fill(text);
        await dialog.getByLabel("State/Province").fill("NV");
        await dialog.getByLabel("Zip Code").fill("89502");
        await dialog.getByRole("combobox", { name: "Country" }).fill("United States");
        await page.getByRole("option", { name: /^United States US/ }).click();
      }, kept: (dialog) => expect(dialog.getByLabel("City")).toHaveValue("Reno") } };
  } },
  { name: "a batch", given: async () => {
    const { order, at } = await ofOrder();
    const { LAX1 } = await places();
    const batch = await as.operator.need(as.operator.post("orders/batch-dispatch", { orders: [{ id: order.id, version: order.version }],
      warehouseId: LAX1.id, channelId: LAX1.channels["UPS-GROUND"].id }));
    return { at: `${at}&batch=${batch.id}`, open: async () => {}, reads: { where: new RegExp(`/batches/${batch.id}$`), shows: /1 order dispatched/ } };
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
  { name: "adding a store", who: admin, given: async () => {
    const shop = await practice.post("shops", { name: `states-${mark()}`, empty: true, orderEveryS: 0 });
    return { at: "/stores", open: (page) => page.getByRole("button", { name: "Add Store" }).first().click(),
      writes: { where: /\/stores$/, press: "Add Store", fill: async (_, dialog) => {
        await dialog.getByLabel("Name").fill(shop.name);
        await dialog.getByLabel("Shop address").fill(shop.url);
        await dialog.getByLabel("Consumer key").fill(shop.key);
        await dialog.getByLabel("Consumer secret").fill(shop.secret);
      }, kept: (dialog) => expect(dialog.getByLabel("Consumer secret")).toHaveValue(shop.secret) } };
  } },
  { name: "approving a store in its shop", who: admin, given: async () => {
    const store = await freshStore();
    return { at: "/stores", open: async (page) => {
      await page.getByRole("button", { name: `Actions for ${store.name}` }).click();
      await page.getByRole("menuitem", { name: "Re-authorise" }).click();
    }, writes: { where: /\/consent$/, press: "Approve in the Shop" } };
  } },
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
  { name: "Another Label", given: async () => {
    const { order } = await readyOrder();
    const { LAX1 } = await places();
    const label = await as.operator.need(as.operator.ask("POST", "labels?fileName=first.pdf", { body: pdf(), headers: { "Content-Type": "application/pdf" } }), 201);
    await until("the label is good", async () => (await as.operator.need(as.operator.get(`labels/${label.id}`))).state === "good");
    const { outbound } = await as.operator.need(as.operator.post(`orders/${order.id}/dispatch`,
      { warehouseId: LAX1.id, channelId: LAX1.channels.PICKUP.id, labelId: label.id, trackingNo: `SP${mark()}` }, { version: order.version }));
    const trackingNo = `SP${mark()}`;
    return { at: `/outbound?outboundNo=${outbound.outboundNo}`, open: (page) => act(page, row(page, outbound.outboundNo), "Label"),
      reads: { where: new RegExp(`/outbound-orders/${outbound.id}(\\?|$)`), shows: /Tracking Number/ },
      writes: { where: /\/label$/, press: "Save the Label", isVersioned: true, fill: async (_, dialog) => {
        await dialog.getByLabel("Label (PDF)", { exact: true }).setInputFiles({ name: "second.pdf", mimeType: "application/pdf", buffer: pdf({ text: trackingNo }) });
        await expect(dialog.getByText("Good: 1 page.")).toBeVisible();
        await dialog.getByLabel("Tracking Number").fill(trackingNo);
      }, kept: async (dialog) => {
        await expect(dialog.getByText("second.pdf")).toBeVisible();
        await expect(dialog.getByLabel("Tracking Number")).toHaveValue(trackingNo);
      } } };
  } },
  { name: "New Wave", who: warehouse, given: async () => {
    const { outbound, at } = await ofOutbound("reviewed");
    return { at, open: async (page) => {
      await row(page, outbound.outboundNo).getByRole("checkbox").check();
      await page.getByRole("button", { name: "Make a Wave" }).click();
    }, writes: { where: /\/waves$/, press: "Make a Wave of 1", kept: (dialog) => expect(dialog.getByText(outbound.outboundNo)).toBeVisible() } };
  } },
  { name: "New Outbound Order", who: warehouse, given: async () => {
    const sku = makeSku();
    return { at: "/outbound", open: (page) => page.getByRole("button", { name: "New Outbound Order" }).click(), reads: { where: /\/warehouses$/, shows: /Recipient/ },
      writes: { where: /\/outbound-orders$/, press: "Create and Reserve", fill: async (page, dialog) => {
        await choose(page, dialog, "Customer", /Harbor Trading/);
        await choose(page, dialog, "Warehouse", /Los Angeles 1/);
        await choose(page, dialog, "Shipping Channel", /UPS Ground/);
        await dialog.getByRole("combobox", { name: /Add an item/ }).fill(sku.code);
        await page.getByRole("option", { name: new RegExp(sku.code) }).click();
        for (const [label, text] of [["Name", "Grace Hopper"], ["Address", "1 Broadway"], ["City", "New York"]] as const) await dialog.getByLabel(label, { exact: true }).fill(text);
        await dialog.getByLabel(/State/).fill("NY");
        await dialog.getByLabel(/Zip Code/).fill("10004");
        await dialog.getByRole("combobox", { name: /Country/ }).fill("United States");
        await page.getByRole("option", { name: /^United States US/ }).click();
      }, kept: async (dialog) => {
        await expect(dialog.getByLabel(`Quantity of ${sku.code}`)).toHaveValue("1");
        await expect(dialog.getByLabel("City")).toHaveValue("New York");
      } } };
  } },
];

walk(dialogs);

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
