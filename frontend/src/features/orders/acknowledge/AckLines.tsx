import { type KeyboardEvent, useId } from "react";
import type { Order, SkuMapping } from "../../../api/types";
import { cx } from "../../../components/cx";
import { Scroll } from "../../../components/Scroll";
import { Select } from "../../../components/Select";
import { useI18n } from "../../../i18n";
import details from "../Details.module.css";
import { SkuCell } from "../SkuCell";
import styles from "./Acknowledge.module.css";
import { Product } from "./Product";
import { give, giveAll, type LinePlan, type Plan, type Sheet, type Typed, type } from "./plan";
import { Reason, reasonOptions } from "./Reason";
import { Units } from "./Units";
import { wrongWords } from "./words";

interface Props {
  order: Order;
  sheet: Sheet;
  lines: readonly LinePlan[];
  plan: Plan;
  isTried: boolean;
  /* The stock that is shown is of the warehouse before. */
  isOld: boolean;
  /* A warehouse is chosen, or everything is rejected. */
  isAnswerable: boolean;
  canAccept: boolean;
  warehouseId: string | null;
  /* What the server said of a field. */
  saidOf: (field: string) => string | undefined;
  onPlan: (plan: Plan) => void;
  onBound: (mapping: SkuMapping) => void;
}

/* The lines as a table to type in. Enter goes down the column, and from its end to the button that sends it. */
export function AckLines(props: Props) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const { sheet, lines, plan, isAnswerable, onPlan } = props;
  const rejected = lines.filter((l) => l.rejected > 0);
  const hasBackorder = sheet.lines.some((line) => line.backorderAllowed);
  return (
    <Scroll label={words.lines} className={details.scroll}>
      <table className={cx(details.lines, styles.lines)} aria-busy={props.isOld}>
        <thead>
          <tr>
            <th scope="col">{words.column.item}</th>
            <th scope="col" className={details.num}>
              {words.column.ordered}
            </th>
            <th scope="col" className={details.num}>
              {words.column.available}
            </th>
            <th scope="col">{words.column.accepted}</th>
            {hasBackorder && <th scope="col">{words.column.backordered}</th>}
            <th scope="col" className={details.num}>
              {words.column.rejected}
            </th>
            <th scope="col" className={styles.reason}>
              {words.column.reason}
              {isAnswerable && rejected.length > 1 && (
                <Select
                  hideLabel
                  label={words.sameReason}
                  placeholder={words.sameReason}
                  isRequired
                  value={null}
                  onChange={(reason) => onPlan(giveAll(plan, rejected, reason))}
                  options={reasonOptions(sheet.reasons, m)}
                />
              )}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <Row key={line.line.lineId} {...props} of={line} index={i} hasBackorder={hasBackorder} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ of, index, hasBackorder, ...props }: Props & { of: LinePlan; index: number; hasBackorder: boolean }) {
  const { m, f } = useI18n();
  const words = m.acknowledge;
  const { line, typed, wrong, rejected } = of;
  const { order, sheet, plan, isTried, isAnswerable, canAccept, onPlan, saidOf } = props;
  const orderLine = order.lines.find((l) => l.id === line.lineId);
  const name = line.platformSku ?? line.productName;
  const change = (to: Partial<Typed>) => onPlan(type(plan, of, to));
  const said = (field: string) => saidOf(`lines[${index}].${field}`);
  const reasonWrong = wrong.reason && isTried ? wrongWords(wrong.reason, m) : said("reason");
  return (
    <tr>
      <td className={styles.item}>
        <Product line={line} />
        {orderLine && (
          <div className={styles.sku}>
            <SkuCell order={order} line={orderLine} warehouseId={props.warehouseId} onBound={props.onBound} />
          </div>
        )}
        {line.competingOrders > 0 && canAccept && (
          <small className={styles.competing}>{words.competing(line.competingOrders, line.competingPieces)}</small>
        )}
      </td>
      <td className={details.num}>
        <Units line={line} n={line.orderedQty} />
      </td>
      <td className={cx(details.num, line.available !== null && line.available < line.orderedQty && styles.short)}>
        {line.available === null ? (
          <span className="dim" title={words.warehouseFirst}>
            {m.common.none}
          </span>
        ) : line.mapping.length === 0 ? (
          <span title={words.notMapped}>{f.number(0)}</span>
        ) : (
          <>
            {f.number(line.available)}
            {line.unitSize > 1 && line.availablePieces !== null && (
              <small>{words.unit.each(line.availablePieces)}</small>
            )}
          </>
        )}
      </td>
      <td>
        <Quantity
          label={words.acceptedOf(name)}
          column="accepted"
          value={canAccept ? typed.accepted : ""}
          isDisabled={!canAccept}
          error={wrong.accepted && canAccept ? wrongWords(wrong.accepted, m) : said("acceptedQty")}
          onChange={(accepted) => change({ accepted })}
        />
      </td>
      {hasBackorder && (
        <td>
          {line.backorderAllowed ? (
            <Quantity
              label={words.backorderedOf(name)}
              column="backordered"
              value={canAccept ? typed.backordered : ""}
              isDisabled={!canAccept}
              error={wrong.backordered ? wrongWords(wrong.backordered, m) : said("backorderedQty")}
              onChange={(backordered) => change({ backordered })}
            />
          ) : (
            <span className="dim" title={words.noBackorder}>
              {m.common.none}
            </span>
          )}
        </td>
      )}
      <td className={details.num}>
        <output
          aria-label={`${words.column.rejected}: ${name}`}
          className={rejected > 0 && isAnswerable ? styles.rejected : undefined}
        >
          {isAnswerable ? f.number(rejected) : m.common.none}
        </output>
        {said("rejectedQty") && <small className={styles.error}>{said("rejectedQty")}</small>}
      </td>
      <td className={styles.reason}>
        {isAnswerable && rejected > 0 && (
          <Reason
            product={name}
            reasons={sheet.reasons}
            value={of.reason}
            error={reasonWrong}
            onChange={(reason) => onPlan(give(plan, line.lineId, reason))}
          />
        )}
      </td>
    </tr>
  );
}

interface QuantityProps {
  label: string;
  column: keyof Typed;
  value: string;
  isDisabled: boolean;
  error: string | undefined;
  onChange: (text: string) => void;
}

function Quantity({ label, column, value, isDisabled, error, onChange }: QuantityProps) {
  const id = useId();
  return (
    <>
      <input
        className={styles.quantity}
        data-column={column}
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
        value={value}
        disabled={isDisabled}
        aria-invalid={error !== undefined}
        aria-describedby={error ? id : undefined}
        onChange={(e) => onChange(e.target.value)}
        onFocus={(e) => e.target.select()}
        onKeyDown={goDown}
      />
      {error && (
        <small id={id} className={styles.error}>
          {error}
        </small>
      )}
    </>
  );
}

/* Enter to the next field of the column (Shift: the one before); from the last to the button of the dialog. */
function goDown(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const here = event.currentTarget;
  const { form } = here;
  if (!form) return;
  const column = [
    ...form.querySelectorAll<HTMLInputElement>(`input[data-column=${here.dataset.column}]:not(:disabled)`),
  ];
  const next = column[column.indexOf(here) + (event.shiftKey ? -1 : 1)];
  const send = document.querySelector<HTMLElement>(`button[type=submit][form=${form.id}]`);
  (next ?? (event.shiftKey ? here : send))?.focus();
}
