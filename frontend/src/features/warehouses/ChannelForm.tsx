import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ShippingChannel, Warehouse } from "../../api/types";
import { rereadChannel, useAddChannel, useChangeChannel } from "../../api/warehouse-admin";
import { Check, Field, FieldGroup } from "../../components/Field";
import { FormDialog } from "../../components/FormDialog";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useSeenThing } from "../../components/useSeenThing";
import { type I18n, useI18n } from "../../i18n";
import { currencyOf, rateOf } from "./filters";
import styles from "./Warehouses.module.css";

interface Values {
  code: string;
  name: string;
  carrier: string;
  serviceType: string;
  selfPickup: boolean;
  rateBase: string;
  ratePerKg: string;
  rateCurrency: string;
}

/* What is sent, or null while something is missing or wrong. */
function body(v: Values) {
  const [rateBase, ratePerKg, rateCurrency] = [rateOf(v.rateBase), rateOf(v.ratePerKg), currencyOf(v.rateCurrency)];
  const [name, carrier, serviceType] = [v.name.trim(), v.carrier.trim(), v.serviceType.trim()];
  if (!name || !carrier || !serviceType || !rateBase || !ratePerKg || !rateCurrency) return null;
  return { name, carrier, serviceType, selfPickup: v.selfPickup, rateBase, ratePerKg, rateCurrency };
}

const differs = (a: Values, b: Values) => JSON.stringify(a) !== JSON.stringify(b);

export function AddChannel({ warehouse, onClose }: { warehouse: Warehouse; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.warehouses;
  const none: Values = {
    code: "",
    name: "",
    carrier: "",
    serviceType: "",
    selfPickup: false,
    rateBase: "",
    ratePerKg: "",
    rateCurrency: "",
  };
  const [values, setValues] = useState(none);
  const send = useAddChannel((ch) => {
    toast({ tone: "good", text: words.common.added(ch.name) });
    onClose();
  });
  const form = useForm(send.error);
  return (
    <FormDialog
      title={words.channel.add}
      sub={warehouse.name}
      submit={words.channel.add}
      formRef={form.form}
      error={send.error}
      isBusy={send.isPending}
      isDirty={differs(values, none) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        form.onTry();
        const rest = body(values);
        if (rest && values.code.trim()) send.mutate({ warehouseId: warehouse.id, code: values.code.trim(), ...rest });
      }}
    >
      <Fields values={values} onChange={setValues} form={form} isNew />
    </FormDialog>
  );
}

export const useSeenChannel = (row: ShippingChannel, { m }: I18n) => {
  const cache = useQueryClient();
  return useSeenThing(
    row,
    () => rereadChannel(cache, row.id),
    (ch) => m.warehouses.common.now(ch.name, ch.enabled ? m.warehouses.on : m.warehouses.off),
  );
};

export function EditChannel({ row, onClose }: { row: ShippingChannel; onClose: () => void }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.warehouses;
  const { thing, changed, onRefused } = useSeenChannel(row, i18n);
  const first: Values = { ...row };
  const [values, setValues] = useState(first);
  const send = useChangeChannel((ch) => {
    toast({ tone: "good", text: words.common.saved(ch.name) });
    onClose();
  });
  const form = useForm(send.error);
  return (
    <FormDialog
      title={words.channel.edit}
      sub={row.code}
      submit={m.common.save}
      formRef={form.form}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      isDirty={differs(values, first) && !send.isSuccess}
      onClose={onClose}
      onSubmit={() => {
        form.onTry();
        const rest = body(values);
        if (rest) send.mutate({ id: thing.id, version: thing.version, ...rest }, { onError: onRefused });
      }}
    >
      <Fields values={values} onChange={setValues} form={form} />
    </FormDialog>
  );
}

interface FieldsProps {
  values: Values;
  onChange: (values: Values) => void;
  form: ReturnType<typeof useForm>;
  isNew?: boolean;
}

function Fields({ values, onChange, form, isNew }: FieldsProps) {
  const { m } = useI18n();
  const words = m.warehouses;
  const field = (name: Exclude<keyof Values, "selfPickup">) => ({
    name,
    isRequired: true,
    value: values[name],
    onChange: (text: string) => onChange({ ...values, [name]: text }),
    error: form.errorOf(name, values[name]),
  });
  const rate = (name: "rateBase" | "ratePerKg") => {
    const base = field(name);
    const isWrong = form.isTried && base.value.trim() !== "" && rateOf(base.value) === null;
    return { ...base, error: isWrong ? words.channel.rateWrong : base.error };
  };
  const currency = field("rateCurrency");
  const isNoCurrency = form.isTried && currency.value.trim() !== "" && currencyOf(currency.value) === null;
  return (
    <>
      <div className={styles.split}>
        {isNew && (
          <Field
            {...field("code")}
            label={words.common.code}
            autoFocus
            autoComplete="off"
            spellCheck="false"
            maxLength={32}
            hint={words.common.codeHint}
          />
        )}
        <Field {...field("name")} label={words.common.name} autoFocus={!isNew} maxLength={100} />
      </div>
      <div className={styles.split}>
        <Field {...field("carrier")} label={words.channel.carrier} maxLength={64} hint={words.channel.carrierHint} />
        <Field {...field("serviceType")} label={words.channel.serviceType} maxLength={64} />
      </div>
      <Check
        label={words.channel.selfPickup}
        checked={values.selfPickup}
        onChange={(selfPickup) => onChange({ ...values, selfPickup })}
      />
      <FieldGroup label={words.channel.rateTitle} hint={words.channel.rateHint}>
        <div className={styles.split}>
          <Field {...rate("rateBase")} label={words.channel.rateBase} inputMode="decimal" maxLength={12} />
          <Field {...rate("ratePerKg")} label={words.channel.ratePerKg} inputMode="decimal" maxLength={12} />
          <Field
            {...currency}
            onChange={(text) => onChange({ ...values, rateCurrency: text.toUpperCase() })}
            error={isNoCurrency ? words.channel.currencyWrong : currency.error}
            label={words.channel.rateCurrency}
            autoComplete="off"
            maxLength={3}
          />
        </div>
      </FieldGroup>
    </>
  );
}
