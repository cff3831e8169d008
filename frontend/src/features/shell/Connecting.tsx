import { useI18n } from "../../i18n";
import styles from "./Shell.module.css";

/* Nothing for two seconds, then words: a quick start does not flicker. */
export function Connecting() {
  const { m } = useI18n();
  return (
    <p className={styles.connecting} role="status">
      {m.shell.connecting}
    </p>
  );
}
