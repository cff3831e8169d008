/* The columns of the list of SKUs. */
import type { WarehouseSkuRow } from "../../api/types";
import { Badge } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { Icon } from "../../components/Icon";
import type { I18n } from "../../i18n";
import styles from "./Inventory.module.css";
import { statusTone } from "./status";

export interface SkuCells extends I18n {
  isStaff: boolean;
  open: (sku: WarehouseSkuRow) => void;
  edit: (sku: WarehouseSkuRow) => void;
  approve: (sku: WarehouseSkuRow) => void;
  menu: (sku: WarehouseSkuRow, at: HTMLElement) => void;
}

export function skuColumns({ m }: I18n): Column<WarehouseSkuRow, SkuCells>[] {
  const words = m.inventory.column;
  return [
    {
      id: "code",
      label: words.code,
      width: 136,
      fixed: true,
      sticky: true,
      cell: (s, c) => <Code sku={s} cells={c} />,
    },
    { id: "name", label: words.name, width: 180, cell: (s, c) => <Name sku={s} cells={c} /> },
    { id: "barcode", label: words.barcode, width: 136, cell: (s, c) => <Barcode sku={s} cells={c} /> },
    {
      id: "weight",
      label: words.weight,
      width: 72,
      align: "end",
      cell: (s, c) =>
        s.weightGrams === null ? <None title={c.m.inventory.noWeight} cells={c} /> : c.f.weight(s.weightGrams),
    },
    {
      id: "status",
      label: words.status,
      width: 144,
      fixed: true,
      cell: (s, c) => <Status sku={s} cells={c} />,
    },
    { id: "onHand", label: words.onHand, width: 74, align: "end", cell: (s, c) => c.f.number(s.onHand) },
    { id: "reserved", label: words.reserved, width: 76, align: "end", cell: (s, c) => c.f.number(s.reserved) },
    {
      id: "available",
      label: words.available,
      width: 80,
      align: "end",
      cell: (s, c) => (
        <span className={s.available === 0 && s.status === "enabled" ? styles.out : undefined}>
          {c.f.number(s.available)}
        </span>
      ),
    },
    { id: "actions", label: words.actions, width: 128, fixed: true, cell: (s, c) => <Actions sku={s} cells={c} /> },
  ];
}

interface Cell {
  sku: WarehouseSkuRow;
  cells: SkuCells;
}

const None = ({ title, cells: { m } }: { title: string; cells: I18n }) => (
  <span className="dim" title={title}>
    {m.common.none}
  </span>
);

const Code = ({ sku, cells }: Cell) => (
  <>
    <button
      type="button"
      data-main
      className={cx(cell.link, cell.besideCopy)}
      title={sku.code}
      onClick={() => cells.open(sku)}
    >
      {sku.code}
    </button>
    <Copy shy text={sku.code} what={cells.m.inventory.column.code} />
  </>
);

const Name = ({ sku, cells: { isStaff } }: Cell) => (
  <span className={cell.two}>
    <span title={sku.name}>{sku.name}</span>
    {isStaff && <small title={sku.customer.name}>{sku.customer.name}</small>}
  </span>
);

const Status = ({ sku, cells: { m } }: Cell) => (
  <span className={cell.two}>
    <Badge tone={statusTone[sku.status]}>{m.inventory.status[sku.status]}</Badge>
    <small>{m.inventory.bindings(sku.bindingCount)}</small>
  </span>
);

const Barcode = ({ sku, cells }: Cell) =>
  sku.barcode === null ? (
    <None title={cells.m.inventory.noBarcode} cells={cells} />
  ) : (
    <>
      <span className="mono">{sku.barcode}</span>
      <Copy shy text={sku.barcode} what={cells.m.inventory.column.barcode} />
    </>
  );

function Actions({ sku, cells: { m, isStaff, edit, approve, open, menu } }: Cell) {
  const words = m.inventory;
  const isWaiting = isStaff && sku.editable && sku.status === "pending_review";
  const [label, name, act] = isWaiting
    ? ([words.approve, words.approveOf(sku.code), approve] as const)
    : sku.editable
      ? ([words.edit, words.editOf(sku.code), edit] as const)
      : ([m.common.view, words.open(sku.code), open] as const);
  return (
    <span className={cell.row}>
      <button
        type="button"
        className={cx(cell.button, isWaiting && cell.main)}
        aria-label={name}
        onClick={() => act(sku)}
      >
        {label}
      </button>
      <button
        type="button"
        className={cx(cell.button, cell.square)}
        data-menu
        aria-haspopup="menu"
        aria-label={words.menu(sku.code)}
        onClick={(e) => menu(sku, e.currentTarget)}
      >
        <Icon name="dots" size={14} />
      </button>
    </span>
  );
}
