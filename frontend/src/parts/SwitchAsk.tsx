/* Asks before something is switched on or off, and says what that means. */
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { AskDialog } from "../components/AskDialog";
import { useI18n } from "../i18n";

interface Switchable {
  id: string;
  version: number;
  enabled: boolean;
}

interface Props {
  row: Switchable;
  words: { onTitle: string; offTitle: string };
  /* The thing as it now stands, from useSeenThing. */
  seen: { thing: Switchable; changed: ReactNode; onRefused: (refusal: Refusal) => Promise<void> };
  send: {
    mutate: (change: Switchable, then: { onError: (refusal: Refusal) => void }) => void;
    error: Refusal | null;
    isPending: boolean;
  };
  onClose: () => void;
  children: ReactNode;
}

export function SwitchAsk({ row, words, seen, send, onClose, children }: Props) {
  const { m } = useI18n();
  const enabled = !row.enabled;
  const { id, version } = seen.thing;
  return (
    <AskDialog
      title={enabled ? words.onTitle : words.offTitle}
      keep={m.warehouses.common.keep}
      confirm={enabled ? m.warehouses.switchOn : m.warehouses.switchOff}
      isDanger={!enabled}
      changed={seen.changed}
      error={send.error}
      isBusy={send.isPending}
      onConfirm={() => send.mutate({ id, version, enabled }, { onError: seen.onRefused })}
      onClose={onClose}
    >
      {children}
    </AskDialog>
  );
}
