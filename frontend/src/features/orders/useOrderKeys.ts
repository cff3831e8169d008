import { type RefObject, useRef } from "react";
import type { OrderRow } from "../../api/types";
import { toast } from "../../components/toast";
import { useListKeys } from "../../components/useListKeys";
import { useI18n } from "../../i18n";
import { copyText } from "../../lib/clipboard";
import { useHotkeys } from "../../lib/hotkeys";
import type { Selection } from "../../lib/selection";

interface Keys {
  region: RefObject<HTMLDivElement | null>;
  search: RefObject<HTMLInputElement | null>;
  rows: readonly OrderRow[];
  /* null where there is nothing to tick */
  selection: Selection | null;
  onMenu: (order: OrderRow, at: HTMLElement) => void;
  onDispatch: (order: OrderRow) => void;
  /* where orders are acknowledged */
  onAcknowledge: ((order: OrderRow) => void) | undefined;
  onBatch: (() => void) | undefined;
  onRefresh: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/* What the keys of every list do, and what can be done with orders besides. */
export function useOrderKeys({ selection, onDispatch, onAcknowledge, onBatch, ...list }: Keys) {
  const { m } = useI18n();
  const { rows } = list;
  const { here } = useListKeys(list);
  const lastTicked = useRef<string>(undefined);

  const withRow = (run: (order: OrderRow) => void) => () => {
    const order = rows[here()];
    if (order) run(order);
    else toast({ tone: "info", text: m.orders.action.focusFirst });
  };
  const tick = withRow(({ id }) => {
    selection?.set([id], !selection.has(id));
    lastTicked.current = id;
  });
  const tickRange = withRow(({ id }) => {
    const from = rows.findIndex((row) => row.id === (lastTicked.current ?? id));
    const to = here();
    const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    selection?.set(
      range.map((row) => row.id),
      true,
    );
    lastTicked.current = id;
  });
  const copy = withRow(async ({ orderNo }) => {
    const isDone = await copyText(orderNo);
    toast(
      isDone ? { tone: "good", text: `${m.common.copied}: ${orderNo}` } : { tone: "error", text: m.common.copyFailed },
    );
  });

  useHotkeys({
    ...(selection ? { x: tick, "shift+x": tickRange } : {}),
    d: withRow(onDispatch),
    ...(onAcknowledge ? { a: withRow(onAcknowledge) } : {}),
    c: copy,
    ...(onBatch ? { b: onBatch } : {}),
  });
}
