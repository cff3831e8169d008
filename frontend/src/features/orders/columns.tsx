/* The list's columns. A cell gets the row and what is the same for all rows, never the list. */

import type { OrderKind, OrderRow } from "../../api/types";
import { Badge } from "../../components/Badge";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { Icon } from "../../components/Icon";
import { Money } from "../../components/Money";
import { Ago, Time } from "../../components/Time";
import type { I18n } from "../../i18n";
import { Deadline, TimeWindow } from "./acknowledge/Deadline";
import { stateTone } from "./acknowledge/state";
import styles from "./Orders.module.css";
import { statusTone } from "./status";
import { ownerWord } from "./turn";

export interface OrderCells extends I18n {
  isStaff: boolean;
  open: (order: OrderRow) => void;
  menu: (order: OrderRow, at: HTMLElement) => void;
  /* The exception of an order is pointed at, focused, or asked for by Enter or a tap. */
  note: (order: OrderRow, at: HTMLElement, how: "hover" | "focus" | "ask") => void;
  noteLeft: () => void;
}

/* Purchase orders have times of their own: until when they want an answer, and their windows. */
const purchaseColumns = ({ m }: I18n): Column<OrderRow, OrderCells>[] => [
  {
    id: "acknowledgeBy",
    label: m.acknowledge.acknowledgeBy,
    width: 150,
    cell: (o) => <Deadline at={o.acknowledgeBy} isOpen={o.status === "pending"} />,
  },
  {
    id: "shipWindow",
    label: m.acknowledge.shipWindow,
    width: 146,
    cell: (o) => <TimeWindow window={o.shipWindow} lines />,
  },
  {
    id: "deliveryWindow",
    label: m.acknowledge.deliveryWindow,
    width: 146,
    cell: (o) => <TimeWindow window={o.deliveryWindow} lines />,
  },
];

export function orderColumns(i18n: I18n, kind: OrderKind): Column<OrderRow, OrderCells>[] {
  const { m } = i18n;
  const words = m.orders.column;
  return [
    {
      id: "orderNo",
      label: words.orderNo,
      width: kind === "b2b" ? 136 : 126,
      fixed: true,
      sticky: true,
      cell: (o, c) => <OrderNo order={o} cells={c} />,
    },
    { id: "source", label: words.source, width: 118, cell: (o, c) => sourceName(o.source, c) },
    { id: "store", label: words.store, width: 120, cell: (o) => <span title={o.store.name}>{o.store.name}</span> },
    { id: "status", label: words.status, width: 168, fixed: true, cell: (o, c) => <Status order={o} cells={c} /> },
    ...(kind === "b2b" ? purchaseColumns(i18n) : []),
    { id: "turn", label: m.orders.turn.label, width: 158, cell: (o, c) => <WhoseTurn order={o} cells={c} /> },
    {
      id: "amount",
      label: words.amount,
      width: 102,
      align: "end",
      cell: (o) => <Money amount={o.amount} currency={o.currency} />,
    },
    {
      id: "wmsCost",
      label: words.wmsCost,
      width: 110,
      align: "end",
      cell: (o, c) => (
        <Money amount={o.wmsShippingCost} currency={o.wmsShippingCurrency} none={c.m.orders.wmsCostNone} />
      ),
    },
    { id: "orderTime", label: words.orderTime, width: 128, cell: (o) => <When at={o.orderTime} /> },
    {
      id: "warehouse",
      label: words.warehouse,
      width: 126,
      cell: (o, c) =>
        o.warehouse ? (
          <span title={o.warehouse.name}>{o.warehouse.name}</span>
        ) : (
          <span className="dim" title={c.m.orders.warehouseNone}>
            {c.m.common.none}
          </span>
        ),
    },
    { id: "actions", label: words.actions, width: 104, fixed: true, cell: (o, c) => <Menu order={o} cells={c} /> },
  ];
}

/* The source is a platform's code, or a sales channel's own name. */
export const sourceName = (source: string, { m }: Pick<I18n, "m">) =>
  (m.common.platform as Record<string, string>)[source] ?? source;

interface Cell {
  order: OrderRow;
  cells: OrderCells;
}

const OrderNo = ({ order, cells }: Cell) => (
  <>
    <button type="button" data-main className={styles.no} title={order.orderNo} onClick={() => cells.open(order)}>
      {order.orderNo}
    </button>
    <Copy shy text={order.orderNo} what={cells.m.orders.column.orderNo} />
  </>
);

/* What became of the answer is of interest until the goods are on their way; a rejection ends as Cancelled. */
const isAnswerShown: Partial<Record<OrderRow["status"], boolean>> = {
  pending: true,
  acknowledged: true,
  processing: true,
  cancelled: true,
};

const Status = ({ order, cells: { m, note, noteLeft } }: Cell) => (
  <span className={styles.status}>
    <Badge tone={statusTone[order.status]}>{m.orders.status[order.status]}</Badge>
    {!order.exception && order.acknowledgementState && isAnswerShown[order.status] && (
      <small
        className={cx(styles.answer, styles[stateTone[order.acknowledgementState]])}
        title={`${m.acknowledge.purchase.acknowledgement}: ${m.acknowledge.state[order.acknowledgementState]}`}
      >
        {m.acknowledge.state[order.acknowledgementState]}
      </small>
    )}
    {order.exception && (
      <button
        type="button"
        className={styles.exception}
        aria-label={`${m.orders.exception.label}: ${m.problem.title[order.exception.code]}`}
        aria-description={order.exception.detail}
        aria-haspopup="true"
        onPointerEnter={(e) => e.pointerType === "mouse" && note(order, e.currentTarget, "hover")}
        onPointerLeave={noteLeft}
        onFocus={(e) => note(order, e.currentTarget, "focus")}
        onBlur={noteLeft}
        onClick={(e) => note(order, e.currentTarget, "ask")}
      >
        <Icon name="warning" size={12} />
        <span>{m.problem.title[order.exception.code]}</span>
      </button>
    )}
  </span>
);

/* Who, and what they are to do; since when is its title and stands in the details. */
const WhoseTurn = ({ order: { turn }, cells: { m, f, isStaff } }: Cell) => {
  const todo = m.orders.turn.todo[turn.code];
  const since = `${m.orders.turn.since} ${f.full(turn.since)}`;
  return turn.owner === null ? (
    <span className="dim" title={todo}>
      {m.common.none}
    </span>
  ) : (
    <span className={cx(styles.two, styles.turn)} title={`${todo}\n${since}`}>
      <span>
        {ownerWord(turn.owner, m, isStaff)}{" "}
        <small>
          <Ago at={turn.since} />
        </small>
      </span>
      <small>{todo}</small>
    </span>
  );
};

const When = ({ at }: { at: string }) => (
  <span className={styles.two}>
    <Time at={at} />
    <small>
      <Ago at={at} />
    </small>
  </span>
);

const Menu = ({ order, cells: { m, menu } }: Cell) => (
  <button
    type="button"
    className={styles.menu}
    data-menu
    aria-haspopup="menu"
    aria-label={m.orders.action.menu(order.orderNo)}
    onClick={(e) => menu(order, e.currentTarget)}
  >
    {m.common.actions}
    <Icon name="down" size={12} />
  </button>
);
