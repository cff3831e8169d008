/* What an adjustment does, before it is sent. */
import type { StockReason } from "../../api/types";

export type Way = "add" | "take" | "count";
export const ways: readonly Way[] = ["add", "take", "count"];
export const reasons: Record<Way, readonly StockReason[]> = {
  add: ["received", "returned", "found", "other"],
  take: ["damaged", "lost", "other"],
  count: ["counted", "other"],
};
const most = 1_000_000;

/* The change of what is on hand, or what is wrong with the number. */
export function changeOf(way: Way, text: string, onHand: number): number | "wrong" | "nothing" {
  const n = /^[0-9]{1,10}$/.test(text.trim()) ? Number(text.trim()) : -1;
  if (n < (way === "count" ? 0 : 1)) return "wrong";
  const change = way === "add" ? n : way === "take" ? -n : n - onHand;
  if (Math.abs(change) > most) return "wrong";
  return change === 0 ? "nothing" : change;
}
