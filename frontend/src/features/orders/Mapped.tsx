import type { OrderLine } from "../../api/types";
import { useI18n } from "../../i18n";
import styles from "./Details.module.css";

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
  return <span className="dim">{m.orders.items.noPlatformSku}</span>;
}
