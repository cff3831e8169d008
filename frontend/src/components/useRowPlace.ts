/* Where the focus goes after a dialog: to the row it was opened from, or to that row's neighbour when the
 * row left the list, also when it leaves only with the next answer of the server. */
import { type RefObject, useEffect, useRef } from "react";
import { focusRow } from "./DataTable";

const patienceMs = 5000;

export function useRowPlace(region: RefObject<HTMLDivElement | null>, rows: readonly { id: string }[] | undefined) {
  const place = useRef({ id: "", index: 0, until: 0 });

  const settle = () => {
    const { id, index, until } = place.current;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!isLost || Date.now() > until || !rows) return;
    if (!focusRow(region.current, id)) focusRow(region.current, rows[Math.min(index, rows.length - 1)]?.id);
  };
  const latest = useRef(settle);
  useEffect(() => {
    latest.current = settle;
    settle();
  });

  return {
    /* The row that a dialog is opened for. */
    remember: (id: string) => {
      place.current = { id, index: Math.max(0, rows?.findIndex((row) => row.id === id) ?? 0), until: 0 };
    },
    /* The dialog is closed: as soon as nothing has the focus, the row gets it. */
    giveBack: () => {
      place.current.until = Date.now() + patienceMs;
      setTimeout(() => latest.current(), 50);
    },
  };
}
