/* A batch as it goes on, and what it came to. The address names it, so it survives a reload; closing loses nothing. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { isBatchLive, useBatch, useBatchItems, useRetryBatch, useStopBatch } from "../../api/batches";
import { refreshOrders } from "../../api/orders";
import type { Batch, BatchItem, BatchItemState, ProblemCode } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import { useOnline } from "../../lib/online";
import { ownWords } from "../../parts/exceptionWords";
import styles from "./Batch.module.css";
import details from "./Details.module.css";
import { type Fix, fixFor } from "./fixes";
import { awaitResult, looked } from "./looked";

interface Props {
  id: string;
  /* What cures an order that stays, or its details. */
  onFix: (orderId: string, fix: Fix) => void;
  onBatch: (id: string) => void;
  onClose: () => void;
}

export default function BatchDialog({ id, onFix, onBatch, onClose }: Props) {
  const { m } = useI18n();
  const words = m.orders.batch;
  const isOnline = useOnline();
  const query = useBatch(id);
  const batch = query.data;
  const isLive = batch !== undefined && isBatchLive(batch);
  const cache = useQueryClient();
  useEffect(() => {
    if (!batch) return;
    if (isLive) return void awaitResult(batch.id);
    looked(batch.id);
    void refreshOrders(cache); // what left shows in the list
  }, [batch, isLive, cache]);
  const retry = useRetryBatch((next) => onBatch(next.id));
  const stop = useStopBatch();

  return (
    <Dialog
      title={words.title}
      sub={batch && `${batch.warehouse.name} · ${batch.channel.name}`}
      size="l"
      onClose={onClose}
      footer={
        batch && (
          <>
            {isLive && (
              <Button look="danger" isPending={stop.isPending} isDisabled={!isOnline} onPress={() => stop.mutate(id)}>
                {words.stop}
              </Button>
            )}
            {!isLive && batch.refused > 0 && (
              <Button icon="sync" isPending={retry.isPending} isDisabled={!isOnline} onPress={() => retry.mutate(id)}>
                {words.retry(batch.refused)}
              </Button>
            )}
            <Button look="primary" onPress={onClose}>
              {isLive ? words.hide : m.common.close}
            </Button>
          </>
        )
      }
    >
      {!batch ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting />
        )
      ) : (
        <div className={details.form}>
          {query.error && <Refused refusal={query.error} />}
          {stop.error && <Refused refusal={stop.error} />}
          {retry.error && <Refused refusal={retry.error} />}
          <Progress batch={batch} />
          {!isLive && <Result batch={batch} />}
          {batch.refused > 0 && <Refusals batch={batch} onFix={onFix} />}
          <Numbers batch={batch} state="dispatched" n={batch.dispatched} label={words.went(batch.dispatched)} />
          <Numbers batch={batch} state="skipped" n={batch.skipped} label={words.skipped(batch.skipped)} />
          <p className="dim">
            {words.by(batch.createdBy)} <Time at={batch.createdAt} relative />
          </p>
        </div>
      )}
    </Dialog>
  );
}

const doneOf = (batch: Batch) => batch.dispatched + batch.refused + batch.skipped;

function Progress({ batch }: { batch: Batch }) {
  const { m } = useI18n();
  const words = m.orders.batch;
  const done = doneOf(batch);
  return (
    <div className={styles.progress}>
      <progress max={batch.total} value={done} aria-label={words.progressLabel} />
      <p role="status">
        {words.progress(done, batch.total)}
        {isBatchLive(batch) && <span className="dim">{words.sofar(batch.dispatched, batch.refused)}</span>}
      </p>
      {isBatchLive(batch) && <p className="dim">{words.goesOn}</p>}
    </div>
  );
}

function Result({ batch }: { batch: Batch }) {
  const { m } = useI18n();
  const words = m.orders.batch;
  if (batch.state === "stopped")
    return (
      <Alert tone="warning" title={words.stopped}>
        {words.stoppedLead(batch.dispatched, batch.skipped)}
      </Alert>
    );
  if (batch.refused > 0) return <Alert tone="warning" title={words.partly(batch.dispatched, batch.refused)} />;
  return (
    <Alert tone="good" title={words.all(batch.dispatched)}>
      {words.allLead(batch.warehouse.name)}
    </Alert>
  );
}

/* The orders that stay, by reason, each with its own sentence and what cures it. */
function Refusals({ batch, onFix }: { batch: Batch; onFix: Props["onFix"] }) {
  const { m } = useI18n();
  const items = useBatchItems(batch.id, ["refused"], batch.refused);
  const all = items.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.refusals} aria-label={m.orders.batch.stay(batch.refused)}>
      <h3>{m.orders.batch.stay(batch.refused)}</h3>
      {items.error && <Refused refusal={items.error} />}
      {batch.refusals.map((reason) => (
        <Reason key={reason.code} reason={reason} items={all.filter((i) => i.code === reason.code)} onFix={onFix} />
      ))}
      {items.hasNextPage && (
        <Button small isPending={items.isFetchingNextPage} onPress={() => void items.fetchNextPage()}>
          {m.orders.batch.more}
        </Button>
      )}
    </section>
  );
}

interface ReasonProps {
  reason: { code: ProblemCode; orders: number };
  items: readonly BatchItem[];
  onFix: Props["onFix"];
}

function Reason({ reason, items, onFix }: ReasonProps) {
  const { m, language } = useI18n();
  const fix = fixFor(reason.code);
  return (
    <div className={styles.reason}>
      <p>
        <b>{m.problem.title[reason.code]}</b> <span className="dim">{m.orders.rehearsal.orders(reason.orders)}</span>
      </p>
      <p className="dim">{m.problem.hint[reason.code]}</p>
      <ul>
        {items.map((item) => (
          <li key={item.orderId}>
            <button type="button" onClick={() => onFix(item.orderId, { name: "details", tab: "items" })}>
              {item.orderNo}
            </button>
            <span>{item.detail && (language === "en" ? sentence(item.detail) : ownWords(item.detail, m))}</span>
            {"to" in fix ? (
              <Link to={fix.to}>{m.orders.exception.fix[fix.name]}</Link>
            ) : (
              <Button small onPress={() => onFix(item.orderId, fix)}>
                {m.orders.exception.fix[fix.name]}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/* The numbers of those in one state, read when somebody asks. */
function Numbers({ batch, state, n, label }: { batch: Batch; state: BatchItemState; n: number; label: string }) {
  const { m } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const items = useBatchItems(batch.id, [state], n, isOpen && n > 0);
  if (n === 0) return null;
  return (
    <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {items.error && <Refused refusal={items.error} />}
      {items.isLoading && <Waiting lines={2} />}
      <p className={styles.numbers}>
        {items.data?.pages.flatMap((page) => page.items.map((item) => item.orderNo)).join(", ")}
      </p>
      {items.hasNextPage && (
        <Button small isPending={items.isFetchingNextPage} onPress={() => void items.fetchNextPage()}>
          {m.orders.batch.more}
        </Button>
      )}
    </details>
  );
}
