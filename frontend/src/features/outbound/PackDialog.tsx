import { type FormEvent, useState } from "react";
import { usePack } from "../../api/outbound";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { sound } from "../../lib/sound";
import { Contents } from "./Contents";
import { grams } from "./parcel";
import type { StepDialogProps } from "./StepDialog";
import { useSeen } from "./useSeen";

/* The packed weight. A scale that types like a keyboard ends with Enter, which confirms. */
export default function PackDialog({ row, onClose }: StepDialogProps) {
  const { m, f } = useI18n();
  const words = m.outbound.pack;
  const isOnline = useOnline();
  const { outbound, isAllowed, note, waiting, onRefused } = useSeen(row.id, "pack");
  const [weight, setWeight] = useState("");
  const weightGrams = grams(weight);
  const send = usePack((now) => {
    sound(true);
    toast({ tone: "good", text: m.outbound.done.pack(now.outboundNo, f.weight(now.weightGrams ?? 0)) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!outbound || !isAllowed || !isOnline || !weightGrams || send.isPending) return;
    send.mutate(
      { id: outbound.id, version: outbound.version, weightGrams },
      {
        onError: (refusal) => {
          sound(false);
          void onRefused(refusal);
        },
      },
    );
  }

  return (
    <Dialog
      title={words.title}
      sub={m.outbound.outbound(row.outboundNo)}
      size="s"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={weight !== "" && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="pack"
            look="primary"
            isPending={send.isPending}
            isDisabled={!isAllowed || !isOnline}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      {waiting ?? (
        <form ref={form} id="pack" className={cell.form} onSubmit={submit} noValidate>
          {note}
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <p>{words.lead(row.outboundNo)}</p>
          <Field
            name="weightGrams"
            label={words.weight}
            isRequired
            autoFocus
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            value={weight}
            onChange={setWeight}
            hint={weightGrams && weightGrams >= 1000 ? words.weighs(f.weight(weightGrams)) : words.weightHint}
            error={
              errorOf("weightGrams", weight) ?? (isTried && weightGrams === undefined ? words.weightWrong : undefined)
            }
          />
          {outbound && <Contents outbound={outbound} label={words.contents} />}
        </form>
      )}
    </Dialog>
  );
}
