import { useSyncRuns } from "../../api/sync-runs";
import type { SyncRun } from "../../api/types";
import { type Column, DataTable } from "../../components/DataTable";
import { Card, Page } from "../../components/Page";
import { Empty, Failure } from "../../components/States";
import { Time } from "../../components/Time";
import { type I18n, useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";

const columns = ({ m }: I18n): Column<SyncRun, I18n>[] => [
  { id: "store", label: m.orders.column.store, width: 240, fixed: true, cell: (r) => r.store.name },
  { id: "status", label: m.orders.column.status, width: 160, cell: (r, { m: words }) => words.sync.status[r.status] },
  { id: "time", label: m.orders.column.orderTime, width: 200, cell: (r) => <Time at={r.createdAt} relative /> },
];

export default function SyncPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const runs = useSyncRuns({});
  const density = usePref("density");
  return (
    <Page title={m.sync.title}>
      <Card>
        {runs.error && !runs.data ? (
          <Failure refusal={runs.error} onRetry={() => runs.refetch()} isRetrying={runs.isFetching} />
        ) : (
          <DataTable
            label={m.sync.title}
            columns={columns(i18n)}
            rows={runs.data?.items}
            context={i18n}
            idOf={(r) => r.id}
            nameOf={(r) => r.store.name}
            isBusy={runs.isFetching}
            density={density}
            total={runs.data?.total ?? 0}
            firstIndex={0}
            empty={<Empty icon="log" title={m.sync.title} lead={m.orders.sync.lead} />}
          />
        )}
      </Card>
    </Page>
  );
}
