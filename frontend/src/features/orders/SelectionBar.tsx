import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";
import { type Selection, useTickedIds } from "../../lib/selection";
import styles from "./Orders.module.css";

/* What is ticked, also on other pages, and what can be done with it. */
export function SelectionBar({ selection, onDispatch }: { selection: Selection; onDispatch: () => void }) {
  const { m } = useI18n();
  const n = useTickedIds(selection).length;
  if (n === 0) return null;
  return (
    <section className={styles.bar} aria-label={m.orders.selected(n)}>
      <b role="status">{m.orders.selected(n)}</b>
      <Button small look="quiet" onPress={selection.clear}>
        {m.orders.clearSelection}
      </Button>
      <Button small look="primary" icon="dispatch" onPress={onDispatch}>
        {n === 1 ? m.orders.action.dispatch : m.orders.action.batch_dispatch}
      </Button>
    </section>
  );
}
