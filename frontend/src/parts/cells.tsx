/* What lists of things that are switched on and off show in their cells. */
import { Badge } from "../components/Badge";
import cell from "../components/Cell.module.css";
import { cx } from "../components/cx";
import type { I18n } from "../i18n";

export const OnOff = ({ on, m }: { on: boolean; m: I18n["m"] }) => (
  <Badge tone={on ? "green" : "neutral"}>{on ? m.warehouses.on : m.warehouses.off}</Badge>
);

interface RowActions<Row> extends I18n {
  /* Left out: it cannot be edited, or not by this person. */
  edit?: (row: Row) => void;
  turn?: (row: Row) => void;
}
export type ListCells<Row> = RowActions<Row>;

export function Actions<Row extends { enabled: boolean }>({
  row,
  name,
  cells: { m, edit, turn },
}: {
  row: Row;
  name: string;
  cells: RowActions<Row>;
}) {
  const words = m.warehouses;
  return (
    <span className={cell.row}>
      {edit && (
        <button type="button" className={cell.button} aria-label={words.editOf(name)} onClick={() => edit(row)}>
          {words.edit}
        </button>
      )}
      {turn && (
        <button
          type="button"
          className={cx(cell.button, !row.enabled && cell.main)}
          aria-label={words.switchOf(name, !row.enabled)}
          onClick={() => turn(row)}
        >
          {row.enabled ? words.switchOff : words.switchOn}
        </button>
      )}
    </span>
  );
}

/* The name of a row: where j and k lead, and what Enter opens. */
export const Main = ({ text, onOpen }: { text: string; onOpen?: () => void }) =>
  onOpen ? (
    <button type="button" data-main className={cell.link} title={text} onClick={onOpen}>
      {text}
    </button>
  ) : (
    <b data-main tabIndex={-1} title={text}>
      {text}
    </b>
  );
