/* What was edited on the platform after the order came in, field by field; and for an order that is with the warehouse
 * already, the way back. */

import { useMay } from "../../api/auth";
import { useOrderRevisions, useRecallOrder } from "../../api/orders";
import type { Order } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Section } from "../../components/Facts";
import { Failure } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { ChangeLines } from "./ChangeLines";
import { isEdited } from "./fixes";

export function Changes({ id, order }: { id: string; order: Order | undefined }) {
  const { m } = useI18n();
  const words = m.changes;
  const query = useOrderRevisions(id);
  const edits = (query.data?.items ?? []).filter((r) => r.changes.length > 0);
  if (query.error && !query.data)
    return <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />;
  if (edits.length === 0) return null;
  return (
    <Section title={words.title}>
      {order && <Recall order={order} />}
      {edits.toReversed().map((edit) => (
        <ChangeLines key={edit.id} edit={edit} />
      ))}
    </Section>
  );
}

/* Offered while the exception stands; whether it is too late the server says. */
function Recall({ order }: { order: Order }) {
  const { m } = useI18n();
  const words = m.changes;
  const may = useMay();
  const isOnline = useOnline();
  const send = useRecallOrder((now) => toast({ tone: "good", text: words.recalled(now.orderNo) }));
  if (!isEdited(order)) return null;
  const refused = may("order_cancel") ? undefined : m.common.forbidden(m.shell.permission.order_cancel);
  return (
    <>
      {send.error && <Refused refusal={send.error} />}
      <Alert tone="warning" title={words.recallTitle}>
        <p>{refused ?? words.recallLead}</p>
        <Button
          small
          isPending={send.isPending}
          isDisabled={refused !== undefined || !isOnline}
          onPress={() => send.mutate({ id: order.id, version: order.version, reason: words.recallReason })}
        >
          {words.recall}
        </Button>
      </Alert>
    </>
  );
}
