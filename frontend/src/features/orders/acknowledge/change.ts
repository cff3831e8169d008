/* What the buyer changed after an order was answered, and what is to be done about it. */
import type { Order, OrderRevision } from "../../../api/types";

export type Todo = "pending" | "more" | "reduced" | "begun" | "left";

/* Names of fields are the API's; those of items say of which: "quantity of Mug". The rest (the platform's own state,
 * windows, the amount that follows) asks nothing of anybody. */
const isOfItem = (field: string) => / of /.test(field);

type Changed = Pick<Order, "status" | "acknowledgement"> & { exception: { code: string } | null };

export function todoOf(
  order: Changed,
  revisions: readonly Pick<OrderRevision, "receivedAt" | "changes">[],
): Todo | null {
  const answered = Date.parse(order.acknowledgement?.createdAt ?? "");
  const isChanged = revisions.some(
    (r) => Date.parse(r.receivedAt) > answered && r.changes.some((change) => isOfItem(change.field)),
  );
  if (!isChanged) return null;
  const isOpen = order.exception?.code === "lines_changed";
  switch (order.status) {
    case "pending":
      return "pending";
    case "acknowledged":
      return isOpen ? "more" : "reduced";
    case "processing":
      return isOpen ? "begun" : null;
    case "partially_shipped":
    case "shipped":
      return isOpen ? "left" : null;
    default:
      return null;
  }
}
