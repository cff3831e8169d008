/* Staff make an outbound order for a customer: who, from where, what, to whom. */
import { type FormEvent, useState } from "react";
import { useCustomerChoices } from "../../api/customers";
import type { Outbound } from "../../api/types";
import { useChannels, useWarehouses } from "../../api/warehouses";
import { useAddOutbound } from "../../api/waves";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { ComboBox } from "../../components/ComboBox";
import { Dialog } from "../../components/Dialog";
import { Field, FieldGroup } from "../../components/Field";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { countries } from "../../lib/countries";
import { useOnline } from "../../lib/online";
import { CustomerSelect } from "../../parts/CustomerSelect";
import { AddLines, type Goods, quantity } from "./AddLines";
import styles from "./Outbound.module.css";

const noRecipient = { name: "", company: "", phone: "", email: "", line1: "", line2: "", city: "", state: "", zip: "" };
type Part = keyof typeof noRecipient;
const needed: ReadonlySet<Part> = new Set<Part>(["name", "line1", "city"]);
const lengths: Record<Part, number> = {
  name: 255,
  company: 255,
  phone: 64,
  email: 254,
  line1: 255,
  line2: 255,
  city: 128,
  state: 128,
  zip: 32,
};
const parts = Object.keys(noRecipient) as Part[];

interface Props {
  onDone: (outbound: Outbound) => void;
  onClose: () => void;
}

export default function AddDialog({ onDone, onClose }: Props) {
  const { m, f } = useI18n();
  const words = m.waves.byHand;
  const isOnline = useOnline();
  const { customers } = useCustomerChoices();
  const places = useWarehouses();
  const warehouses = places.data?.items ?? [];
  const [chosenCustomer, setCustomer] = useState<string | null>(null);
  const customerId = chosenCustomer ?? (customers.length === 1 ? (customers[0]?.id ?? null) : null);
  const [chosenWarehouse, setWarehouse] = useState<string | null>(null);
  const warehouseId = chosenWarehouse ?? (warehouses.length === 1 ? (warehouses[0]?.id ?? null) : null);
  const ways = useChannels(warehouseId);
  const channels = ways.data?.items ?? [];
  const [channelId, setChannel] = useState<string | null>(null);
  const [goods, setGoods] = useState<readonly Goods[]>([]);
  const [to, setTo] = useState(noRecipient);
  const [countryText, setCountryText] = useState("");
  const [note, setNote] = useState("");
  const country = countries.find(
    (code) => code === countryText.trim().toUpperCase() || f.country(code) === countryText,
  );

  const send = useAddOutbound((now) => {
    toast({ tone: "good", text: words.done(now.outboundNo) });
    onDone(now);
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);
  const missing = (value: string | null) => (isTried && value === null ? m.common.required : undefined);
  const isWrong =
    goods.length === 0 ||
    goods.some((g) => quantity(g.quantity) === undefined) ||
    parts.some((part) => needed.has(part) && to[part].trim() === "");

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!customerId || !warehouseId || !channelId || !country || isWrong || !isOnline) return;
    const given = Object.fromEntries(parts.map((part) => [part, to[part].trim() || null]));
    send.mutate({
      customerId,
      warehouseId,
      channelId,
      recipient: { ...given, name: to.name.trim(), line1: to.line1.trim(), city: to.city.trim(), country },
      lines: goods.map((g) => ({ skuId: g.skuId, quantity: quantity(g.quantity) ?? 0 })),
      note: note.trim() || null,
    });
  }

  return (
    <Dialog
      title={words.title}
      size="l"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(goods.length > 0 || parts.some((part) => to[part] !== "") || note !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="by-hand"
            look="primary"
            isPending={send.isPending}
            isDisabled={!places.data || !isOnline}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      {!places.data &&
        (places.error ? (
          <Failure refusal={places.error} onRetry={() => places.refetch()} isRetrying={places.isFetching} />
        ) : (
          <Waiting lines={6} />
        ))}
      <form ref={form} id="by-hand" hidden={!places.data} className={styles.form} onSubmit={submit} noValidate>
        {send.error && <Refused refusal={send.error} />}
        <p className="dim">{words.lead}</p>
        <div className={styles.split}>
          <CustomerSelect
            name="customerId"
            label={words.customer}
            placeholder={words.chooseCustomer}
            value={customerId}
            error={errorOf("customerId", customerId ?? "")}
            onChange={(id) => {
              setCustomer(id);
              setGoods([]);
            }}
          />
          <Select
            name="warehouseId"
            label={words.warehouse}
            placeholder={words.chooseWarehouse}
            isRequired
            value={warehouseId}
            error={errorOf("warehouseId", warehouseId ?? "")}
            onChange={(id) => {
              setWarehouse(id);
              setChannel(null);
              setGoods([]);
            }}
            options={warehouses.map((w) => ({ value: w.id, label: w.name, end: w.code }))}
          />
          <Select
            name="channelId"
            label={words.channel}
            placeholder={words.chooseChannel}
            isRequired
            isDisabled={channels.length === 0}
            value={channelId}
            error={missing(channelId)}
            onChange={setChannel}
            options={channels.map((c) => ({
              value: c.id,
              label: c.name,
              second: `${c.carrier} · ${c.serviceType}`,
              end: c.selfPickup ? m.outbound.selfPickup : undefined,
            }))}
          />
        </div>
        {ways.error && !ways.data && (
          <Failure refusal={ways.error} onRetry={() => ways.refetch()} isRetrying={ways.isFetching} />
        )}
        <AddLines
          customerId={customerId}
          warehouseId={warehouseId}
          goods={goods}
          onChange={setGoods}
          isTried={isTried}
          refusal={send.error}
        />
        <FieldGroup label={words.recipient}>
          <div className={styles.split}>
            {parts.map((part) => (
              <Field
                key={part}
                name={`recipient.${part}`}
                label={words[part]}
                isRequired={needed.has(part)}
                autoComplete="off"
                maxLength={lengths[part]}
                value={to[part]}
                onChange={(text) => setTo({ ...to, [part]: text })}
                error={needed.has(part) || to[part] !== "" ? errorOf(`recipient.${part}`, to[part]) : undefined}
              />
            ))}
            <ComboBox
              name="country"
              label={words.country}
              isRequired
              text={countryText}
              onText={setCountryText}
              options={countries.map((code) => ({ value: code, label: f.country(code), end: code }))}
              onChoose={(code) => setCountryText(f.country(code))}
              error={isTried && !country ? m.common.required : errorOf("recipient.country", countryText)}
            />
          </div>
        </FieldGroup>
        <Field
          name="note"
          label={words.note}
          hint={words.noteHint}
          rows={2}
          maxLength={500}
          value={note}
          onChange={setNote}
        />
      </form>
    </Dialog>
  );
}
