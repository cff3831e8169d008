/* The frame of a form that is a dialog. */
import type { FormEvent, ReactNode, Ref } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { useOnline } from "../lib/online";
import { Refused } from "./Alert";
import { Button } from "./Button";
import cell from "./Cell.module.css";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  sub?: string;
  submit: string;
  formRef: Ref<HTMLFormElement>;
  changed?: ReactNode;
  error: Refusal | null;
  isBusy: boolean;
  isDirty: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: Props) {
  const { title, sub, submit, formRef, changed, error, isBusy, isDirty, onSubmit, onClose, children } = props;
  const { m } = useI18n();
  const isOnline = useOnline();
  return (
    <Dialog
      title={title}
      sub={sub}
      onClose={onClose}
      isBusy={isBusy}
      isDirty={isDirty}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isBusy}>
            {m.common.cancel}
          </Button>
          <Button type="submit" form="form-dialog" look="primary" isPending={isBusy} isDisabled={!isOnline}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        ref={formRef}
        id="form-dialog"
        className={cell.form}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isOnline) onSubmit();
        }}
      >
        {changed}
        {error && error.problem.code !== "stale" && <Refused refusal={error} />}
        {children}
      </form>
    </Dialog>
  );
}
