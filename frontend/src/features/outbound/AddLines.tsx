import { useEffect, useState } from "react";
import type { Refusal } from "../../api/refusal";
import { useGoods } from "../../api/waves";
import { Button } from "../../components/Button";
import { ComboBox } from "../../components/ComboBox";
import { Lines } from "../../components/Facts";
import { Field, FieldGroup } from "../../components/Field";
import { fieldSaid } from "../../components/fieldSaid";
import { useI18n } from "../../i18n";
import styles from "./Outbound.module.css";

export interface Goods {
  skuId: string;
  code: string;
  name: string;
  available: number;
  quantity: string; // as typed
}

/* A whole number of units; undefined when it is none. */
export function quantity(typed: string): number | undefined {
  const n = /^[0-9]{1,7}$/.test(typed.trim()) ? Number(typed) : 0;
  return n >= 1 && n <= 1_000_000 ? n : undefined;
}

interface Props {
  customerId: string | null;
  warehouseId: string | null;
  goods: readonly Goods[];
  onChange: (goods: readonly Goods[]) => void;
  isTried: boolean;
  refusal: Refusal | null;
}

/* What is to be sent: searched among the customer's stock of the warehouse, each with its quantity. */
export function AddLines({ customerId, warehouseId, goods, onChange, isTried, refusal }: Props) {
  const { m, f } = useI18n();
  const words = m.waves.byHand;
  const canSearch = customerId !== null && warehouseId !== null;
  const [text, setText] = useState("");
  const q = useRested(text.trim());
  const found = useGoods(customerId, warehouseId, q);
  const rows = canSearch ? (found.data?.items ?? []).filter((row) => row.customer.id === customerId) : [];
  const options = rows
    .filter((row) => !goods.some((g) => g.skuId === row.sku.id))
    .map((row) => ({
      value: row.sku.id,
      label: row.sku.code,
      second: row.sku.name,
      end: words.available(f.number(row.available)),
      isDisabled: row.sku.status !== "enabled",
    }));

  function add(skuId: string) {
    const row = rows.find((r) => r.sku.id === skuId);
    if (!row) return;
    const { code, name } = row.sku;
    onChange([...goods, { skuId, code, name, available: row.available, quantity: "1" }]);
    setText("");
  }
  const set = (skuId: string, typed: string) =>
    onChange(goods.map((g) => (g.skuId === skuId ? { ...g, quantity: typed } : g)));
  const saidOf = (at: number) => {
    const said = refusal?.problem.errors.find((e) => e.field.startsWith(`lines[${at}]`));
    return said && fieldSaid(said, m);
  };
  return (
    <FieldGroup label={words.goods} error={isTried && goods.length === 0 ? words.goodsNeeded : undefined}>
      {goods.length > 0 && (
        <Lines
          label={words.goods}
          heads={[
            { label: m.outbound.line.sku },
            { label: words.available(""), align: "end", width: 90 },
            { label: m.outbound.line.quantity, width: 150 },
            { label: m.outbound.column.actions, width: 60 },
          ]}
        >
          {goods.map((g, at) => (
            <tr key={g.skuId}>
              <td>
                <b>{g.code}</b>
                <small>{g.name}</small>
              </td>
              <td data-end>{f.number(g.available)}</td>
              <td className={styles.quantity}>
                <Field
                  label={words.quantityOf(g.code)}
                  isRequired
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={7}
                  value={g.quantity}
                  onChange={(typed) => set(g.skuId, typed)}
                  error={saidOf(at) ?? (quantity(g.quantity) === undefined ? words.quantityWrong : undefined)}
                />
              </td>
              <td>
                <Button
                  small
                  look="quiet"
                  icon="cross"
                  label={words.remove(g.code)}
                  onPress={() => onChange(goods.filter((other) => other.skuId !== g.skuId))}
                />
              </td>
            </tr>
          ))}
        </Lines>
      )}
      <ComboBox
        isSearch
        label={words.search}
        isRequired={goods.length === 0}
        hint={canSearch ? words.searchHint : words.first}
        isDisabled={!canSearch}
        text={text}
        onText={setText}
        options={q === "" ? [] : options}
        isLoading={q === "" || found.isFetching}
        empty={words.noSku}
        onChoose={add}
      />
    </FieldGroup>
  );
}

/* The value once it rested: a question per pause, not per letter. */
function useRested(value: string) {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), 150);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
