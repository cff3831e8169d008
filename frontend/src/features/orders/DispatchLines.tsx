import { useState } from "react";
import type { Order, SkuMapping } from "../../api/types";
import { Alert } from "../../components/Alert";
import { Scroll } from "../../components/Scroll";
import { useI18n } from "../../i18n";
import { Units } from "./acknowledge/Units";
import styles from "./Details.module.css";
import { PlatformSku } from "./Mapped";
import { isUnmapped, SkuCell } from "./SkuCell";

interface Props {
  order: Order;
  warehouseId: string | null;
  onBound: (mapping: SkuMapping) => void;
}

/* The lines for a last check, each with what will be shipped for it. */
export function DispatchLines({ order, warehouseId, onBound }: Props) {
  const { m, f } = useI18n();
  const words = m.orders.items;
  // Of a purchase order only what was accepted is shipped.
  const lines = order.kind === "b2b" ? order.lines.filter((line) => line.acceptedQty > 0) : order.lines;
  const left = order.lines.filter((line) => line.orderedQty > 0).length - lines.length;
  const unmapped = lines.filter(isUnmapped).length;
  const [mapping, setMapping] = useState<SkuMapping | null>(null);
  const bound = (done: SkuMapping) => {
    setMapping(done);
    onBound(done);
  };
  return (
    <div className={styles.form}>
      {unmapped > 0 && <Alert tone="warning">{m.orders.dispatch.unmapped(unmapped)}</Alert>}
      <Scroll label={m.orders.dispatch.lines} className={styles.scroll}>
        <table className={styles.lines}>
          <thead>
            <tr>
              <th scope="col" className={styles.sku}>
                {words.warehouseSku}
              </th>
              <th scope="col">{words.platformSku}</th>
              <th scope="col">{words.product}</th>
              <th scope="col" className={styles.num}>
                {words.quantity}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td className={styles.sku}>
                  <SkuCell order={order} line={line} warehouseId={warehouseId} onBound={bound} />
                </td>
                <td>
                  <PlatformSku line={line} />
                </td>
                <td>{line.productName}</td>
                <td className={styles.num}>
                  {order.kind === "b2b" ? <Units line={line} n={line.acceptedQty} /> : f.number(line.acceptedQty)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {left > 0 && <p className="dim">{m.acknowledge.purchase.onlyAccepted(left)}</p>}
      {mapping && (
        <Alert tone="good" title={m.orders.dispatch.bound(mapping.items.map((i) => i.code).join(", "))}>
          {m.orders.dispatch.freed(mapping.freedOrders)}
        </Alert>
      )}
    </div>
  );
}
