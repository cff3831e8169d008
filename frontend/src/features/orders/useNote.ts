import { useEffect, useRef, useState } from "react";
import type { OrderRow } from "../../api/types";

interface Note {
  order: OrderRow;
  at: HTMLElement;
  asked: boolean;
}

const openMs = 150;
const closeMs = 200;

/* When the one exception note is open: after resting on the exception, at once on focus, until both the
 * exception and the note were left. */
export function useNote() {
  const [note, setNote] = useState<Note | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const after = (ms: number, run: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(run, ms);
  };
  return {
    note,
    showNote: (order: OrderRow, at: HTMLElement, how: "hover" | "focus" | "ask") =>
      after(how === "hover" ? openMs : 0, () => setNote({ order, at, asked: how === "ask" })),
    stayNote: () => clearTimeout(timer.current),
    leaveNote: () => after(closeMs, () => setNote(null)),
    closeNote: () => {
      clearTimeout(timer.current);
      setNote(null);
    },
  };
}
