/* One clock for everything that says "2 min ago": it ticks while somebody looks. */
import { useSyncExternalStore } from "react";

const everyMs = 30_000;
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const seen of watchers) seen();
}

function subscribe(seen: () => void) {
  watchers.add(seen);
  timer ??= setInterval(tick, everyMs);
  return () => {
    watchers.delete(seen);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export const useNow = () =>
  useSyncExternalStore(subscribe, () => {
    if (timer === undefined && Date.now() - now > everyMs) now = Date.now();
    return now;
  });
