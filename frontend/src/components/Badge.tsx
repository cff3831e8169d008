import type { ReactNode } from "react";
import styles from "./Badge.module.css";
import { cx } from "./cx";

export type Tone = "neutral" | "blue" | "violet" | "teal" | "amber" | "green" | "red";

/* A state in a colour and always in words. `busy` pulses while something is still going on. */
export const Badge = ({ tone, busy, children }: { tone: Tone; busy?: boolean; children: ReactNode }) => (
  <span className={cx(styles.badge, styles[tone], busy && styles.busy)}>{children}</span>
);
