/* A secret that nobody can show again: it says so, is selected at once, and can be copied. */
import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "./Alert";
import { Copy } from "./Copy";
import styles from "./ShownOnce.module.css";

/* A value to be carried elsewhere. */
export function Carried({ label, value, isMain }: { label: string; value: string; isMain?: boolean }) {
  const shown = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isMain) shown.current?.select();
  }, [isMain]);
  return (
    <div>
      <div className={styles.label} aria-hidden="true">
        {label}
      </div>
      <div className={styles.line}>
        <input ref={shown} readOnly value={value} aria-label={label} onFocus={(e) => e.target.select()} />
        <Copy text={value} what={label} />
      </div>
    </div>
  );
}

export const ShownOnce = ({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) => (
  <div className={styles.once}>
    <Alert tone="warning" title={title}>
      {lead}
    </Alert>
    {children}
  </div>
);
