/* The page is its address: what the list of users is narrowed to. */
import { readAddress, writeAddress } from "../../lib/address";

export interface UserView {
  q: string;
  customerId: string | null;
  cursor: string;
}
export const noView: UserView = { q: "", customerId: null, cursor: "" };

export function readView(search: string): UserView {
  const at = readAddress(search);
  return { q: at.text("q", 100), customerId: at.id("customerId"), cursor: at.text("cursor", 256) };
}

export const writeView = ({ q, customerId, cursor }: UserView): string => writeAddress({ q, customerId, cursor });

export const address = { read: readView, readOpen: () => null, write: writeView, none: noView };
