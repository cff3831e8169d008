import { useChangeStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { AskDialog } from "../../components/AskDialog";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useSeenStore } from "./useSeenStore";

/* Asks before a store stops or starts to sync, and says what that means. */
export default function SwitchDialog({ store: first, onClose }: { store: Store; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.stores.switchDialog;
  const { store, changed, onRefused } = useSeenStore(first);
  const enabling = first.status === "disabled";
  const send = useChangeStore((now) => {
    toast({ tone: "good", text: enabling ? words.enabled(now.name) : words.disabled(now.name) });
    onClose();
  });
  const { id, version } = store;
  return (
    <AskDialog
      title={enabling ? words.enableTitle : words.disableTitle}
      keep={words.keep}
      confirm={enabling ? m.stores.enable : m.stores.disable}
      isDanger={!enabling}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      onConfirm={() => send.mutate({ id, version, enabled: enabling }, { onError: onRefused })}
      onClose={onClose}
    >
      <p>{enabling ? words.enableLead(store.name) : words.disableLead(store.name)}</p>
      {!enabling && <p className="dim">{words.disableKept}</p>}
    </AskDialog>
  );
}
