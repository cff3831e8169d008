/* A list as a real table. The server sorts, filters and pages; the table draws rows, each once: a row is
 * memoised and redraws when its own data changes. Menus and notes are the page's, one for all rows. */
import { type MouseEvent, memo, type ReactNode, type Ref, useEffect, useRef } from "react";
import { useI18n } from "../i18n";
import { fitting } from "../lib/columns";
import { type Selection, useTicked, useTickedIds } from "../lib/selection";
import { cx } from "./cx";
import styles from "./DataTable.module.css";
import { Icon } from "./Icon";
import { Bone, LoadBar } from "./States";

export interface Column<Row, Context> {
  id: string;
  label: string;
  width: number;
  /* Cannot be hidden by the person. */
  fixed?: boolean;
  /* Stays at the left edge while the rest scrolls. */
  sticky?: boolean;
  align?: "end";
  cell: (row: Row, context: Context) => ReactNode;
}

export interface Sorting {
  column: string;
  descending: boolean;
  onSort: (descending: boolean) => void;
}

interface Props<Row, Context> {
  label: string;
  columns: readonly Column<Row, Context>[];
  rows: readonly Row[] | undefined;
  /* Handed to every cell; keep it the same object between renders. */
  context: Context;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  isBusy: boolean;
  density: "compact" | "roomy";
  /* Rows of the whole list and the index of the first one shown, for screen readers. */
  total: number;
  firstIndex: number;
  selection?: Selection;
  sorting?: Sorting;
  onOpen?: (row: Row) => void;
  /* A column has been made so wide, by its edge. (By keys: in the settings of the table.) */
  onResize?: (id: string, width: number) => void;
  /* Shown below the header when there are no rows. */
  empty?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

const tickWidth = 38;

export function DataTable<Row, Context>(props: Props<Row, Context>) {
  const { label, columns, rows, context, idOf, nameOf, isBusy, density, total, firstIndex } = props;
  const { selection, sorting, onOpen, onResize, empty, ref } = props;
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const inner = table.current;
    const outer = inner?.parentElement;
    if (!inner || !outer) return;
    const sizes = new ResizeObserver(() => {
      outer.toggleAttribute("data-scrolls", outer.scrollWidth > outer.clientWidth);
    });
    sizes.observe(inner);
    sizes.observe(outer);
    return () => sizes.disconnect();
  }, []);
  const width = columns.reduce((sum, c) => sum + c.width, selection ? tickWidth : 0);
  return (
    <section
      ref={ref}
      className={cx(styles.region, styles[density])}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard
      tabIndex={0}
      aria-label={label}
      aria-busy={isBusy}
    >
      <LoadBar on={isBusy && rows !== undefined} />
      <table
        ref={table}
        className={styles.table}
        style={{ minInlineSize: width }}
        aria-label={label}
        aria-rowcount={total + 1}
      >
        <colgroup>
          {selection && <col style={{ inlineSize: tickWidth }} />}
          {columns.map((c) => (
            <col key={c.id} style={{ inlineSize: c.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection && (
              <th className={styles.tick} scope="col">
                <TickAll selection={selection} ids={rows?.map(idOf) ?? []} />
              </th>
            )}
            {columns.map((c) => (
              <Head
                key={c.id}
                column={c}
                sorting={sorting?.column === c.id ? sorting : undefined}
                onResize={onResize}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? isBusy && <Bones columns={columns} hasTick={selection !== undefined} />
            : rows.map((row, i) => (
                <TableRow
                  key={idOf(row)}
                  row={row}
                  id={idOf(row)}
                  name={nameOf}
                  index={firstIndex + i + 2}
                  columns={columns}
                  context={context}
                  selection={selection}
                  onOpen={onOpen}
                />
              ))}
        </tbody>
      </table>
      {rows?.length === 0 && <div className={styles.empty}>{empty}</div>}
    </section>
  );
}

interface HeadProps<Row, Context> {
  column: Column<Row, Context>;
  sorting?: Sorting;
  onResize?: (id: string, width: number) => void;
}

function Head<Row, Context>({ column, sorting, onResize }: HeadProps<Row, Context>) {
  const { m } = useI18n();
  const order = sorting && (sorting.descending ? m.common.table.sortNewest : m.common.table.sortOldest);
  return (
    <th
      scope="col"
      className={cx(column.align && styles.end, column.sticky && styles.stuck)}
      aria-sort={sorting && (sorting.descending ? "descending" : "ascending")}
      title={sorting ? undefined : column.label}
    >
      {sorting ? (
        <button type="button" className={styles.sort} title={order} onClick={() => sorting.onSort(!sorting.descending)}>
          {column.label}
          <Icon name={sorting.descending ? "down" : "up"} size={12} />
        </button>
      ) : (
        column.label
      )}
      {onResize && <Edge onResize={(factor) => onResize(column.id, fitting(column.width * factor))} />}
    </th>
  );
}

/* The edge of a column, to be drawn. A wide window stretches columns, so what counts is by how much it grew. */
function Edge({ onResize }: { onResize: (factor: number) => void }) {
  const drawn = useRef<{ from: number; width: number } | null>(null);
  const factor = (x: number) => {
    const at = drawn.current;
    return at ? Math.max(0.2, (at.width + x - at.from) / at.width) : 1;
  };
  return (
    <span
      className={styles.edge}
      aria-hidden="true"
      onPointerDown={(event) => {
        const head = event.currentTarget.parentElement;
        if (event.button !== 0 || !head) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = { from: event.clientX, width: head.getBoundingClientRect().width };
      }}
      onPointerMove={(event) => {
        const at = drawn.current;
        if (at) event.currentTarget.style.insetInlineEnd = `${at.from - event.clientX}px`;
      }}
      onPointerUp={(event) => {
        event.currentTarget.style.insetInlineEnd = "";
        const by = factor(event.clientX);
        drawn.current = null;
        if (Math.abs(by - 1) > 0.01) onResize(by);
      }}
      onPointerCancel={(event) => {
        event.currentTarget.style.insetInlineEnd = "";
        drawn.current = null;
      }}
    />
  );
}

interface RowProps<Row, Context> {
  row: Row;
  id: string;
  name: (row: Row) => string;
  index: number;
  columns: readonly Column<Row, Context>[];
  context: Context;
  selection?: Selection;
  onOpen?: (row: Row) => void;
}

const TableRow = memo(function TableRow<Row, Context>(props: RowProps<Row, Context>) {
  const { row, id, name, index, columns, context, selection, onOpen } = props;
  const fresh = useFresh(row);
  const open = (event: MouseEvent) => {
    const hit = event.target instanceof Element && event.target.closest("a, button, input, label");
    if (!hit && !getSelection()?.toString()) onOpen?.(row);
  };
  const cells = columns.map((c) => (
    <td key={c.id} className={cx(c.align && styles.end, c.sticky && styles.stuck)}>
      {c.cell(row, context)}
    </td>
  ));
  return selection ? (
    <TickedRow id={id} name={name(row)} index={index} fresh={fresh} selection={selection} onClick={onOpen && open}>
      {cells}
    </TickedRow>
  ) : (
    <tr data-row={id} data-fresh={fresh} aria-rowindex={index} onClick={onOpen && open}>
      {cells}
    </tr>
  );
}) as <Row, Context>(props: RowProps<Row, Context>) => ReactNode;

interface TickedRowProps {
  id: string;
  name: string;
  index: number;
  fresh: string | undefined;
  selection: Selection;
  onClick?: (event: MouseEvent) => void;
  children: ReactNode;
}

function TickedRow({ id, name, index, fresh, selection, onClick, children }: TickedRowProps) {
  const { m } = useI18n();
  const isTicked = useTicked(selection, id);
  return (
    <tr data-row={id} data-ticked={isTicked || undefined} data-fresh={fresh} aria-rowindex={index} onClick={onClick}>
      <td className={styles.tick}>
        <label>
          <input
            type="checkbox"
            aria-label={m.common.table.tick(name)}
            checked={isTicked}
            onChange={(event) => selection.set([id], event.target.checked)}
          />
        </label>
      </td>
      {children}
    </tr>
  );
}

/* "a" and "b" in turn each time the row's data changed while it was on screen: starts the short fade. */
function useFresh(row: unknown): "a" | "b" | undefined {
  const seen = useRef({ row, turn: 0 });
  if (seen.current.row !== row) seen.current = { row, turn: seen.current.turn + 1 };
  return seen.current.turn === 0 ? undefined : seen.current.turn % 2 ? "a" : "b";
}

function TickAll({ selection, ids }: { selection: Selection; ids: readonly string[] }) {
  const { m } = useI18n();
  useTickedIds(selection);
  const ticked = ids.filter((id) => selection.has(id)).length;
  return (
    <label>
      <input
        type="checkbox"
        aria-label={m.common.table.tickAll}
        title={m.common.table.tickAll}
        checked={ids.length > 0 && ticked === ids.length}
        ref={(box) => {
          if (box) box.indeterminate = ticked > 0 && ticked < ids.length;
        }}
        disabled={ids.length === 0}
        onChange={(event) => selection.set(ids, event.target.checked)}
      />
    </label>
  );
}

const bones = ["60%", "80%", "45%", "70%", "55%"];

function Bones<Row, Context>({ columns, hasTick }: { columns: readonly Column<Row, Context>[]; hasTick: boolean }) {
  return Array.from({ length: 12 }, (_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
    <tr key={i} aria-hidden="true">
      {hasTick && <td />}
      {columns.map((c, k) => (
        <td key={c.id}>
          <Bone width={bones[(i + k) % bones.length] ?? "60%"} />
        </td>
      ))}
    </tr>
  ));
}

/* Where the person stands in the list: the row that has the focus, and its neighbours. */
export const rowAt = (element: Element | null): string | undefined =>
  element?.closest<HTMLElement>("[data-row]")?.dataset.row;

/* Moves the real focus to the [data-main] element (the order number, say) of a row. */
export function focusRow(region: HTMLElement | null, id: string | undefined) {
  if (id === undefined) return false;
  const main = region?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] [data-main]`);
  main?.focus();
  return Boolean(main);
}
