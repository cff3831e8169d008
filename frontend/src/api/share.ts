/* Keeps the rows of a page that did not change identical. The cache's own sharing goes by position, so one
 * row that left would make all rows below it look changed. */
import { replaceEqualDeep } from "@tanstack/react-query";

interface Page {
  items: readonly { id: string }[];
}

const isPage = (data: unknown): data is Page =>
  typeof data === "object" && data !== null && "items" in data && Array.isArray(data.items);

export function shareRows(old: unknown, fresh: unknown): unknown {
  if (!isPage(old) || !isPage(fresh)) return fresh;
  const before = new Map(old.items.map((row) => [row.id, row]));
  const items = fresh.items.map((row) => {
    const same = before.get(row.id);
    return same ? replaceEqualDeep(same, row) : row;
  });
  const isSame = items.length === old.items.length && items.every((row, i) => row === old.items[i]);
  const page = { ...fresh, items: isSame ? old.items : items };
  // The rows are shared already; by position they would be copied again.
  const rest = Object.keys(page) as (keyof Page)[];
  return isSame && rest.every((name) => page[name] === old[name]) ? old : page;
}
