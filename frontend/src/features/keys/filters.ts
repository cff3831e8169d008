/* The page is its address: which keys are shown. */
import { readAddress, writeAddress } from "../../lib/address";

export interface KeyView {
  all: boolean;
  cursor: string;
}
export const noView: KeyView = { all: false, cursor: "" };

export function readView(search: string): KeyView {
  const at = readAddress(search);
  return { all: at.text("all", 1) === "1", cursor: at.text("cursor", 256) };
}

export const writeView = ({ all, cursor }: KeyView): string => writeAddress({ all: all ? "1" : "", cursor });

export const address = { read: readView, readOpen: () => null, write: writeView, none: noView };
