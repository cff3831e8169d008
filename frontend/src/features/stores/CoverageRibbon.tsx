/* The last thirty days of a store: what is proved complete, and each gap with the button that fills it. The coloured
 * bar is for the eyes; the list below says the same in words. */
import { useMay } from "../../api/auth";
import { useCoverage, useFillGap } from "../../api/stores";
import { useSyncRun } from "../../api/sync-runs";
import { isUnderWay } from "../../api/sync-status";
import type { Store } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Badge, type Tone } from "../../components/Badge";
import { Button, ButtonLink } from "../../components/Button";
import { cx } from "../../components/cx";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Coverage.module.css";
import { type RibbonSpan, ribbon } from "./spans";

const tones: Record<RibbonSpan["state"], Tone> = { proved: "green", failed: "red", unknown: "neutral" };

export function CoverageRibbon({ store }: { store: Store }) {
  const { m, f } = useI18n();
  const words = m.stores.coverage;
  const query = useCoverage(store.id);
  const isOnline = useOnline();
  const may = useMay();
  const fill = useFillGap();
  if (!query.data)
    return query.error ? (
      <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
    ) : (
      <Waiting lines={2} />
    );
  const spans = ribbon(query.data, store.syncEveryS);
  const refused = !may("order_sync")
    ? m.common.forbidden(m.shell.permission.order_sync)
    : store.status === "authorised"
      ? undefined
      : words.notAuthorised;
  return (
    <div className={styles.coverage}>
      <p className="dim">{words.lead[query.data.by]}</p>
      <div className={styles.ribbon} aria-hidden="true">
        {spans.map((span) => (
          <span
            key={span.from}
            className={cx(styles.span, styles[span.state])}
            style={{ insetInlineStart: `${span.start}%`, inlineSize: `${span.width}%` }}
            title={`${words.state[span.state]}: ${f.dateTime(span.from)} – ${f.dateTime(span.to)}`}
          />
        ))}
      </div>
      <p className={styles.ends} aria-hidden="true">
        <Time at={query.data.from} />
        <Time at={query.data.to} />
      </p>
      {fill.error && <Refused refusal={fill.error} />}
      {fill.data && <Filling id={fill.data.id} />}
      {refused && spans.some((s) => s.isGap) && <Alert tone="info">{refused}</Alert>}
      <ul className={styles.list} aria-label={words.list}>
        {[...spans].reverse().map((span) => (
          <li key={span.from}>
            <Badge tone={tones[span.state]}>
              {span.isGap || span.state === "proved" ? words.state[span.state] : words.toCome}
            </Badge>
            <span className={styles.times}>
              <Time at={span.from} /> – <Time at={span.to} />
            </span>
            {span.isGap && (
              <Button
                small
                icon="sync"
                isPending={fill.isPending && fill.variables?.from === span.from}
                isDisabled={refused !== undefined || !isOnline}
                onPress={() => fill.mutate({ id: store.id, from: span.from, to: span.to })}
                aria-label={words.fillSpan(f.dateTime(span.from), f.dateTime(span.to))}
              >
                {words.fill}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/* The run that was started, until it is over; the ribbon is read again then. */
function Filling({ id }: { id: string }) {
  const { m } = useI18n();
  const words = m.stores.coverage;
  const run = useSyncRun(id).data;
  const tone = !run || isUnderWay(run) ? "info" : run.status === "failed" ? "warning" : "good";
  return (
    <Alert tone={tone}>
      {!run || isUnderWay(run)
        ? words.filling
        : `${m.sync.status[run.status]}: ${words.found(run.created, run.updated)}`}{" "}
      <ButtonLink small look="quiet" to={`/sync-runs?run=${id}`}>
        {words.showRun}
      </ButtonLink>
    </Alert>
  );
}
