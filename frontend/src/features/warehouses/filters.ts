/* The page is its address: a tab, and what that tab is narrowed to. */
import { readAddress, writeAddress } from "../../lib/address";

export const tabs = ["warehouses", "channels", "businesses", "customers"] as const;
export type WarehouseTab = (typeof tabs)[number];

export interface WarehouseView {
  tab: WarehouseTab;
  warehouseId: string | null;
  customerId: string | null;
  q: string;
  cursor: string;
}
export const noView: WarehouseView = { tab: "warehouses", warehouseId: null, customerId: null, q: "", cursor: "" };

/* What each tab can be narrowed by; the rest of an address is not its own. */
const parts: Record<WarehouseTab, readonly (keyof WarehouseView)[]> = {
  warehouses: [],
  channels: ["warehouseId"],
  businesses: ["warehouseId", "customerId", "cursor"],
  customers: ["q", "cursor"],
};

export function readView(search: string): WarehouseView {
  const at = readAddress(search);
  const tab = at.choice("tab", tabs) ?? "warehouses";
  const all: WarehouseView = {
    tab,
    warehouseId: at.id("warehouseId"),
    customerId: at.id("customerId"),
    q: at.text("q", 100),
    cursor: at.text("cursor", 256),
  };
  return { ...noView, tab, ...Object.fromEntries(parts[tab].map((name) => [name, all[name]])) };
}

export const writeView = (view: WarehouseView): string =>
  writeAddress({
    ...Object.fromEntries(parts[view.tab].map((name) => [name, view[name]])),
    tab: view.tab === "warehouses" ? null : view.tab,
  });

export const address = { read: readView, readOpen: () => null, write: writeView, none: noView };

/* ---- amounts and codes as the server takes them */

/* A decimal text as the API wants it, or null. */
export const rateOf = (text: string): string | null => {
  const plain = text.trim().replace(",", ".");
  return /^[0-9]{1,7}(\.[0-9]{1,4})?$/.test(plain) && Number(plain) <= 1_000_000 ? plain : null;
};
export const countryOf = (text: string): string | null => {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
};
export const currencyOf = (text: string): string | null => {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
};
