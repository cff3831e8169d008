import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { WarehouseSku, WarehouseSkuRow } from "../../api/types";
import { rereadSku, useAddSku, useChangeSku, useWarehouseSku } from "../../api/warehouse-skus";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { CustomerSelect } from "../../parts/CustomerSelect";
import styles from "./Inventory.module.css";

interface Props {
  /* The one that is edited; without it a new one is made. */
  sku?: WarehouseSkuRow;
  isStaff: boolean;
  onDone?: (sku: WarehouseSku) => void;
  onClose: () => void;
}

/* Adds a SKU, proposes one, or edits one. */
export default function SkuForm({ sku, isStaff, onDone, onClose }: Props) {
  return sku ? <Load id={sku.id} onClose={onClose} /> : <Add isStaff={isStaff} onDone={onDone} onClose={onClose} />;
}

const weightOf = (text: string): number | null =>
  text.trim() === "" ? 0 : /^[0-9]{1,7}$/.test(text.trim()) ? Number(text) : null;
const isWeight = (text: string) => {
  const grams = weightOf(text);
  return grams !== null && grams <= 1_000_000;
};

function Add({ isStaff, onDone, onClose }: Omit<Props, "sku">) {
  const { m } = useI18n();
  const words = m.inventory.form;
  const isOnline = useOnline();
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [barcode, setBarcode] = useState("");
  const [weight, setWeight] = useState("");
  const send = useAddSku((sku) => {
    toast({ tone: "good", text: isStaff ? words.added(sku.code) : words.proposed(sku.code) });
    onClose();
    onDone?.(sku);
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || !code.trim() || !name.trim() || !isWeight(weight) || (isStaff && !customerId)) return;
    send.mutate({
      ...(isStaff ? { customerId } : {}),
      code: code.trim(),
      name: name.trim(),
      barcode: barcode.trim() || null,
      weightGrams: weightOf(weight) || null,
    });
  }
  return (
    <Dialog
      title={isStaff ? words.addTitle : words.proposeTitle}
      sub={isStaff ? undefined : words.proposeLead}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={[code, name, barcode, weight].some((text) => text !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button type="submit" form="sku" look="primary" isPending={send.isPending} isDisabled={!isOnline}>
            {isStaff ? words.submitAdd : words.submitPropose}
          </Button>
        </>
      }
    >
      <form ref={form} id="sku" className={cell.form} onSubmit={submit} noValidate>
        {send.error && <Refused refusal={send.error} />}
        {isStaff && (
          <CustomerSelect
            label={words.customer}
            placeholder={words.chooseCustomer}
            value={customerId}
            onChange={setCustomerId}
            error={errorOf("customerId", customerId ?? "")}
          />
        )}
        <Fields
          {...{ code, setCode, name, setName, barcode, setBarcode, weight, setWeight, errorOf }}
          isTried={isTried}
          autoFocus={!isStaff}
        />
      </form>
    </Dialog>
  );
}

/* The row does not say whether the code is fixed: the SKU itself does. */
function Load({ id, onClose }: { id: string; onClose: () => void }) {
  const { m } = useI18n();
  const query = useWarehouseSku(id);
  if (query.data && query.isFetchedAfterMount) return <Edit first={query.data} onClose={onClose} />;
  return (
    <Dialog title={m.inventory.form.editTitle} onClose={onClose}>
      {query.error ? (
        <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <Waiting />
      )}
    </Dialog>
  );
}

function Edit({ first, onClose }: { first: WarehouseSku; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.inventory.form;
  const isOnline = useOnline();
  const cache = useQueryClient();
  const { thing, changed, onRefused } = useSeenThing(
    first,
    () => rereadSku(cache, first.id),
    (s) => words.now(s.code, s.name, m.inventory.status[s.status]),
  );
  const firstWeight = first.weightGrams === null ? "" : String(first.weightGrams);
  const [code, setCode] = useState(first.code);
  const [name, setName] = useState(first.name);
  const [barcode, setBarcode] = useState(first.barcode ?? "");
  const [weight, setWeight] = useState(firstWeight);
  const send = useChangeSku((sku) => {
    toast({ tone: "good", text: words.saved(sku.code) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || !code.trim() || !name.trim() || !isWeight(weight)) return;
    send.mutate(
      {
        id: thing.id,
        version: thing.version,
        ...(code.trim() === thing.code ? {} : { code: code.trim() }),
        name: name.trim(),
        barcode: barcode.trim(),
        weightGrams: weightOf(weight),
      },
      { onError: onRefused },
    );
  }
  const isDirty =
    code !== first.code || name !== first.name || barcode !== (first.barcode ?? "") || weight !== firstWeight;
  return (
    <Dialog
      title={words.editTitle}
      sub={`${first.code} · ${first.customer.name}`}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={isDirty && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button type="submit" form="sku" look="primary" isPending={send.isPending} isDisabled={!isOnline}>
            {m.common.save}
          </Button>
        </>
      }
    >
      <form ref={form} id="sku" className={cell.form} onSubmit={submit} noValidate>
        {changed}
        {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
        <Fields
          {...{ code, setCode, name, setName, barcode, setBarcode, weight, setWeight, errorOf }}
          isTried={isTried}
          codeFixed={thing.codeFixed}
          autoFocus
        />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  code: string;
  setCode: (text: string) => void;
  name: string;
  setName: (text: string) => void;
  barcode: string;
  setBarcode: (text: string) => void;
  weight: string;
  setWeight: (text: string) => void;
  errorOf: (field: string, value: string) => string | undefined;
  isTried: boolean;
  codeFixed?: boolean;
  autoFocus: boolean;
}

function Fields(p: FieldsProps) {
  const { m } = useI18n();
  const words = m.inventory.form;
  // A value that is there is never "required": only what the server said of it is an error.
  const optional = (field: string) => p.errorOf(field, "given");
  return (
    <>
      <Field
        name="code"
        label={words.code}
        isRequired
        isReadOnly={p.codeFixed}
        autoFocus={p.autoFocus && !p.codeFixed}
        autoComplete="off"
        spellCheck="false"
        maxLength={64}
        value={p.code}
        onChange={p.setCode}
        hint={p.codeFixed ? words.codeFixed : words.codeHint}
        error={p.errorOf("code", p.code)}
      />
      <Field
        name="name"
        label={words.name}
        isRequired
        autoFocus={p.autoFocus && p.codeFixed}
        maxLength={255}
        value={p.name}
        onChange={p.setName}
        error={p.errorOf("name", p.name)}
      />
      <div className={styles.split}>
        <Field
          name="barcode"
          label={words.barcode}
          autoComplete="off"
          spellCheck="false"
          maxLength={64}
          value={p.barcode}
          onChange={p.setBarcode}
          hint={words.barcodeHint}
          error={optional("barcode")}
        />
        <Field
          name="weightGrams"
          label={words.weight}
          inputMode="numeric"
          maxLength={7}
          value={p.weight}
          onChange={p.setWeight}
          error={p.isTried && !isWeight(p.weight) ? words.weightWrong : optional("weightGrams")}
        />
      </div>
    </>
  );
}
