import { useStores } from "../../api/stores";
import type { Store } from "../../api/types";
import { type Column, DataTable } from "../../components/DataTable";
import { Card, Page } from "../../components/Page";
import { Empty, Failure } from "../../components/States";
import { type I18n, useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";

const columns = ({ m }: I18n): Column<Store, I18n>[] => [
  { id: "name", label: m.orders.column.store, width: 240, fixed: true, cell: (s) => s.name },
  {
    id: "platform",
    label: m.orders.column.source,
    width: 160,
    cell: (s, { m: words }) => words.common.platform[s.platform],
  },
  { id: "url", label: "URL", width: 320, cell: (s) => s.url },
];

export default function StoresPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const stores = useStores();
  const density = usePref("density");
  return (
    <Page title={m.stores.title}>
      <Card>
        {stores.error && !stores.data ? (
          <Failure refusal={stores.error} onRetry={() => stores.refetch()} isRetrying={stores.isFetching} />
        ) : (
          <DataTable
            label={m.stores.title}
            columns={columns(i18n)}
            rows={stores.data?.items}
            context={i18n}
            idOf={(s) => s.id}
            nameOf={(s) => s.name}
            isBusy={stores.isFetching}
            density={density}
            total={stores.data?.items.length ?? 0}
            firstIndex={0}
            empty={<Empty icon="store" title={m.orders.empty.noStore} lead={m.orders.empty.noStoreLead} />}
          />
        )}
      </Card>
    </Page>
  );
}
