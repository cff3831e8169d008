/* Keyset paging: next is a cursor of the server, previous the trail of cursors this tab came along. */
import { useI18n } from "../i18n";
import { Button } from "./Button";
import styles from "./Pager.module.css";

interface Props {
  /* Index of the first row shown; undefined when the page was reached by an address alone. */
  firstIndex: number | undefined;
  shown: number;
  total: number;
  totalIsExact: boolean;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  /* Offered when the way back is not known. */
  onFirst: (() => void) | undefined;
}

export function Pager({ firstIndex, shown, total, totalIsExact, onPrevious, onNext, onFirst }: Props) {
  const { m, f } = useI18n();
  const all = totalIsExact ? f.number(total) : `${f.number(total)}+`;
  return (
    <nav className={styles.pager} aria-label={m.common.page.label}>
      <span>
        {firstIndex === undefined || shown === 0
          ? m.common.results(total, totalIsExact)
          : m.common.page.range(firstIndex + 1, firstIndex + shown, all)}
      </span>
      {onFirst && (
        <Button small icon="first" onPress={onFirst}>
          {m.common.page.first}
        </Button>
      )}
      <Button small icon="left" label={m.common.page.previous} isDisabled={!onPrevious} onPress={onPrevious} />
      <Button small icon="right" label={m.common.page.next} isDisabled={!onNext} onPress={onNext} />
    </nav>
  );
}
