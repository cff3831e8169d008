import { useRunRequests } from "../../api/sync-runs";
import type { PlatformRequest } from "../../api/types";
import { Badge, type Tone } from "../../components/Badge";
import { Lines } from "../../components/Facts";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { type I18n, useI18n } from "../../i18n";
import styles from "./Sync.module.css";

/* Every call to the platform, as the server wrote it down. */
export function RunRequests({ id, isLive }: { id: string; isLive: boolean }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.sync.requests;
  const requests = useRunRequests(id, isLive);
  if (!requests.data) {
    return requests.error ? (
      <Failure refusal={requests.error} onRetry={() => requests.refetch()} isRetrying={requests.isFetching} />
    ) : (
      <Waiting />
    );
  }
  return (
    <>
      <p className="dim">{words.lead}</p>
      <Lines
        label={words.label}
        heads={[
          { label: words.at, width: 140 },
          { label: words.request },
          { label: words.answer, width: 130 },
          { label: words.duration, align: "end", width: 90 },
          { label: words.size, align: "end", width: 90 },
        ]}
      >
        {requests.data.items.length === 0 && (
          <tr>
            <td colSpan={5} className="dim">
              {words.none}
            </td>
          </tr>
        )}
        {requests.data.items.map((request) => (
          <Row key={request.id} request={request} i18n={i18n} />
        ))}
      </Lines>
    </>
  );
}

function Row({ request, i18n: { m, f } }: { request: PlatformRequest; i18n: I18n }) {
  const words = m.sync.requests;
  return (
    <tr>
      <td>
        <Time at={request.at} />
      </td>
      <td className={styles.path}>
        <b>{request.method}</b> {request.path}
        {request.problem && <small className={styles.wrong}>{request.problem}</small>}
      </td>
      <td>
        <Badge tone={toneOf(request)}>{request.status ?? words.noAnswer}</Badge>
      </td>
      <td data-end>{f.duration(request.ms)}</td>
      <td data-end>
        {request.bytes < 1024
          ? words.bytes(f.number(request.bytes))
          : words.kilobytes(f.number(Math.round(request.bytes / 1024)))}
      </td>
    </tr>
  );
}

const toneOf = ({ status, problem }: PlatformRequest): Tone =>
  status === null || status >= 500 ? "red" : status >= 400 || problem ? "amber" : "green";
