import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";
import { type Selection, useTickedIds } from "../../lib/selection";
import styles from "./Orders.module.css";

interface Props {
  selection: Selection;
  onDispatch: () => void;
  /* Ticks all that match the filters, or as many as one batch takes; null when there are no more than are shown. */
  all: { n: number; isWhole: boolean; isBusy: boolean; tick: () => void } | null;
}

/* What is ticked, also on other pages, and what can be done with it. */
export function SelectionBar({ selection, onDispatch, all }: Props) {
  const { m } = useI18n();
  const n = useTickedIds(selection).length;
  if (n === 0) return null;
  return (
    <section className={styles.bar} aria-label={m.orders.selected(n)}>
      <b role="status">{m.orders.selected(n)}</b>
      {all && n < all.n && (
        <Button small look="quiet" isPending={all.isBusy} onPress={all.tick}>
          {all.isWhole ? m.orders.selectAll(all.n) : m.orders.selectFirst(all.n)}
        </Button>
      )}
      <Button small look="quiet" onPress={selection.clear}>
        {m.orders.clearSelection}
      </Button>
      <Button small look="primary" icon="dispatch" onPress={onDispatch}>
        {n === 1 ? m.orders.action.dispatch : m.orders.action.batch_dispatch}
      </Button>
    </section>
  );
}
