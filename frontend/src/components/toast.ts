/* What happened out of sight. Anything may report; the region that shows it comes with the first one. */
import { useSyncExternalStore } from "react";

export interface ToastNews {
  tone: "good" | "error" | "info";
  text: string;
  detail?: string;
  /* Where the cause or the result can be seen. */
  link?: { to: string; label: string };
  /* What takes it back, say; pressing it closes the toast. */
  action?: { label: string; run: () => void };
}

let listener: ((news: ToastNews) => void) | undefined;
let early: ToastNews[] = [];
const watchers = new Set<() => void>();

export function toast(news: ToastNews) {
  if (listener) return listener(news);
  early = [...early, news];
  for (const seen of watchers) seen();
}

export function onToast(hear: ((news: ToastNews) => void) | undefined) {
  listener = hear;
  if (!hear) return;
  const kept = early;
  early = [];
  for (const news of kept) hear(news);
}

/* True from the first toast on: only then is the region's code needed. */
export const useHasToasts = () =>
  useSyncExternalStore(
    (seen) => {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
    () => listener !== undefined || early.length > 0,
  );
