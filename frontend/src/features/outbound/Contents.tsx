import type { Outbound } from "../../api/types";
import { FieldGroup } from "../../components/Field";
import { useI18n } from "../../i18n";
import styles from "./Outbound.module.css";
import { leftOf } from "./parcel";

/* What is left to leave, in short. */
export function Contents({ outbound, label }: { outbound: Outbound; label: string }) {
  const { m } = useI18n();
  return (
    <FieldGroup label={label}>
      <ul className={styles.contents}>
        {outbound.lines
          .filter((line) => leftOf(line) > 0)
          .map((line) => (
            <li key={line.id}>
              <b>{m.outbound.parcel.times(leftOf(line), line.skuCode)}</b>
              <span className="dim">{line.skuName}</span>
            </li>
          ))}
      </ul>
    </FieldGroup>
  );
}
