import { useMemo, useState } from "react";
import { type ApiKey, type NewApiKey, useApiKeys } from "../../api/api-keys";
import { useMe } from "../../api/auth";
import { Button } from "../../components/Button";
import { FilterBar } from "../../components/Chips";
import { Check } from "../../components/Field";
import { ListCard } from "../../components/ListCard";
import { Page } from "../../components/Page";
import { Empty } from "../../components/States";
import { useI18n } from "../../i18n";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { type Cells, columnsOf } from "./columns";
import { address } from "./filters";
import { AddKey, EditKey, KeyMade, RevokeKey } from "./KeyForms";

type Asking = { what: "add" } | { what: "made"; made: NewApiKey } | { what: "edit" | "revoke"; row: ApiKey };

/* Keys of the tools that work with the API: what each may do, where from, how long, and when it last did. */
export default function KeysPage() {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.keys;
  const isStaff = useMe().data?.staff ?? false;
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const { filter } = list;
  const query = useApiKeys({
    limit: pageSize,
    ...(filter.all ? {} : { live: true }),
    ...(filter.cursor ? { cursor: filter.cursor } : {}),
  });
  const [asking, setAsking] = useState<Asking | null>(null);
  const cells = useMemo<Cells>(
    () => ({
      ...i18n,
      edit: (row) => setAsking({ what: "edit", row }),
      revoke: (row) => setAsking({ what: "revoke", row }),
    }),
    [i18n],
  );
  const columns = useMemo(() => columnsOf(i18n, isStaff), [i18n, isStaff]);
  const close = () => setAsking(null);
  const add = !isStaff && (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.add}
    </Button>
  );
  return (
    <Page title={words.title}>
      <FilterBar label={m.warehouses.filter.label} tools={add}>
        <Check label={words.showAll} checked={filter.all} onChange={(all) => list.change({ all })} />
      </FilterBar>
      <ListCard
        table="api-keys"
        label={words.title}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(k) => k.name}
        onOpen={(k) => (k.state === "active" || k.state === "maker_off") && cells.edit(k)}
        pages={{
          firstIndex: list.firstIndex,
          onPrevious: list.onPrevious,
          onNext: list.onNext(query.isPlaceholderData ? null : query.data?.nextCursor),
          onFirst: list.onFirst,
        }}
        empty={
          <Empty icon="key" title={words.none} lead={isStaff ? words.noneStaff : words.noneLead}>
            {add}
          </Empty>
        }
      />
      {asking?.what === "add" && <AddKey onClose={close} onMade={(made) => setAsking({ what: "made", made })} />}
      {asking?.what === "made" && <KeyMade made={asking.made} onClose={close} />}
      {asking?.what === "edit" && <EditKey row={asking.row} onClose={close} />}
      {asking?.what === "revoke" && <RevokeKey row={asking.row} onClose={close} />}
    </Page>
  );
}
