import { type FormEvent, useState } from "react";
import { useChangeStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { Select } from "../../components/Select";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { useSeenStore } from "./useSeenStore";

const schedules = [60, 300, 600, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400];

/* A whole number of percent. */
function percentOf(text: string): number | undefined {
  const digits = text.trim();
  return /^[0-9]{1,3}$/.test(digits) && Number(digits) <= 100 ? Number(digits) : undefined;
}

/* Name and schedule of a store, and of one of purchase orders what its buyer wants confirmed. */
export default function EditDialog({ store: first, onClose }: { store: Store; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.stores.editDialog;
  const isOnline = useOnline();
  const { store, changed, onRefused } = useSeenStore(first);
  const [name, setName] = useState(first.name);
  const [every, setEvery] = useState(first.syncEveryS);
  const [threshold, setThreshold] = useState(String(first.confirmThreshold));
  const isPurchase = first.kind === "b2b";
  const percent = percentOf(threshold);
  const send = useChangeStore((now) => {
    toast({ tone: "good", text: words.done(now.name) });
    onClose();
  });
  const { form, onTry, errorOf } = useForm(send.error);
  const choices = [...new Set([...schedules, store.syncEveryS])].sort((a, b) => a - b);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || name.trim() === "" || percent === undefined) return;
    const { id, version } = store;
    const change = { name: name.trim(), syncEveryS: every, ...(isPurchase ? { confirmThreshold: percent } : {}) };
    send.mutate({ id, version, ...change }, { onError: onRefused });
  }

  return (
    <Dialog
      title={words.title}
      sub={store.name}
      size="s"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={
        (name !== first.name || every !== first.syncEveryS || threshold !== String(first.confirmThreshold)) &&
        !send.isSuccess
      }
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button type="submit" form="edit-store" look="primary" isPending={send.isPending} isDisabled={!isOnline}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form ref={form} id="edit-store" className={cell.form} onSubmit={submit} noValidate>
        {changed}
        {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
        <Field
          name="name"
          label={m.stores.form.name}
          isRequired
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
          error={errorOf("name", name)}
        />
        <Select
          label={m.stores.form.schedule}
          hint={m.stores.form.scheduleHint}
          isRequired
          value={String(every)}
          onChange={(seconds) => setEvery(Number(seconds))}
          options={choices.map((s) => ({ value: String(s), label: m.stores.every(s) }))}
          error={errorOf("syncEveryS", String(every))}
        />
        {isPurchase && (
          <Field
            name="confirmThreshold"
            label={m.stores.form.threshold}
            hint={m.stores.form.thresholdHint}
            isRequired
            inputMode="numeric"
            autoComplete="off"
            maxLength={3}
            value={threshold}
            onChange={setThreshold}
            error={
              errorOf("confirmThreshold", threshold) ??
              (percent === undefined ? m.stores.form.thresholdWrong : undefined)
            }
          />
        )}
      </form>
    </Dialog>
  );
}
