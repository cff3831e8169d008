/* The page's address names the store that is open, so that other pages can link to it. */
import { readAddress, writeAddress } from "../../lib/address";

export const readOpen = (search: string): string | null => readAddress(search).id("store");
export const writeOpen = (id: string | null): string => writeAddress({ store: id });

/* Back from the shop's consent screen: whether it was approved there; null when nobody comes from one. */
export function readConsent(search: string): "approved" | "denied" | null {
  const at = readAddress(search);
  if (at.choice("consent", ["done"]) === null) return null;
  return at.choice("success", ["1"]) === null ? "denied" : "approved";
}

/* What a person types as the address of a shop, as the address it is; undefined when it is none. */
export function shopAddress(typed: string): string | undefined {
  const text = typed.trim();
  if (text === "" || /\s/.test(text)) return undefined;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !/[.:]|^localhost$/.test(url.hostname)) return undefined;
  return whole;
}
