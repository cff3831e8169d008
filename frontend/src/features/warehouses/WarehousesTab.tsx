import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Warehouse } from "../../api/types";
import {
  rereadWarehouse,
  useAddWarehouse,
  useAllWarehouses,
  useChangeWarehouse,
  useWarehouse,
} from "../../api/warehouse-admin";
import { Button } from "../../components/Button";
import type { Column } from "../../components/DataTable";
import { Field } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { ListCard } from "../../components/ListCard";
import { Empty } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { type I18n, useI18n } from "../../i18n";
import { Actions, type ListCells, Main, OnOff } from "../../parts/cells";
import { SwitchAsk } from "../../parts/SwitchAsk";
import { countryOf } from "./filters";
import styles from "./Warehouses.module.css";

type Cells = ListCells<Warehouse>;
type Asking = { what: "add" } | { what: "edit" | "turn"; row: Warehouse };

const columnsOf = ({ m }: I18n): Column<Warehouse, Cells>[] => {
  const words = m.warehouses.column;
  return [
    {
      id: "name",
      label: words.name,
      width: 220,
      fixed: true,
      cell: (w, c) => <Main text={w.name} onOpen={() => c.edit?.(w)} />,
    },
    { id: "code", label: words.code, width: 120, cell: (w) => <span className="mono">{w.code}</span> },
    { id: "country", label: words.country, width: 160, cell: (w, c) => c.f.country(w.country) },
    { id: "status", label: words.status, width: 120, fixed: true, cell: (w, c) => <OnOff on={w.enabled} m={c.m} /> },
    {
      id: "actions",
      label: words.actions,
      width: 190,
      fixed: true,
      cell: (w, c) => <Actions row={w} name={w.name} cells={c} />,
    },
  ];
};

/* The staff's warehouses, those not in use too. */
export function WarehousesTab() {
  const i18n = useI18n();
  const words = i18n.m.warehouses;
  const query = useAllWarehouses();
  const [asking, setAsking] = useState<Asking | null>(null);
  const cells = useMemo<Cells>(
    () => ({
      ...i18n,
      edit: (row) => setAsking({ what: "edit", row }),
      turn: (row) => setAsking({ what: "turn", row }),
    }),
    [i18n],
  );
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const add = (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.warehouse.add}
    </Button>
  );
  const close = () => setAsking(null);
  return (
    <>
      <div className={styles.bar}>{add}</div>
      <ListCard
        table="warehouses"
        label={words.tabs.warehouses}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(w) => w.name}
        onOpen={cells.edit}
        empty={
          <Empty icon="warehouse" title={words.empty.warehouses} lead={words.empty.warehousesLead}>
            {add}
          </Empty>
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
  const [country, setCountry] = useState("");
  const send = useAddWarehouse((w) => {
    toast({ tone: "good", text: words.common.added(w.name) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={words.warehouse.add}
      submit={words.warehouse.add}
      formRef={form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={[code, name, country].some((text) => text !== "") && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        const to = countryOf(country);
        if (code.trim() && name.trim() && to) send.mutate({ code: code.trim(), name: name.trim(), country: to });
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
        hint={words.common.codeHint}
        error={errorOf("code", code)}
      />
      <NameAndCountry {...{ name, setName, country, setCountry, errorOf, isTried }} />
    </FormDialog>
  );
}

interface NameProps {
  name: string;
  setName: (text: string) => void;
  country: string;
  setCountry: (text: string) => void;
  errorOf: (field: string, value: string) => string | undefined;
  isTried: boolean;
  autoFocus?: boolean;
}

function NameAndCountry({ name, setName, country, setCountry, errorOf, isTried, autoFocus }: NameProps) {
  const { m } = useI18n();
  const words = m.warehouses;
  const wrong =
    isTried && country.trim() !== "" && countryOf(country) === null ? words.warehouse.countryWrong : undefined;
  return (
    <div className={styles.split}>
      <Field
        name="name"
        label={words.common.name}
        isRequired
        autoFocus={autoFocus}
        maxLength={100}
        value={name}
        onChange={setName}
        error={errorOf("name", name)}
      />
      <Field
        name="country"
        label={words.warehouse.country}
        isRequired
        autoComplete="off"
        maxLength={2}
        value={country}
        onChange={(text) => setCountry(text.toUpperCase())}
        hint={words.warehouse.countryHint}
        error={wrong ?? errorOf("country", country)}
      />
    </div>
  );
}

const useSeen = (row: Warehouse) => {
  const { m } = useI18n();
  const cache = useQueryClient();
  return useSeenThing<Pick<Warehouse, "id" | "name" | "country" | "enabled" | "version">>(
    row,
    () => rereadWarehouse(cache, row.id),
    (w) => m.warehouses.common.now(w.name, w.enabled ? m.warehouses.on : m.warehouses.off),
  );
};

function Edit({ row, onClose }: { row: Warehouse; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const { thing, changed, onRefused } = useSeen(row);
  const [name, setName] = useState(row.name);
  const [country, setCountry] = useState(row.country);
  const send = useChangeWarehouse((w) => {
    toast({ tone: "good", text: words.common.saved(w.name) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  return (
    <FormDialog
      title={words.warehouse.edit}
      sub={row.code}
      submit={m.common.save}
      formRef={form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={(name !== row.name || country !== row.country) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        onTry();
        const to = countryOf(country);
        if (!name.trim() || !to) return;
        send.mutate({ id: thing.id, version: thing.version, name: name.trim(), country: to }, { onError: onRefused });
      }}
    >
      <NameAndCountry {...{ name, setName, country, setCountry, errorOf, isTried }} autoFocus />
    </FormDialog>
  );
}

function Turn({ row, onClose }: { row: Warehouse; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const enabling = !row.enabled;
  const seen = useSeen(row);
  const uses = useWarehouse(row.id).data;
  const send = useChangeWarehouse((w) => {
    toast({ tone: "good", text: w.enabled ? words.common.switchedOn(w.name) : words.common.switchedOff(w.name) });
    onClose();
  });
  return (
    <SwitchAsk row={row} words={words.warehouse} seen={seen} send={send} onClose={onClose}>
      <p>{enabling ? words.warehouse.onLead(seen.thing.name) : words.warehouse.offLead(seen.thing.name)}</p>
      {!enabling && uses && (
        <p className="dim">
          {words.warehouse.uses(uses.channelCount, uses.customerCount)} {words.warehouse.open(uses.openOutboundCount)}
        </p>
      )}
    </SwitchAsk>
  );
}
