import { useMay } from "../../api/auth";
import { useOrderRevisions, useRecallOrder } from "../../api/orders";
import type { OrderRow } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { Changed } from "./Changed";
import { ChangeLines } from "./ChangeLines";
import styles from "./Details.module.css";
import { useSeen } from "./useSeen";

/* Shows what was edited on the platform while the warehouse has the order, and takes it back. Whether it is too late the
 * server says. */
export default function TakeBackDialog({ row, onClose }: { row: OrderRow; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.changes;
  const may = useMay();
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row.id);
  const revisions = useOrderRevisions(row.id);
  const newest = revisions.data?.items.findLast((r) => r.changes.length > 0);
  const refused = may("order_cancel") ? undefined : m.common.forbidden(m.shell.permission.order_cancel);
  const send = useRecallOrder((now) => {
    toast({ tone: "good", text: words.recalled(now.orderNo) });
    onClose();
  });
  return (
    <Dialog
      title={words.recall}
      sub={`${m.orders.order(row.orderNo)} · ${row.store.name}`}
      role="alertdialog"
      onClose={onClose}
      isBusy={send.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {words.keep}
          </Button>
          <Button
            look="primary"
            isPending={send.isPending}
            isDisabled={!order || !isOnline || refused !== undefined}
            onPress={() =>
              order &&
              send.mutate(
                { id: order.id, version: order.version, reason: words.recallReason },
                { onError: (refusal) => void seen.onRefused(refusal) },
              )
            }
          >
            {words.recall}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Changed parts={changed} />
        {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
        {seen.error && !order ? (
          <Failure refusal={seen.error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <>
            <p>{words.recallLead}</p>
            {refused && <Alert tone="info">{refused}</Alert>}
            {newest ? (
              <ChangeLines edit={newest} />
            ) : revisions.error ? (
              <Failure
                refusal={revisions.error}
                onRetry={() => revisions.refetch()}
                isRetrying={revisions.isFetching}
              />
            ) : revisions.data ? null : (
              <Waiting lines={3} />
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
