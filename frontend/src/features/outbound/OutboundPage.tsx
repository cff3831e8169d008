import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { ok } from "../../api/refusal";
import type { OutboundRow } from "../../api/types";
import { type Column, DataTable } from "../../components/DataTable";
import { Card, Page } from "../../components/Page";
import { Empty, Failure } from "../../components/States";
import { Time } from "../../components/Time";
import { type I18n, useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";

const columns = ({ m }: I18n): Column<OutboundRow, I18n>[] => [
  { id: "no", label: m.orders.details.outbound, width: 200, fixed: true, cell: (o) => o.outboundNo },
  { id: "warehouse", label: m.orders.column.warehouse, width: 200, cell: (o) => o.warehouse.name },
  { id: "time", label: m.orders.column.orderTime, width: 200, cell: (o) => <Time at={o.createdAt} relative /> },
];

export default function OutboundPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const list = useQuery({
    queryKey: ["outbound", "page", {}],
    queryFn: ({ signal }) => ok(api.GET("/outbound-orders", { signal })),
  });
  const density = usePref("density");
  return (
    <Page title={m.outbound.title}>
      <Card>
        {list.error && !list.data ? (
          <Failure refusal={list.error} onRetry={() => list.refetch()} isRetrying={list.isFetching} />
        ) : (
          <DataTable
            label={m.outbound.title}
            columns={columns(i18n)}
            rows={list.data?.items}
            context={i18n}
            idOf={(o) => o.id}
            nameOf={(o) => o.outboundNo}
            isBusy={list.isFetching}
            density={density}
            total={list.data?.total ?? 0}
            firstIndex={0}
            empty={<Empty icon="outbound" title={m.outbound.title} lead={m.outbound.lead} />}
          />
        )}
      </Card>
    </Page>
  );
}
