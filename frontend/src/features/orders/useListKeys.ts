import { type RefObject, useEffect, useRef } from "react";
import type { OrderRow } from "../../api/types";
import { focusRow, rowAt } from "../../components/DataTable";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { copyText } from "../../lib/clipboard";
import { useHotkeys } from "../../lib/hotkeys";
import type { Selection } from "../../lib/selection";

interface Keys {
  region: RefObject<HTMLDivElement | null>;
  search: RefObject<HTMLInputElement | null>;
  rows: readonly OrderRow[];
  selection: Selection | null;
  onMenu: (order: OrderRow, at: HTMLElement) => void;
  onDispatch: (order: OrderRow) => void;
  onBatch: (() => void) | undefined;
  onRefresh: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/* The list by keys alone. j and k move the real focus, so a screen reader follows. */
export function useListKeys(list: Keys) {
  const { m } = useI18n();
  const lastTicked = useRef<string>(undefined);
  const lastFocused = useRef<string>(undefined);
  const { region, rows, selection } = list;

  // Where the person was last, for keys pressed while the focus is elsewhere.
  useEffect(() => {
    const at = region.current;
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element) lastFocused.current = rowAt(event.target) ?? lastFocused.current;
    };
    at?.addEventListener("focusin", onFocus);
    return () => at?.removeEventListener("focusin", onFocus);
  }, [region]);

  const here = () => {
    const id = rowAt(document.activeElement) ?? lastFocused.current;
    return rows.findIndex((row) => row.id === id);
  };
  const step = (by: number) => {
    const at = here();
    const to = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by));
    focusRow(region.current, rows[to]?.id);
  };
  const withRow = (run: (order: OrderRow) => void) => () => {
    const order = rows[here()];
    if (order) run(order);
    else toast({ tone: "info", text: m.orders.action.focusFirst });
  };

  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    x: withRow(({ id }) => {
      selection?.set([id], !selection.has(id));
      lastTicked.current = id;
    }),
    "shift+x": withRow(({ id }) => {
      const from = rows.findIndex((row) => row.id === (lastTicked.current ?? id));
      const to = here();
      selection?.set(
        rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id),
        true,
      );
      lastTicked.current = id;
    }),
    m: withRow((order) => {
      const button = region.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(order.id)}"] [data-menu]`);
      if (button) list.onMenu(order, button);
    }),
    d: withRow(list.onDispatch),
    c: withRow(async ({ orderNo }) => {
      const done = await copyText(orderNo);
      toast(
        done ? { tone: "good", text: `${m.common.copied}: ${orderNo}` } : { tone: "error", text: m.common.copyFailed },
      );
    }),
    ...(list.onBatch ? { b: list.onBatch } : {}),
    "/": () => list.search.current?.focus(),
    r: list.onRefresh,
    ...(list.onPrevious ? { "[": list.onPrevious } : {}),
    ...(list.onNext ? { "]": list.onNext } : {}),
  });
}
