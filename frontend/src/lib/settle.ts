/* Fresh rows under a person's eyes: what is on screen changes in place, rows that left go, rows at the
 * end are added, but new rows never push the others down. They are counted until somebody asks. */
export interface Settled<Row> {
  rows: Row[];
  newer: number;
}

export function settle<Row extends { id: string }>(shown: readonly Row[], fresh: readonly Row[]): Settled<Row> {
  const freshById = new Map(fresh.map((row) => [row.id, row]));
  const isShown = new Set(shown.map((row) => row.id));
  const last = fresh.findLastIndex((row) => isShown.has(row.id));
  if (last < 0) return { rows: [...fresh], newer: 0 }; // nothing in common: it is another list
  const newer = fresh.slice(0, last).filter((row) => !isShown.has(row.id)).length;
  const end = shown.findLastIndex((row) => freshById.has(row.id));
  const kept: Row[] = [];
  shown.forEach((row, i) => {
    const now = freshById.get(row.id);
    if (now) kept.push(now);
    else if (i > end && newer > 0) kept.push(row); // only pushed over the end of the page by the newer ones
  });
  return { rows: [...kept, ...fresh.slice(last + 1)], newer };
}
