import { Alert } from "../../../components/Alert";
import { useI18n } from "../../../i18n";
import styles from "./Acknowledge.module.css";
import { type LinePlan, sums } from "./plan";

/* What it comes to, held against what the buyer wants. */
export function AckSum({ lines, threshold }: { lines: readonly LinePlan[]; threshold: number }) {
  const { m } = useI18n();
  const words = m.acknowledge.sum;
  if (lines.some((l) => l.wrong.accepted || l.wrong.backordered)) {
    return (
      <p className={styles.sum} role="status">
        {words.unfinished}
      </p>
    );
  }
  const all = sums(lines);
  const isBelow = threshold > 0 && all.rate < threshold;
  return (
    <>
      <div className={styles.sum} role="status" aria-label={words.label}>
        <b>{words.accepted(all.accepted, all.ordered)}</b>
        {all.backordered > 0 && <span>{words.backordered(all.backordered)}</span>}
        {all.rejected > 0 && <span>{words.rejected(all.rejected)}</span>}
        <b className={isBelow ? styles.below : undefined}>{words.rate(all.rate)}</b>
        {threshold > 0 && !isBelow && <span className="dim">{words.threshold(threshold)}</span>}
      </div>
      {isBelow && <Alert tone="warning">{words.below(all.rate, threshold)}</Alert>}
    </>
  );
}
