import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { useStores } from "../../api/stores";
import type { SyncRun } from "../../api/types";
import { Button, ButtonLink } from "../../components/Button";
import { DataTable } from "../../components/DataTable";
import { Card, NotRefreshed, Page, Pill } from "../../components/Page";
import { Pager } from "../../components/Pager";
import { Empty, Failure } from "../../components/States";
import { useColumns } from "../../components/useColumns";
import { useListKeys } from "../../components/useListKeys";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { type RunCells, runColumns } from "./columns";
import { isPlain } from "./filters";
import { SyncFilters } from "./SyncFilters";
import { type SyncView, useSyncView } from "./useSyncView";

const RunDialog = lazy(() => import("./RunDialog"));

export default function SyncPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const view = useSyncView();
  const { runs, rows, open } = view;
  const density = usePref("density");
  const region = useRef<HTMLDivElement>(null);

  // Cells are handed the same object until language or zone change; what it calls is always the newest.
  const latest = useRef(view.show);
  useEffect(() => {
    latest.current = view.show;
  });
  const cells = useMemo<RunCells>(
    () => ({ ...i18n, open: (run) => latest.current({ id: run.id, tab: "orders", outcome: null }) }),
    [i18n],
  );
  const all = useMemo(() => runColumns(i18n), [i18n]);
  const columns = useColumns("sync", all);

  useListKeys({
    region,
    rows: rows ?? [],
    onRefresh: () => void view.refresh(),
    onPrevious: view.onPrevious ?? view.onFirst,
    onNext: view.next,
  });

  const total = runs.data?.total ?? 0;
  const isLoading = runs.isFetching && (runs.isPlaceholderData || !rows);
  return (
    <Page
      title={m.sync.title}
      actions={
        <ButtonLink to="/orders" icon="orders">
          {m.sync.problem.openOrders}
        </ButtonLink>
      }
    >
      <SyncFilters view={view} columns={all} />
      <Card>
        {runs.error && !rows ? (
          <Failure refusal={runs.error} onRetry={() => runs.refetch()} isRetrying={runs.isFetching} />
        ) : (
          <>
            {runs.error && <NotRefreshed since={runs.dataUpdatedAt} />}
            {view.newer > 0 && <Pill onPress={() => view.showAll()}>{m.sync.newer(view.newer)}</Pill>}
            <DataTable
              ref={region}
              label={m.sync.title}
              columns={columns}
              rows={rows}
              context={cells}
              idOf={idOf}
              nameOf={nameOf}
              isBusy={isLoading}
              density={density}
              total={total}
              firstIndex={view.firstIndex ?? 0}
              onOpen={cells.open}
              empty={<EmptyLog view={view} />}
            />
            {rows && (
              <Pager
                firstIndex={view.firstIndex}
                shown={rows.length}
                total={total}
                totalIsExact={runs.data?.totalIsExact ?? true}
                onPrevious={view.onPrevious}
                onNext={view.next}
                onFirst={view.onFirst}
              />
            )}
          </>
        )}
      </Card>
      <p className="sr-only" role="status">
        {!isLoading && runs.data && m.common.results(total, runs.data.totalIsExact)}
      </p>
      <Suspense>
        {open && (
          <RunDialog
            key={open.id}
            open={open}
            row={rows?.find((r) => r.id === open.id)}
            onShow={view.show}
            onClose={view.hide}
          />
        )}
      </Suspense>
    </Page>
  );
}

const idOf = (run: SyncRun) => run.id;
const nameOf = (run: SyncRun) => run.store.name;

/* No store yet, nothing pulled yet, nothing matches. */
function EmptyLog({ view }: { view: SyncView }) {
  const { m } = useI18n();
  const words = m.sync.empty;
  const stores = useStores();
  if (!isPlain(view.filter)) {
    return (
      <Empty icon="search" title={words.noMatch} lead={words.noMatchLead}>
        <Button onPress={view.clear}>{m.common.clearAll}</Button>
      </Empty>
    );
  }
  if (stores.data?.items.length === 0) {
    return (
      <Empty icon="store" title={words.noStore} lead={words.noStoreLead}>
        <ButtonLink to="/stores" look="primary" icon="plus">
          {words.connect}
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <Empty icon="log" title={words.nothing} lead={words.nothingLead}>
      <ButtonLink to="/orders" look="primary" icon="orders">
        {words.manual}
      </ButtonLink>
    </Empty>
  );
}
