import type { SyncOutcome, SyncRun, SyncStatus } from "../../api/types";
import type { Tone } from "../../components/Badge";
import type { I18n } from "../../i18n";
import { outcomes } from "./filters";

export const runTone: Record<SyncStatus, Tone> = {
  queued: "neutral",
  running: "blue",
  success: "green",
  partly_failed: "amber",
  failed: "red",
  no_new_orders: "neutral",
};

export const outcomeTone: Record<SyncOutcome, Tone> = {
  created: "green",
  updated: "blue",
  unchanged: "neutral",
  skipped: "amber",
  failed: "red",
};

/* The outcomes there were, such as 3 created and 1 failed. */
export const partsOf = (run: SyncRun) =>
  outcomes.map((outcome) => ({ outcome, n: run[outcome] })).filter((p) => p.n > 0);

/* Which orders the run was asked for. */
export function windowWords(run: SyncRun, { m, f }: Pick<I18n, "m" | "f">): string {
  if (run.mode === "order_numbers") return m.sync.numbers(run.orderNumbers.length);
  if (run.from && run.to) return m.sync.range(f.dateTime(run.from), f.dateTime(run.to));
  if (run.from) return m.sync.from(f.dateTime(run.from));
  return run.to ? m.sync.until(f.dateTime(run.to)) : m.sync.noWindow;
}
