/* The stock of one SKU in one warehouse: what is there, who holds the reserved units, and every movement. */
import { useState } from "react";
import { Link } from "wouter";
import { useMay } from "../../api/auth";
import { type Stock, type StockRef, useMovements, useReservations, useStockRow } from "../../api/stock";
import type { StockMovement, StockReservation } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Badge, type Tone } from "../../components/Badge";
import { Button, ButtonLink } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts, Lines, Section } from "../../components/Facts";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { type I18n, useI18n } from "../../i18n";
import styles from "./Inventory.module.css";

interface Props {
  stockRef: StockRef;
  row: Stock | undefined;
  onAdjust: ((stock: Stock) => void) | undefined;
  onClose: () => void;
}

export default function LedgerDialog({ stockRef, row, onAdjust, onClose }: Props) {
  const { m, f } = useI18n();
  const words = m.inventory;
  const query = useStockRow(stockRef);
  const stock = query.data ?? row;
  return (
    <Dialog
      title={stock ? words.ledger.title(stock.sku.code, stock.warehouse.name) : words.stock}
      sub={stock?.sku.name}
      size="sheet"
      onClose={onClose}
      footer={
        stock && (
          <>
            <ButtonLink to={`/skus?open=${stock.sku.id}`} icon="sku">
              {words.ledger.openSku}
            </ButtonLink>
            {onAdjust && (
              <Button look="primary" onPress={() => onAdjust(stock)}>
                {words.adjust}
              </Button>
            )}
          </>
        )
      }
    >
      {!stock ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : query.data === null ? (
          <p className="dim">{words.ledger.gone}</p>
        ) : (
          <Waiting lines={6} />
        )
      ) : (
        <>
          {query.error && <Refused refusal={query.error} />}
          <Facts>
            <Fact label={words.column.onHand}>{f.number(stock.onHand)}</Fact>
            <Fact label={words.column.reserved}>{f.number(stock.reserved)}</Fact>
            <Fact label={words.column.available}>
              <span className={stock.available === 0 ? styles.out : undefined}>{f.number(stock.available)}</span>
            </Fact>
            <Fact label={words.column.customer}>{stock.customer.name}</Fact>
          </Facts>
          <Holds stockRef={stockRef} />
          <Ledger stockRef={stockRef} />
        </>
      )}
    </Dialog>
  );
}

/* An order number is a link for those who may open orders; the same for outbound orders. */
function OrderLink({ order }: { order: StockMovement["order"] }) {
  const { m } = useI18n();
  const may = useMay();
  if (!order) return null;
  if (!may("order_view")) return <>{order.orderNo}</>;
  return (
    <Link
      to={`/orders?open=${order.id}&orderNo=${encodeURIComponent(order.orderNo)}`}
      aria-label={m.inventory.ledger.openOrder(order.orderNo)}
    >
      {order.orderNo}
    </Link>
  );
}

function OutboundLink({ outbound }: { outbound: { id: string; outboundNo: string } }) {
  const { m } = useI18n();
  const may = useMay();
  if (!may("outbound_view")) return <>{outbound.outboundNo}</>;
  return (
    <Link
      to={`/outbound?open=${outbound.id}&outboundNo=${outbound.outboundNo}`}
      aria-label={m.inventory.ledger.openOutbound(outbound.outboundNo)}
    >
      {outbound.outboundNo}
    </Link>
  );
}

function Holds({ stockRef }: { stockRef: StockRef }) {
  const { m } = useI18n();
  const words = m.inventory.ledger;
  const query = useReservations(stockRef);
  const items = query.data?.items;
  return (
    <Section title={words.holds}>
      {!items ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={1} />
        )
      ) : items.length === 0 ? (
        <p className="dim">{words.noHolds}</p>
      ) : (
        <Lines
          label={words.holds}
          heads={[
            { label: words.outbound },
            { label: words.order },
            { label: words.quantity, align: "end", width: 84 },
            { label: words.since, width: 140 },
          ]}
        >
          {items.map((hold) => (
            <Hold key={hold.outbound?.id ?? `order ${hold.order?.id}`} hold={hold} />
          ))}
        </Lines>
      )}
    </Section>
  );
}

function Hold({ hold }: { hold: StockReservation }) {
  const { m, f } = useI18n();
  return (
    <tr>
      <td>
        {hold.outbound ? (
          <>
            <OutboundLink outbound={hold.outbound} />
            <small>{m.outbound.status[hold.outbound.status]}</small>
          </>
        ) : (
          <span className="dim">{m.inventory.ledger.accepted}</span>
        )}
      </td>
      <td>
        {hold.order ? <OrderLink order={hold.order} /> : <span className="dim">{m.inventory.ledger.byHand}</span>}
      </td>
      <td data-end>{f.number(hold.quantity)}</td>
      <td>
        <Time at={hold.since} />
      </td>
    </tr>
  );
}

function Ledger({ stockRef }: { stockRef: StockRef }) {
  const { m } = useI18n();
  const words = m.inventory.ledger;
  // Pages of the server, each its own query, shown one under the other.
  const [cursors, setCursors] = useState<string[]>([""]);
  return (
    <Section title={words.movements}>
      <Lines
        label={words.movements}
        heads={[
          { label: words.at, width: 132 },
          { label: words.what },
          { label: words.change, align: "end", width: 72 },
          { label: words.reservedChange, align: "end", width: 80 },
          { label: words.after, align: "end", width: 84 },
          { label: words.who, width: 120 },
        ]}
      >
        {cursors.map((cursor, i) => (
          <Part
            key={cursor}
            stockRef={stockRef}
            cursor={cursor}
            onMore={i === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined}
          />
        ))}
      </Lines>
    </Section>
  );
}

interface PartProps {
  stockRef: StockRef;
  cursor: string;
  onMore: ((cursor: string) => void) | undefined;
}

function Part({ stockRef, cursor, onMore }: PartProps) {
  const i18n = useI18n();
  const words = i18n.m.inventory.ledger;
  const page = useMovements(stockRef, cursor);
  const next = page.data?.nextCursor;
  return (
    <>
      {page.data?.items.map((movement) => (
        <Movement key={movement.id} movement={movement} i18n={i18n} />
      ))}
      {!page.data && (
        <tr>
          <td colSpan={6}>
            {page.error ? (
              <Failure refusal={page.error} onRetry={() => page.refetch()} isRetrying={page.isFetching} />
            ) : (
              <Waiting lines={3} />
            )}
          </td>
        </tr>
      )}
      {page.data?.items.length === 0 && cursor === "" && (
        <tr>
          <td colSpan={6} className="dim">
            {words.none}
          </td>
        </tr>
      )}
      {next && onMore && (
        <tr>
          <td colSpan={6}>
            <Button small onPress={() => onMore(next)}>
              {words.more}
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}

const causeTone: Record<StockMovement["cause"], Tone> = {
  adjustment: "violet",
  reserve: "blue",
  release: "neutral",
  hold: "blue",
  unhold: "neutral",
  ship: "green",
};

function Movement({ movement, i18n: { m, f } }: { movement: StockMovement; i18n: I18n }) {
  const words = m.inventory.ledger;
  const { outbound, order, reason, note } = movement;
  // The outbound order's number is the note of what was moved by one.
  const said = [reason && m.inventory.reason[reason], outbound ? null : note].filter(Boolean).join(" · ");
  return (
    <tr>
      <td>
        <Time at={movement.at} />
      </td>
      <td>
        <Badge tone={causeTone[movement.cause]}>{words.cause[movement.cause]}</Badge>
        {outbound && (
          <small>
            <OutboundLink outbound={outbound} />
            {order && " · "}
            <OrderLink order={order} />
          </small>
        )}
        {said && <small>{said}</small>}
      </td>
      <td data-end>
        <Signed n={movement.onHandChange} show={f.number} />
      </td>
      <td data-end>
        <Signed n={movement.reservedChange} show={f.number} />
      </td>
      <td
        data-end
        title={words.onHandAfter(f.number(movement.onHandAfter), f.number(movement.reservedAfter))}
        aria-label={words.onHandAfter(f.number(movement.onHandAfter), f.number(movement.reservedAfter))}
      >
        {f.number(movement.onHandAfter)} / {f.number(movement.reservedAfter)}
      </td>
      <td>{movement.actor.name}</td>
    </tr>
  );
}

const Signed = ({ n, show }: { n: number; show: (n: number) => string }) =>
  n === 0 ? (
    <span className="dim">0</span>
  ) : (
    <span className={n > 0 ? styles.plus : styles.minus}>{n > 0 ? `+${show(n)}` : `−${show(-n)}`}</span>
  );
