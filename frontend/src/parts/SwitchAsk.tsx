/* Asks before something is switched on or off, and says what that means. */
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { Refused } from "../components/Alert";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { useI18n } from "../i18n";
import { useOnline } from "../lib/online";

interface Props {
  title: string;
  enabling: boolean;
  changed: ReactNode;
  error: Refusal | null;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function SwitchAsk({ title, enabling, changed, error, isBusy, onConfirm, onClose, children }: Props) {
  const { m } = useI18n();
  const words = m.warehouses;
  const isOnline = useOnline();
  return (
    <Dialog
      title={title}
      size="s"
      role="alertdialog"
      onClose={onClose}
      isBusy={isBusy}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isBusy}>
            {words.common.keep}
          </Button>
          <Button look={enabling ? "primary" : "danger"} isPending={isBusy} isDisabled={!isOnline} onPress={onConfirm}>
            {enabling ? words.switchOn : words.switchOff}
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
