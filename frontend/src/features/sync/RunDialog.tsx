/* One run of the log: what it was asked for, how it ended, what happened to each order, and every call
 * it made. Read-only. */
import { useSyncRun } from "../../api/sync-runs";
import { isUnderWay } from "../../api/sync-status";
import type { SyncRun } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button, ButtonLink } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Fact, Facts } from "../../components/Facts";
import { Failure, Waiting } from "../../components/States";
import { Tabs } from "../../components/Tabs";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { type OpenRun, runTabs } from "./filters";
import { RunOrders } from "./RunOrders";
import { RunRequests } from "./RunRequests";
import styles from "./Sync.module.css";
import { runTone, windowWords } from "./status";

interface Props {
  open: OpenRun;
  row: SyncRun | undefined;
  onShow: (open: OpenRun) => void;
  onClose: () => void;
}

export default function RunDialog({ open, row, onShow, onClose }: Props) {
  const { m, f } = useI18n();
  const words = m.sync;
  const query = useSyncRun(open.id);
  const run = query.data ?? row;
  const isLive = run !== undefined && isUnderWay(run);

  return (
    <Dialog
      title={run ? words.run(run.store.name) : words.details}
      size="sheet"
      onClose={onClose}
      sub={
        run && (
          <span className={styles.head}>
            <Badge tone={runTone[run.status]} busy={isLive}>
              {words.status[run.status]}
            </Badge>
            <span>
              {words.type[run.type]} · {words.mode[run.mode]}
            </span>
            <Time at={run.startedAt ?? run.createdAt} relative />
          </span>
        )
      }
    >
      {!run ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={6} />
        )
      ) : (
        <>
          {query.error && <Refused refusal={query.error} />}
          <Problem run={run} onFailed={() => onShow({ ...open, tab: "orders", outcome: "failed" })} />
          {isLive && (
            <div role="status">
              <p>{run.status === "queued" ? words.waiting : words.progress(run.orderCount, run.pages)}</p>
              {run.status === "running" && <div className={`${styles.bar} ${styles.wide}`} aria-hidden="true" />}
            </div>
          )}
          <RunFacts run={run} />
          <Tabs
            label={words.details}
            className={styles.tabs}
            panelClassName={styles.panel}
            tabs={runTabs.map((id) => ({
              id,
              label: words.tabs[id],
              count: id === "orders" ? f.number(run.orderCount) : undefined,
            }))}
            selected={open.tab}
            onSelect={(tab) => onShow({ ...open, tab })}
          >
            {open.tab === "orders" ? (
              <RunOrders run={run} outcome={open.outcome} onOutcome={(outcome) => onShow({ ...open, outcome })} />
            ) : (
              <RunRequests id={run.id} isLive={isLive} />
            )}
          </Tabs>
        </>
      )}
    </Dialog>
  );
}

/* Why it failed and what to do; the log itself changes nothing. */
function Problem({ run, onFailed }: { run: SyncRun; onFailed: () => void }) {
  const { m } = useI18n();
  const words = m.sync.problem;
  if (run.status !== "failed" && run.status !== "partly_failed") return null;
  const code = run.problem?.code;
  const isStore = code && /^(store_|platform_auth|platform_permission)/.test(code);
  return (
    <Alert
      tone={run.status === "failed" ? "error" : "warning"}
      title={code ? m.problem.title[code] : run.status === "failed" ? words.failed : words.partly}
    >
      {run.problem?.detail && <p>{run.problem.detail}</p>}
      {code && <p>{m.problem.hint[code]}</p>}
      {run.status === "partly_failed" && run.failed > 0 && <p>{words.partlyLead(run.failed)}</p>}
      <p>{words.readOnly}</p>
      <div className={styles.actions}>
        {run.failed > 0 && (
          <Button small onPress={onFailed}>
            {words.showFailed}
          </Button>
        )}
        {isStore && (
          <ButtonLink small to={`/stores?store=${run.store.id}`} icon="store">
            {words.store}
          </ButtonLink>
        )}
        <ButtonLink small to={againHref(run)} icon="sync">
          {words.again}
        </ButtonLink>
      </div>
    </Alert>
  );
}

const againHref = (run: SyncRun) => `/orders?${run.kind === "b2b" ? "kind=b2b&" : ""}sync=${run.id}`;

function RunFacts({ run }: { run: SyncRun }) {
  const i18n = useI18n();
  const { m, f } = i18n;
  const words = m.sync.facts;
  return (
    <Facts>
      <Fact label={words.kind}>{m.sync.kind[run.kind]}</Fact>
      <Fact label={words.mode}>{m.sync.mode[run.mode]}</Fact>
      <Fact label={words.requestedBy}>{run.requestedBy ?? m.sync.schedule}</Fact>
      <Fact label={words.queued}>
        <Time at={run.createdAt} />
      </Fact>
      <Fact label={words.started}>
        <Time at={run.startedAt} none={m.sync.notStarted} />
      </Fact>
      <Fact label={words.finished}>
        <Time at={run.finishedAt} none={m.sync.notFinished} />
      </Fact>
      <Fact label={words.duration}>
        {run.durationMs === null ? (
          <span className="dim" title={m.sync.notFinished}>
            {m.common.none}
          </span>
        ) : (
          f.duration(run.durationMs)
        )}
      </Fact>
      <Fact label={words.pages}>{f.number(run.pages)}</Fact>
      <Fact label={words.orders}>{f.number(run.orderCount)}</Fact>
      {run.mode === "order_numbers" ? (
        <Fact label={`${words.numbers} (${f.number(run.orderNumbers.length)})`} wide>
          <div className={styles.numbers}>{run.orderNumbers.join(", ")}</div>
        </Fact>
      ) : (
        <Fact label={words.window} wide>
          {windowWords(run, i18n)}
        </Fact>
      )}
    </Facts>
  );
}
