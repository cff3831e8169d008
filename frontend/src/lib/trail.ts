/* Where the list stands in its history: the cursors this tab came along (so that a page back is known),
 * and whether the open detail was pushed (so that closing it is going back). Kept in the history entry,
 * because an address is shared and a way is not. */
import { useHistoryState } from "wouter/use-browser-location";

export interface Way {
  /* Cursors of the pages before this one; the first page has none, written as "". */
  trail: string[];
  pushed?: boolean;
}

export function useWay(): Way | null {
  const state: unknown = useHistoryState();
  return state && typeof state === "object" && "trail" in state && Array.isArray(state.trail) ? (state as Way) : null;
}
