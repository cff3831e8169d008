/* Reading what a store sells: started here, shown with its progress, going on without the dialog. */
import { isReading, type ProductRun, useLatestRun, useSyncPlatformSkus } from "../../api/platform-skus";
import { Alert, Refused } from "../../components/Alert";
import { Button, ButtonLink } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Mapping.module.css";
import { useStoreChoice } from "./useStoreChoice";

interface Props {
  storeIds: readonly string[];
  onStarted: (storeId: string) => void;
  onClose: () => void;
}

export default function SyncSkusDialog({ storeIds, onStarted, onClose }: Props) {
  const { m } = useI18n();
  const words = m.mapping.sync;
  const isOnline = useOnline();
  const { storeId, store, field } = useStoreChoice(storeIds, words.store, ({ kind }) =>
    kind === "b2b" ? words.noList : undefined,
  );
  const latest = useLatestRun(storeId);
  const start = useSyncPlatformSkus((run) => onStarted(run.store.id));
  const isGoing = isReading(latest.data);
  const isReady = store?.status === "authorised";
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.close}</Button>
          <Button
            look="primary"
            icon="sync"
            isPending={start.isPending || isGoing}
            isDisabled={!storeId || !isReady || !isOnline}
            onPress={() => storeId && start.mutate({ storeId })}
          >
            {latest.data && !isGoing ? words.again : words.start}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{words.lead}</p>
        {field}
        {start.error && <Refused refusal={start.error} />}
        {store && !isReady && (
          <Alert tone="warning" title={words.notAuthorised}>
            <ButtonLink small to={`/stores?store=${store.id}`} icon="store">
              {words.openStore}
            </ButtonLink>
          </Alert>
        )}
        {storeId && latest.isPending && <Waiting lines={2} />}
        {latest.error && !latest.data && (
          <Failure refusal={latest.error} onRetry={() => latest.refetch()} isRetrying={latest.isFetching} />
        )}
        {storeId && latest.data !== undefined && <RunState run={latest.data} />}
        {isGoing && <p className="dim">{words.close}</p>}
      </div>
    </Dialog>
  );
}

/* How the newest reading stands. */
export function RunState({ run }: { run: ProductRun | null }) {
  const { m, f } = useI18n();
  const words = m.mapping.sync;
  if (!run) return <p className="dim">{words.never}</p>;
  const why = run.problem && (
    <>
      <p>{m.problem.title[run.problem.code]}</p>
      {run.problem.detail && <p>{run.problem.detail}</p>}
    </>
  );
  if (isReading(run)) {
    return (
      <div role="status">
        <p>{run.state === "queued" && run.seen === 0 ? words.queued : words.running(run.seen)}</p>
        <div className={styles.bar} aria-hidden="true" />
        {why && (
          <Alert tone="warning" title={words.waits}>
            {why}
          </Alert>
        )}
      </div>
    );
  }
  if (run.state === "failed") return <Alert title={words.failed}>{why}</Alert>;
  return (
    <Alert tone="good" title={words.result(run.seen, run.added, run.changed, run.gone)}>
      <p>{words.done(f.dateTime(run.finishedAt ?? run.createdAt))}</p>
      {run.note && <p>{run.note}</p>}
    </Alert>
  );
}
