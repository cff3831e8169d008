import type { ReactNode } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { sentence } from "../lib/format";
import styles from "./Alert.module.css";
import { Button } from "./Button";
import { cx } from "./cx";
import { Icon } from "./Icon";

const icons = { error: "error", warning: "warning", info: "info", good: "good" } as const;

interface Props {
  tone?: keyof typeof icons;
  title?: ReactNode;
  children?: ReactNode;
}

/* Something to know, in place. Errors are read out at once, the rest when there is a pause. */
export const Alert = ({ tone = "error", title, children }: Props) => (
  <div className={cx(styles.alert, styles[tone])} role={tone === "error" ? "alert" : "status"}>
    <Icon name={icons[tone]} />
    <div className={styles.body}>
      {title && <p className={styles.title}>{title}</p>}
      {children && <div className={title ? styles.detail : undefined}>{children}</div>}
    </div>
  </div>
);

interface RefusedProps {
  refusal: Refusal;
  /* What could not be read is asked for again. */
  onRetry?: () => void;
  isRetrying?: boolean;
  children?: ReactNode;
}

/* A refusal in words: what it is, the server's sentence about this very thing, and what to do. */
export function Refused({ refusal, onRetry, isRetrying, children }: RefusedProps) {
  const { m } = useI18n();
  const { code, detail, requestId } = refusal.problem;
  const title = m.problem.title[code] ?? refusal.problem.title;
  return (
    <Alert title={title}>
      {detail && detail !== title && <p>{sentence(detail)}</p>}
      <p>{m.problem.hint[code] ?? refusal.problem.hint}</p>
      {children}
      {requestId && (code === "internal" || code === "unavailable" || code === "timeout") && (
        <p className={styles.request}>{m.common.requestId(requestId)}</p>
      )}
      {onRetry && (
        <Button small icon="sync" isPending={isRetrying} onPress={onRetry}>
          {m.common.tryAgain}
        </Button>
      )}
    </Alert>
  );
}

/* The server's field errors as react-aria's Form wants them. */
export function fieldErrors(refusal: Refusal | null, words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(refusal?.problem.errors.map((e) => [e.field, words[e.code] ?? e.detail]) ?? []);
}
