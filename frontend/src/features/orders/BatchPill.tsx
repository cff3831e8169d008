/* The way back to a batch whose dialog was closed: while it goes on, and until its result was looked at. */
import { useEffect, useState } from "react";
import { isBatchLive, useLatestBatches } from "../../api/batches";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import { useI18n } from "../../i18n";
import styles from "./Batch.module.css";
import { awaitResult, isWaiting, looked } from "./looked";

export function BatchPill({ open, onOpen }: { open: string | null; onOpen: (id: string) => void }) {
  const { m } = useI18n();
  const words = m.orders.batch;
  const [, setWavedAway] = useState("");
  const batches = useLatestBatches().data?.items;
  useEffect(() => {
    for (const batch of batches ?? []) if (isBatchLive(batch)) awaitResult(batch.id);
  }, [batches]);
  const batch = batches?.find((b) => isBatchLive(b) || isWaiting(b.id));
  if (!batch || batch.id === open) return null;
  const isLive = isBatchLive(batch);
  return (
    <p className={cx(styles.pill, !isLive && batch.refused > 0 && styles.stays)} role="status">
      <button type="button" onClick={() => onOpen(batch.id)}>
        {isLive
          ? words.pillLive(batch.total - batch.waiting, batch.total)
          : words.pillDone(batch.dispatched, batch.refused)}
      </button>
      {!isLive && (
        <Button
          small
          look="quiet"
          icon="cross"
          label={m.common.dismiss}
          onPress={() => {
            looked(batch.id);
            setWavedAway(batch.id);
          }}
        />
      )}
    </p>
  );
}
