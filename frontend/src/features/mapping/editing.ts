/* Which row is being bound in place, outside React: only that row draws its field, and only it redraws. */
import { useSyncExternalStore } from "react";

export interface Editing {
  at(): string | null;
  start(id: string): void;
  stop(): void;
  subscribe(seen: () => void): () => void;
}

export function createEditing(): Editing {
  let id: string | null = null;
  const watchers = new Set<() => void>();
  const move = (to: string | null) => {
    id = to;
    for (const seen of watchers) seen();
  };
  return {
    at: () => id,
    start: move,
    stop: () => move(null),
    subscribe(seen) {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
  };
}

export const useIsEditing = (e: Editing, id: string) => useSyncExternalStore(e.subscribe, () => e.at() === id);
