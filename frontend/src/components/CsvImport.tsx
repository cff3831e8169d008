/* A file of rows: all of them are checked before anything is written, and only a file without a mistake is taken. */
import { type DragEvent, type ReactNode, useState } from "react";
import type { Refusal } from "../api/refusal";
import { useI18n } from "../i18n";
import { useOnline } from "../lib/online";
import { Alert, Refused } from "./Alert";
import { Button } from "./Button";
import cell from "./Cell.module.css";
import styles from "./CsvImport.module.css";
import { Dialog } from "./Dialog";
import { Lines } from "./Facts";
import { fieldSaid } from "./fieldSaid";
import { Icon } from "./Icon";
import { Waiting } from "./States";

const most = 1024 * 1024;

export interface CsvFile {
  name: string;
  text: string;
}

interface Report {
  rows: number;
  added: number;
  changed: number;
  faultsTotal: number;
  faults: readonly { line: number; column: string | null; code: string; detail: string }[];
}

interface Props<R extends Report> {
  words: { title: string; lead: ReactNode; code: Record<string, string>; apply: (n: number) => string };
  file: CsvFile | null;
  /* Of the file that is chosen; undefined while there is none. */
  report: R | undefined;
  error: Refusal | null;
  isChecking: boolean;
  isApplying: boolean;
  /* Another file, or none that can be read: what is known of the former one is forgotten. */
  onFile: (file: CsvFile | null) => void;
  onApply: (file: CsvFile) => void;
  onClose: () => void;
  /* What is asked before a file can be chosen, and whether it is answered. */
  before?: ReactNode;
  isReady?: boolean;
  /* It is done: what came of it stands in place of the form. */
  done?: ReactNode;
  /* What the file would do. */
  children: (report: R, all: number) => ReactNode;
}

export function CsvImport<R extends Report>(props: Props<R>) {
  const { words, file, report, error, isChecking, isApplying, onApply, onClose, done, isReady = true } = props;
  const { m } = useI18n();
  const isOnline = useOnline();
  const all = report ? report.added + report.changed : 0;
  return (
    <Dialog
      title={words.title}
      size="l"
      isBusy={isApplying}
      onClose={onClose}
      footer={
        done ? (
          <Button look="primary" onPress={onClose}>
            {m.common.close}
          </Button>
        ) : (
          <>
            <Button onPress={onClose} isDisabled={isApplying}>
              {m.common.cancel}
            </Button>
            <Button
              look="primary"
              isPending={isApplying}
              isDisabled={!file || !report || report.faultsTotal > 0 || all === 0 || !isOnline}
              onPress={() => file && onApply(file)}
            >
              {all > 0 ? words.apply(all) : m.common.csv.button}
            </Button>
          </>
        )
      }
    >
      <div className={cell.form}>
        {done ?? (
          <>
            <p>{words.lead}</p>
            {props.before}
            {isReady && <Drop file={file} rows={report?.rows} onFile={props.onFile} />}
            {isChecking && (
              <div role="status">
                <p>{m.common.csv.reading}</p>
                <Waiting lines={2} />
              </div>
            )}
            {error && (
              <Refused refusal={error}>
                {error.problem.errors.map((e) => (
                  <p key={`${e.field} ${e.code}`}>
                    {e.field}: {fieldSaid(e, m)}
                  </p>
                ))}
              </Refused>
            )}
            {report &&
              (report.faultsTotal > 0 ? <Faults report={report} code={words.code} /> : props.children(report, all))}
          </>
        )}
      </div>
    </Dialog>
  );
}

interface DropProps {
  file: CsvFile | null;
  rows: number | undefined;
  onFile: (file: CsvFile | null) => void;
}

function Drop({ file, rows, onFile }: DropProps) {
  const { m } = useI18n();
  const words = m.common.csv;
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  async function take(picked: File | undefined) {
    if (!picked) return;
    const text = picked.size > 0 && picked.size <= most ? utf8(await picked.arrayBuffer()) : null;
    onFile(text === null ? null : { name: picked.name, text });
    setWrong(
      text !== null ? null : picked.size === 0 ? words.empty : picked.size > most ? words.tooLarge : words.notText,
    );
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <fieldset
        className={styles.drop}
        aria-label={words.choose}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {file && rows !== undefined && <b>{words.file(file.name, rows)}</b>}
        <label>
          <Icon name="plus" />
          {file ? words.another : words.choose}
          <input
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = ""; // the same file again, corrected, is news too
            }}
          />
        </label>
      </fieldset>
      {wrong && <Alert>{wrong}</Alert>}
    </>
  );
}

function Faults({ report, code }: { report: Report; code: Record<string, string> }) {
  const { m, f } = useI18n();
  const words = m.common.csv;
  return (
    <>
      <Alert title={words.faults(report.faultsTotal)}>
        {report.faults.length < report.faultsTotal && words.first(report.faults.length, report.faultsTotal)}
      </Alert>
      <Lines
        label={words.fault}
        heads={[
          { label: words.line, align: "end", width: 60 },
          { label: words.column, width: 130 },
          { label: words.fault },
        ]}
      >
        {report.faults.map((fault) => (
          <tr key={`${fault.line} ${fault.column} ${fault.code}`}>
            <td data-end>{f.number(fault.line)}</td>
            <td className="mono">{fault.column ?? words.wholeRow}</td>
            <td>
              <b>{code[fault.code] ?? fault.code}</b>
              <small>{fault.detail}</small>
            </td>
          </tr>
        ))}
      </Lines>
    </>
  );
}

/* The text, or null when the bytes are not UTF-8. */
function utf8(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
