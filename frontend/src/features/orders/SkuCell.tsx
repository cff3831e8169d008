import { useEffect, useState } from "react";
import { useMay } from "../../api/auth";
import { useBindSku, useSkuSearch } from "../../api/skus";
import type { Order, OrderLine, SkuMapping } from "../../api/types";
import { ComboBox } from "../../components/ComboBox";
import { useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import styles from "./Details.module.css";
import { Mapped } from "./Mapped";

interface Props {
  order: Order;
  line: OrderLine;
  /* Stock is shown as it is there; without one, of all warehouses. */
  warehouseId: string | null;
  onBound: (mapping: SkuMapping) => void;
}

export const isUnmapped = (line: OrderLine) => line.shippable && line.mapping.length === 0;

/* The warehouse SKU of a line, or a search field in its place: what is chosen is saved at once as the
 * store's mapping. */
export function SkuCell({ order, line, warehouseId, onBound }: Props) {
  const { m } = useI18n();
  const may = useMay();
  const bind = useBindSku(onBound);
  if (!isUnmapped(line)) return <Mapped line={line} />;
  if (line.skuKey === null || !may("sku_bind")) {
    return (
      <>
        <Mapped line={line} />
        <small>{line.skuKey === null ? m.orders.items.gone : m.orders.dispatch.noBindPermission}</small>
      </>
    );
  }
  const skuKey = line.skuKey;
  return (
    <>
      <SkuPicker
        // A refused choice can be made again: the field starts anew.
        key={bind.error ? bind.submittedAt : line.id}
        product={line.productName}
        warehouseId={warehouseId}
        isBusy={bind.isPending}
        onPick={(skuId) => bind.mutate({ storeId: order.store.id, skuKey, items: [{ skuId, quantity: 1 }] })}
      />
      {bind.error && (
        <small className={styles.missing} role="alert">
          {m.problem.title[bind.error.problem.code]}
          {bind.error.problem.detail && ` · ${sentence(bind.error.problem.detail)}`}
        </small>
      )}
    </>
  );
}

interface PickerProps {
  product: string;
  warehouseId: string | null;
  isBusy: boolean;
  onPick: (skuId: string) => void;
}

function SkuPicker({ product, warehouseId, isBusy, onPick }: PickerProps) {
  const { m, f } = useI18n();
  const words = m.orders.dispatch;
  const [text, setText] = useState("");
  const q = useAfterPause(text.trim(), 150);
  const skus = useSkuSearch({ q, warehouseId });
  const options = (q === "" ? [] : (skus.data?.items ?? [])).map((sku) => ({
    value: sku.id,
    label: sku.code,
    second: sku.bindable ? sku.name : `${sku.name} · ${words.notBindable[sku.status]}`,
    end: words.available(f.number(sku.available)),
    isDisabled: !sku.bindable,
  }));
  return (
    <>
      <ComboBox
        isSearch
        hideLabel
        label={words.searchSkuFor(product)}
        placeholder={words.searchSku}
        text={text}
        onText={setText}
        options={options}
        isLoading={q !== text.trim() || skus.isFetching}
        empty={q === "" ? words.searchHint : words.noSku}
        isDisabled={isBusy}
        onChoose={onPick}
      />
      {skus.error && <small className={styles.missing}>{m.problem.title[skus.error.problem.code]}</small>}
    </>
  );
}

/* The value once it rested: a question per pause, not per letter. */
function useAfterPause<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
