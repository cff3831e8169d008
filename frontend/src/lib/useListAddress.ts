/* A list that is its address: the filter it names, what is open over it, and the ways to move. */
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useWay, type Way } from "./trail";

export interface AddressWords<Filter, Open> {
  read: (search: string) => Filter;
  readOpen: (search: string) => Open | null;
  /* The address of a view with something open over it. */
  write: (filter: Filter, open?: Open | null) => string;
  none: Filter;
}

/* `words` must be the same object between renders. */
export function useListAddress<Filter extends { cursor: string }, Open>(
  words: AddressWords<Filter, Open>,
  pageSize: number,
) {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const way = useWay();
  const filter = useMemo(() => words.read(search), [words, search]);
  const open = useMemo(() => words.readOpen(search), [words, search]);
  const go = (to: Filter, at: Open | null, state: Way | null, replace = false) =>
    navigate(path + words.write(to, at), { state, replace });
  const trail = way?.trail ?? [];
  const isFirst = filter.cursor === "";

  return {
    filter,
    open,
    /* The same for every page of the same view. */
    key: `${words.write(filter)} ${pageSize}`,
    /* The index of the first row in the whole list; unknown when only the address says where we are. */
    firstIndex: isFirst ? 0 : trail.length > 0 ? trail.length * pageSize : undefined,
    change: (change: Partial<Filter>) => go({ ...filter, ...change, cursor: "" }, null, null),
    clear: () => go(words.none, null, null),
    hrefOf: (to: Filter) => path + words.write(to),
    onNext: (nextCursor: string | null | undefined) =>
      nextCursor ? () => go({ ...filter, cursor: nextCursor }, null, { trail: [...trail, filter.cursor] }) : undefined,
    onPrevious:
      trail.length > 0
        ? () => go({ ...filter, cursor: trail.at(-1) ?? "" }, null, { trail: trail.slice(0, -1) })
        : undefined,
    onFirst: !isFirst && trail.length === 0 ? () => go({ ...filter, cursor: "" }, null, null) : undefined,
    show: (at: Open) => go(filter, at, { trail, pushed: open ? way?.pushed : true }, open !== null),
    /* Closing what this page opened is going back; what was opened by its address alone is taken off it. */
    hide: () => (way?.pushed ? history.back() : go(filter, null, way, true)),
  };
}
