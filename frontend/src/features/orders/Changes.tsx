/* What was edited on the platform after the order came in, field by field; and for an order that is with the warehouse
 * already, the way back. */

import { useMay } from "../../api/auth";
import { useOrderRevisions, useRecallOrder } from "../../api/orders";
import type { Order } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Lines, Section } from "../../components/Facts";
import { Failure } from "../../components/States";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Details.module.css";

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
        <div key={edit.id} className={styles.form}>
          <p>
            <Time at={edit.receivedAt} relative />{" "}
            <Badge tone={edit.applied ? "green" : "amber"}>{edit.applied ? words.applied : words.kept}</Badge>
          </p>
          <Lines label={words.title} heads={[{ label: words.field }, { label: words.before }, { label: words.after }]}>
            {edit.changes.map((change) => (
              <tr key={change.field}>
                <td>{change.field}</td>
                <td className="dim">{change.before ?? m.common.none}</td>
                <td>
                  <b>{change.after ?? m.common.none}</b>
                </td>
              </tr>
            ))}
          </Lines>
        </div>
      ))}
    </Section>
  );
}

const edited = new Set<string>(["address_changed", "lines_changed"]);

/* Offered while the exception stands; whether it is too late the server says. */
function Recall({ order }: { order: Order }) {
  const { m } = useI18n();
  const words = m.changes;
  const may = useMay();
  const isOnline = useOnline();
  const send = useRecallOrder((now) => toast({ tone: "good", text: words.recalled(now.orderNo) }));
  if (order.status !== "processing" || !order.exception || !edited.has(order.exception.code)) return null;
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
