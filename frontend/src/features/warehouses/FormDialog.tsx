/* The frame of this page's forms. */
import type { FormEvent, ReactNode, Ref } from "react";
import type { Refusal } from "../../api/refusal";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";

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
          <Button type="submit" form="warehouse-form" look="primary" isPending={isBusy} isDisabled={!isOnline}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        ref={formRef}
        id="warehouse-form"
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
