/* The list's columns. A cell gets the row and what is the same for all rows, never the list. */
import { Link } from "wouter";
import type { OutboundRow, OutboundStep } from "../../api/types";
import { Badge } from "../../components/Badge";
import cell from "../../components/Cell.module.css";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { Icon } from "../../components/Icon";
import { Ago, Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import { type Selection, useTicked } from "../../lib/selection";
import { isHidden, statusTone } from "../../parts/outboundStatus";
import { nextStep } from "./actions";

export interface OutboundCells extends I18n {
  open: (row: OutboundRow) => void;
  menu: (row: OutboundRow, at: HTMLElement) => void;
  step: (step: OutboundStep, row: OutboundRow) => void;
  /* Those whose step is under way. */
  working: Selection;
  mayOpenOrders: boolean;
}

export function outboundColumns({ m }: I18n): Column<OutboundRow, OutboundCells>[] {
  const words = m.outbound.column;
  return [
    {
      id: "outboundNo",
      label: words.outboundNo,
      width: 142,
      fixed: true,
      sticky: true,
      cell: (o, c) => <No row={o} cells={c} />,
    },
    { id: "orderNo", label: words.orderNo, width: 116, cell: (o, c) => <OrderNo row={o} cells={c} /> },
    {
      id: "customer",
      label: words.customer,
      width: 110,
      cell: (o) => <span title={o.customer.name}>{o.customer.name}</span>,
    },
    {
      id: "warehouse",
      label: words.warehouse,
      width: 96,
      cell: (o) => <span title={o.warehouse.name}>{o.warehouse.name}</span>,
    },
    { id: "channel", label: words.channel, width: 122, cell: (o, c) => <Channel row={o} cells={c} /> },
    { id: "recipient", label: words.recipient, width: 122, cell: (o, c) => <Recipient row={o} cells={c} /> },
    { id: "units", label: words.units, width: 74, align: "end", cell: (o, c) => <Units row={o} cells={c} /> },
    {
      id: "created",
      label: words.created,
      width: 136,
      cell: (o) => (
        <span className={cell.two}>
          <Time at={o.createdAt} />
          <small>
            <Ago at={o.createdAt} />
          </small>
        </span>
      ),
    },
    {
      id: "status",
      label: words.status,
      width: 112,
      fixed: true,
      cell: (o, c) => <Badge tone={statusTone[o.status]}>{c.m.outbound.status[o.status]}</Badge>,
    },
    { id: "actions", label: words.actions, width: 116, fixed: true, cell: (o, c) => <Actions row={o} cells={c} /> },
  ];
}

interface Cell {
  row: OutboundRow;
  cells: OutboundCells;
}

const No = ({ row, cells }: Cell) => (
  <>
    <button
      type="button"
      data-main
      className={cx(cell.link, cell.besideCopy)}
      title={row.outboundNo}
      onClick={() => cells.open(row)}
    >
      {row.outboundNo}
    </button>
    <Copy shy text={row.outboundNo} what={cells.m.outbound.column.outboundNo} />
  </>
);

export const orderHref = (order: NonNullable<OutboundRow["order"]>) =>
  `/orders?open=${order.id}&orderNo=${encodeURIComponent(order.orderNo)}`;

const OrderNo = ({ row: { order }, cells: { m, mayOpenOrders } }: Cell) => {
  if (!order) return <span className="dim">{m.outbound.noOrder}</span>;
  return mayOpenOrders ? (
    <Link to={orderHref(order)} aria-label={m.outbound.openOrder(order.orderNo)}>
      {order.orderNo}
    </Link>
  ) : (
    <span title={order.orderNo}>{order.orderNo}</span>
  );
};

/* How the label stands is what a self-pickup order waits for. */
const pickup = ({ label }: OutboundRow, m: OutboundCells["m"]) =>
  `${m.outbound.selfPickup} · ${label ? m.labels.state[label.state] : m.labels.none}`;

const Channel = ({ row, cells: { m } }: Cell) => {
  const { channel } = row;
  return (
    <span className={cell.two}>
      <span title={channel.name}>{channel.name}</span>
      <small>
        {channel.selfPickup ? pickup(row, m) : [channel.carrier, channel.serviceType].filter(Boolean).join(" · ")}
      </small>
    </span>
  );
};

const Recipient = ({ row, cells: { m, f } }: Cell) => (
  <span className={cell.two}>
    <span title={row.recipientName ?? (isHidden(row) ? m.outbound.recipient.hidden : m.outbound.recipient.missing)}>
      {row.recipientName ?? m.common.none}
    </span>
    {row.recipientCountry && <small>{f.country(row.recipientCountry)}</small>}
  </span>
);

const Units = ({ row, cells: { m } }: Cell) => (
  <span
    title={row.shippedCount > 0 && row.shippedCount < row.unitCount ? m.outbound.partly : undefined}
    className={row.shippedCount > 0 && row.shippedCount < row.unitCount ? cell.some : undefined}
  >
    {m.outbound.shippedOf(row.shippedCount, row.unitCount)}
  </span>
);

function Actions({ row, cells: { m, step, menu, working } }: Cell) {
  const isWorking = useTicked(working, row.id);
  const next = nextStep(row);
  return (
    <span className={cell.row}>
      {next && (
        <button
          type="button"
          className={cx(cell.button, cell.main)}
          disabled={isWorking}
          aria-label={m.outbound.actionOn(m.outbound.action[next], row.outboundNo)}
          onClick={() => step(next, row)}
        >
          {isWorking ? m.common.working : m.outbound.action[next]}
        </button>
      )}
      <button
        type="button"
        className={cx(cell.button, cell.square)}
        data-menu
        aria-haspopup="menu"
        aria-label={m.outbound.menu(row.outboundNo)}
        onClick={(e) => menu(row, e.currentTarget)}
      >
        <Icon name="dots" size={14} />
      </button>
    </span>
  );
}
