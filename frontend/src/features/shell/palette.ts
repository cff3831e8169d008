/* What the palette lists for a text: pages, what the page itself can do, and what the server found. */
import type { Found } from "../../api/own";
import type { Messages } from "../../i18n";

export interface Hit {
  id: string;
  group: "pages" | "view" | "orders" | "outbound" | "skus" | "platformSkus";
  text: string;
  second?: string;
  /* Where it leads; or what it does. */
  to?: string;
  run?: () => void;
}

/* Lines and tabs of a pasted column become commas, which is how the API takes a list. */
export const asked = (text: string) =>
  text
    .replace(/[\r\n\t；，、]+/g, ",")
    .replace(/^[\s,;]+|[\s,;]+$/g, "")
    .slice(0, 4096);

export const matches = (hit: Hit, text: string) => {
  const wanted = text.trim().toLowerCase();
  return wanted === "" || hit.text.toLowerCase().includes(wanted);
};

const q = encodeURIComponent;

export function hitsOf(found: Found, m: Messages): Hit[] {
  return [
    ...found.orders.map((o): Hit => {
      const kind = o.kind === "b2b" ? "&kind=b2b" : "";
      return {
        id: `order-${o.id}`,
        group: "orders",
        text: o.orderNo,
        second: `${m.orders.status[o.status]} · ${o.store.name}`,
        to: `/orders?orderNo=${q(o.orderNo)}${kind}&open=${o.id}`,
      };
    }),
    ...found.outboundOrders.map(
      (o): Hit => ({
        id: `outbound-${o.id}`,
        group: "outbound",
        text: o.outboundNo,
        second: `${m.outbound.status[o.status]} · ${o.warehouse.name}`,
        to: `/outbound?open=${o.id}&outboundNo=${q(o.outboundNo)}`,
      }),
    ),
    ...found.warehouseSkus.map(
      (s): Hit => ({ id: `sku-${s.id}`, group: "skus", text: s.code, second: s.name, to: `/skus?q=${q(s.code)}` }),
    ),
    ...found.platformSkus.map(
      (s): Hit => ({
        id: `platform-sku-${s.id}`,
        group: "platformSkus",
        text: s.platformSku || s.name,
        second: s.name,
        to: `/mapping?q=${q(s.platformSku || s.name)}`,
      }),
    ),
  ];
}

/* By their group, those without any left out. */
export const grouped = (hits: readonly Hit[]) =>
  (["pages", "view", "orders", "outbound", "skus", "platformSkus"] as const)
    .map((group) => ({ group, hits: hits.filter((h) => h.group === group) }))
    .filter(({ hits: some }) => some.length > 0);
