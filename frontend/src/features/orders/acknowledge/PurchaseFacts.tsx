import type { ReactNode } from "react";
import type { Order } from "../../../api/types";
import { Badge } from "../../../components/Badge";
import { Copy } from "../../../components/Copy";
import { useI18n } from "../../../i18n";
import details from "../Details.module.css";
import { Deadline, TimeWindow } from "./Deadline";
import { stateTone } from "./state";

/* What a purchase order says beside a buyer's order: who, where to, and until when. */
export function PurchaseFacts({ order }: { order: Order }) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const { purchase, acknowledgement } = order;
  if (!purchase) return null;
  return (
    <>
      <h3 className={details.section}>{words.purchase.title}</h3>
      <dl className={details.list}>
        <Fact label={words.purchase.type}>
          {purchase.type && (words.purchase.types[purchase.type] ?? purchase.type)}
        </Fact>
        <Fact label={words.purchase.acknowledgement}>
          {acknowledgement ? (
            <>
              <Badge tone={stateTone[acknowledgement.state]}>{words.state[acknowledgement.state]}</Badge>{" "}
              <span className="dim">{words.history.number(acknowledgement.revision)}</span>
            </>
          ) : (
            words.purchase.noAcknowledgement
          )}
        </Fact>
        <Fact label={words.purchase.buyer}>{purchase.buyingParty}</Fact>
        <Fact label={words.purchase.seller}>{purchase.sellingParty}</Fact>
        <Fact label={words.purchase.shipTo}>
          {purchase.shipToCode && (
            <>
              {purchase.shipToCode}
              <Copy text={purchase.shipToCode} what={words.purchase.shipTo} />
            </>
          )}
        </Fact>
        <Fact label={words.acknowledgeBy}>
          <Deadline at={order.acknowledgeBy} isOpen={order.status === "pending"} />
        </Fact>
        <Fact label={words.shipWindow} wide>
          <TimeWindow window={order.shipWindow} />
        </Fact>
        <Fact label={words.deliveryWindow} wide>
          <TimeWindow window={order.deliveryWindow} />
        </Fact>
      </dl>
    </>
  );
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  const { m } = useI18n();
  return (
    <div className={wide ? details.wide : undefined}>
      <dt>{label}</dt>
      <dd>
        {children || (
          <span className="dim" title={m.common.notSent}>
            {m.common.none}
          </span>
        )}
      </dd>
    </div>
  );
}
