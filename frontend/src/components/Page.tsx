/* The frame of a page: one heading, its buttons, and a card that holds the list. */
import { type ReactNode, useEffect } from "react";
import { useI18n } from "../i18n";
import { visible } from "../lib/visible";
import { Icon } from "./Icon";
import styles from "./Page.module.css";

export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const { m } = useI18n();
  useEffect(() => {
    document.title = visible(`${title} · ${m.common.product}`);
  }, [title, m]);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  );
}

export const Card = ({ children }: { children: ReactNode }) => <div className={styles.card}>{children}</div>;

/* The rows stay, but they could not be read again. */
export function NotRefreshed({ since }: { since: number }) {
  const { m, f } = useI18n();
  return (
    <div className={styles.note} role="status">
      <Icon name="warning" size={14} />
      {m.common.lastRefreshed(f.dateTime(new Date(since).toISOString()))}
    </div>
  );
}

/* Says that there is something new without moving what is under the pointer. */
export const Pill = ({ onPress, children }: { onPress: () => void; children: ReactNode }) => (
  <button type="button" className={styles.pill} onClick={onPress}>
    {children}
  </button>
);
