/* A list by keys alone: j and k move the real focus, so a screen reader follows; m opens the row's menu. */
import { type RefObject, useEffect, useRef } from "react";
import { useHotkeys } from "../lib/hotkeys";
import { focusRow, rowAt } from "./DataTable";

interface Keys<Row> {
  region: RefObject<HTMLDivElement | null>;
  search?: RefObject<HTMLInputElement | null>;
  rows: readonly Row[];
  onMenu?: (row: Row, at: HTMLElement) => void;
  onRefresh: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

export function useListKeys<Row extends { id: string }>(list: Keys<Row>) {
  const last = useRef<string>(undefined);
  const { region, rows, onMenu } = list;

  // Where the person was last, for keys pressed while the focus is elsewhere.
  useEffect(() => {
    const at = region.current;
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element) last.current = rowAt(event.target) ?? last.current;
    };
    at?.addEventListener("focusin", onFocus);
    return () => at?.removeEventListener("focusin", onFocus);
  }, [region]);

  const here = () => {
    const id = rowAt(document.activeElement) ?? last.current;
    return rows.findIndex((row) => row.id === id);
  };
  const step = (by: number) => {
    const at = here();
    focusRow(region.current, rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.id);
  };
  const menu = () => {
    const row = rows[here()];
    const button = row && region.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"] [data-menu]`);
    if (row && button) onMenu?.(row, button);
  };

  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    ...(onMenu ? { m: menu } : {}),
    ...(list.search ? { "/": () => list.search?.current?.focus() } : {}),
    r: list.onRefresh,
    ...(list.onPrevious ? { "[": list.onPrevious } : {}),
    ...(list.onNext ? { "]": list.onNext } : {}),
  });

  /* The index of the row with the focus, or of the last one that had it; -1 when there is none. */
  return { here };
}
