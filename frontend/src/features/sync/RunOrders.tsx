import { useState } from "react";
import { Link } from "wouter";
import { useRunOrders } from "../../api/sync-runs";
import { isUnderWay } from "../../api/sync-status";
import type { SyncOutcome, SyncRun, SyncRunOrder } from "../../api/types";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import { Lines } from "../../components/Facts";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { type I18n, useI18n } from "../../i18n";
import { outcomes } from "./filters";
import styles from "./Sync.module.css";
import { outcomeTone } from "./status";

interface Props {
  run: SyncRun;
  outcome: SyncOutcome | null;
  onOutcome: (outcome: SyncOutcome | null) => void;
}

/* What happened to each order. The numbers are the filter. */
export function RunOrders({ run, outcome, onOutcome }: Props) {
  return (
    <>
      <Outcomes run={run} outcome={outcome} onOutcome={onOutcome} />
      <List key={outcome} run={run} outcome={outcome} />
    </>
  );
}

function Outcomes({ run, outcome, onOutcome }: Props) {
  const { m, f } = useI18n();
  const tile = (value: SyncOutcome | null, label: string, n: number, tone?: string) => (
    <label key={label} className={cx(styles.outcome, n > 0 && tone)} data-none={n === 0 || undefined}>
      <input type="radio" name="outcome" checked={value === outcome} onChange={() => onOutcome(value)} />
      <b>{f.number(n)}</b>
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className={styles.outcomes}>
      <legend className="sr-only">{m.sync.outcomes}</legend>
      {tile(null, m.sync.everyOutcome, run.orderCount)}
      {outcomes.map((o) =>
        tile(o, m.sync.outcome[o], run[o], o === "failed" ? styles.bad : o === "skipped" ? styles.some : undefined),
      )}
    </fieldset>
  );
}

const step = 100;

function List({ run, outcome }: { run: SyncRun; outcome: SyncOutcome | null }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.sync.orders;
  // Pages of the server, each its own query, shown one under the other.
  const [cursors, setCursors] = useState<string[]>([""]);
  const isLive = isUnderWay(run);
  return (
    <Lines
      label={words.label}
      heads={[
        { label: words.orderNo, width: 150 },
        { label: words.outcome, width: 110 },
        { label: words.reason },
        { label: words.at, width: 140 },
      ]}
    >
      {cursors.map((cursor, i) => (
        <Part
          key={cursor}
          run={run}
          outcome={outcome}
          cursor={cursor}
          isLive={isLive}
          onMore={i === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined}
        />
      ))}
    </Lines>
  );
}

interface PartProps {
  run: SyncRun;
  outcome: SyncOutcome | null;
  cursor: string;
  isLive: boolean;
  onMore: ((cursor: string) => void) | undefined;
}

function Part({ run, outcome, cursor, isLive, onMore }: PartProps) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.sync.orders;
  const filter = { limit: step, ...(outcome ? { outcome } : {}), ...(cursor ? { cursor } : {}) };
  const page = useRunOrders(run.id, filter, isLive);
  const next = page.data?.nextCursor;
  const none = outcome ? words.noneOf : isLive ? words.none : words.nothing;
  return (
    <>
      {page.data?.items.map((order) => (
        <Row key={order.id} run={run} order={order} i18n={i18n} />
      ))}
      {!page.data && (
        <tr>
          <td colSpan={4}>
            {page.error ? (
              <Failure refusal={page.error} onRetry={() => page.refetch()} isRetrying={page.isFetching} />
            ) : (
              <Waiting lines={3} />
            )}
          </td>
        </tr>
      )}
      {page.data?.items.length === 0 && cursor === "" && (
        <tr>
          <td colSpan={4} className="dim">
            {none}
          </td>
        </tr>
      )}
      {next && onMore && (
        <tr>
          <td colSpan={4}>
            <Button small onPress={() => onMore(next)}>
              {words.more}
            </Button>
          </td>
        </tr>
      )}
    </>
  );
}

function Row({ run, order, i18n: { m } }: { run: SyncRun; order: SyncRunOrder; i18n: I18n }) {
  const words = m.sync.orders;
  const kind = run.kind === "b2b" ? "kind=b2b&" : "";
  const title = order.code && (m.problem.title as Record<string, string>)[order.code];
  return (
    <tr>
      <td>
        {order.orderId ? (
          <Link
            to={`/orders?${kind}open=${order.orderId}&orderNo=${encodeURIComponent(order.orderNo)}`}
            aria-label={words.open(order.orderNo)}
          >
            {order.orderNo}
          </Link>
        ) : (
          <>
            {order.orderNo}
            <small>{words.notStored}</small>
          </>
        )}
      </td>
      <td>
        <Badge tone={outcomeTone[order.outcome]}>{m.sync.outcome[order.outcome]}</Badge>
      </td>
      <td>
        {title && <span className={order.outcome === "failed" ? styles.wrong : undefined}>{title}</span>}
        {order.detail && order.detail !== title ? (
          title ? (
            <small>{order.detail}</small>
          ) : (
            order.detail
          )
        ) : (
          !title && <span className="dim">{order.outcome === "unchanged" ? words.noReason : m.common.none}</span>
        )}
      </td>
      <td>
        <Time at={order.at} />
      </td>
    </tr>
  );
}
