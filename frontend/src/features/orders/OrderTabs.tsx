import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Order, Parcel, Recipient, Writeback } from "../../api/types";
import { Badge, type Tone } from "../../components/Badge";
import { Copy } from "../../components/Copy";
import { cx } from "../../components/cx";
import { Money } from "../../components/Money";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { PurchaseFacts } from "./acknowledge/PurchaseFacts";
import { ShipTo } from "./acknowledge/ShipTo";
import { sourceName } from "./columns";
import styles from "./Details.module.css";
import { sum } from "./sums";
import { ownerWord, turnTone, useIsStaff } from "./turn";

/* A label and its value; a dash with the reason when there is none. */
function Fact({ label, wide, none, children }: { label: string; wide?: boolean; none?: string; children: ReactNode }) {
  const { m } = useI18n();
  const isNone = children === null || children === "";
  return (
    <div className={cx(wide && styles.wide)}>
      <dt>{label}</dt>
      <dd>
        {isNone ? (
          <span className="dim" title={none ?? m.common.notSent}>
            {m.common.none}
          </span>
        ) : (
          children
        )}
      </dd>
    </div>
  );
}

export function BasicTab({ order }: { order: Order }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.orders.details;
  const isStaff = useIsStaff();
  const { turn } = order;
  return (
    <>
      <dl className={styles.list}>
        <Fact label={m.orders.turn.label} wide>
          {turn.owner && <Badge tone={turnTone[turn.owner]}>{ownerWord(turn.owner, m, isStaff)}</Badge>}{" "}
          {m.orders.turn.todo[turn.code]} <span className="dim">{m.orders.turn.since}</span>{" "}
          <Time at={turn.since} relative />
        </Fact>
        <Fact label={words.orderNo}>
          {order.orderNo}
          <Copy text={order.orderNo} what={words.orderNo} />
        </Fact>
        <Fact label={words.orderTime}>
          <Time at={order.orderTime} relative />
        </Fact>
        <Fact label={words.source}>{sourceName(order.source, i18n)}</Fact>
        <Fact label={words.store}>{order.store.name}</Fact>
        <Fact label={words.warehouse} none={m.orders.warehouseNone}>
          {order.warehouse?.name ?? null}
        </Fact>
        <Fact label={words.provider} none={m.orders.warehouseNone}>
          {order.shippingProvider && [order.shippingProvider, order.serviceType].filter(Boolean).join(" · ")}
        </Fact>
        <Fact label={words.wmsCost}>
          <Money amount={order.wmsShippingCost} currency={order.wmsShippingCurrency} none={m.orders.wmsCostNone} />
        </Fact>
        <Fact label={words.fulfilment}>{words.fulfilmentStatus[order.fulfilmentStatus]}</Fact>
        <Fact label={words.outbound} none={m.orders.warehouseNone}>
          {order.outbound && (
            <Link to={`/outbound?outboundNo=${encodeURIComponent(order.outbound.outboundNo)}`}>
              {order.outbound.outboundNo}
            </Link>
          )}
        </Fact>
        <Fact label={words.platformStatus}>{order.platformStatus}</Fact>
        <Fact label={words.buyerNote} wide>
          {order.buyerNote && <p className={styles.note}>{order.buyerNote}</p>}
        </Fact>
      </dl>
      <PurchaseFacts order={order} />
      <Shipments order={order} />
    </>
  );
}

const stateTone: Record<Writeback["state"], Tone> = {
  queued: "neutral",
  sending: "blue",
  sent: "blue",
  confirmed: "green",
  refused: "red",
  gave_up: "red",
};

/* What left the warehouse, and whether the platform knows. */
function Shipments({ order }: { order: Order }) {
  const { m } = useI18n();
  const words = m.orders.details;
  // What became of an acknowledgement stands with the acknowledgements.
  const writebacks = order.writebacks.filter((w) => w.kind !== "acknowledgement");
  if (order.parcels.length === 0 && writebacks.length === 0) return null;
  const loose = writebacks.filter((w) => !order.parcels.some((p) => p.trackingNo === w.trackingNo));
  return (
    <>
      <h3 className={styles.section}>{words.parcels}</h3>
      {order.parcels.map((parcel) => (
        <ParcelBox
          key={parcel.id}
          parcel={parcel}
          writeback={order.writebacks.findLast((w) => w.trackingNo === parcel.trackingNo)}
        />
      ))}
      {loose.map((w) => (
        <div key={w.id} className={styles.parcel}>
          <div>
            <b>{words.writebackKind[w.kind]}</b>
            {w.trackingNo && <span className="mono">{w.trackingNo}</span>}
          </div>
          <WritebackLine writeback={w} />
        </div>
      ))}
    </>
  );
}

function ParcelBox({ parcel, writeback }: { parcel: Parcel; writeback: Writeback | undefined }) {
  const { m, f } = useI18n();
  const words = m.orders.details;
  return (
    <div className={styles.parcel}>
      <div>
        <b className="mono">{parcel.trackingNo}</b>
        <Copy text={parcel.trackingNo} what={m.orders.filter.trackingNo} />
        <span>{[parcel.carrier, parcel.serviceType].filter(Boolean).join(" · ")}</span>
        {parcel.weightGrams !== null && <span className="dim">{f.weight(parcel.weightGrams)}</span>}
        <span className="dim">
          {words.shippedAt} <Time at={parcel.shippedAt} relative />
        </span>
      </div>
      <p>
        {parcel.lines
          .map((line) => `${line.skuCode || line.skuName} ${m.orders.items.times(line.quantity)}`)
          .join(", ")}
      </p>
      {writeback && <WritebackLine writeback={writeback} />}
    </div>
  );
}

function WritebackLine({ writeback: w }: { writeback: Writeback }) {
  const { m } = useI18n();
  const words = m.orders.details;
  return (
    <>
      <div>
        <Badge tone={stateTone[w.state]} busy={w.state === "sending"}>
          {words.writebackState[w.state]}
        </Badge>
        {w.attempts > 0 && <span className="dim">{words.attempts(w.attempts)}</span>}
        {w.confirmedAt && <Time at={w.confirmedAt} relative />}
        {w.nextTryAt && (
          <span className="dim">
            {words.nextTry} <Time at={w.nextTryAt} relative />
          </span>
        )}
      </div>
      {w.detail && w.state !== "confirmed" && <p>{w.detail}</p>}
    </>
  );
}

export function PaymentTab({ order }: { order: Order }) {
  const { m } = useI18n();
  const words = m.orders.details;
  const items = order.lines.some((l) => l.lineTotal === null) ? null : sum(order.lines.map((l) => l.lineTotal ?? "0"));
  const row = (label: string, amount: string | null) => (
    <div>
      <dt>{label}</dt>
      <dd>
        <Money amount={amount} currency={order.currency} />
      </dd>
    </div>
  );
  const isPurchase = order.kind === "b2b";
  return (
    <>
      <dl className={styles.list}>
        <Fact label={words.method}>{order.paymentMethod}</Fact>
        <Fact label={words.currency}>{order.currency}</Fact>
        {!isPurchase && (
          <Fact label={words.paidAt} none={words.notPaid}>
            {order.paidAt && <Time at={order.paidAt} relative />}
          </Fact>
        )}
      </dl>
      {isPurchase && <p className={cx(styles.after, "dim")}>{m.acknowledge.purchase.payment}</p>}
      <dl className={styles.sums}>
        {row(words.itemsTotal, items)}
        {!isPurchase && row(words.shippingFee, order.shippingFee)}
        {!isPurchase && row(words.tax, order.tax)}
        {!isPurchase && row(words.discount, order.discount)}
        {row(words.total, order.amount)}
      </dl>
    </>
  );
}

/* Lines of an address as they are written on a parcel. */
export const addressLines = (r: Recipient, country: (code: string) => string): string[] =>
  [
    r.company,
    r.line1,
    r.line2,
    [r.zip, r.city].filter(Boolean).join(" "),
    [r.state, r.country && country(r.country)].filter(Boolean).join(", "),
  ].filter((line): line is string => Boolean(line));

export function RecipientTab({ order }: { order: Order }) {
  const { m, f } = useI18n();
  const words = m.orders.details;
  const r = order.recipient;
  const isPurchase = order.kind === "b2b";
  const shipToCode = order.purchase?.shipToCode;
  if (isPurchase && !r.line1) {
    return (
      <>
        <p className={cx(styles.lead, "dim")}>{m.acknowledge.purchase.recipient}</p>
        {shipToCode && (
          <dl className={cx(styles.list, styles.lead)}>
            <Fact label={m.acknowledge.purchase.shipTo}>{shipToCode}</Fact>
          </dl>
        )}
        <ShipTo order={order} />
      </>
    );
  }
  const isIncomplete = order.exception?.code === "address_incomplete";
  const must = (value: string | null) =>
    value ?? (isIncomplete ? <span className={styles.missing}>{words.missing}</span> : null);
  return (
    <>
      {isPurchase && <p className={cx(styles.lead, "dim")}>{m.acknowledge.purchase.recipient}</p>}
      <dl className={styles.list}>
        {shipToCode && <Fact label={m.acknowledge.purchase.shipTo}>{shipToCode}</Fact>}
        <Fact label={words.name}>{must(r.name)}</Fact>
        {(!isPurchase || r.phone) && <Fact label={words.phone}>{r.phone}</Fact>}
        {r.company && <Fact label={words.company}>{r.company}</Fact>}
        {r.email && <Fact label={words.email}>{r.email}</Fact>}
        <Fact label={words.country}>{r.country ? `${f.country(r.country)} (${r.country})` : must(null)}</Fact>
        <Fact label={words.state}>{r.state}</Fact>
        <Fact label={words.city}>{must(r.city)}</Fact>
        <Fact label={words.zip}>{must(r.zip)}</Fact>
        <Fact label={words.address} wide>
          {r.line1 || r.line2 ? (
            <>
              {[r.line1, r.line2].filter(Boolean).join(", ")}
              <Copy
                text={[r.name, ...addressLines(r, f.country)].filter(Boolean).join("\n")}
                what={words.copyAddress}
              />
            </>
          ) : (
            must(null)
          )}
        </Fact>
      </dl>
      <ShipTo order={order} />
    </>
  );
}
