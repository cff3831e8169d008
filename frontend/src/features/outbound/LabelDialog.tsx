/* The customer gives an outbound order its label, or another one. */
import { type FormEvent, useState } from "react";
import { useGiveLabel } from "../../api/labels";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { LabelField } from "../../parts/labels/LabelField";
import { useUpload } from "../../parts/labels/useUpload";
import { isTrackingNo } from "../../parts/trackingNo";
import type { StepDialogProps } from "./StepDialog";
import { useSeen } from "./useSeen";

export default function LabelDialog({ row, onClose }: StepDialogProps) {
  const { m } = useI18n();
  const words = m.labels;
  const isOnline = useOnline();
  const upload = useUpload();
  const { outbound, isAllowed, note, waiting, onRefused } = useSeen(row.id, "label");
  const [typed, setTrackingNo] = useState<string | null>(null);
  const trackingNo = typed ?? outbound?.labelTrackingNo ?? "";
  const send = useGiveLabel((now) => {
    toast({ tone: "good", text: words.given(now.outboundNo) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!outbound || !isAllowed || !isOnline || !upload.labelId || !isTrackingNo(trackingNo)) return;
    send.mutate(
      { id: outbound.id, version: outbound.version, labelId: upload.labelId, trackingNo: trackingNo.trim() },
      { onError: (refusal) => void onRefused(refusal) },
    );
  }

  return (
    <Dialog
      title={row.label ? words.another : words.add}
      sub={m.outbound.outbound(row.outboundNo)}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(upload.file !== null || typed !== null) && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="label"
            look="primary"
            isPending={send.isPending}
            isDisabled={!isAllowed || !isOnline}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      {waiting ?? (
        <form ref={form} id="label" className={cell.form} onSubmit={submit} noValidate>
          {note}
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <p className="dim">{words.lead(row.channel.name)}</p>
          <LabelField upload={upload} error={isTried && !upload.file ? words.needed : undefined} />
          <Field
            name="trackingNo"
            label={words.trackingNo}
            isRequired
            autoComplete="off"
            spellCheck="false"
            maxLength={64}
            value={trackingNo}
            onChange={setTrackingNo}
            hint={words.trackingHint}
            error={
              errorOf("trackingNo", trackingNo) ??
              (isTried && !isTrackingNo(trackingNo) ? m.outbound.ship.trackingWrong : undefined)
            }
          />
        </form>
      )}
    </Dialog>
  );
}
