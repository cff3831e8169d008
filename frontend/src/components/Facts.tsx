/* Named values of one thing, and small tables inside a dialog. */
import type { ReactNode } from "react";
import { cx } from "./cx";
import styles from "./Facts.module.css";

export const Facts = ({ children, dense }: { children: ReactNode; dense?: boolean }) => (
  <dl className={cx(styles.facts, dense && styles.dense)}>{children}</dl>
);

export const Fact = ({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) => (
  <div className={cx(wide && styles.wide)}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

interface Head {
  label: string;
  align?: "end";
  width?: number;
}

/* Rows come as <tr>; cells of numbers carry data-end. Keys reach it because it scrolls. */
export const Lines = ({ label, heads, children }: { label: string; heads: readonly Head[]; children: ReactNode }) => (
  <section
    className={styles.scroll}
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard
    tabIndex={0}
  >
    <table className={styles.lines} aria-label={label}>
      <thead>
        <tr>
          {heads.map((h) => (
            <th key={h.label} scope="col" data-end={h.align} style={{ inlineSize: h.width }}>
              {h.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);

export const Section = ({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) => (
  <section className={styles.section}>
    <header>
      <h3>{title}</h3>
      {end}
    </header>
    {children}
  </section>
);
