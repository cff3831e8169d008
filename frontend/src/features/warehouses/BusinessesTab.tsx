import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Business, BusinessService } from "../../api/types";
import {
  rereadBusiness,
  useAddBusiness,
  useAllWarehouses,
  useBusinesses,
  useSwitchBusiness,
} from "../../api/warehouse-admin";
import { Button } from "../../components/Button";
import { ChoicesChip, FilterBar } from "../../components/Chips";
import type { Column } from "../../components/DataTable";
import { Segmented } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { ListCard } from "../../components/ListCard";
import { NoMatch } from "../../components/ListTools";
import { Select } from "../../components/Select";
import { Empty } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { type I18n, useI18n } from "../../i18n";
import { CustomerChip } from "../../parts/CustomerChip";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { Actions, type ListCells, Main, OnOff } from "../../parts/cells";
import { SwitchAsk } from "../../parts/SwitchAsk";
import type { PageView } from "./WarehousesPage";

const services: readonly BusinessService[] = ["dropshipping", "b2b"];
type Cells = ListCells<Business>;

const nameOf = (b: Business, { m }: Pick<I18n, "m">) =>
  m.warehouses.business.name(b.customer.name, m.warehouses.service[b.service], b.warehouse.name);

const columnsOf = ({ m }: I18n): Column<Business, Cells>[] => {
  const words = m.warehouses.column;
  return [
    { id: "customer", label: words.customer, width: 220, fixed: true, cell: (b) => <Main text={b.customer.name} /> },
    {
      id: "warehouse",
      label: words.warehouse,
      width: 190,
      cell: (b) => <span title={b.warehouse.name}>{b.warehouse.name}</span>,
    },
    { id: "service", label: words.service, width: 150, fixed: true, cell: (b, c) => c.m.warehouses.service[b.service] },
    { id: "status", label: words.status, width: 120, fixed: true, cell: (b, c) => <OnOff on={b.enabled} m={c.m} /> },
    {
      id: "actions",
      label: words.actions,
      width: 130,
      fixed: true,
      cell: (b, c) => <Actions row={b} name={nameOf(b, c)} cells={c} />,
    },
  ];
};

/* Which customer uses which service in which warehouse. */
export function BusinessesTab({ view, pageSize }: { view: PageView; pageSize: number }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.warehouses;
  const { filter } = view;
  const warehouses = useAllWarehouses().data?.items ?? [];
  const query = useBusinesses({
    limit: pageSize,
    ...(filter.customerId ? { customerId: filter.customerId } : {}),
    ...(filter.warehouseId ? { warehouseId: filter.warehouseId } : {}),
    ...(filter.cursor ? { cursor: filter.cursor } : {}),
  });
  const [asking, setAsking] = useState<Business | "add" | null>(null);
  const cells = useMemo<Cells>(() => ({ ...i18n, turn: setAsking }), [i18n]);
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const close = () => setAsking(null);
  const isPlain = filter.customerId === null && filter.warehouseId === null;
  const add = (
    <Button look="primary" icon="plus" onPress={() => setAsking("add")}>
      {words.business.add}
    </Button>
  );
  return (
    <>
      <FilterBar label={words.filter.label} tools={add}>
        <CustomerChip chosen={filter.customerId} onChange={(customerId) => view.change({ customerId })} />
        <ChoicesChip
          label={words.filter.warehouse}
          choices={warehouses.map((w) => ({ value: w.id, label: w.name }))}
          chosen={filter.warehouseId ? [filter.warehouseId] : []}
          onChange={(ids) => view.change({ warehouseId: ids.at(-1) ?? null })}
        />
      </FilterBar>
      <ListCard
        table="businesses"
        label={words.tabs.businesses}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(b) => nameOf(b, i18n)}
        pages={view.pages(query.isPlaceholderData ? null : query.data?.nextCursor)}
        empty={
          isPlain ? (
            <Empty icon="user" title={words.empty.businesses} lead={words.empty.businessesLead}>
              {add}
            </Empty>
          ) : (
            <NoMatch
              title={words.empty.noMatch}
              lead={words.empty.noMatchLead}
              onClear={() => view.change({ customerId: null, warehouseId: null })}
            />
          )
        }
      />
      {asking === "add" ? (
        <Add customerId={filter.customerId} warehouseId={filter.warehouseId} onClose={close} />
      ) : (
        asking && <Turn row={asking} onClose={close} />
      )}
    </>
  );
}

interface AddProps {
  customerId: string | null;
  warehouseId: string | null;
  onClose: () => void;
}

function Add({ customerId, warehouseId, onClose }: AddProps) {
  const { m } = useI18n();
  const words = m.warehouses;
  const warehouses = useAllWarehouses().data?.items ?? [];
  const [customer, setCustomer] = useState(customerId);
  const [warehouse, setWarehouse] = useState(warehouseId);
  const [service, setService] = useState<BusinessService>("dropshipping");
  const send = useAddBusiness((b) => {
    toast({ tone: "good", text: words.common.added(nameOf(b, { m })) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  const serviceError = errorOf("service", service);
  return (
    <FormDialog
      title={words.business.add}
      submit={words.business.add}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(customer !== customerId || warehouse !== warehouseId) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (customer && warehouse) send.mutate({ customerId: customer, warehouseId: warehouse, service });
      }}
    >
      <CustomerSelect
        all
        label={words.business.customer}
        placeholder={words.business.chooseCustomer}
        value={customer}
        onChange={setCustomer}
        error={errorOf("customerId", customer ?? "")}
      />
      <Select
        label={words.business.warehouse}
        placeholder={words.business.chooseWarehouse}
        isRequired
        value={warehouse}
        onChange={setWarehouse}
        options={warehouses.map((w) => ({ value: w.id, label: w.name, end: w.code }))}
        error={errorOf("warehouseId", warehouse ?? "")}
      />
      <Segmented
        label={words.business.service}
        options={services.map((s) => ({ value: s, label: words.service[s] }))}
        value={service}
        onChange={setService}
      />
      {serviceError && <p role="alert">{serviceError}</p>}
    </FormDialog>
  );
}

function Turn({ row, onClose }: { row: Business; onClose: () => void }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.warehouses;
  const cache = useQueryClient();
  const enabling = !row.enabled;
  const seen = useSeenThing(
    row,
    () => rereadBusiness(cache, row.id),
    (b) => words.common.now(nameOf(b, i18n), b.enabled ? words.on : words.off),
  );
  const send = useSwitchBusiness((b) => {
    const name = nameOf(b, i18n);
    toast({ tone: "good", text: b.enabled ? words.common.switchedOn(name) : words.common.switchedOff(name) });
    onClose();
  });
  const lead = enabling ? words.business.onLead : words.business.offLead;
  return (
    <SwitchAsk row={row} words={words.business} seen={seen} send={send} onClose={onClose}>
      <p>{lead(seen.thing.customer.name, words.service[seen.thing.service], seen.thing.warehouse.name)}</p>
    </SwitchAsk>
  );
}
