import { useOrderRevisions } from "../../../api/orders";
import type { Order, OrderStatus } from "../../../api/types";
import { Alert } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { useI18n } from "../../../i18n";

type Todo = "changedPending" | "changedAcknowledged" | "changedProcessing" | "changedShipped";
const todoOf: Partial<Record<OrderStatus, Todo>> = {
  pending: "changedPending",
  acknowledged: "changedAcknowledged",
  processing: "changedProcessing",
  partially_shipped: "changedShipped",
  shipped: "changedShipped",
};

/* The buyer changed the order after it was answered: that it did, and what to do. The difference is in the timeline. */
export function BuyerChange({ order, onShow }: { order: Order; onShow?: () => void }) {
  return order.kind === "b2b" && order.acknowledgement ? <Note order={order} onShow={onShow} /> : null;
}

function Note({ order, onShow }: { order: Order; onShow?: () => void }) {
  const { m } = useI18n();
  const words = m.acknowledge.purchase;
  const answered = order.acknowledgement?.createdAt ?? "";
  const revisions = useOrderRevisions(order.id).data?.items ?? [];
  const todo = todoOf[order.status];
  const isChanged = revisions.some((r) => r.changes.length > 0 && Date.parse(r.receivedAt) > Date.parse(answered));
  if (!todo || !isChanged) return null;
  return (
    <Alert tone="warning" title={words.changed}>
      <p>{words[todo]}</p>
      {onShow && (
        <Button small onPress={onShow}>
          {words.showChange}
        </Button>
      )}
    </Alert>
  );
}
