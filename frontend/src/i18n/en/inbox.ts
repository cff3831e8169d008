import type { OrderKind } from "../../api/types";
import { count, many } from "../words";

const orders = (n: number) => many(n, "order", "orders");

export default {
  title: "Exceptions",
  lead: "What keeps orders, by cause. One fix frees all of its orders.",
  list: "Causes",
  notMapped: (sku: string) => `SKU ${sku} not mapped`,
  about: (title: string, key: string) => `${title}: ${key}`,
  orders,
  ordersIn: (n: number, stores: number) => `${orders(n)}, ${many(stores, "store", "stores")}`,
  kind: { b2c: "B2C", b2b: "B2B" } satisfies Record<OrderKind, string>,
  since: "since",
  moreStores: (n: number) => `and ${count(n)} more`,
  moreOrders: (n: number) => `and ${count(n)} more`,
  newest: "Newest",
  openOrder: (no: string) => `Open order ${no}`,
  show: "Show Orders",
  showAll: (n: number) => `Show ${orders(n)}`,
  more: "There are more causes than are listed: those with the most orders come first.",
  fix: {
    bind: "Bind SKU",
    close: "Close",
    retry: "Retry Writeback",
    retryAll: (n: number) => `Retry Writeback of ${orders(n)}`,
    store: "Open Store",
    stock: "Look at the Stock",
    dispatch: "Dispatch Again",
    look: "Look at the Orders",
  },
  bind: {
    lead: (n: number) => `Choose the warehouse SKU: it frees up to ${orders(n)} at once.`,
    places: "Where it is sold",
    place: (store: string, n: number) => `${store}: ${orders(n)}`,
    productGone: "The product is gone from the platform, so nothing can be bound. Cancel the order or ship it by hand.",
    noPermission: "It needs the permission “Bind SKUs”.",
    already: "It is bound meanwhile; the orders are being looked at again.",
    bundle: "Bundle or quantity",
    binding: "Binding…",
  },
  retry: {
    title: "Writeback started again",
    going: (done: number, all: number) => `${count(done)} of ${count(all)} asked again…`,
    done: (retried: number, refused: number) =>
      `${many(retried, "order is", "orders are")} told to the platform again${
        refused > 0 ? `; ${count(refused)} cannot be` : ""
      }.`,
    noPermission: "It needs the permission “Mark and ship orders”.",
  },
  bound: (sku: string, code: string) => `${sku} is bound to ${code}`,
  freed: (free: number, still: number) =>
    free === 0 && still === 0
      ? "No order was waiting any more."
      : `${orders(free)} went free${still > 0 ? `, ${count(still)} still wait for another SKU` : ""}.`,
  freedByStock: "Orders that went free because goods came in",
  cameIn: (n: number, sku: string, warehouse: string) => `${orders(n)}: ${sku} in ${warehouse},`,
  /* What an order's exception says, in other words than the server's English. */
  said: {
    unmapped: (skus: readonly string[], more: number) =>
      `SKU ${skus.map((sku) => `[${sku}]`).join(", ")} not mapped to a warehouse SKU${more > 0 ? `, and ${count(more)} more` : ""}.`,
    missing: (fields: readonly string[]) => `Missing required recipient address fields: ${fields.join(", ")}.`,
    address: {
      name: "name",
      "address line 1": "address",
      city: "city",
      state: "state/province",
      "zip code": "zip code",
      country: "country",
    } as Record<string, string>,
    label: (file: string, why: string) => `The label ${file} was refused: ${why}.`,
    short: (goods: readonly string[]) => `Insufficient stock: ${goods.join("; ")}.`,
    goods: (sku: string, needed: number, available: number) =>
      `${sku}: ${count(needed)} needed, ${count(available)} available`,
  },
  undo: "Undo",
  undone: (sku: string) => `${sku} is not bound any more`,
  total: (causes: number, n: number) => `${many(causes, "cause", "causes")}, ${orders(n)}`,
  empty: { title: "Nothing is stuck", lead: "No order has an exception now. New ones appear here by themselves." },
};
