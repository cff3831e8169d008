/* How somebody has set up the columns of a table: which, in what order, how wide. */
export interface ColumnSetup {
  order?: string[]; // of those that can be moved; what it does not name stands where it was
  widths?: Record<string, number>;
}

interface Col {
  id: string;
  width: number;
}

export const narrowest = 56;
export const widest = 800;

/* The first one says what the row is, the last one what can be done with it: both stay where they are. */
export const canMove = (all: readonly { id: string }[], id: string) => id !== all[0]?.id && id !== "actions";

export function inOrder<C extends { id: string }>(all: readonly C[], order: readonly string[] = []): C[] {
  const movable = all.filter((c) => canMove(all, c.id));
  const place = (c: C) => {
    const named = order.indexOf(c.id);
    if (named >= 0) return named;
    // a column that came later: behind the one it has always stood behind
    const before = movable.slice(0, movable.indexOf(c)).findLast((b) => order.includes(b.id));
    return before ? order.indexOf(before.id) + 0.5 : -0.5;
  };
  const sorted = [...movable].sort((a, b) => place(a) - place(b));
  return all.map((c) => (canMove(all, c.id) ? (sorted.shift() ?? c) : c));
}

/* The order after `id` has gone one place that way, among those that can be moved. */
export function moved(
  all: readonly { id: string }[],
  order: readonly string[] | undefined,
  id: string,
  by: -1 | 1,
): string[] {
  const ids = inOrder(all, order)
    .map((c) => c.id)
    .filter((each) => canMove(all, each));
  const from = ids.indexOf(id);
  const to = from + by;
  const other = ids[to];
  if (from < 0 || other === undefined) return ids;
  ids[from] = other;
  ids[to] = id;
  return ids;
}

export const fitting = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));

export const withWidths = <C extends Col>(columns: readonly C[], widths: Record<string, number> = {}): C[] =>
  columns.map((c) => {
    const own = widths[c.id];
    return own === undefined ? c : { ...c, width: fitting(own) };
  });
