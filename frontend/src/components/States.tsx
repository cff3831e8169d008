/* What is seen when there is nothing to see: waiting, empty, failed, not allowed. */
import type { ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { sentence } from "../lib/format";
import { Button } from "./Button";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import styles from "./States.module.css";

interface EmptyProps {
  icon: IconName;
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}

export const Empty = ({ icon, title, lead, children }: EmptyProps) => (
  <div className={styles.state}>
    <span className={styles.mark}>
      <Icon name={icon} size={22} />
    </span>
    <h2>{title}</h2>
    {lead && <p>{lead}</p>}
    {children && <div className={styles.actions}>{children}</div>}
  </div>
);

/* There is no data at all: the reason, what to do, the request's number, and another try. */
export function Failure({
  refusal,
  onRetry,
  isRetrying,
}: {
  refusal: Refusal;
  onRetry?: () => void;
  isRetrying?: boolean;
}) {
  const { m } = useI18n();
  const { code, detail, requestId, title, hint } = refusal.problem;
  return (
    <div className={styles.state} role="alert">
      <span className={cx(styles.mark, styles.bad)}>
        <Icon name={code === "unreachable" ? "offline" : "error"} size={22} />
      </span>
      <h2>{m.problem.title[code] ?? title}</h2>
      {detail && <p>{sentence(detail)}</p>}
      <p>{m.problem.hint[code] ?? hint}</p>
      {requestId && <p className={styles.request}>{m.common.requestId(requestId)}</p>}
      {onRetry && (
        <div className={styles.actions}>
          <Button look="primary" icon="sync" isPending={isRetrying} onPress={onRetry}>
            {m.common.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}

/* A thin bar over what stays readable while it is read again. */
export const LoadBar = ({ on }: { on: boolean }) => (on ? <div className={styles.bar} aria-hidden="true" /> : null);

export const Bone = ({ width }: { width: string }) => (
  <span className={styles.bone} style={{ inlineSize: width }} aria-hidden="true" />
);

/* Grey lines, not before 150 ms; after two seconds in words. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { m } = useI18n();
  return (
    <div className={styles.waiting} role="status" aria-busy="true">
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <Bone key={i} width={`${[72, 54, 64, 40][i % 4]}%`} />
      ))}
      <span className={styles.words}>{m.common.loading}</span>
    </div>
  );
}
