import { useQueryClient } from "@tanstack/react-query";
import type { SkuStatus, WarehouseSkuRow } from "../../api/types";
import { rereadSku, useChangeSku } from "../../api/warehouse-skus";
import { AskDialog } from "../../components/AskDialog";
import { toast } from "../../components/toast";
import { useSeenThing } from "../../components/useSeenThing";
import { useI18n } from "../../i18n";

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
    <AskDialog
      title={isApproval ? words.approveTitle : words.title[to]}
      keep={words.keep}
      confirm={isApproval ? m.inventory.approve : to === "disabled" ? m.inventory.disable : m.inventory.enable}
      isDanger={to === "disabled"}
      changed={changed}
      error={send.error}
      isBusy={send.isPending}
      onConfirm={() => send.mutate({ id, version, status: to }, { onError: onRefused })}
      onClose={onClose}
    >
      <p>{isApproval ? words.approveLead(thing.code, thing.name) : words.lead[to](thing.code)}</p>
      {to === "disabled" && thing.bindingCount > 0 && <p className="dim">{words.bound(thing.bindingCount)}</p>}
    </AskDialog>
  );
}
