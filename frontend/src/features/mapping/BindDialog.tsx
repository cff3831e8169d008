/* What one platform SKU is bound to: one warehouse SKU, or several of them as a bundle. */
import { useState } from "react";
import { type PlatformSku, useBind } from "../../api/platform-skus";
import type { SkuMapping } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { SkuPicker } from "../../parts/SkuPicker";
import styles from "./Mapping.module.css";
import { canBind, isUnbound, nameOf } from "./names";

interface Item {
  skuId: string;
  code: string;
  name: string;
  /* As it was typed. */
  quantity: string;
}

interface Props {
  row: PlatformSku;
  mayBind: boolean;
  onHistory: () => void;
  onSaved: (mapping: SkuMapping) => void;
  onClose: () => void;
}

const most = 20;
const quantityOf = (text: string) => (/^[0-9]{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN);
const isGood = (text: string) => quantityOf(text) >= 1 && quantityOf(text) <= 10_000;

export default function BindDialog({ row, mayBind, onHistory, onSaved, onClose }: Props) {
  const { m, f } = useI18n();
  const words = m.mapping.bindDialog;
  const isOnline = useOnline();
  const first = row.items.map((i) => ({ ...i, quantity: String(i.quantity) }));
  const [items, setItems] = useState<Item[]>(first);
  const [hasPicked, setPicked] = useState(false);
  const bind = useBind(onSaved);
  const isDirty = JSON.stringify(items) !== JSON.stringify(first);
  const mayEdit = mayBind && canBind(row);
  const change = (skuId: string, quantity: string) =>
    setItems(items.map((i) => (i.skuId === skuId ? { ...i, quantity } : i)));
  const save = () =>
    bind.mutate({
      storeId: row.store.id,
      skuKey: row.skuKey,
      items: items.map((i) => ({ skuId: i.skuId, quantity: quantityOf(i.quantity) })),
    });

  return (
    <Dialog
      title={words.title(nameOf(row))}
      sub={`${row.store.name} · ${row.name}`}
      isDirty={isDirty}
      isBusy={bind.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onHistory}>{m.mapping.action.history}</Button>
          <Button onPress={onClose}>{mayEdit ? m.common.cancel : m.common.close}</Button>
          {mayEdit && (
            <Button
              look="primary"
              isPending={bind.isPending}
              isDisabled={!isDirty || items.length === 0 || !items.every((i) => isGood(i.quantity)) || !isOnline}
              onPress={save}
            >
              {words.save}
            </Button>
          )}
        </>
      }
    >
      {bind.error && <Refused refusal={bind.error} />}
      {row.state === "digital" ? (
        <Alert tone="info">{m.mapping.stateHint.digital}</Alert>
      ) : (
        <p>{isUnbound(row) ? words.lead(row.waitingOrders) : words.leadBound(row.waitingOrders)}</p>
      )}
      {!mayBind && <Alert tone="info">{m.mapping.refusedBind}</Alert>}
      <section className={styles.group} aria-label={words.items}>
        <h3>{words.items}</h3>
        {items.length === 0 ? (
          <p className="dim">{mayEdit ? words.empty : m.mapping.history.unbound}</p>
        ) : (
          <div className={styles.items}>
            {items.map((item) => (
              <div key={item.skuId} className={styles.item}>
                <div>
                  <span className="mono">{item.code}</span>
                  <small>{item.name}</small>
                  {!isGood(item.quantity) && (
                    <small className={styles.wrong} id={`wrong-${item.skuId}`}>
                      {words.badQuantity}
                    </small>
                  )}
                </div>
                <label className={styles.quantity}>
                  ×
                  <input
                    type="text"
                    inputMode="numeric"
                    autoComplete="off"
                    aria-label={words.quantity(item.code)}
                    aria-invalid={!isGood(item.quantity)}
                    aria-describedby={isGood(item.quantity) ? undefined : `wrong-${item.skuId}`}
                    maxLength={5}
                    readOnly={!mayEdit}
                    value={item.quantity}
                    onChange={(event) => change(item.skuId, event.target.value)}
                  />
                </label>
                {mayEdit && (
                  <Button
                    small
                    look="quiet"
                    icon="cross"
                    label={words.remove(item.code)}
                    onPress={() => setItems(items.filter((i) => i.skuId !== item.skuId))}
                  />
                )}
              </div>
            ))}
          </div>
        )}
        {mayEdit && items.length < most && (
          <>
            <SkuPicker
              key={items.length}
              label={words.add}
              autoFocus={items.length === 0 || hasPicked}
              isDisabled={bind.isPending}
              onPick={(sku) => {
                setPicked(true);
                setItems(
                  items.some((i) => i.skuId === sku.id)
                    ? items
                    : [...items, { skuId: sku.id, code: sku.code, name: sku.name, quantity: "1" }],
                );
              }}
            />
            <p className={styles.hint}>{words.bundleHint}</p>
          </>
        )}
        {items.length > 1 && <p className="sr-only">{f.number(items.length)}</p>}
      </section>
    </Dialog>
  );
}
