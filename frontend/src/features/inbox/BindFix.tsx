/* The warehouse SKU for one platform SKU, in every store that has orders waiting for it. */
import { useState } from "react";
import { useMay } from "../../api/auth";
import { type ExceptionGroup, type ExceptionSku, useExceptionSkus } from "../../api/exceptions";
import { useBind } from "../../api/platform-skus";
import type { Sku, SkuMapping } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { ButtonLink } from "../../components/Button";
import { Failure, Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { SkuPicker } from "../../parts/SkuPicker";
import styles from "./Inbox.module.css";

interface Props {
  group: ExceptionGroup;
  onBound: (sku: Sku, mappings: SkuMapping[]) => void;
}

type Place = ExceptionSku & { skuKey: string };

export default function BindFix({ group, onBound }: Props) {
  const { m } = useI18n();
  const words = m.inbox.bind;
  const may = useMay();
  const skus = useExceptionSkus(group.kind, group.key ?? "");
  const bind = useBind(() => undefined);
  const [isBusy, setBusy] = useState(false);
  const places = skus.data?.items.filter((s): s is Place => s.skuKey !== null) ?? [];

  /* One after the other; what was done before one is refused stays done and is said. */
  async function pick(sku: Sku) {
    const done: SkuMapping[] = [];
    setBusy(true);
    try {
      for (const place of places)
        done.push(
          await bind.mutateAsync({
            storeId: place.store.id,
            skuKey: place.skuKey,
            items: [{ skuId: sku.id, quantity: 1 }],
          }),
        );
    } catch {
      // The refusal stands in bind.error and is shown below.
    }
    setBusy(false);
    if (done.length > 0) onBound(sku, done);
  }

  if (!may("sku_bind")) return <Alert tone="info">{words.noPermission}</Alert>;
  if (!skus.data) {
    return skus.error ? (
      <Failure refusal={skus.error} onRetry={() => skus.refetch()} isRetrying={skus.isFetching} />
    ) : (
      <Waiting lines={2} />
    );
  }
  if (places.length === 0)
    return <Alert tone="info">{skus.data.items.length > 0 ? words.productGone : words.already}</Alert>;
  return (
    <>
      <p>{words.lead(group.orders)}</p>
      <ul className={styles.places} aria-label={words.places}>
        {places.map((p) => (
          <li key={`${p.store.id} ${p.skuKey}`}>
            {words.place(p.store.name, p.orders)} · {p.name}
          </li>
        ))}
      </ul>
      {bind.error && <Refused refusal={bind.error} />}
      <div className={styles.field}>
        <SkuPicker
          key={bind.failureCount}
          autoFocus
          hideLabel
          label={m.mapping.picker.label(group.key ?? "")}
          isDisabled={isBusy}
          onPick={(sku) => void pick(sku)}
        />
      </div>
      {isBusy && <p role="status">{words.binding}</p>}
      <div>
        <ButtonLink small look="quiet" to={`/mapping?q=${encodeURIComponent(group.key ?? "")}`} icon="link">
          {words.bundle}
        </ButtonLink>
      </div>
    </>
  );
}
