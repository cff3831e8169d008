/* What would happen, before anything does. */
import { useRehearsal } from "../../api/batches";
import type { Rehearsal } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import { Scroll } from "../../components/Scroll";
import { Waiting } from "../../components/States";
import { type I18n, useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import { ownWords } from "../../parts/exceptionWords";
import styles from "./Batch.module.css";
import lines from "./Details.module.css";
import { bySku, isShort, type Staying, staying } from "./rehearsed";

interface LineProps {
  orderId: string;
  version: number;
  warehouseId: string;
  channelId: string;
}

/* One order: it goes, or what stops it. */
export function RehearsalLine({ orderId, version, warehouseId, channelId }: LineProps) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.orders.rehearsal;
  const { data, error, isPlaceholderData, isFetching, refetch } = useRehearsal(
    { orderIds: [orderId], warehouseId, channelId },
    String(version),
  );
  const [order] = data?.orders ?? [];
  if (error) return <Refused refusal={error} onRetry={() => refetch()} isRetrying={isFetching} />;
  if (!order || isPlaceholderData)
    return (
      <p className="dim" role="status">
        {words.asking}
      </p>
    );
  if (order.goes || !order.code)
    return (
      <Alert tone="good" title={words.goes}>
        {data?.skus.map((sku) => words.takes(sku.code, sku.needed, sku.available - sku.needed)).join(" · ")}
      </Alert>
    );
  return (
    <Alert tone="warning" title={words.stops(m.problem.title[order.code])}>
      {said(order.detail, i18n) ?? m.problem.hint[order.code]}
    </Alert>
  );
}

interface BatchProps {
  rehearsal: Rehearsal | undefined;
  isOld: boolean;
  onRemove: (orderIds: readonly string[]) => void;
}

/* Several orders: how many go and stay, by reason, and what stock remains. */
export function RehearsalOfBatch({ rehearsal, isOld, onRemove }: BatchProps) {
  const { m } = useI18n();
  const words = m.orders.rehearsal;
  if (!rehearsal) return <Waiting lines={3} />;
  const groups = staying(rehearsal);
  return (
    <section className={cx(styles.rehearsal, isOld && styles.old)} aria-label={words.label} aria-busy={isOld}>
      <div role="status">
        <h3>
          <span className={styles.go}>{words.go(rehearsal.go)}</span>
          {rehearsal.stay > 0 && (
            <>
              {words.and}
              <span className={styles.stay}>{words.stay(rehearsal.stay)}</span>
            </>
          )}
        </h3>
      </div>
      {groups.length > 0 && (
        <ul className={styles.reasons}>
          {groups.map((group) => (
            <Reason key={group.code} group={group} onRemove={onRemove} />
          ))}
        </ul>
      )}
      {rehearsal.skus.length > 0 && <Goods skus={rehearsal.skus} />}
    </section>
  );
}

const namedMost = 12;

function Reason({ group, onRemove }: { group: Staying; onRemove: BatchProps["onRemove"] }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.orders.rehearsal;
  const more = group.orders.length - namedMost;
  return (
    <li>
      <div>
        <b>{m.problem.title[group.code]}</b>
        <span className="dim">{m.orders.rehearsal.orders(group.orders.length)}</span>
        <Button small look="quiet" onPress={() => onRemove(group.orders.map((o) => o.orderId))}>
          {words.remove(group.orders.length)}
        </Button>
      </div>
      {group.orders.length === 1 && said(group.detail, i18n) && <p>{said(group.detail, i18n)}</p>}
      <p className="dim">
        {group.orders
          .slice(0, namedMost)
          .map((o) => o.orderNo)
          .join(", ")}
        {more > 0 && ` ${m.common.more(more)}`}
      </p>
    </li>
  );
}

const goodsMost = 5;

/* What is short is always shown; the rest of a long list on request. */
function Goods({ skus }: { skus: Rehearsal["skus"] }) {
  const { m } = useI18n();
  const words = m.orders.rehearsal;
  const sorted = bySku(skus);
  const first = Math.max(sorted.filter(isShort).length, Math.min(goodsMost, sorted.length));
  return (
    <>
      <GoodsTable skus={sorted.slice(0, first)} />
      {sorted.length > first && (
        <details className={styles.more}>
          <summary>{words.moreGoods(sorted.length - first)}</summary>
          <GoodsTable skus={sorted.slice(first)} />
        </details>
      )}
    </>
  );
}

function GoodsTable({ skus }: { skus: Rehearsal["skus"] }) {
  const { m, f } = useI18n();
  const words = m.orders.rehearsal;
  return (
    <Scroll label={words.goods} className={lines.scroll}>
      <table className={lines.lines}>
        <thead>
          <tr>
            <th scope="col">{words.sku}</th>
            {[words.available, words.needed, words.remains].map((label) => (
              <th key={label} scope="col" className={lines.num}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {skus.map((sku) => (
            <tr key={sku.skuId}>
              <td>
                {sku.code}
                <small>{sku.name}</small>
              </td>
              <td className={lines.num}>{f.number(sku.available)}</td>
              <td className={cx(lines.num, isShort(sku) && lines.missing)}>
                {f.number(sku.needed)}
                {isShort(sku) && <small>{words.short}</small>}
              </td>
              <td className={lines.num}>{f.number(sku.remains)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/* The server's sentence where it can be said in the person's language. */
const said = (detail: string | null, { m, language }: Pick<I18n, "m" | "language">): string | null =>
  detail === null ? null : language === "en" ? sentence(detail) : ownWords(detail, m);
