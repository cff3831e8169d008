import { useState } from "react";
import { type SkuImportReport, useImportSkus } from "../../api/warehouse-skus";
import { Alert } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { type CsvFile, CsvImport } from "../../components/CsvImport";
import { Lines } from "../../components/Facts";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { CustomerSelect } from "../../parts/CustomerSelect";

export default function ImportDialog({ isStaff, onClose }: { isStaff: boolean; onClose: () => void }) {
  const { m } = useI18n();
  const words = m.inventory.import;
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [file, setFile] = useState<CsvFile | null>(null);
  const check = useImportSkus();
  const apply = useImportSkus();
  function rehearse(to: CsvFile | null, customer: string | null) {
    setFile(to);
    apply.reset();
    if (to) check.mutate({ text: to.text, apply: false, customerId: customer });
    else check.reset();
  }
  return (
    <CsvImport
      words={{ ...words, lead: isStaff ? words.lead : `${words.lead} ${words.leadCustomer}` }}
      file={file}
      report={check.data}
      error={apply.error ?? check.error}
      isChecking={check.isPending}
      isApplying={apply.isPending}
      onFile={(to) => rehearse(to, customerId)}
      onApply={({ text }) =>
        apply.mutate(
          { text, apply: true, customerId },
          {
            onSuccess: (done) => {
              toast({ tone: "good", text: words.done(done.added + done.changed) });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      isReady={!isStaff || customerId !== null}
      before={
        isStaff && (
          <CustomerSelect
            all
            label={words.customer}
            placeholder={words.chooseCustomer}
            value={customerId}
            onChange={(id) => {
              setCustomerId(id);
              if (file) rehearse(file, id);
            }}
          />
        )
      }
    >
      {(report, all) => <Preview report={report} all={all} />}
    </CsvImport>
  );
}

function Preview({ report, all }: { report: SkuImportReport; all: number }) {
  const { m, f } = useI18n();
  const words = m.inventory.import;
  const column = m.inventory.column;
  return (
    <>
      <Alert tone={all > 0 ? "good" : "info"} title={words.summary(report.added, report.changed, report.same)}>
        {all === 0 ? words.nothing : report.skus.length < all && m.common.csv.first(report.skus.length, all)}
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
