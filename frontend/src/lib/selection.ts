/* A set of ticked ids outside React: a tick redraws its own row and the counter, not the list. */
import { useSyncExternalStore } from "react";

export interface Selection {
  has(id: string): boolean;
  ids(): readonly string[];
  set(ids: Iterable<string>, on: boolean): void;
  clear(): void;
  subscribe(seen: () => void): () => void;
}

export function createSelection(): Selection {
  const ticked = new Set<string>();
  const watchers = new Set<() => void>();
  let list: readonly string[] = [];
  const changed = () => {
    list = [...ticked];
    for (const seen of watchers) seen();
  };
  return {
    has: (id) => ticked.has(id),
    ids: () => list,
    set(ids, on) {
      for (const id of ids) on ? ticked.add(id) : ticked.delete(id);
      changed();
    },
    clear() {
      ticked.clear();
      changed();
    },
    subscribe(seen) {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
  };
}

export const useTicked = (s: Selection, id: string) => useSyncExternalStore(s.subscribe, () => s.has(id));
export const useTickedIds = (s: Selection) => useSyncExternalStore(s.subscribe, s.ids);
