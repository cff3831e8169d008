import { useEffect, useState } from "react";
import { useMay } from "../../api/auth";
import { useBindSku, useSkuSearch } from "../../api/skus";
import type { Order, OrderLine, SkuMapping } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { ComboBox } from "../../components/ComboBox";
import { Scroll } from "../../components/Scroll";
import { useI18n } from "../../i18n";
import styles from "./Details.module.css";
import { Mapped, PlatformSku } from "./ItemsTab";

interface Props {
  order: Order;
  warehouseId: string | null;
  onBound: (mapping: SkuMapping) => Promise<void>;
}

const isUnmapped = (line: OrderLine) => line.shippable && line.mapping.length === 0;

/* The lines for a last check. A line without a warehouse SKU has a search field in its place: what is
 * chosen is saved at once as the store's mapping. */
export function DispatchLines({ order, warehouseId, onBound }: Props) {
  const { m, f } = useI18n();
  const may = useMay();
  const words = m.orders.items;
  const unmapped = order.lines.filter(isUnmapped).length;
  const [mapping, setMapping] = useState<SkuMapping | null>(null);
  const bind = useBindSku((done) => {
    setMapping(done);
    void onBound(done);
  });
  return (
    <div className={styles.form}>
      {unmapped > 0 && <Alert tone="warning">{m.orders.dispatch.unmapped(unmapped)}</Alert>}
      <Scroll label={m.orders.dispatch.lines} className={styles.scroll}>
        <table className={styles.lines}>
          <thead>
            <tr>
              <th scope="col" className={styles.sku}>
                {words.warehouseSku}
              </th>
              <th scope="col">{words.platformSku}</th>
              <th scope="col">{words.product}</th>
              <th scope="col" className={styles.num}>
                {words.quantity}
              </th>
            </tr>
          </thead>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.id}>
                <td className={styles.sku}>
                  {isUnmapped(line) && line.skuKey !== null && may("sku_bind") ? (
                    <SkuPicker
                      // A refused choice can be made again: the field starts anew.
                      key={bind.error ? bind.submittedAt : line.id}
                      product={line.productName}
                      warehouseId={warehouseId}
                      isBusy={bind.isPending}
                      onPick={(skuId) =>
                        bind.mutate({
                          storeId: order.store.id,
                          skuKey: line.skuKey ?? "",
                          items: [{ skuId, quantity: 1 }],
                        })
                      }
                    />
                  ) : (
                    <>
                      <Mapped line={line} />
                      {isUnmapped(line) && (
                        <small>{line.skuKey === null ? words.gone : m.orders.dispatch.noBindPermission}</small>
                      )}
                    </>
                  )}
                </td>
                <td>
                  <PlatformSku line={line} />
                </td>
                <td>{line.productName}</td>
                <td className={styles.num}>{f.number(line.acceptedQty)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {bind.error && <Refused refusal={bind.error} />}
      {mapping && !bind.error && (
        <Alert tone="good" title={m.orders.dispatch.bound(mapping.items.map((i) => i.code).join(", "))}>
          {m.orders.dispatch.freed(mapping.freedOrders)}
        </Alert>
      )}
    </div>
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
        isLoading={q === "" || skus.isFetching}
        empty={words.noSku}
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
