import { type Acknowledgement, useAcknowledgements } from "../../../api/acknowledgements";
import { Alert } from "../../../components/Alert";
import { Badge } from "../../../components/Badge";
import { Lines } from "../../../components/Facts";
import { Failure, Waiting } from "../../../components/States";
import { Time } from "../../../components/Time";
import { useI18n } from "../../../i18n";
import styles from "./Acknowledge.module.css";
import { Product } from "./Product";
import { reasonWord } from "./Reason";
import { stateTone } from "./state";

/* Every answer that was given, newest first, and what the platform said to it. */
export function AcknowledgementsTab({ id }: { id: string }) {
  const { m } = useI18n();
  const query = useAcknowledgements(id);
  if (!query.data) {
    return query.error ? (
      <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
    ) : (
      <Waiting />
    );
  }
  if (query.data.items.length === 0) return <p className="dim">{m.acknowledge.history.none}</p>;
  return query.data.items.map((revision) => <Revision key={revision.id} revision={revision} />);
}

function Revision({ revision: r }: { revision: Acknowledgement }) {
  const { m, f } = useI18n();
  const words = m.acknowledge;
  const isWaiting = r.state === "queued" || r.state === "sending" || r.state === "sent";
  return (
    <section className={styles.revision}>
      <header>
        <h3>{words.history.number(r.revision)}</h3>
        <Badge tone={stateTone[r.state]} busy={isWaiting}>
          {words.state[r.state]}
        </Badge>
      </header>
      <p className="dim">
        <Time at={r.createdAt} relative /> · {words.history.by} {r.createdBy}
        {" · "}
        {r.warehouse?.name ?? words.history.noWarehouse}
      </p>
      {(r.sentAt || r.confirmedAt) && (
        <p className="dim">
          {r.sentAt && (
            <>
              {words.history.sent} <Time at={r.sentAt} />
            </>
          )}
          {r.sentAt && r.confirmedAt && " · "}
          {r.confirmedAt && (
            <>
              {words.history.confirmed} <Time at={r.confirmedAt} />
            </>
          )}
        </p>
      )}
      {r.detail && r.state !== "confirmed" && (
        <Alert tone={isWaiting ? "info" : "warning"} title={words.history.platform}>
          {r.detail}
        </Alert>
      )}
      <Lines
        label={words.history.number(r.revision)}
        heads={[
          { label: words.column.item },
          { label: words.column.ordered, align: "end" },
          { label: words.purchase.accepted, align: "end" },
          { label: words.purchase.backordered, align: "end" },
          { label: words.purchase.rejected, align: "end" },
          { label: words.column.reason },
        ]}
      >
        {r.lines.map((line) => (
          <tr key={line.lineId}>
            <td>
              <Product line={line} />
            </td>
            <td data-end>{f.number(line.orderedQty)}</td>
            <td data-end>{f.number(line.acceptedQty)}</td>
            <td data-end>{f.number(line.backorderedQty)}</td>
            <td data-end>{f.number(line.rejectedQty)}</td>
            <td>{line.reason ? <span title={line.reason}>{reasonWord(line.reason, m)}</span> : m.common.none}</td>
          </tr>
        ))}
      </Lines>
    </section>
  );
}
