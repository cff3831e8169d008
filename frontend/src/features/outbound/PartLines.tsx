import { Lines } from "../../components/Facts";
import { Field } from "../../components/Field";
import { useI18n } from "../../i18n";
import styles from "./Outbound.module.css";
import { type Line, leftOf, quantityOf } from "./parcel";

interface Props {
  lines: readonly Line[];
  typed: Record<string, string>;
  onType: (typed: Record<string, string>) => void;
  error: string | undefined;
}

/* How many of each item leave now. */
export function PartLines({ lines, typed, onType, error }: Props) {
  const { m } = useI18n();
  const words = m.outbound.ship;
  return (
    <>
      <Lines
        label={m.outbound.tabs.lines}
        heads={[
          { label: m.outbound.line.sku },
          { label: m.outbound.line.left, align: "end", width: 80 },
          { label: words.quantity, width: 150 },
        ]}
      >
        {lines.map((line) => {
          const left = leftOf(line);
          return (
            <tr key={line.id}>
              <td>
                <b>{line.skuCode}</b>
                <small>{line.skuName}</small>
              </td>
              <td data-end>{left}</td>
              <td className={styles.quantity}>
                <Field
                  label={words.quantityFor(line.skuCode)}
                  isRequired
                  inputMode="numeric"
                  autoComplete="off"
                  placeholder="0"
                  maxLength={7}
                  isDisabled={left === 0}
                  value={typed[line.id] ?? ""}
                  onChange={(text) => onType({ ...typed, [line.id]: text })}
                  error={quantityOf(line, typed[line.id]) === undefined ? words.quantityWrong(left) : undefined}
                />
              </td>
            </tr>
          );
        })}
      </Lines>
      {error && (
        <p className={styles.wrong} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
