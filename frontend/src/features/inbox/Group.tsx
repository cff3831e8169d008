/* One cause: what it is, how many orders it keeps, and the cure in place. */
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { useMay } from "../../api/auth";
import { type ExceptionGroup, type Progress, useRetryGroup } from "../../api/exceptions";
import type { Sku, SkuMapping } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button, ButtonLink } from "../../components/Button";
import { Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { exceptionWords } from "../../parts/exceptionWords";
import { fixOf, ordersHref, saysMore, titleOf } from "./fixes";
import styles from "./Inbox.module.css";

const BindFix = lazy(() => import("./BindFix"));

interface Props {
  group: ExceptionGroup;
  isStaff: boolean;
  onBound: (group: ExceptionGroup, sku: Sku, mappings: SkuMapping[]) => void;
  onRetried: (group: ExceptionGroup, progress: Progress) => void;
}

export function Group({ group, isStaff, onBound, onRetried }: Props) {
  const { m, f, language } = useI18n();
  const words = m.inbox;
  const may = useMay();
  const isOnline = useOnline();
  const [isOpen, setOpen] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const retry = useRetryGroup(setProgress, (sum) => onRetried(group, sum));
  const fix = fixOf(group);
  const title = titleOf(group, m);
  const href = ordersHref(group);
  return (
    <li className={styles.group} aria-label={title}>
      <div>
        <h2>
          <span className={styles.count}>{f.number(group.orders)}</span>
          {title}
        </h2>
        <p className={styles.facts}>
          <span>
            {group.kind === "b2b" && `${words.kind.b2b} · `}
            {words.ordersIn(group.orders, group.storeCount)}
            {isStaff && ` · ${group.customer.name}`}
          </span>
          <span>
            {words.since} <Time at={group.since} relative />
          </span>
          <span>
            {group.stores.map((s) => s.name).join(", ")}
            {group.storeCount > group.stores.length && ` ${words.moreStores(group.storeCount - group.stores.length)}`}
          </span>
          <span>
            {words.newest}:{" "}
            {group.firstOrders.map((o, i) => (
              <span key={o.id}>
                {i > 0 && ", "}
                <Link
                  to={`/orders?${group.kind === "b2b" ? "kind=b2b&" : ""}open=${o.id}&orderNo=${encodeURIComponent(o.orderNo)}`}
                  aria-label={words.openOrder(o.orderNo)}
                >
                  {o.orderNo}
                </Link>
              </span>
            ))}
            {group.orders > group.firstOrders.length && ` ${words.moreOrders(group.orders - group.firstOrders.length)}`}
          </span>
        </p>
        <p className={styles.detail}>
          {group.detail && saysMore(group.code) && `${exceptionWords(group.detail, m, language)} · `}
          {m.problem.hint[group.code]}
        </p>
      </div>
      <div className={styles.actions}>
        {fix === "bind" && (
          <Button
            small
            look={isOpen ? "secondary" : "primary"}
            icon={isOpen ? undefined : "link"}
            aria-expanded={isOpen}
            onPress={() => setOpen(!isOpen)}
          >
            {isOpen ? words.fix.close : words.fix.bind}
          </Button>
        )}
        {fix === "retry" && may("order_ship") && (
          <Button
            small
            look="primary"
            icon="sync"
            isPending={retry.isPending}
            isDisabled={!isOnline}
            onPress={() => retry.mutate(group)}
          >
            {words.fix.retryAll(group.orders)}
          </Button>
        )}
        {fix === "store" && may("store_view") && (
          <ButtonLink
            small
            look="primary"
            icon="store"
            to={group.storeCount === 1 ? `/stores?store=${group.stores[0]?.id}` : "/stores"}
          >
            {words.fix.store}
          </ButtonLink>
        )}
        {fix === "stock" && may("stock_view") && (
          <ButtonLink small look="primary" icon="stock" to={`/stock?q=${encodeURIComponent(group.key ?? "")}`}>
            {words.fix.stock}
          </ButtonLink>
        )}
        <ButtonLink small icon="orders" to={href}>
          {words.show}
        </ButtonLink>
      </div>
      {(isOpen || retry.isPending || retry.error || (fix === "retry" && !may("order_ship"))) && (
        <div className={styles.fix}>
          {isOpen && (
            <Suspense fallback={<Waiting lines={2} />}>
              <BindFix group={group} onBound={(sku, mappings) => onBound(group, sku, mappings)} />
            </Suspense>
          )}
          {retry.isPending && (
            <p role="status">{words.retry.going((progress?.retried ?? 0) + (progress?.refused ?? 0), group.orders)}</p>
          )}
          {retry.error && <Refused refusal={retry.error} />}
          {fix === "retry" && !may("order_ship") && <Alert tone="info">{words.retry.noPermission}</Alert>}
        </div>
      )}
    </li>
  );
}
