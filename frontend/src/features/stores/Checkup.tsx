/* The test of a store as the steps it takes, each with what it found. */
import { isTesting } from "../../api/stores";
import type { Store } from "../../api/types";
import { Alert } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { Time } from "../../components/Time";
import { useI18n } from "../../i18n";
import { useNow } from "../../lib/clock";
import styles from "./Stores.module.css";

type Step = Store["test"]["steps"][number];
const names: readonly Step["name"][] = ["address", "api", "credentials", "orders", "writeback"];
const slowMs = 20_000;

export function Checkup({ store }: { store: Store }) {
  const { m } = useI18n();
  const words = m.stores.checkup;
  const { state, at, steps } = store.test;
  const now = useNow();
  if (state === "none") return <p className="dim">{words.none}</p>;
  const isLive = isTesting(store);
  const isSlow = isLive && at !== null && now - Date.parse(at) > slowMs;
  const failed = steps.some((s) => !s.passed);
  return (
    <div className={styles.checkup} aria-busy={isLive}>
      <p className={styles.result} role="status">
        <Badge tone={isLive ? "blue" : state === "passed" ? "green" : "red"} busy={isLive}>
          {words[state]}
        </Badge>
        {!isLive && at && (
          <span className="dim">
            {words.at} <Time at={at} relative />
          </span>
        )}
      </p>
      {isSlow && <Alert tone="info">{words.slow}</Alert>}
      <ol className={styles.steps}>
        {names.map((name, i) => (
          <StepLine
            key={name}
            name={name}
            step={steps.find((s) => s.name === name)}
            strategy={isLive ? null : store.writebackStrategy}
            isNext={state === "running" && !failed && i === steps.length}
          />
        ))}
      </ol>
    </div>
  );
}

interface LineProps {
  name: Step["name"];
  step: Step | undefined;
  isNext: boolean;
  /* The way that was found to write shipments back. */
  strategy: Store["writebackStrategy"];
}

function StepLine({ name, step, isNext, strategy }: LineProps) {
  const { m } = useI18n();
  // How shipments are written back we can say in any language; the rest are the platform's words.
  const detail = step?.passed && name === "writeback" && strategy ? m.stores.strategyLead[strategy] : step?.detail;
  const words = m.stores.checkup;
  const look = step ? (step.passed ? styles.okay : styles.wrong) : isNext ? styles.now : styles.later;
  const said = step ? (step.passed ? words.okay : words.wrong) : isNext ? words.busy : words.pending;
  return (
    <li className={cx(styles.step, look)}>
      <span className={styles.mark}>{step && <Icon name={step.passed ? "check" : "cross"} size={12} />}</span>
      <div>
        <p>
          <b>{words.step[name]}</b> <span className={styles.said}>{said}</span>
        </p>
        {step && detail && <p className={styles.detail}>{detail}</p>}
        {step && !step.passed && <p className={styles.detail}>{words.help[name]}</p>}
      </div>
    </li>
  );
}
