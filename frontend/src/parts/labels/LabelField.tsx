import { type DragEvent, useId, useState } from "react";
import { Button } from "../../components/Button";
import { cx } from "../../components/cx";
import field from "../../components/Field.module.css";
import { fieldSaid } from "../../components/fieldSaid";
import { Icon } from "../../components/Icon";
import { useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import { labelBytes, sizeOf } from "./file";
import styles from "./Labels.module.css";
import type { Upload } from "./useUpload";
import { whyRefused } from "./why";

/* Where a label is dropped or chosen; what is wrong with it stays beside it. */
export function LabelField({ upload, error }: { upload: Upload; error?: string }) {
  const { m, f } = useI18n();
  const words = m.labels;
  const id = useId();
  const [isOver, setOver] = useState(false);
  const { file, label, isSending } = upload;
  const problem = problemOf();
  const said = problem ?? error;

  function take(files: FileList | null) {
    const [first] = files ?? [];
    if (first) upload.choose(first);
  }
  const drag = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {words.label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside choosing, which the input does */}
      <div
        className={cx(styles.drop, isOver && styles.over, said && styles.wrong)}
        onDragOver={drag(true)}
        onDragEnter={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          take(event.dataTransfer.files);
        }}
      >
        <input
          id={id}
          type="file"
          accept="application/pdf,.pdf"
          className={styles.input}
          aria-invalid={said ? true : undefined}
          aria-describedby={`${id}-now`}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = ""; // the same file can be chosen again
          }}
        />
        {file ? (
          <>
            <span className={styles.file}>
              <Icon name={said ? "error" : label?.state === "good" ? "good" : "orders"} size={18} />
              <span>
                <b>{file.name}</b>
                <small>{sizeOf(file.size, f.number)}</small>
              </span>
            </span>
            <label className={styles.choose} htmlFor={id}>
              {words.replace}
            </label>
            <Button small look="quiet" icon="cross" label={words.remove(file.name)} onPress={upload.remove} />
          </>
        ) : (
          <label className={styles.empty} htmlFor={id}>
            <Icon name="plus" size={18} />
            <span>
              <b>{words.drop}</b>
              <small>{words.dropHint(sizeOf(labelBytes.most, f.number))}</small>
            </span>
          </label>
        )}
        {isSending && (
          <progress className={styles.progress} aria-label={words.progress} max={1} value={upload.share}>
            {f.number(Math.round(upload.share * 100))} %
          </progress>
        )}
      </div>
      <p id={`${id}-now`} className={said ? field.error : field.hint} role="status">
        {said ?? now()}
      </p>
    </div>
  );

  function now() {
    if (isSending) return words.sending(f.number(Math.round(upload.share * 100)));
    if (label?.state === "checking") return words.checking;
    if (label?.state === "good") return words.good(label.pages ?? 1);
    return words.hint;
  }

  function problemOf(): string | undefined {
    if (upload.fault) return words.fault[upload.fault];
    if (upload.refusal) {
      const { code, detail, errors } = upload.refusal.problem;
      const [first] = errors;
      return first ? fieldSaid(first, m) : m.problem.title[code] || sentence(detail);
    }
    return label?.state === "refused" ? words.refused(whyRefused(label.refusal ?? "", m)) : undefined;
  }
}
