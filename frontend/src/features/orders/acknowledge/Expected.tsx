import { lazy, Suspense } from "react";
import { Waiting } from "../../../components/States";
import { useI18n } from "../../../i18n";
import styles from "./Acknowledge.module.css";

const Day = lazy(() => import("../../../components/DateRange").then((m) => ({ default: m.Day })));

export const isToCome = (at: string | null) => at !== null && Date.parse(at) > Date.now();

interface Props {
  at: string | null;
  onChange: (at: string | null) => void;
  isTried: boolean;
  /* What the server said of it. */
  error: string | undefined;
}

/* When backordered goods can be expected: one day for all of them. */
export function Expected({ at, onChange, isTried, error }: Props) {
  const { m } = useI18n();
  const words = m.acknowledge;
  const wrong = at === null ? (isTried ? words.expectedNeeded : undefined) : isToCome(at) ? error : words.expectedPast;
  return (
    <Suspense fallback={<Waiting lines={1} />}>
      <div className={styles.expected}>
        <Day label={words.expected} hint={words.expectedHint} at={at} onChange={onChange} error={wrong} />
      </div>
    </Suspense>
  );
}
