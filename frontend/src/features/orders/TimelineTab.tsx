import { useOrderEvents } from "../../api/orders";
import type { OrderEvent } from "../../api/types";
import { cx } from "../../components/cx";
import { Failure, Waiting } from "../../components/States";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { changedFields } from "../../parts/changeWords";
import { exceptionWords } from "../../parts/exceptionWords";
import styles from "./Details.module.css";

/* Everything that happened to the order, newest first. */
export function TimelineTab({ id }: { id: string }) {
  const { m } = useI18n();
  const events = useOrderEvents(id);
  if (!events.data) {
    return events.error ? (
      <Failure refusal={events.error} onRetry={() => events.refetch()} isRetrying={events.isFetching} />
    ) : (
      <Waiting />
    );
  }
  if (events.data.items.length === 0) return <p className="dim">{m.orders.timeline.empty}</p>;
  return (
    <ol className={styles.timeline}>
      {events.data.items.toReversed().map((event) => (
        <Event key={event.id} event={event} />
      ))}
    </ol>
  );
}

function Event({ event }: { event: OrderEvent }) {
  const { m, language } = useI18n();
  const words = m.orders.timeline;
  const status = m.orders.status as Record<string, string>;
  const name = (code: string) => status[code] ?? code;
  return (
    <li className={cx(toneOf(event.action))}>
      <b>{words.event[event.action] ?? event.action}</b>
      {event.before !== event.after && event.after && (
        <span className="dim">
          {" "}
          · {event.before ? words.moved(name(event.before), name(event.after)) : name(event.after)}
        </span>
      )}
      {event.detail && (
        <p>{event.action === "updated" ? changedFields(event.detail, m) : exceptionWords(event.detail, m, language)}</p>
      )}
      <small>
        <Time at={event.at} relative /> · {words.actor[event.actor.kind]}
        {event.actor.kind !== "system" && `: ${event.actor.name}`}
      </small>
    </li>
  );
}

function toneOf(action: string): string | undefined {
  if (/failed|raised|cancelled/.test(action)) return styles.bad;
  return /confirmed|cleared|completed/.test(action) ? styles.good : undefined;
}
