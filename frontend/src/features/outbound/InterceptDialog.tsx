import { useState } from "react";
import { useIntercept } from "../../api/outbound";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import type { StepDialogProps } from "./StepDialog";
import { useSeen } from "./useSeen";

/* Asks before an outbound order is stopped, and says what that does. */
export default function InterceptDialog({ row, onClose }: StepDialogProps) {
  const { m } = useI18n();
  const words = m.outbound.intercept;
  const isOnline = useOnline();
  const { outbound, isAllowed, note, waiting, onRefused } = useSeen(row.id, "intercept");
  const [reason, setReason] = useState("");
  const send = useIntercept((now) => {
    toast({ tone: "good", text: m.outbound.done.intercept(now.outboundNo) });
    onClose();
  });
  const confirm = () =>
    outbound &&
    send.mutate(
      { id: outbound.id, version: outbound.version, reason: reason.trim() || null },
      { onError: (refusal) => void onRefused(refusal) },
    );
  return (
    <Dialog
      title={words.title}
      sub={m.outbound.outbound(row.outboundNo)}
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
          <Button look="danger" isPending={send.isPending} isDisabled={!isAllowed || !isOnline} onPress={confirm}>
            {words.confirm}
          </Button>
        </>
      }
    >
      {waiting ?? (
        <>
          {note}
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <p>{words.lead(row.outboundNo)}</p>
          {row.order && <p className="dim">{words.back(row.order.orderNo)}</p>}
          <Field
            label={words.reason}
            hint={words.reasonHint}
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoFocus
          />
        </>
      )}
    </Dialog>
  );
}
