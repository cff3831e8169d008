// Every dialog of the mapping, the SKUs, the warehouses and the administration in the states of lib/states.ts: each says what is
// wrong, keeps what was typed, and goes on once the trouble is over.
import type { Locator, Page } from "@playwright/test";
import { person } from "../api/lib/people.mjs";
import { as, sql } from "../api/lib/stack.mjs";
import { bind, makeSku } from "../api/lib/steps.mjs";
import { admin, type Dialog, mark, root, walk, warehouse } from "./lib/states";
import { act, choose, expect, freshStore, given, row } from "./lib/story";

const pressing = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name, exact: true }).first().click();
const filling = (texts: Record<string, string>) => async (_: Page, dialog: Locator) => {
  for (const [label, text] of Object.entries(texts)) await dialog.getByLabel(label, { exact: true }).fill(text);
};
const keeping = (texts: Record<string, string>) => async (dialog: Locator) => {
  for (const [label, text] of Object.entries(texts)) await expect(dialog.getByLabel(label, { exact: true })).toHaveValue(text);
};
/* Fields that are filled and must be kept. */
const typed = (texts: Record<string, string>) => ({ fill: filling(texts), kept: keeping(texts) });
const file = (lines: string[]) => ({ name: "rows.csv", mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });

/* A store with a product that no warehouse SKU is bound to, and goods for it. */
async function unbound(productId: number, platformSku: string) {
  const [store, sku] = [await freshStore(), makeSku()];
  await given.orders(store, { lines: [{ productId, quantity: 1 }] });
  return { store, sku, at: `/mapping?storeId=${store.id}`, platformSku };
}
const houses = async () => as.root.need(as.root.post("warehouses", { code: `W${mark()}`, name: `House ${mark()}`, country: "NL" }), 201);
const customer = async () => as.root.need(as.root.post("customers", { code: `c-${mark()}`, name: `Customer ${mark()}` }), 201);
const channel = async () => as.warehouse.need(as.warehouse.post("shipping-channels", { warehouseId: "1", code: `C${mark()}`, name: `Channel ${mark()}`, carrier: "DHL",
  serviceType: "Express", selfPickup: false, rateBase: "10.00", ratePerKg: "1.50", rateCurrency: "USD" }), 201);
const user = async () => as.admin.need(as.admin.post("users", { email: `${mark()}@people.example`, name: `User ${mark()}`, roles: ["operator"] }), 201);
const key = async () => (await as.admin.need(as.admin.post("api-keys", { name: `Tool ${mark()}`, scopes: ["order_view"] }), 201)).apiKey;
const hook = async () => (await as.admin.need(as.admin.post("webhooks", { name: `Hook ${mark()}`, url: "https://tool.example/hook", events: ["order.created"] }), 201)).webhook;

const mapping: Dialog[] = [
  { name: "Bind", given: async () => {
    const { sku, at } = await unbound(119, "HB-019");
    return { at, open: (page) => row(page, "HB-019").getByRole("button", { name: "HB-019", exact: true }).click(),
      writes: { where: /\/sku-mappings$/, press: "Save Binding", fill: async (page, dialog) => {
        await dialog.getByRole("combobox").fill(sku.code);
        await page.getByRole("option", { name: new RegExp(sku.code) }).click();
      }, kept: (dialog) => expect(dialog.getByText(sku.code, { exact: true })).toBeVisible() } };
  } },
  { name: "History of a mapping", given: async () => {
    const { store, sku, at } = await unbound(119, "HB-019");
    await store.client.need(bind(store, "119", [sku], store.client));
    return { at, open: (page) => act(page, row(page, "HB-019"), "History"),
      reads: { where: /\/history(\?|$)/, shows: /Bound to/, nothing: { answer: { items: [], nextCursor: null }, says: /It was never bound/ } },
      writes: { where: /\/sku-mappings\/undo$/, press: "Restore What Was Before" } };
  } },
  { name: "Auto Match", given: async () => {
    const { store, sku, at } = await unbound(104, "HB-004");
    sql(`UPDATE platform_product SET platform_sku = '${sku.code}' WHERE store_id = ${store.id} AND sku_key = '104'`);
    return { at, open: pressing("Auto Match"),
      reads: { where: /\/auto-match$/, method: "POST", shows: /Identical codes/,
        nothing: { answer: { matches: [], unmatched: 3, ambiguous: 0, more: false, bound: 0, freedOrders: 0 }, says: /No unbound platform SKU has the code/ } },
      writes: { where: /\/auto-match$/, press: "Bind 1 SKU", fill: (_, dialog) => expect(dialog.getByText(/Identical codes/)).toBeVisible(), kept: (dialog) => expect(dialog.getByRole("checkbox", { name: `Bind ${sku.code} to ${sku.code}` })).toBeChecked() } };
  } },
  { name: "Import Mappings", given: async () => {
    const { store, sku, at } = await unbound(106, "HB-006");
    return { at, open: pressing("Import"), writes: { where: /\/sku-mappings\/import\?apply=true/, press: "Import 1 Binding", fill: async (_, dialog) => {
      await dialog.locator("input[type=file]").setInputFiles(file(["store,platform_sku,warehouse_sku,quantity", `${store.name},HB-006,${sku.code},2`]));
      await expect(dialog.getByText("1 new, 0 changed")).toBeVisible();
    }, kept: (dialog) => expect(dialog.getByText("1 new, 0 changed")).toBeVisible() } };
  } },
  { name: "Sync Platform SKU", given: async () => {
    const { at } = await unbound(106, "HB-006");
    return { at, open: pressing("Sync Platform SKU"), reads: { where: /\/runs\/latest$/, shows: /never read/ }, writes: { where: /\/platform-skus\/sync$/, press: "Start Sync" } };
  } },
];

const skus: Dialog[] = [
  { name: "Propose SKU", given: async () => ({ at: "/skus", open: pressing("Propose SKU"),
    writes: { where: /\/warehouse-skus$/, press: "Propose", ...typed({ SKU: `P${mark()}`, Name: "Beechwood Spoon" }) } }) },
  { name: "Edit SKU", who: warehouse, given: async () => {
    const sku = makeSku();
    return { at: `/skus?q=${sku.code}`, open: (page) => act(page, row(page, sku.code), "Edit"), reads: { where: new RegExp(`/warehouse-skus/${sku.id}$`), shows: /Weight/ },
      writes: { where: /\/warehouse-skus\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ Name: "Kept Spoon" }) } };
  } },
  { name: "Approve SKU", who: warehouse, given: async () => {
    const sku = makeSku({ status: "pending_review" });
    return { at: `/skus?q=${sku.code}`, open: pressing(`Approve ${sku.code}`), writes: { where: /\/warehouse-skus\/\d+$/, method: "PATCH", press: "Approve", isVersioned: true } };
  } },
  { name: "Import SKUs", given: async () => ({ at: "/skus", open: pressing("Import"),
    writes: { where: /\/warehouse-skus\/import\?.*apply=true/, press: "Import 1 SKU", fill: async (_, dialog) => {
      await dialog.locator("input[type=file]").setInputFiles(file(["code,name,barcode,weight_grams", `I${mark()},Spoon,,80`]));
      await expect(dialog.getByText("1 new, 0 changed")).toBeVisible();
    }, kept: (dialog) => expect(dialog.getByText("1 new, 0 changed")).toBeVisible() } }) },
];

const places: Dialog[] = [
  { name: "Add Warehouse", who: root, given: async () => ({ at: "/warehouses", open: pressing("Add Warehouse"),
    writes: { where: /\/warehouses$/, press: "Add Warehouse", ...typed({ Code: `W${mark()}`, Name: "Kept House", Country: "NL" }) } }) },
  { name: "Edit Warehouse", who: root, given: async () => {
    const { name } = await houses();
    return { at: "/warehouses", open: pressing(`Edit ${name}`),
      writes: { where: /\/warehouses\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ Name: `${name} 2` }) } };
  } },
  { name: "Switch Off Warehouse", who: root, given: async () => {
    const { name } = await houses();
    return { at: "/warehouses", open: pressing(`Switch off ${name}`), writes: { where: /\/warehouses\/\d+$/, method: "PATCH", press: "Switch Off", isVersioned: true } };
  } },
  { name: "Add Channel", who: warehouse, given: async () => ({ at: "/warehouses?tab=channels&warehouseId=1", open: pressing("Add Channel"),
    writes: { where: /\/shipping-channels$/, press: "Add Channel",
      ...typed({ Code: `C${mark()}`, Name: `Channel ${mark()}`, Carrier: "DHL", "Service Type": "Express", "Base price": "10", "Per kg": "1.5", Currency: "USD" }) } }) },
  { name: "Edit Channel", who: warehouse, given: async () => {
    const { name } = await channel();
    return { at: "/warehouses?tab=channels&warehouseId=1", open: pressing(`Edit ${name}`),
      writes: { where: /\/shipping-channels\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ "Base price": "11" }) } };
  } },
  { name: "Add Business", who: root, given: async () => {
    const [house, { name }] = [await houses(), await customer()];
    return { at: "/warehouses?tab=businesses", open: pressing("Add Business"),
      writes: { where: /\/businesses$/, press: "Add Business", fill: async (page, dialog) => {
        await choose(page, dialog, "Customer", new RegExp(name));
        await choose(page, dialog, "Warehouse", new RegExp(house.name));
      }, kept: (dialog) => expect(dialog.getByRole("button", { name: new RegExp(house.name) })).toBeVisible() } };
  } },
  { name: "Add Customer", who: root, given: async () => ({ at: "/warehouses?tab=customers", open: pressing("Add Customer"),
    writes: { where: /\/customers$/, press: "Add Customer", ...typed({ Code: `c-${mark()}`, Name: "Kept Customer" }) } }) },
  { name: "Edit Customer", who: root, given: async () => {
    const { code, name } = await customer();
    return { at: `/warehouses?tab=customers&q=${code}`, open: pressing(`Edit ${name}`),
      writes: { where: /\/customers\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ Name: `${name} 2` }) } };
  } },
];

const people: Dialog[] = [
  { name: "Add User", who: admin, given: async () => ({ at: "/users", open: pressing("Add User"), reads: { where: /\/roles$/, shows: /Operator/ },
    writes: { where: /\/users$/, press: "Add User", fill: async (_, dialog) => {
      await dialog.getByLabel("Email").fill(`${mark()}@people.example`);
      await dialog.getByRole("textbox", { name: "Name" }).fill("Kept Name");
      await dialog.getByRole("checkbox", { name: "Operator" }).check();
    }, kept: (dialog) => expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Kept Name") } }) },
  { name: "Edit User", who: admin, given: async () => {
    const { name, email } = await user();
    return { at: `/users?q=${encodeURIComponent(email)}`, open: pressing(`Edit ${name}`),
      writes: { where: /\/users\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ Name: `${name} 2` }) } };
  } },
  { name: "Switch Off User", who: admin, given: async () => {
    const { name, email } = await user();
    return { at: `/users?q=${encodeURIComponent(email)}`, open: pressing(`Switch off ${name}`),
      writes: { where: /\/users\/\d+$/, method: "PATCH", press: "Switch Off", isVersioned: true } };
  } },
  { name: "Invite", who: admin, given: async () => {
    const { name, email } = await user();
    return { at: `/users?q=${encodeURIComponent(email)}`, open: pressing(`Invite: ${name}`), writes: { where: /\/invitation$/, press: "Make Link" } };
  } },
  { name: "Change Password", given: async () => {
    const me = person();
    return { person: me, at: "/orders", open: async (page) => {
      await page.getByRole("button", { name: /Account/ }).click();
      await page.getByRole("button", { name: "Change Password" }).click();
    }, writes: { where: /\/me\/password$|\/auth\/password$/, press: "Change Password", ...typed({ "Current password": me.password, "New password": `${me.password}, again` }) } };
  } },
  { name: "Save View", given: async () => ({ person: person(), at: "/orders?status=shipped", open: pressing("Save View"),
    writes: { where: /\/me\/views$/, press: "Save", ...typed({ "Name of this view": "Gone out" }) } }) },
  { name: "Rename View", given: async () => {
    const me = person();
    await me.need(me.post("me/views", { page: "orders", name: "Gone out", query: "status=shipped" }), 201);
    return { person: me, at: "/orders?status=shipped", open: pressing("Change the view Gone out"),
      writes: { where: /\/me\/views\/\d+$/, method: "PATCH", press: "Rename", ...typed({ "Name of this view": "Out" }) } };
  } },
  { name: "Forget View", given: async () => {
    const me = person();
    await me.need(me.post("me/views", { page: "orders", name: "Gone out", query: "status=shipped" }), 201);
    return { person: me, at: "/orders?status=shipped", open: pressing("Change the view Gone out"), writes: { where: /\/me\/views\/\d+$/, method: "DELETE", press: "Forget" } };
  } },
];

const tools: Dialog[] = [
  { name: "New Key", who: admin, given: async () => ({ at: "/api-keys", open: pressing("New Key"),
    writes: { where: /\/api-keys$/, press: "Make Key", fill: async (_, dialog) => {
      await dialog.getByLabel("Name of the tool").fill("Kept Tool");
      await dialog.getByRole("checkbox", { name: "View platform orders" }).check();
    }, kept: async (dialog) => {
      await expect(dialog.getByLabel("Name of the tool")).toHaveValue("Kept Tool");
      await expect(dialog.getByRole("checkbox", { name: "View platform orders" })).toBeChecked();
    } } }) },
  { name: "Edit Key", who: admin, given: async () => {
    const { name } = await key();
    return { at: "/api-keys", open: pressing(`Edit ${name}`), writes: { where: /\/api-keys\/\d+$/, method: "PATCH", press: "Save", isVersioned: true, ...typed({ "Name of the tool": `Tool ${mark()}` }) } };
  } },
  { name: "Revoke Key", who: admin, given: async () => {
    const { name } = await key();
    return { at: "/api-keys", open: pressing(`Revoke ${name}`), writes: { where: /\/revoke$/, press: "Revoke" } };
  } },
  { name: "Add Webhook", who: admin, given: async () => ({ at: "/webhooks", open: pressing("Add Webhook"),
    writes: { where: /\/webhooks$/, press: "Add Webhook", ...typed({ Name: `Hook ${mark()}`, Address: "https://tool.example/hook" }) } }) },
  ...(["Edit", "Switch Off", "Delete"] as const).map((action): Dialog => ({ name: `${action} a webhook`, who: admin, given: async () => {
    const { name } = await hook();
    const where = /\/webhooks\/\d+$/;
    return { at: "/webhooks", open: async (page) => {
      await page.getByRole("button", { name, exact: true }).click();
      await page.getByRole("dialog", { name }).getByRole("button", { name: action, exact: true }).click();
    }, writes: {
      Edit: { where, method: "PATCH" as const, press: "Save", isVersioned: true, ...typed({ Name: `${name} 2` }) },
      "Switch Off": { where, method: "PATCH" as const, press: "Switch Off", isVersioned: true },
      Delete: { where, method: "DELETE" as const, press: "Delete", isVersioned: true },
    }[action] };
  } })),
  { name: "a webhook and its new secret", who: admin, given: async () => {
    const { id, name } = await hook();
    return { at: "/webhooks", open: pressing(name),
      reads: { where: new RegExp(`/webhooks/${id}/deliveries`), shows: /Nothing was told|^Result$/ /* others' orders are told to it meanwhile */, nothing: { answer: { items: [], nextCursor: null }, says: /Nothing was told/ } },
      writes: { where: /\/rotate-secret$/, press: "New Secret" } };
  } },
];

walk([...mapping, ...skus, ...places, ...people, ...tools]);
