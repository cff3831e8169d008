/* What a webhook was told: newest first, each with its last answer; one that failed can be sent again. */
import { useState } from "react";
import {
  type DeliveryState,
  useDeliveries,
  useRedeliver,
  useTestWebhook,
  type Webhook,
  type WebhookDelivery,
} from "../../api/webhooks";
import { Refused } from "../../components/Alert";
import { Badge, type Tone } from "../../components/Badge";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Lines } from "../../components/Facts";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Webhooks.module.css";

const tones: Record<DeliveryState, Tone> = { waiting: "blue", held: "neutral", delivered: "green", failed: "red" };
const all = "all";

export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { m } = useI18n();
  const words = m.webhooks;
  const [state, setState] = useState<DeliveryState | null>(null);
  const [trail, setTrail] = useState<string[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const cursor = trail.at(-1) ?? "";
  const isOnline = useOnline();
  const query = useDeliveries(webhook.id, state, cursor);
  const test = useTestWebhook(() => toast({ tone: "good", text: words.testSent }));
  const again = useRedeliver(() => toast({ tone: "good", text: words.redelivered }));
  const rows = query.data?.items;
  const next = query.data?.nextCursor;
  return (
    <>
      <div className={styles.bar}>
        <Select
          label={words.show}
          isRequired
          options={[
            { value: all, label: words.everything },
            ...(Object.keys(tones) as DeliveryState[]).map((s) => ({ value: s, label: words.deliveryState[s] })),
          ]}
          value={state ?? all}
          onChange={(to) => {
            setState(to === all ? null : (to as DeliveryState));
            setTrail([]);
          }}
        />
        <Button
          isPending={test.isPending}
          isDisabled={!webhook.enabled || !isOnline}
          onPress={() => test.mutate(webhook.id)}
        >
          {words.test}
        </Button>
      </div>
      {test.error && <Refused refusal={test.error} />}
      {again.error && <Refused refusal={again.error} />}
      {!rows ? (
        query.error ? (
          <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
        ) : (
          <Waiting lines={4} />
        )
      ) : rows.length === 0 ? (
        <p className="dim">{words.noDeliveries}</p>
      ) : (
        <Lines
          label={words.deliveries}
          heads={[
            { label: words.head.at, width: 160 },
            { label: words.head.event },
            { label: words.head.state, width: 210 },
            { label: m.common.actions, width: 150 },
          ]}
        >
          {rows.map((d) => (
            <Row
              key={d.id}
              delivery={d}
              isOpen={opened === d.id}
              onOpen={() => setOpened(opened === d.id ? null : d.id)}
              onAgain={webhook.enabled && d.state !== "waiting" ? () => again.mutate(d.id) : undefined}
            />
          ))}
        </Lines>
      )}
      {(trail.length > 0 || next) && (
        <div className={styles.pager}>
          <Button small isDisabled={trail.length === 0} onPress={() => setTrail(trail.slice(0, -1))}>
            {words.newer}
          </Button>
          <Button small isDisabled={!next} onPress={() => next && setTrail([...trail, next])}>
            {words.older}
          </Button>
        </div>
      )}
    </>
  );
}

interface RowProps {
  delivery: WebhookDelivery;
  isOpen: boolean;
  onOpen: () => void;
  onAgain: (() => void) | undefined;
}

function Row({ delivery: d, isOpen, onOpen, onAgain }: RowProps) {
  const { m } = useI18n();
  const words = m.webhooks;
  const name = (words.event as Record<string, string>)[d.event] ?? words.testEvent;
  const what = d.order?.orderNo ? `${name} · ${d.order.orderNo}` : name;
  return (
    <>
      <tr>
        <td>
          <Time at={d.createdAt} />
        </td>
        <td>
          <span className={cell.two}>
            <span>{what}</span>
            <small title={d.deliveryId}>{d.deliveryId}</small>
          </span>
        </td>
        <td>
          <span className={cell.two}>
            <span>
              <Badge tone={tones[d.state]}>{words.deliveryState[d.state]}</Badge>{" "}
              {d.attempts > 0 && <span className="dim">{words.tries(d.attempts)}</span>}
            </span>
            {d.problem ? (
              <small title={d.problem}>{d.problem}</small>
            ) : (
              d.status !== null && <small>{words.answered(d.status, d.ms ?? 0)}</small>
            )}
            {d.nextAt && d.attempts > 0 && (
              <small>
                {words.nextTry} <Time at={d.nextAt} />
              </small>
            )}
          </span>
        </td>
        <td>
          <span className={cell.row}>
            <button
              type="button"
              className={cell.button}
              aria-expanded={isOpen}
              aria-label={words.bodyOf(what)}
              onClick={onOpen}
            >
              {words.body}
            </button>
            {onAgain && (
              <button type="button" className={cell.button} aria-label={words.againOf(what)} onClick={onAgain}>
                {words.again}
              </button>
            )}
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={4}>
            <pre className={styles.body}>{JSON.stringify(d.body, null, 2)}</pre>
          </td>
        </tr>
      )}
    </>
  );
}
