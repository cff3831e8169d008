import { lazy, Suspense, useMemo } from "react";
import { useStores } from "../../api/stores";
import type { SyncRun } from "../../api/types";
import { ButtonLink } from "../../components/Button";
import { ListCard } from "../../components/ListCard";
import { NoMatch } from "../../components/ListTools";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { useNewest } from "../../lib/useNewest";
import { type RunCells, runColumns } from "./columns";
import { isPlain } from "./filters";
import { SyncFilters } from "./SyncFilters";
import { type SyncView, useSyncView } from "./useSyncView";

const RunDialog = lazy(() => import("./RunDialog"));

export default function SyncPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const view = useSyncView();
  const { rows, open } = view;
  const calls = useNewest({ open: (run: SyncRun) => view.show({ id: run.id, tab: "orders", outcome: null }) });
  const cells = useMemo<RunCells>(() => ({ ...i18n, ...calls }), [i18n, calls]);
  const columns = useMemo(() => runColumns(i18n), [i18n]);
  return (
    <Page
      title={m.sync.title}
      actions={
        <ButtonLink to="/orders" icon="orders">
          {m.sync.problem.openOrders}
        </ButtonLink>
      }
    >
      <SyncFilters view={view} columns={columns} />
      <ListCard
        {...view.card}
        table="sync"
        label={m.sync.title}
        columns={columns}
        cells={cells}
        nameOf={(run) => run.store.name}
        newerWords={m.sync.newer}
        onOpen={calls.open}
        empty={<EmptyLog view={view} />}
      />
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

/* No store yet, nothing pulled yet, nothing matches. */
function EmptyLog({ view }: { view: SyncView }) {
  const { m } = useI18n();
  const words = m.sync.empty;
  const stores = useStores();
  if (!isPlain(view.filter)) {
    return <NoMatch title={words.noMatch} lead={words.noMatchLead} onClear={view.clear} />;
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
