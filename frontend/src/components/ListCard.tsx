/* The card of one tab's list: rows, or why there are none. */
import { type ReactNode, useMemo, useRef } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { usePref } from "../lib/prefs";
import { type Column, DataTable } from "./DataTable";
import { Card, NotRefreshed } from "./Page";
import { Pager } from "./Pager";
import { Failure } from "./States";
import { useColumns } from "./useColumns";
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
  query: Query<Row>;
  columns: readonly Column<Row, Cells>[];
  cells: Cells;
  nameOf: (row: Row) => string;
  onOpen?: (row: Row) => void;
  empty: ReactNode;
  pages?: {
    firstIndex: number | undefined;
    onPrevious: (() => void) | undefined;
    onNext: (() => void) | undefined;
    onFirst: (() => void) | undefined;
  };
}

export function ListCard<Row extends { id: string }, Cells>(props: Props<Row, Cells>) {
  const { table, label, query, cells, nameOf, onOpen, empty, pages } = props;
  const { m } = useI18n();
  const density = usePref("density");
  const all = useMemo(() => [...props.columns], [props.columns]);
  const columns = useColumns(table, all);
  const region = useRef<HTMLDivElement>(null);
  const rows = query.data?.items;
  const total = query.data?.total ?? rows?.length ?? 0;
  const isExact = query.data?.totalIsExact ?? true;
  const isBusy = query.isFetching && (query.isPlaceholderData || !rows);
  useListKeys({
    region,
    rows: rows ?? [],
    onRefresh: () => void query.refetch(),
    onPrevious: pages?.onPrevious ?? pages?.onFirst,
    onNext: pages?.onNext,
  });
  return (
    <>
      <Card>
        {query.error && !rows ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <>
            {query.error && <NotRefreshed since={query.dataUpdatedAt} />}
            <DataTable
              ref={region}
              label={label}
              columns={columns}
              rows={rows}
              context={cells}
              idOf={(row) => row.id}
              nameOf={nameOf}
              isBusy={isBusy}
              density={density}
              total={total}
              firstIndex={pages?.firstIndex ?? 0}
              onOpen={onOpen}
              empty={empty}
            />
            {rows && pages && <Pager {...pages} shown={rows.length} total={total} totalIsExact={isExact} />}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isBusy && rows && m.common.results(total, isExact)}
      </p>
    </>
  );
}
