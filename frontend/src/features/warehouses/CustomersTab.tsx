import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useMay } from "../../api/auth";
import { rereadCustomer, useAddCustomer, useChangeCustomer, useCustomers } from "../../api/customers";
import type { Customer } from "../../api/types";
import { Button } from "../../components/Button";
import { FilterBar, SearchField } from "../../components/Chips";
import type { Column } from "../../components/DataTable";
import { Field } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { ListCard } from "../../components/ListCard";
import { NoMatch } from "../../components/ListTools";
import { Empty } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { type I18n, useI18n } from "../../i18n";
import { Actions, type ListCells, Main, OnOff } from "../../parts/cells";
import { SwitchAsk } from "../../parts/SwitchAsk";
import type { PageView } from "./WarehousesPage";

type Cells = ListCells<Customer>;
type Asking = { what: "add" } | { what: "edit" | "turn"; row: Customer };

const columnsOf = ({ m }: I18n, mayChange: boolean): Column<Customer, Cells>[] => {
  const words = m.warehouses.column;
  const actions: Column<Customer, Cells> = {
    id: "actions",
    label: words.actions,
    width: 190,
    fixed: true,
    cell: (c, cells) => <Actions row={c} name={c.name} cells={cells} />,
  };
  return [
    {
      id: "name",
      label: words.name,
      width: 260,
      fixed: true,
      cell: (c, { edit }) => <Main text={c.name} onOpen={edit && (() => edit(c))} />,
    },
    { id: "code", label: words.code, width: 160, cell: (c) => <span className="mono">{c.code}</span> },
    {
      id: "status",
      label: words.status,
      width: 130,
      fixed: true,
      cell: (c, cells) => <OnOff on={c.enabled} m={cells.m} />,
    },
    ...(mayChange ? [actions] : []),
  ];
};

/* The customers; those who run the system add and change them. */
export function CustomersTab({ view, pageSize }: { view: PageView; pageSize: number }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.warehouses;
  const mayChange = useMay()("system_manage");
  const { filter } = view;
  const query = useCustomers({
    limit: pageSize,
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.cursor ? { cursor: filter.cursor } : {}),
  });
  const [asking, setAsking] = useState<Asking | null>(null);
  const cells = useMemo<Cells>(
    () =>
      mayChange
        ? {
            ...i18n,
            edit: (row) => setAsking({ what: "edit", row }),
            turn: (row) => setAsking({ what: "turn", row }),
          }
        : { ...i18n },
    [i18n, mayChange],
  );
  const columns = useMemo(() => columnsOf(i18n, mayChange), [i18n, mayChange]);
  const close = () => setAsking(null);
  const add = mayChange ? (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.customer.add}
    </Button>
  ) : null;
  return (
    <>
      <FilterBar label={words.filter.label} tools={add}>
        <SearchField
          label={words.filter.search}
          value={filter.q}
          maxLength={100}
          onSearch={(q) => view.change({ q })}
        />
      </FilterBar>
      {!add && <p className="dim">{words.customer.refused}</p>}
      <ListCard
        table="customers"
        label={words.tabs.customers}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(c) => c.name}
        onOpen={cells.edit}
        pages={view.pages(query.isPlaceholderData ? null : query.data?.nextCursor)}
        empty={
          filter.q === "" ? (
            <Empty icon="user" title={words.empty.customers} lead={words.empty.customersLead}>
              {add}
            </Empty>
          ) : (
            <NoMatch
              title={words.empty.noMatch}
              lead={words.empty.noMatchLead}
              onClear={() => view.change({ q: "" })}
            />
          )
        }
      />
      {asking?.what === "add" && <Add onClose={close} />}
      {asking?.what === "edit" && <Edit row={asking.row} onClose={close} />}
      {asking?.what === "turn" && <Turn row={asking.row} onClose={close} />}
    </>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const send = useAddCustomer((c) => {
    toast({ tone: "good", text: words.common.added(c.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={words.customer.add}
      submit={words.customer.add}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(code !== "" || name !== "") && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (code.trim() && name.trim()) send.mutate({ code: code.trim(), name: name.trim() });
      }}
    >
      <Field
        name="code"
        label={words.common.code}
        isRequired
        autoFocus
        autoComplete="off"
        spellCheck="false"
        maxLength={32}
        value={code}
        onChange={setCode}
        hint={words.customer.codeHint}
        error={errorOf("code", code)}
      />
      <Field
        name="name"
        label={words.common.name}
        isRequired
        maxLength={100}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
    </FormDialog>
  );
}

const useSeen = (row: Customer) => {
  const { m } = useI18n();
  const cache = useQueryClient();
  return useSeenThing(
    row,
    () => rereadCustomer(cache, row.id),
    (c) => m.warehouses.common.now(c.name, c.enabled ? m.warehouses.on : m.warehouses.off),
  );
};

function Edit({ row, onClose }: { row: Customer; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const { thing, changed, onRefused } = useSeen(row);
  const [name, setName] = useState(row.name);
  const send = useChangeCustomer((c) => {
    toast({ tone: "good", text: words.common.saved(c.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={words.customer.edit}
      sub={row.code}
      submit={m.common.save}
      formRef={form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={name !== row.name && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        if (name.trim())
          send.mutate({ id: thing.id, version: thing.version, name: name.trim() }, { onError: onRefused });
      }}
    >
      <Field
        name="name"
        label={words.common.name}
        isRequired
        autoFocus
        maxLength={100}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
    </FormDialog>
  );
}

function Turn({ row, onClose }: { row: Customer; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const enabling = !row.enabled;
  const seen = useSeen(row);
  const send = useChangeCustomer((c) => {
    toast({ tone: "good", text: c.enabled ? words.common.switchedOn(c.name) : words.common.switchedOff(c.name) });
    onClose();
  });
  return (
    <SwitchAsk row={row} words={words.customer} seen={seen} send={send} onClose={onClose}>
      <p>{enabling ? words.customer.onLead(seen.thing.name) : words.customer.offLead(seen.thing.name)}</p>
    </SwitchAsk>
  );
}
