/* A file of SKUs: every row is checked before anything is written, and only a file without a fault is taken. */
import { type DragEvent, useState } from "react";
import { useCustomerChoices } from "../../api/customers";
import { type SkuImportReport, useImportSkus } from "../../api/warehouse-skus";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Lines } from "../../components/Facts";
import { Icon } from "../../components/Icon";
import { Select } from "../../components/Select";
import { Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Inventory.module.css";

const most = 1024 * 1024;

export default function ImportDialog({ isStaff, onClose }: { isStaff: boolean; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.inventory.import;
  const isOnline = useOnline();
  const customers = useCustomerChoices();
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const check = useImportSkus();
  const apply = useImportSkus();
  const report = check.data;
  const all = report ? report.added + report.changed : 0;
  const isReady = !isStaff || customerId !== null;

  function rehearse(text: string, customer: string | null) {
    apply.reset();
    check.mutate({ text, apply: false, customerId: customer });
  }
  async function take(picked: File | undefined) {
    if (!picked || !isReady) return;
    setFile(null);
    check.reset();
    apply.reset();
    if (picked.size > most) return setWrong(words.tooLarge);
    if (picked.size === 0) return setWrong(words.empty);
    const text = utf8(await picked.arrayBuffer());
    if (text === null) return setWrong(words.notText);
    setWrong(null);
    setFile({ name: picked.name, text });
    rehearse(text, customerId);
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const refusal = apply.error ?? check.error;

  return (
    <Dialog
      title={words.title}
      size="l"
      isBusy={apply.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} isDisabled={apply.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            look="primary"
            isPending={apply.isPending}
            isDisabled={!file || !report || report.faultsTotal > 0 || all === 0 || !isOnline}
            onPress={() =>
              file &&
              apply.mutate(
                { text: file.text, apply: true, customerId },
                {
                  onSuccess: (done) => {
                    toast({ tone: "good", text: words.done(done.added + done.changed) });
                    onClose();
                  },
                },
              )
            }
          >
            {all > 0 ? words.apply(all) : words.button}
          </Button>
        </>
      }
    >
      <div className={cell.form}>
        <p>
          {words.lead} {!isStaff && words.leadCustomer}
        </p>
        {isStaff && (
          <Select
            label={words.customer}
            placeholder={words.chooseCustomer}
            isRequired
            value={customerId}
            onChange={(id) => {
              setCustomerId(id);
              if (file) rehearse(file.text, id);
            }}
            options={customers.map((c) => ({ value: c.id, label: c.name, end: c.code }))}
          />
        )}
        {isReady && (
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
        )}
        {wrong && <Alert>{wrong}</Alert>}
        {check.isPending && (
          <div role="status">
            <p>{words.reading}</p>
            <Waiting lines={2} />
          </div>
        )}
        {refusal && <Refused refusal={refusal} />}
        {report && (report.faultsTotal > 0 ? <Faults report={report} /> : <Preview report={report} all={all} />)}
      </div>
    </Dialog>
  );
}

function Faults({ report }: { report: SkuImportReport }) {
  const { m, f } = useI18n();
  const words = m.inventory.import;
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
            <td className="mono">{fault.column}</td>
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

function Preview({ report, all }: { report: SkuImportReport; all: number }) {
  const { m, f } = useI18n();
  const words = m.inventory.import;
  const column = m.inventory.column;
  return (
    <>
      <Alert tone={all > 0 ? "good" : "info"} title={words.summary(report.added, report.changed, report.same)}>
        {all === 0 ? words.nothing : report.skus.length < all && words.first(report.skus.length, all)}
      </Alert>
      {all > 0 && (
        <Lines
          label={words.list}
          heads={[
            { label: column.code, width: 150 },
            { label: column.name },
            { label: column.barcode, width: 140 },
            { label: column.weight, align: "end", width: 80 },
            { label: words.what, width: 90 },
          ]}
        >
          {report.skus.map((sku) => (
            <tr key={sku.line}>
              <td className="mono">{sku.code}</td>
              <td>{sku.name}</td>
              <td className="mono">{sku.barcode ?? m.common.none}</td>
              <td data-end>{sku.weightGrams === null ? m.common.none : f.weight(sku.weightGrams)}</td>
              <td>
                <Badge tone={sku.change === "new" ? "green" : "blue"}>{words.change[sku.change]}</Badge>
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
