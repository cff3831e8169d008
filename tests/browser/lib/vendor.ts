// Vendor accounts of the practice store for stories: an account of a story's own, the store connected to it, its orders.
import { randomUUID } from "node:crypto";
import { as, given, practice, sql, until } from "../../api/lib/stack.mjs";
import { bind, fresh, makeSku, orderNow } from "../../api/lib/steps.mjs";

export interface Item { sku?: string; asin?: string; quantity: number; unit?: "Cases" | "Eaches"; unitSize?: number; backorderAllowed?: boolean }
export interface Account { name: string; url: string; clientId: string; clientSecret: string; refreshToken: string }
export type Order = Awaited<ReturnType<typeof orderNow>>;

/* An account without orders and with quota enough. */
export const freshAccount = (): Promise<Account> =>
  practice.post("vendors", { name: fresh("vendor"), empty: true, refillMs: 1, burst: 1000, orderEveryS: 0 });

const letters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/* Eight letters and digits, as Amazon's numbers are. */
export const poNumber = () => [...randomUUID().replaceAll("-", "").slice(0, 16).matchAll(/../g)].map(([two]) => letters[Number.parseInt(two, 16) % letters.length]).join("");

/* What the practice store keeps of an order. */
export const kept = (account: Account, number: string) => practice.get(`vendors/${account.name}/orders/${number}`);
export const buyer = (account: Account, number: string, what: "change" | "cancel", body = {}) => practice.post(`vendors/${account.name}/orders/${number}/${what}`, body);
export const weather = (account: Account, body: object) => practice.put(`vendors/${account.name}/weather`, body);

/* The account as a store that is tested and that the schedule leaves alone. */
export async function freshVendor() {
  const account = await freshAccount();
  const { url, clientId, clientSecret, refreshToken } = account;
  const { id } = await as.admin.need(as.admin.post("stores", { name: fresh("Vendor"), platform: "amazon_vendor", url, credentials: { clientId, clientSecret, refreshToken } }), 201);
  /* While a run of the schedule is open, the schedule makes no other: the store's first one would come right after its test. */
  const [{ id: open }] = sql(`INSERT INTO sync_run (customer_id, store_id, kind, type, mode, status)
    SELECT customer_id, id, kind, 'automatic', 'immediate', 'running' FROM store WHERE id = ${id} RETURNING id`);
  const store = await until("the vendor account is tested", async () => {
    const now = await as.admin.need(as.admin.get(`stores/${id}`));
    return ["passed", "failed"].includes(now.test.state) && now;
  });
  if (store.test.state !== "passed") throw new Error(JSON.stringify(store.test));
  sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${id}`);
  sql(`DELETE FROM sync_run WHERE id = ${open}`);
  return { account, store, at: `/orders?kind=b2b&storeId=${id}` };
}

/* Orders at the account, pulled in, as GWMS shows them. */
export async function purchaseOrders({ account, store }: { account: Account; store: { id: string } }, ...specs: { items: Item[]; codeOnly?: boolean; shipTo?: string }[]): Promise<Order[]> {
  const numbered = specs.map((spec) => ({ number: poNumber(), ...spec }));
  await practice.post(`vendors/${account.name}/orders`, { orders: numbered });
  await pull(store, ...numbered.map(({ number }) => number));
  const rows = (await as.admin.need(as.admin.get(`orders?kind=b2b&storeId=${store.id}`))).items;
  return Promise.all(numbered.map(({ number }) => orderNow(rows.find((row: Order) => row.orderNo === number))));
}

export const pull = (store: { id: string }, ...orderNumbers: string[]) =>
  given.sync([store.id], { kind: "b2b", mode: "order_numbers", orderNumbers });

/* Binds the SKU of the platform to goods of the story's own, with so much stock. */
export async function goods(store: { id: string }, skuKey: string, stock: number, units = 1) {
  const sku = makeSku({ stock: { LAX1: stock } });
  await as.admin.need(bind(store, skuKey, [[sku, units]], as.admin));
  return sku;
}
