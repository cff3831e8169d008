/* A file of mappings: every row is checked before anything is written, and only a file without a fault is taken. */
import { type DragEvent, useState } from "react";
import { type ImportReport, useImport } from "../../api/platform-skus";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Lines } from "../../components/Facts";
import { fieldSaid } from "../../components/fieldSaid";
import { Icon } from "../../components/Icon";
import { Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Mapping.module.css";
import { itemsWords, nameOf } from "./names";

const most = 1024 * 1024;

export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const { m, f } = useI18n();
  const words = m.mapping.import;
  const isOnline = useOnline();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const check = useImport(() => undefined);
  const apply = useImport(() => undefined);
  const report = check.data;
  const done = apply.data;
  const bindings = report ? report.added + report.changed : 0;

  async function take(picked: File | undefined) {
    if (!picked) return;
    setFile(null);
    check.reset();
    apply.reset();
    if (picked.size > most) return setWrong(words.tooLarge(`${f.number(Math.ceil(picked.size / 1024))} KiB`));
    if (picked.size === 0) return setWrong(words.empty);
    const text = utf8(await picked.arrayBuffer());
    if (text === null) return setWrong(words.notText);
    setWrong(null);
    setFile({ name: picked.name, text });
    check.mutate({ text, apply: false });
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };

  return (
    <Dialog
      title={words.title}
      size="l"
      isBusy={apply.isPending}
      onClose={onClose}
      footer={
        done ? (
          <Button look="primary" onPress={onClose}>
            {m.common.close}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{m.common.cancel}</Button>
            <Button
              look="primary"
              isPending={apply.isPending}
              isDisabled={!file || !report || report.faultsTotal > 0 || bindings === 0 || !isOnline}
              onPress={() => file && apply.mutate({ text: file.text, apply: true })}
            >
              {words.apply(bindings)}
            </Button>
          </>
        )
      }
    >
      <div className={styles.form}>
        {done ? (
          <Alert tone="good" title={words.applied(done.added + done.changed)}>
            {words.freed(done.freedOrders)}
          </Alert>
        ) : (
          <>
            <p>{words.lead}</p>
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
              {file && report && <b>{words.file(file.name, report.rows)}</b>}
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
            {check.isPending && (
              <div role="status">
                <p>{words.reading}</p>
                <Waiting lines={2} />
              </div>
            )}
            {(check.error ?? apply.error) && <RefusedFile error={check.error ?? apply.error} />}
            {report && (report.faultsTotal > 0 ? <Faults report={report} /> : <Preview report={report} />)}
          </>
        )}
      </div>
    </Dialog>
  );
}

function RefusedFile({ error }: { error: ReturnType<typeof useImport>["error"] }) {
  const { m } = useI18n();
  return (
    error && (
      <Refused refusal={error}>
        {error.problem.errors.map((e) => (
          <p key={`${e.field} ${e.code}`}>
            {e.field}: {fieldSaid(e, m)}
          </p>
        ))}
      </Refused>
    )
  );
}

function Faults({ report }: { report: ImportReport }) {
  const { m, f } = useI18n();
  const words = m.mapping.import;
  return (
    <>
      <Alert title={words.faults(report.faultsTotal)}>
        {report.faults.length < report.faultsTotal && words.firstFaults(report.faults.length)}
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
              <b>{words.code[fault.code] ?? fault.code}</b>
              <small>{fault.detail}</small>
            </td>
          </tr>
        ))}
      </Lines>
    </>
  );
}

function Preview({ report }: { report: ImportReport }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.mapping.import;
  const all = report.added + report.changed;
  return (
    <>
      <Alert
        tone={all > 0 ? "good" : "info"}
        title={words.summary(report.added, report.changed, report.same, report.blank)}
      >
        {all === 0 ? words.nothing : report.bindings.length < all && words.firstBindings(report.bindings.length, all)}
      </Alert>
      {all > 0 && (
        <Lines
          label={words.list}
          heads={[
            { label: m.mapping.column.store, width: 130 },
            { label: m.mapping.column.platformSku },
            { label: m.mapping.column.warehouseSku },
            { label: m.mapping.column.state, width: 100 },
          ]}
        >
          {report.bindings.map((b) => (
            <tr key={`${b.store.id} ${b.skuKey}`}>
              <td>{b.store.name}</td>
              <td>
                <span className="mono">{nameOf(b)}</span>
                <small>{b.name}</small>
              </td>
              <td>
                <span className="mono">{itemsWords(b.items, i18n)}</span>
                {b.before.length > 0 && <small>{words.before(itemsWords(b.before, i18n))}</small>}
              </td>
              <td>
                <Badge tone={b.change === "new" ? "green" : "blue"}>{words.change[b.change]}</Badge>
              </td>
            </tr>
          ))}
        </Lines>
      )}
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
