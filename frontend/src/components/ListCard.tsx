/* The card of a list: its rows and the way through them, or why there are none. */
import { type ReactNode, type RefObject, useRef } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { usePref } from "../lib/prefs";
import type { Selection } from "../lib/selection";
import { type Column, DataTable } from "./DataTable";
import { Card, NotRefreshed, Pill } from "./Page";
import { Pager } from "./Pager";
import { Failure } from "./States";
import { useColumns, useResize } from "./useColumns";
import { useListKeys } from "./useListKeys";

interface Query<Row> {
  data?: { items: Row[]; total?: number; totalIsExact?: boolean };
  error: Refusal | null;
  isFetching: boolean;
  isPlaceholderData: boolean;
  dataUpdatedAt: number;
  refetch: () => Promise<unknown>;
}

interface Props<Row, Cells> {
  table: string;
  label: string;
  /* The same array between renders, as the cells are the same object. */
  columns: readonly Column<Row, Cells>[];
  cells: Cells;
  nameOf: (row: Row) => string;
  query: Query<Row>;
  /* The rows to draw, when they are not simply what was answered last; how many new ones wait to be asked for. */
  rows?: readonly Row[];
  newer?: number;
  onShowNewer?: () => void;
  /* How the new ones are called; "3 new: show" when that is left out. */
  newerWords?: (n: number) => string;
  onRefresh?: () => void;
  pages?: {
    firstIndex: number | undefined;
    onPrevious: (() => void) | undefined;
    onNext: (() => void) | undefined;
    onFirst: (() => void) | undefined;
  };
  region?: RefObject<HTMLDivElement | null>;
  search?: RefObject<HTMLInputElement | null>;
  selection?: Selection;
  onOpen?: (row: Row) => void;
  onMenu?: (row: Row, at: HTMLElement) => void;
  empty: ReactNode;
  /* What stands over the list whatever becomes of it, and what stands between its rows and their pages. */
  above?: ReactNode;
  children?: ReactNode;
}

export function ListCard<Row extends { id: string }, Cells>(props: Props<Row, Cells>) {
  const { query, pages, newer = 0 } = props;
  const { m } = useI18n();
  const density = usePref("density");
  const columns = useColumns(props.table, props.columns);
  const resize = useResize(props.table);
  const own = useRef<HTMLDivElement>(null);
  const region = props.region ?? own;
  const rows = props.rows ?? query.data?.items;
  const total = query.data?.total ?? rows?.length ?? 0;
  const isExact = query.data?.totalIsExact ?? true;
  const isBusy = query.isFetching && (query.isPlaceholderData || !rows);
  useListKeys({
    region,
    search: props.search,
    rows: rows ?? [],
    onMenu: props.onMenu,
    onRefresh: props.onRefresh ?? (() => void query.refetch()),
    onPrevious: pages?.onPrevious ?? pages?.onFirst,
    onNext: pages?.onNext,
  });
  return (
    <>
      <Card>
        {props.above}
        {query.error && !rows ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <>
            {query.error && <NotRefreshed since={query.dataUpdatedAt} />}
            {newer > 0 && (
              <Pill onPress={() => props.onShowNewer?.()}>{(props.newerWords ?? m.common.newer)(newer)}</Pill>
            )}
            <DataTable
              ref={region}
              label={props.label}
              columns={columns}
              rows={rows}
              context={props.cells}
              idOf={idOf}
              nameOf={props.nameOf}
              isBusy={isBusy}
              density={density}
              total={total}
              firstIndex={pages?.firstIndex ?? 0}
              selection={props.selection}
              onOpen={props.onOpen}
              onResize={resize}
              empty={props.empty}
            />
            {props.children}
            {rows && pages && <Pager {...pages} shown={rows.length} total={total} totalIsExact={isExact} />}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isBusy && query.data && m.common.results(total, isExact)}
      </p>
    </>
  );
}

const idOf = (row: { id: string }) => row.id;
