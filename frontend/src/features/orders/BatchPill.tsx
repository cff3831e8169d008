/* The way back to a batch whose dialog was closed: while it goes on, and until its result was looked at. */
import { useState } from "react";
import { isBatchLive, useLatestBatches } from "../../api/batches";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import { useI18n } from "../../i18n";
import { useNow } from "../../lib/clock";
import styles from "./Batch.module.css";
import { isLooked, look } from "./looked";

const recentMs = 30 * 60_000;

export function BatchPill({ open, onOpen }: { open: string | null; onOpen: (id: string) => void }) {
  const { m } = useI18n();
  const words = m.orders.batch;
  const now = useNow();
  const [, setDismissed] = useState("");
  const batch = useLatestBatches().data?.items.find(
    (b) => isBatchLive(b) || (!isLooked(b.id) && now - Date.parse(b.finishedAt ?? b.createdAt) < recentMs),
  );
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
            look(batch.id);
            setDismissed(batch.id);
          }}
        />
      )}
    </p>
  );
}
