import { useMemo } from "react";
import { useIsNarrow } from "../lib/media";
import { usePref } from "../lib/prefs";

/* The columns to show: without those the person hid, and on a phone those first that cannot be hidden
 * (what it is, how it stands, what to do). */
export function useColumns<C extends { id: string; fixed?: boolean }>(table: string, all: readonly C[]): C[] {
  const hidden = usePref("hidden")[table];
  const isNarrow = useIsNarrow();
  return useMemo(() => {
    const shown = all.filter((c) => !hidden?.includes(c.id));
    return isNarrow ? [...shown.filter((c) => c.fixed), ...shown.filter((c) => !c.fixed)] : shown;
  }, [all, hidden, isNarrow]);
}
