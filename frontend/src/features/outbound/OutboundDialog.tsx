/* An outbound order's details: opens at once with what the row knows and fills in. */
import { Link } from "wouter";
import { useMay } from "../../api/auth";
import { useOutbound } from "../../api/outbound";
import type { Outbound, OutboundRow, OutboundStep, Parcel } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Copy } from "../../components/Copy";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts, Lines, Section } from "../../components/Facts";
import { MenuButton } from "../../components/Menu";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useHotkeys } from "../../lib/hotkeys";
import { statusTone } from "../../parts/outboundStatus";
import { allows, menuOf, nextStep } from "./actions";
import { orderHref } from "./columns";
import { LabelNote } from "./LabelNote";
import styles from "./Outbound.module.css";
import { leftOf } from "./parcel";
import { Recipient } from "./Recipient";

interface Props {
  id: string;
  row: OutboundRow | undefined;
  isWorking: boolean;
  mayOpenOrders: boolean;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
  onStep: (step: OutboundStep, row: OutboundRow) => void;
  onClose: () => void;
}

export default function OutboundDialog(props: Props) {
  const { id, row, isWorking, mayOpenOrders, onNext, onPrevious, onStep, onClose } = props;
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.outbound;
  const query = useOutbound(id);
  const outbound = query.data;
  const shown = outbound ?? row;
  const next = shown && nextStep(shown);

  useHotkeys({ ...(onNext ? { j: onNext } : {}), ...(onPrevious ? { k: onPrevious } : {}) }, { inDialog: true });

  return (
    <Dialog
      title={shown ? words.outbound(shown.outboundNo) : words.details}
      size="sheet"
      onClose={onClose}
      titleEnd={shown && <Copy text={shown.outboundNo} what={words.column.outboundNo} />}
      sub={
        shown && (
          <span className={styles.head}>
            <Badge tone={statusTone[shown.status]}>{words.status[shown.status]}</Badge>
            <span>{shown.warehouse.name}</span>
            <span>{words.shippedOf(shown.shippedCount, shown.unitCount)}</span>
          </span>
        )
      }
      headExtra={
        <>
          <Button look="quiet" icon="up" label={words.previous} isDisabled={!onPrevious} onPress={onPrevious} />
          <Button look="quiet" icon="down" label={words.next} isDisabled={!onNext} onPress={onNext} />
        </>
      }
      footer={
        shown && (
          <>
            <MenuButton
              label={words.menu(shown.outboundNo)}
              groups={menuOf({ row: shown, onStep: (step) => onStep(step, shown) }, i18n)}
              trigger={<Button>{m.common.actions}</Button>}
            />
            {next && (
              <Button look="primary" isPending={isWorking} onPress={() => onStep(next, shown)}>
                {words.action[next]}
              </Button>
            )}
          </>
        )
      }
    >
      {query.error && !outbound ? (
        <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <>
          {query.error && <Refused refusal={query.error} />}
          {shown && <Summary row={shown} outbound={outbound} mayOpenOrders={mayOpenOrders} />}
          {outbound?.channel.selfPickup && (
            <Section title={words.facts.label}>
              <LabelNote
                outbound={outbound}
                onReplace={allows(outbound, "label") ? () => onStep("label", outbound) : undefined}
              />
            </Section>
          )}
          {outbound ? (
            <>
              <Items outbound={outbound} />
              <Recipient outbound={outbound} />
              <Parcels parcels={outbound.parcels} />
            </>
          ) : (
            <Waiting lines={6} />
          )}
        </>
      )}
    </Dialog>
  );
}

interface SummaryProps {
  row: OutboundRow;
  outbound: Outbound | undefined;
  mayOpenOrders: boolean;
}

function Summary({ row, outbound, mayOpenOrders }: SummaryProps) {
  const { m, f } = useI18n();
  const words = m.outbound.facts;
  const mayWork = useMay()("outbound_work");
  const { order, channel } = row;
  return (
    <Facts>
      <Fact label={words.order}>
        {!order ? (
          <span className="dim">{m.outbound.noOrder}</span>
        ) : mayOpenOrders ? (
          <Link to={orderHref(order)} aria-label={m.outbound.openOrder(order.orderNo)}>
            {order.orderNo}
          </Link>
        ) : (
          order.orderNo
        )}
      </Fact>
      <Fact label={words.customer}>{row.customer.name}</Fact>
      <Fact label={words.warehouse}>{row.warehouse.name}</Fact>
      <Fact label={words.channel}>
        {channel.name}
        {channel.selfPickup && ` (${m.outbound.selfPickup})`}
      </Fact>
      <Fact label={words.carrier}>{channel.carrier || m.common.none}</Fact>
      <Fact label={words.service}>{channel.serviceType || m.common.none}</Fact>
      <Fact label={words.created}>
        <Time at={row.createdAt} relative />
      </Fact>
      <Fact label={words.weight}>
        {outbound?.weightGrams ? (
          f.weight(outbound.weightGrams)
        ) : (
          <span className="dim" title={words.notPacked}>
            {m.common.none}
          </span>
        )}
      </Fact>
      {row.wave && (
        <Fact label={words.wave}>
          {mayWork ? <Link to={`/waves?open=${row.wave.id}`}>{row.wave.waveNo}</Link> : row.wave.waveNo}
        </Fact>
      )}
      {outbound?.labelTrackingNo && <Fact label={words.labelTracking}>{outbound.labelTrackingNo}</Fact>}
      {outbound?.note && (
        <Fact label={words.ownNote} wide>
          <p className={styles.note}>{outbound.note}</p>
        </Fact>
      )}
      {outbound?.buyerNote && (
        <Fact label={words.note} wide>
          <p className={styles.note}>{outbound.buyerNote}</p>
        </Fact>
      )}
    </Facts>
  );
}

function Items({ outbound }: { outbound: Outbound }) {
  const { m, f } = useI18n();
  const words = m.outbound.line;
  return (
    <Section title={m.outbound.tabs.lines}>
      <Lines
        label={m.outbound.tabs.lines}
        heads={[
          { label: words.sku },
          { label: words.barcode, width: 150 },
          { label: words.quantity, align: "end", width: 84 },
          { label: words.shipped, align: "end", width: 84 },
          { label: words.left, align: "end", width: 70 },
        ]}
      >
        {outbound.lines.map((line) => (
          <tr key={line.id}>
            <td>
              <b>{line.skuCode}</b>
              <small>{line.skuName}</small>
            </td>
            <td>
              {line.barcode ?? (
                <span className="dim" title={words.noBarcode}>
                  {m.common.none}
                </span>
              )}
            </td>
            <td data-end>{f.number(line.quantity)}</td>
            <td data-end>{f.number(line.shippedQty)}</td>
            <td data-end>{f.number(leftOf(line))}</td>
          </tr>
        ))}
      </Lines>
    </Section>
  );
}

function Parcels({ parcels }: { parcels: readonly Parcel[] }) {
  const { m, f } = useI18n();
  const words = m.outbound.parcel;
  return (
    <Section title={words.title}>
      {parcels.length === 0 && <p className="dim">{words.none}</p>}
      {parcels.map((parcel) => (
        <div key={parcel.id} className={styles.parcel}>
          <p>
            <b>{parcel.trackingNo}</b>
            <Copy text={parcel.trackingNo} what={words.tracking} />
            <span className="dim">{[parcel.carrier, parcel.serviceType].filter(Boolean).join(" · ")}</span>
          </p>
          <p>
            {words.shippedAt} <Time at={parcel.shippedAt} relative />
            {parcel.weightGrams !== null && <span> · {f.weight(parcel.weightGrams)}</span>}
          </p>
          <p className="dim">
            {parcel.lines.map((line) => words.times(line.quantity, line.skuCode)).join(", ")} · {parcel.parcelNo}
          </p>
        </div>
      ))}
    </Section>
  );
}
