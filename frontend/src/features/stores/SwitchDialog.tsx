import { useChangeStore } from "../../api/stores";
import type { Store } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { useSeenStore } from "./useSeenStore";

/* Asks before a store stops or starts to sync, and says what that means. */
export default function SwitchDialog({ store: first, onClose }: { store: Store; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.stores.switchDialog;
  const isOnline = useOnline();
  const { store, changed, onRefused } = useSeenStore(first);
  const enabling = first.status === "disabled";
  const send = useChangeStore((now) => {
    toast({ tone: "good", text: enabling ? words.enabled(now.name) : words.disabled(now.name) });
    onClose();
  });
  const { id, version } = store;
  return (
    <Dialog
      title={enabling ? words.enableTitle : words.disableTitle}
      size="s"
      role="alertdialog"
      onClose={onClose}
      isBusy={send.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {words.keep}
          </Button>
          <Button
            look={enabling ? "primary" : "danger"}
            isPending={send.isPending}
            isDisabled={!isOnline}
            onPress={() => send.mutate({ id, version, enabled: enabling }, { onError: onRefused })}
          >
            {enabling ? m.stores.enable : m.stores.disable}
          </Button>
        </>
      }
    >
      {changed}
      {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
      <p>{enabling ? words.enableLead(store.name) : words.disableLead(store.name)}</p>
      {!enabling && <p className="dim">{words.disableKept}</p>}
    </Dialog>
  );
}
