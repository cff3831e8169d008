import { useEffect, useState } from "react";
import { useI18n } from "../i18n";
import { copyText } from "../lib/clipboard";
import styles from "./Copy.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { toast } from "./toast";

interface Props {
  text: string;
  /* What it is, for the button's name: "order number". */
  what: string;
  /* Seen only while its row is pointed at; keys copy with `c`. */
  shy?: boolean;
}

export function Copy({ text, what, shy }: Props) {
  const { m } = useI18n();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    if (await copyText(text)) setDone(true);
    else toast({ tone: "error", text: m.common.copyFailed });
  };
  return (
    <button
      type="button"
      className={cx(styles.copy, shy && !done && styles.shy, done && styles.done)}
      tabIndex={shy ? -1 : undefined}
      aria-label={m.common.copy(what)}
      title={done ? m.common.copied : m.common.copy(what)}
      onClick={copy}
    >
      <Icon name={done ? "check" : "copy"} size={14} />
    </button>
  );
}
