import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";
import { type Selection, useTickedIds } from "../../lib/selection";
import styles from "./Outbound.module.css";

/* What is ticked, also on other pages, becomes a wave. */
export function WaveBar({ selection, onWave }: { selection: Selection; onWave: () => void }) {
  const { m } = useI18n();
  const words = m.waves.make;
  const n = useTickedIds(selection).length;
  if (n === 0) return null;
  return (
    <section className={styles.bar} aria-label={words.selected(n)}>
      <b role="status">{words.selected(n)}</b>
      <Button small look="quiet" onPress={selection.clear}>
        {m.orders.clearSelection}
      </Button>
      <Button small look="primary" onPress={onWave}>
        {words.button}
      </Button>
    </section>
  );
}
