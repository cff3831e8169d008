/* What may go into a parcel: sums of what is left, and what was typed. */
import type { components } from "../../api/schema";
import type { Outbound } from "../../api/types";

export type Line = Outbound["lines"][number];
type ShipLine = NonNullable<components["schemas"]["Ship"]["lines"]>[number];

export const leftOf = (line: Line) => line.quantity - line.shippedQty;
export const unitsLeft = (outbound: Outbound) => outbound.lines.reduce((n, line) => n + leftOf(line), 0);

const mostGrams = 1_000_000;

/* Whole grams; null when nothing was typed, undefined when it is no weight. */
export function grams(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const n = /^[0-9]{1,7}$/.test(text) ? Number(text) : 0;
  return n >= 1 && n <= mostGrams ? n : undefined;
}

/* The quantity typed for a line; undefined when it is none, or more than is left. */
export function quantityOf(line: Line, typed: string | undefined): number | undefined {
  const text = (typed ?? "").trim();
  if (text === "") return 0;
  const n = /^[0-9]{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return n <= leftOf(line) ? n : undefined;
}

/* The lines of a parcel as they were typed; undefined when one of them is wrong. */
export function shipLines(lines: readonly Line[], typed: Readonly<Record<string, string>>): ShipLine[] | undefined {
  const parts: ShipLine[] = [];
  for (const line of lines) {
    const quantity = quantityOf(line, typed[line.id]);
    if (quantity === undefined) return undefined;
    if (quantity > 0) parts.push({ lineId: line.id, quantity });
  }
  return parts;
}
