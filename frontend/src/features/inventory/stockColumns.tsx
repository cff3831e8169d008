/* The columns of the list of stock. */
import type { Stock } from "../../api/stock";
import { Badge } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import type { I18n } from "../../i18n";
import styles from "./Inventory.module.css";
import { statusTone } from "./status";

export interface StockCells extends I18n {
  mayAdjust: boolean;
  open: (stock: Stock) => void;
  adjust: (stock: Stock) => void;
}

export function stockColumns({ m }: I18n, isStaff: boolean): Column<Stock, StockCells>[] {
  const words = m.inventory.column;
  const customer: Column<Stock, StockCells> = {
    id: "customer",
    label: words.customer,
    width: 140,
    cell: (s) => <span title={s.customer.name}>{s.customer.name}</span>,
  };
  return [
    {
      id: "code",
      label: words.code,
      width: 156,
      fixed: true,
      sticky: true,
      cell: (s, c) => <Code stock={s} cells={c} />,
    },
    { id: "name", label: words.name, width: 230, cell: (s, c) => <Name stock={s} cells={c} /> },
    ...(isStaff ? [customer] : []),
    {
      id: "warehouse",
      label: words.warehouse,
      width: 120,
      fixed: true,
      cell: (s) => <span title={s.warehouse.name}>{s.warehouse.name}</span>,
    },
    { id: "onHand", label: words.onHand, width: 90, align: "end", cell: (s, c) => c.f.number(s.onHand) },
    { id: "reserved", label: words.reserved, width: 90, align: "end", cell: (s, c) => c.f.number(s.reserved) },
    {
      id: "available",
      label: words.available,
      width: 96,
      align: "end",
      fixed: true,
      cell: (s, c) => (
        <span
          className={s.available === 0 ? styles.out : undefined}
          title={s.available === 0 ? c.m.inventory.filter.out : undefined}
        >
          {c.f.number(s.available)}
        </span>
      ),
    },
    { id: "actions", label: words.actions, width: 110, fixed: true, cell: (s, c) => <Actions stock={s} cells={c} /> },
  ];
}

interface Cell {
  stock: Stock;
  cells: StockCells;
}

const Code = ({ stock, cells }: Cell) => (
  <>
    <button
      type="button"
      data-main
      className={cx(cell.link, cell.besideCopy)}
      title={stock.sku.code}
      onClick={() => cells.open(stock)}
    >
      {stock.sku.code}
    </button>
    <Copy shy text={stock.sku.code} what={cells.m.inventory.column.code} />
  </>
);

const Name = ({ stock: { sku }, cells: { m } }: Cell) => (
  <span className={cell.two}>
    <span title={sku.name}>{sku.name}</span>
    {sku.status !== "enabled" && <Badge tone={statusTone[sku.status]}>{m.inventory.status[sku.status]}</Badge>}
  </span>
);

const Actions = ({ stock, cells: { m, mayAdjust, adjust, open } }: Cell) => (
  <button
    type="button"
    className={cell.button}
    aria-label={
      mayAdjust
        ? m.inventory.adjustOf(stock.sku.code, stock.warehouse.name)
        : m.inventory.ledgerOf(stock.sku.code, stock.warehouse.name)
    }
    onClick={() => (mayAdjust ? adjust : open)(stock)}
  >
    {mayAdjust ? m.inventory.adjust : m.inventory.ledger.movements}
  </button>
);
