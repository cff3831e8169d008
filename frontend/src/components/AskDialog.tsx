/* Asks before something is done that is not taken back by a key, and says what it means. */
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { useOnline } from "../lib/online";
import { Refused } from "./Alert";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface Props {
  title: string;
  sub?: string;
  /* The way back and the way on, in words. */
  keep?: string;
  confirm: string;
  isDanger?: boolean;
  /* What somebody else has changed meanwhile. */
  changed?: ReactNode;
  error: Refusal | null;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function AskDialog(props: Props) {
  const { title, sub, keep, confirm, isDanger, changed, error, isBusy, onConfirm, onClose, children } = props;
  const { m } = useI18n();
  const isOnline = useOnline();
  return (
    <Dialog
      title={title}
      sub={sub}
      size="s"
      role="alertdialog"
      onClose={onClose}
      isBusy={isBusy}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isBusy}>
            {keep ?? m.common.cancel}
          </Button>
          <Button look={isDanger ? "danger" : "primary"} isPending={isBusy} isDisabled={!isOnline} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {changed}
      {error && error.problem.code !== "stale" && <Refused refusal={error} />}
      {children}
    </Dialog>
  );
}
