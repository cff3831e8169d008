import type { Order, OrderLine, SkuMapping } from "../../../api/types";
import { Money } from "../../../components/Money";
import { Scroll } from "../../../components/Scroll";
import { useI18n } from "../../../i18n";
import details from "../Details.module.css";
import { PlatformSku } from "../Mapped";
import { isUnmapped, SkuCell } from "../SkuCell";
import { Product } from "./Product";
import { reasonWord } from "./Reason";
import { Units } from "./Units";

/* The lines of a purchase order: what was ordered, what became of it, what left. */
export function PurchaseItems({ order, onBound }: { order: Order; onBound: (mapping: SkuMapping) => void }) {
  const { m, f } = useI18n();
  const words = m.orders.items;
  const answer = m.acknowledge.purchase;
  const isAnswered = order.acknowledgement !== null;
  const numbers = [m.acknowledge.column.ordered, answer.accepted, answer.backordered, answer.rejected, words.shipped];
  const none = (
    <span className="dim" title={answer.noAcknowledgement}>
      {m.common.none}
    </span>
  );
  const answered = (n: number) => (isAnswered ? f.number(n) : none);
  return (
    <Scroll label={m.orders.details.tabs.items} className={details.scroll}>
      <table className={details.lines}>
        <thead>
          <tr>
            <th scope="col">{words.product}</th>
            <th scope="col">{words.warehouseSku}</th>
            {[...numbers, words.unitPrice].map((label) => (
              <th key={label} scope="col" className={details.num}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td>
                <Product line={line} />
                {line.platformSku === null && (
                  <small>
                    <PlatformSku line={line} />
                  </small>
                )}
              </td>
              <td className={isUnmapped(line) ? details.sku : undefined}>
                {line.orderedQty === 0 ? (
                  <span className="dim">{answer.lineCancelled}</span>
                ) : (
                  <SkuCell order={order} line={line} warehouseId={order.warehouse?.id ?? null} onBound={onBound} />
                )}
              </td>
              <td className={details.num}>
                <Units line={line} n={line.orderedQty} />
              </td>
              <td className={details.num}>{answered(line.acceptedQty)}</td>
              <td className={details.num}>{answered(line.backorderedQty)}</td>
              <td className={details.num}>
                {answered(line.rejectedQty)}
                <Rejection line={line} />
              </td>
              <td className={details.num}>{f.number(line.shippedQty)}</td>
              <td className={details.num}>
                <Money amount={line.unitPrice} currency={order.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Rejection({ line }: { line: OrderLine }) {
  const { m } = useI18n();
  if (line.rejectedQty === 0 || !line.rejectReason) return null;
  return <small title={line.rejectReason}>{reasonWord(line.rejectReason, m)}</small>;
}
