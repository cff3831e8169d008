/* The label of an outbound order: how it stands, and the ways to its bytes. */
import { useState } from "react";
import { asRefusal, type Refusal } from "../../api/refusal";
import type { Outbound } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { useI18n } from "../../i18n";
import styles from "../../parts/labels/Labels.module.css";
import { openLabel, saveLabel } from "../../parts/labels/openFile";
import { whyRefused } from "../../parts/labels/why";

interface Props {
  outbound: Outbound;
  /* Gives it another label; undefined when the person may not. */
  onReplace: (() => void) | undefined;
}

const tones = { checking: "amber", good: "green", refused: "red" } as const;

export function LabelNote({ outbound, onReplace }: Props) {
  const { m } = useI18n();
  const words = m.labels;
  const { label, outboundNo } = outbound;
  const [busy, setBusy] = useState<"open" | "save" | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = (what: "open" | "save", act: () => Promise<void>) => async () => {
    setBusy(what);
    setRefusal(null);
    await act().catch((error) => setRefusal(asRefusal(error)));
    setBusy(null);
  };
  return (
    <div className={styles.label}>
      {label ? (
        <>
          <Badge tone={tones[label.state]}>{words.state[label.state]}</Badge>
          <span>
            {label.fileName}
            {label.pages !== null && <span className="dim"> · {words.pages(label.pages)}</span>}
          </span>
        </>
      ) : (
        <Badge tone="amber">{words.none}</Badge>
      )}
      {label?.state === "good" && (
        <>
          <Button
            small
            look="primary"
            icon="external"
            isPending={busy === "open"}
            onPress={run("open", () => openLabel(label.id))}
          >
            {words.view}
          </Button>
          <Button
            small
            isPending={busy === "save"}
            onPress={run("save", () => saveLabel(label.id, `label-${outboundNo}.pdf`))}
          >
            {words.download}
          </Button>
        </>
      )}
      {onReplace && (
        <Button small look={label ? "quiet" : "primary"} onPress={onReplace}>
          {label ? words.another : words.add}
        </Button>
      )}
      {label?.state === "refused" && <p>{words.refused(whyRefused(label.refusal ?? "", m))}</p>}
      {refusal && <Refused refusal={refusal} />}
    </div>
  );
}
