/* The view of a list: what its address says, the rows for it, and the ways to move. */
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Refusal } from "../api/refusal";
import { usePref } from "./prefs";
import { type AddressWords, useListAddress } from "./useListAddress";
import { useSettled } from "./useSettled";

interface PageOf<Row> {
  items: Row[];
  nextCursor?: string | null;
  total?: number;
  totalIsExact?: boolean;
}

interface Source<Filter extends { cursor: string }, Open, Query extends object, Row> {
  address: AddressWords<Filter, Open>;
  toQuery: (filter: Filter, pageSize: number) => Query;
  usePage: (query: Query) => UseQueryResult<PageOf<Row>, Refusal>;
  keys: { all: readonly unknown[]; page: (query: Query) => readonly unknown[] };
  /* The order in which the rows of a page stand, when it is not the server's. */
  arrange?: (rows: readonly Row[]) => Row[];
}

/* `source` must be the same object between renders. */
export function useListView<Filter extends { cursor: string }, Open, Query extends object, Row extends { id: string }>(
  source: Source<Filter, Open, Query, Row>,
) {
  const { address, toQuery, usePage, keys, arrange } = source;
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const query = useMemo(() => toQuery(list.filter, pageSize), [toQuery, list.filter, pageSize]);
  const page = usePage(query);
  const { rows, newer, showAll } = useSettled(list.key, page.isPlaceholderData ? undefined : page.data?.items);
  const shown = useMemo(() => (rows && arrange ? arrange(rows) : rows), [rows, arrange]);
  /* Reads again and shows what is new at once, because somebody asked for it. */
  const refresh = async () => {
    await cache.invalidateQueries({ queryKey: keys.all });
    showAll(cache.getQueryData<PageOf<Row>>(keys.page(query))?.items);
  };
  return {
    ...list,
    page,
    rows: shown,
    refresh,
    /* What the card of the list is told. */
    card: {
      query: page,
      rows: shown,
      newer,
      onShowNewer: () => showAll(),
      onRefresh: () => void refresh(),
      pages: {
        firstIndex: list.firstIndex,
        onPrevious: list.onPrevious,
        onNext: list.onNext(page.isPlaceholderData ? null : page.data?.nextCursor),
        onFirst: list.onFirst,
      },
    },
  };
}
