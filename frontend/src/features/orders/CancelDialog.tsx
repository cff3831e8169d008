import { useState } from "react";
import { useCancelOrder } from "../../api/orders";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import type { ActionDialogProps } from "./actions";
import { Changed } from "./Changed";
import { useSeen } from "./useSeen";

/* Asks before an order is cancelled, and says what that stops. */
export default function CancelDialog({ orders, onClose }: ActionDialogProps) {
  const { m } = useI18n();
  const words = m.orders.cancel;
  const [row] = orders;
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row?.id ?? "");
  const [reason, setReason] = useState("");
  const send = useCancelOrder((now) => {
    toast({ tone: "good", text: words.done(now.orderNo) });
    onClose();
  });
  const confirm = () =>
    order &&
    send.mutate(
      { id: order.id, version: order.version, reason: reason.trim() || null },
      { onError: (refusal) => void seen.onRefused(refusal) },
    );

  return (
    <Dialog
      title={words.title}
      size="s"
      role="alertdialog"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={reason.trim() !== "" && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {words.keep}
          </Button>
          <Button look="danger" isPending={send.isPending} isDisabled={!order || !isOnline} onPress={confirm}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <Changed parts={changed} />
      {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
      {!order ? (
        seen.error ? (
          <Failure refusal={seen.error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <Waiting lines={2} />
        )
      ) : (
        <>
          <p>
            {order.outbound && order.outbound.status !== "intercepted"
              ? words.lead.inWarehouse(order.orderNo, order.outbound.outboundNo)
              : words.lead.plain(order.orderNo)}
          </p>
          <p className="dim">{words.platform(order.store.name)}</p>
          <Field label={words.reason} value={reason} onChange={setReason} maxLength={500} />
        </>
      )}
    </Dialog>
  );
}
