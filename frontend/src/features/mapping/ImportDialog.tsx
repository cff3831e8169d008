import { useState } from "react";
import { type ImportReport, useImport } from "../../api/platform-skus";
import { Alert } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { type CsvFile, CsvImport } from "../../components/CsvImport";
import { Lines } from "../../components/Facts";
import { useI18n } from "../../i18n";
import { itemsWords, nameOf } from "./names";

export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const { m } = useI18n();
  const words = m.mapping.import;
  const [file, setFile] = useState<CsvFile | null>(null);
  const check = useImport();
  const apply = useImport();
  const done = apply.data;
  return (
    <CsvImport
      words={words}
      file={file}
      report={check.data}
      error={apply.error ?? check.error}
      isChecking={check.isPending}
      isApplying={apply.isPending}
      onFile={(to) => {
        setFile(to);
        apply.reset();
        if (to) check.mutate({ text: to.text, apply: false });
        else check.reset();
      }}
      onApply={({ text }) => apply.mutate({ text, apply: true })}
      onClose={onClose}
      done={
        done && (
          <Alert tone="good" title={words.applied(done.added + done.changed)}>
            {words.freed(done.freedOrders)}
          </Alert>
        )
      }
    >
      {(report, all) => <Preview report={report} all={all} />}
    </CsvImport>
  );
}

function Preview({ report, all }: { report: ImportReport; all: number }) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.mapping.import;
  return (
    <>
      <Alert
        tone={all > 0 ? "good" : "info"}
        title={words.summary(report.added, report.changed, report.same, report.blank)}
      >
        {all === 0 ? words.nothing : report.bindings.length < all && m.common.csv.first(report.bindings.length, all)}
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
