import { useMarkShipped } from "../../api/orders";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import type { ActionDialogProps } from "./actions";
import { Changed } from "./Changed";
import styles from "./Details.module.css";
import { useSeen } from "./useSeen";

/* Asks before the writeback is tried again: what goes to which platform, and what it said last. */
export default function MarkShippedDialog({ orders, onClose }: ActionDialogProps) {
  const { m } = useI18n();
  const words = m.orders.markShipped;
  const [row] = orders;
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row?.id ?? "");
  const send = useMarkShipped((now) => {
    toast({ tone: "good", text: words.done(now.orderNo) });
    onClose();
  });
  const open = order?.writebacks.filter((w) => w.state !== "confirmed") ?? [];
  const confirm = () =>
    order &&
    send.mutate({ id: order.id, version: order.version }, { onError: (refusal) => void seen.onRefused(refusal) });

  return (
    <Dialog
      title={words.title}
      size="s"
      onClose={onClose}
      isBusy={send.isPending}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            look="primary"
            icon="sync"
            isPending={send.isPending}
            isDisabled={!order || !isOnline}
            onPress={confirm}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <Changed parts={changed} />
      {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
      {row && <p>{words.lead(row.orderNo, row.store.name)}</p>}
      {!order ? (
        seen.error ? (
          <Failure refusal={seen.error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <Waiting lines={2} />
        )
      ) : (
        open.map((w) => (
          <div key={w.id} className={styles.box}>
            <h3 className="mono">{w.trackingNo ?? m.orders.details.writebackKind[w.kind]}</h3>
            <p>
              {m.orders.details.writebackState[w.state]} · {m.orders.details.attempts(w.attempts)}
              {w.sentAt && (
                <>
                  {" · "}
                  <Time at={w.sentAt} relative />
                </>
              )}
            </p>
            {w.detail && (
              <p>
                {words.last}: {w.detail}
              </p>
            )}
          </div>
        ))
      )}
    </Dialog>
  );
}
