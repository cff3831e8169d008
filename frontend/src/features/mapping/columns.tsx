/* The list's columns. A cell gets the row and what is the same for all rows, never the list. */
import { Link } from "wouter";
import type { PlatformSku, PlatformSkuState } from "../../api/platform-skus";
import { Badge, type Tone } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { Icon } from "../../components/Icon";
import type { I18n } from "../../i18n";
import { BindCell } from "./BindCell";
import type { Editing } from "./editing";
import styles from "./Mapping.module.css";
import { isUnbound, itemsWords, waitingHref } from "./names";

export interface MappingCells extends I18n {
  open: (row: PlatformSku) => void;
  menu: (row: PlatformSku, at: HTMLElement) => void;
  editing: Editing;
  mayBind: boolean;
  mayOpenOrders: boolean;
  /* A choice in place is saved; the next unbound row follows. */
  onPicked: (row: PlatformSku, sku: { id: string; code: string }) => void;
  onNext: (row: PlatformSku) => void;
  onStop: (row: PlatformSku) => void;
}

const tones: Record<PlatformSkuState, Tone> = { unbound: "amber", bound: "green", digital: "neutral", gone: "neutral" };

export function mappingColumns({ m }: I18n): Column<PlatformSku, MappingCells>[] {
  const words = m.mapping.column;
  return [
    {
      id: "platformSku",
      label: words.platformSku,
      width: 178,
      fixed: true,
      sticky: true,
      cell: (p, c) => <Sku row={p} cells={c} />,
    },
    { id: "product", label: words.product, width: 216, cell: (p) => <span title={p.name}>{p.name}</span> },
    { id: "store", label: words.store, width: 128, cell: (p) => <span title={p.store.name}>{p.store.name}</span> },
    { id: "state", label: words.state, width: 116, cell: (p, c) => <State row={p} cells={c} /> },
    {
      id: "warehouseSku",
      label: words.warehouseSku,
      width: 260,
      fixed: true,
      cell: (p, c) => <Warehouse row={p} cells={c} />,
    },
    { id: "waiting", label: words.waiting, width: 96, align: "end", cell: (p, c) => <Waiting row={p} cells={c} /> },
    { id: "actions", label: words.actions, width: 64, fixed: true, cell: (p, c) => <Actions row={p} cells={c} /> },
  ];
}

interface Cell {
  row: PlatformSku;
  cells: MappingCells;
}

const Sku = ({ row, cells: { m, open } }: Cell) => (
  <span className={cell.two}>
    <span className={styles.sku}>
      <button
        type="button"
        data-main
        className={cx(cell.link, row.platformSku !== null && cell.besideCopy, row.platformSku === null && styles.none)}
        title={row.platformSku ?? m.mapping.noSku}
        onClick={() => open(row)}
      >
        {row.platformSku ?? m.mapping.noSku}
      </button>
      {row.platformSku !== null && <Copy shy text={row.platformSku} what={m.mapping.column.platformSku} />}
    </span>
    <small title={row.skuKey}>{m.mapping.key(row.skuKey)}</small>
  </span>
);

const State = ({ row, cells: { m } }: Cell) => (
  <span className={styles.state} title={m.mapping.stateHint[row.state]}>
    <Badge tone={tones[row.state]}>{m.mapping.state[row.state]}</Badge>
    {row.gone && row.state !== "gone" && <small title={m.mapping.stateHint.gone}>{m.mapping.goneMark}</small>}
  </span>
);

const Warehouse = ({ row, cells }: Cell) => {
  const { m } = cells;
  const [first, ...others] = row.items;
  if (row.state === "digital") return <span className="dim">{m.mapping.nothingToSend}</span>;
  if (!first) return <BindCell row={row} cells={cells} />;
  return (
    <span className={cell.two} title={itemsWords(row.items, cells)}>
      <span>
        <span className="mono">{first.code}</span>
        {first.quantity > 1 && ` ${m.mapping.times(first.quantity)}`}
      </span>
      <small>{others.length > 0 ? m.mapping.moreItems(others.length) : first.name}</small>
    </span>
  );
};

const Waiting = ({ row, cells: { m, f, mayOpenOrders } }: Cell) => {
  if (row.waitingOrders === 0) return <span className="dim">{m.common.none}</span>;
  if (!isUnbound(row) || !mayOpenOrders) return f.number(row.waitingOrders);
  return (
    <Link
      to={waitingHref(row)}
      className={cell.some}
      aria-label={m.mapping.showWaiting(row.waitingOrders, row.platformSku ?? row.name)}
    >
      {f.number(row.waitingOrders)}
    </Link>
  );
};

const Actions = ({ row, cells: { m, menu } }: Cell) => (
  <button
    type="button"
    className={cx(cell.button, cell.square)}
    data-menu
    aria-haspopup="menu"
    aria-label={m.mapping.menu(row.platformSku ?? row.name)}
    onClick={(e) => menu(row, e.currentTarget)}
  >
    <Icon name="dots" size={14} />
  </button>
);
