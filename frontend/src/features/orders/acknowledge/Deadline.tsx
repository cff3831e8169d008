/* What a purchase order says of time: until when it wants its answer, and its windows. */
import type { OrderRow } from "../../../api/types";
import { cx } from "../../../components/cx";
import { type I18n, useI18n } from "../../../i18n";
import { useNow } from "../../../lib/clock";
import styles from "./Deadline.module.css";
import { type Left, leftUntil } from "./time";

export type Window = OrderRow["shipWindow"];

/* While it waits, the time that is left, in a colour and in words; the moment itself is its title. */
export function Deadline({ at, isOpen }: { at: string | null; isOpen: boolean }) {
  const i18n = useI18n();
  const { m, f } = i18n;
  const now = useNow();
  if (at === null) return <None why={m.acknowledge.noDeadline} />;
  if (!isOpen) {
    return (
      <time className="dim" dateTime={at} title={`${f.full(at)}\n${m.acknowledge.answered}`}>
        {f.dateTime(at)}
      </time>
    );
  }
  const left = leftUntil(at, now);
  return (
    <time className={cx(styles.left, styles[left.tone])} dateTime={at} title={f.full(at)}>
      {leftWords(left, at, now, i18n)}
    </time>
  );
}

function leftWords({ days, hours, minutes, isOver }: Left, at: string, now: number, { m, f }: I18n): string {
  const words = m.acknowledge.left;
  if (isOver) return words.over(f.relative(at, now));
  if (days > 0) return words.days(days, hours);
  return hours > 0 ? words.hours(hours, minutes) : words.minutes(minutes);
}

/* A window on one line, or on two in a table's cell. */
export function TimeWindow({ window, lines }: { window: Window; lines?: boolean }) {
  const { m, f } = useI18n();
  const words = m.acknowledge;
  const { from = null, to = null } = window ?? {};
  if (!from && !to) return <None why={words.noWindow} />;
  const title = [from, to]
    .flatMap((at) => at ?? [])
    .map(f.full)
    .join("\n");
  if (!from || !to) {
    const [at, say] = from ? [from, words.windowFrom] : [to ?? "", words.windowTo];
    return <span title={title}>{say(f.dateTime(at))}</span>;
  }
  return lines ? (
    <span className={styles.two} title={title}>
      <span>{f.dateTime(from)}</span>
      <small>{words.windowTo(f.dateTime(to))}</small>
    </span>
  ) : (
    <span title={title}>{words.until(f.dateTime(from), f.dateTime(to))}</span>
  );
}

const None = ({ why }: { why: string }) => {
  const { m } = useI18n();
  return (
    <span className="dim" title={why}>
      {m.common.none}
    </span>
  );
};
