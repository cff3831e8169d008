import { useQueryClient } from "@tanstack/react-query";
import type { SkuStatus, WarehouseSkuRow } from "../../api/types";
import { rereadSku, useChangeSku } from "../../api/warehouse-skus";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { toast } from "../../components/toast";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";

/* Asks before a SKU is approved, enabled or disabled, and says what that means. */
export default function TurnDialog({
  sku: first,
  to,
  onClose,
}: {
  sku: WarehouseSkuRow;
  to: SkuStatus;
  onClose: () => void;
}) {
  const { m } = useI18n();
  const words = m.inventory.turn;
  const isOnline = useOnline();
  const cache = useQueryClient();
  const { thing, changed, onRefused } = useSeenThing<WarehouseSkuRow>(
    first,
    () => rereadSku(cache, first.id),
    (s) => m.inventory.form.now(s.code, s.name, m.inventory.status[s.status]),
  );
  const isApproval = first.status === "pending_review" && to === "enabled";
  const send = useChangeSku((sku) => {
    toast({ tone: "good", text: words.done(sku.code, m.inventory.status[sku.status]) });
    onClose();
  });
  const { id, version } = thing;
  return (
    <Dialog
      title={isApproval ? words.approveTitle : words.title[to]}
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
            look={to === "disabled" ? "danger" : "primary"}
            isPending={send.isPending}
            isDisabled={!isOnline}
            onPress={() => send.mutate({ id, version, status: to }, { onError: onRefused })}
          >
            {isApproval ? m.inventory.approve : to === "disabled" ? m.inventory.disable : m.inventory.enable}
          </Button>
        </>
      }
    >
      {changed}
      {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
      <p>{isApproval ? words.approveLead(thing.code, thing.name) : words.lead[to](thing.code)}</p>
      {to === "disabled" && thing.bindingCount > 0 && <p className="dim">{words.bound(thing.bindingCount)}</p>}
    </Dialog>
  );
}
