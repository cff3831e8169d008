import { useCallback, useMemo } from "react";
import { inOrder, withWidths } from "../lib/columns";
import { useIsNarrow } from "../lib/media";
import { getPrefs, setColumns, usePref } from "../lib/prefs";

/* The columns to show, as the person has set them up: without those hidden, in their order, as wide as they made them. On a
 * phone those come first that cannot be hidden (what it is, how it stands, what to do), each in its own width. */
export function useColumns<C extends { id: string; width: number; fixed?: boolean }>(
  table: string,
  all: readonly C[],
): C[] {
  const hidden = usePref("hidden")[table];
  const setup = usePref("columns")[table];
  const isNarrow = useIsNarrow();
  return useMemo(() => {
    const shown = inOrder(all, setup?.order).filter((c) => !hidden?.includes(c.id));
    if (isNarrow) return [...shown.filter((c) => c.fixed), ...shown.filter((c) => !c.fixed)];
    return withWidths(shown, setup?.widths);
  }, [all, hidden, setup, isNarrow]);
}

/* Keeps a column's new width. */
export const useResize = (table: string) =>
  useCallback(
    (id: string, width: number) => setColumns(table, { widths: { ...getPrefs().columns[table]?.widths, [id]: width } }),
    [table],
  );
