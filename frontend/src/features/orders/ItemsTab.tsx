import type { Order, OrderLine } from "../../api/types";
import { cx } from "../../components/cx";
import { Money } from "../../components/Money";
import { Scroll } from "../../components/Scroll";
import { useI18n } from "../../i18n";
import styles from "./Details.module.css";

export function ItemsTab({ order }: { order: Order }) {
  const { m, f } = useI18n();
  const words = m.orders.items;
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
              <td>
                <Mapped line={line} />
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

/* The warehouse SKUs of a line, each with how many units of it make one. */
export function Mapped({ line }: { line: OrderLine }) {
  const { m } = useI18n();
  const words = m.orders.items;
  if (!line.shippable) return <span className="dim">{words.notShippable}</span>;
  if (line.mapping.length === 0) return <span className={styles.unmapped}>{words.notMapped}</span>;
  return line.mapping.map((item) => (
    <span key={item.skuId}>
      <span className="mono">{item.code}</span>
      {item.quantity > 1 && ` ${words.times(item.quantity)}`}
      <small>{item.name}</small>
    </span>
  ));
}

export function PlatformSku({ line }: { line: OrderLine }) {
  const { m } = useI18n();
  if (line.platformSku !== null) return <span className="mono">{line.platformSku}</span>;
  return <span className={cx("dim")}>{m.orders.items.noPlatformSku}</span>;
}
