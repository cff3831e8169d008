import { useQueryClient } from "@tanstack/react-query";
import { refreshOrders } from "../../api/orders";
import type { Order, SkuMapping } from "../../api/types";
import { Money } from "../../components/Money";
import { Scroll } from "../../components/Scroll";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { PurchaseItems } from "./acknowledge/PurchaseItems";
import styles from "./Details.module.css";
import { PlatformSku } from "./Mapped";
import { isUnmapped, SkuCell } from "./SkuCell";

export function ItemsTab({ order }: { order: Order }) {
  const { m, f } = useI18n();
  const words = m.orders.items;
  const cache = useQueryClient();
  const bound = ({ items, freedOrders }: SkuMapping) => {
    const codes = items.map((item) => item.code).join(", ");
    toast({ tone: "good", text: m.orders.dispatch.bound(codes), detail: m.orders.dispatch.freed(freedOrders) });
    void refreshOrders(cache);
  };
  if (order.kind === "b2b") return <PurchaseItems order={order} onBound={bound} />;
  return (
    <Scroll label={m.orders.details.tabs.items} className={styles.scroll}>
      <table className={styles.lines}>
        <thead>
          <tr>
            <th scope="col">{words.warehouseSku}</th>
            <th scope="col">{words.platformSku}</th>
            <th scope="col">{words.product}</th>
            <th scope="col" className={styles.num}>
              {words.quantity}
            </th>
            <th scope="col" className={styles.num}>
              {words.shipped}
            </th>
            <th scope="col" className={styles.num}>
              {words.unitPrice}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td className={isUnmapped(line) ? styles.sku : undefined}>
                <SkuCell order={order} line={line} warehouseId={order.warehouse?.id ?? null} onBound={bound} />
              </td>
              <td>
                <PlatformSku line={line} />
              </td>
              <td>{line.productName}</td>
              <td className={styles.num}>{f.number(line.orderedQty)}</td>
              <td className={styles.num}>{f.number(line.shippedQty)}</td>
              <td className={styles.num}>
                <Money amount={line.unitPrice} currency={order.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
