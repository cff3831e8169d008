import { useOrderRevisions } from "../../../api/orders";
import type { Order } from "../../../api/types";
import { Alert } from "../../../components/Alert";
import { Button } from "../../../components/Button";
import { useI18n } from "../../../i18n";
import { todoOf } from "./change";

interface Props {
  order: Order;
  /* Shows the difference; without it the note stands alone. */
  onShow?: () => void;
}

/* The buyer changed the order after it was answered: that it did, and what to do. The difference is in the timeline. */
export function BuyerChange({ order, onShow }: Props) {
  return order.kind === "b2b" && order.acknowledgement ? <Note order={order} onShow={onShow} /> : null;
}

function Note({ order, onShow }: Props) {
  const { m } = useI18n();
  const words = m.acknowledge.purchase;
  const todo = todoOf(order, useOrderRevisions(order.id).data?.items ?? []);
  if (!todo) return null;
  return (
    <Alert tone="warning" title={words.changed}>
      <p>{words.todo[todo]}</p>
      {onShow && (
        <Button small onPress={onShow}>
          {words.showChange}
        </Button>
      )}
    </Alert>
  );
}
