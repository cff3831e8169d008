import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Stock, stockId, stockKeys, useAdjustStock, useStockRow } from "../../api/stock";
import type { StockReason } from "../../api/types";
import { useAllWarehouses } from "../../api/warehouse-admin";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { Dialog } from "../../components/Dialog";
import { Field, Segmented } from "../../components/Field";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useForm } from "../../components/useForm";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { changeOf, reasons, type Way, ways } from "./adjustment";
import styles from "./Inventory.module.css";

interface Props {
  sku: { id: string; code: string; name: string };
  /* Where; chosen here when it is not given. */
  warehouse?: { id: string; name: string };
  onClose: () => void;
}

/* Puts the stock of a SKU in one warehouse right. What is reserved stays. */
export default function AdjustDialog({ sku, warehouse, onClose }: Props) {
  const { m } = useI18n();
  const words = m.inventory.adjustment;
  const isOnline = useOnline();
  const cache = useQueryClient();
  const places = useAllWarehouses();
  const [chosen, setChosen] = useState<string | null>(warehouse?.id ?? null);
  const [way, setWay] = useState<Way>("add");
  const [text, setText] = useState("");
  const [reason, setReason] = useState<StockReason>("received");
  const [note, setNote] = useState("");
  const [moved, setMoved] = useState(false);
  const ref = { warehouseId: chosen ?? "", skuId: sku.id };
  const now = useStockRow(ref, chosen !== null);
  const onHand = now.data?.onHand ?? 0;
  const reserved = now.data?.reserved ?? 0;
  const isKnown = chosen !== null && now.data !== undefined;
  const change = changeOf(way, text, onHand);
  const send = useAdjustStock((stock: Stock) => {
    toast({ tone: "good", text: words.done(stock.sku.code, String(stock.onHand), stock.warehouse.name) });
    onClose();
  });
  const { form, isTried, onTry, errorOf } = useForm(send.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    onTry();
    if (!isOnline || !isKnown || typeof change !== "number" || chosen === null) return;
    send.mutate(
      {
        warehouseId: chosen,
        skuId: sku.id,
        change,
        reason,
        note: note.trim() || null,
        // A count is about what was seen; goods that come in or go do not care.
        ...(way === "count" ? { seenOnHand: onHand } : {}),
      },
      {
        onError: (refusal) => {
          setMoved(refusal.problem.code === "stale");
          void cache.invalidateQueries({ queryKey: stockKeys.one(stockId(ref)) });
        },
      },
    );
  }

  const options = (places.data?.items ?? []).map((w) => ({ value: w.id, label: w.name, end: w.code }));
  return (
    <Dialog
      title={words.title}
      sub={warehouse ? `${sku.code} · ${warehouse.name}` : `${sku.code} · ${sku.name}`}
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(text !== "" || note !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="adjust"
            look="primary"
            isPending={send.isPending}
            isDisabled={!isOnline || (chosen !== null && !isKnown)}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      <form ref={form} id="adjust" className={cell.form} onSubmit={submit} noValidate>
        {moved && <Alert tone="warning">{words.moved}</Alert>}
        {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
        {!warehouse && (
          <Select
            label={words.warehouse}
            placeholder={words.chooseWarehouse}
            isRequired
            value={chosen}
            onChange={setChosen}
            options={options}
            error={errorOf("warehouseId", chosen ?? "")}
          />
        )}
        <Segmented
          label={words.way}
          options={ways.map((w) => ({ value: w, label: words.ways[w] }))}
          value={way}
          onChange={(w) => {
            setWay(w);
            setReason(reasons[w][0] ?? "other");
          }}
        />
        <div className={styles.split}>
          <Field
            name="change"
            label={words.quantity[way]}
            isRequired
            autoFocus={warehouse !== undefined}
            inputMode="numeric"
            autoComplete="off"
            maxLength={10}
            value={text}
            onChange={setText}
            hint={words.wayHints[way]}
            error={
              isTried && change === "wrong"
                ? words.quantityWrong[way === "count" ? "count" : "add"]
                : errorOf("change", "given")
            }
          />
          <Select
            label={words.reason}
            isRequired
            value={reason}
            onChange={(r) => setReason(reasons[way].find((known) => known === r) ?? "other")}
            options={reasons[way].map((r) => ({ value: r, label: m.inventory.reason[r] }))}
            error={errorOf("reason", reason)}
          />
        </div>
        <Field
          name="note"
          label={words.note}
          maxLength={500}
          value={note}
          onChange={setNote}
          hint={words.noteHint}
          error={errorOf("note", "given")}
        />
        {chosen !== null &&
          (now.error && now.data === undefined ? (
            <Failure refusal={now.error} onRetry={() => now.refetch()} isRetrying={now.isFetching} />
          ) : now.data === undefined ? (
            <Waiting lines={1} />
          ) : (
            <Outcome onHand={onHand} reserved={reserved} isFirst={now.data === null} change={change} />
          ))}
      </form>
    </Dialog>
  );
}

interface OutcomeProps {
  onHand: number;
  reserved: number;
  isFirst: boolean;
  change: ReturnType<typeof changeOf>;
}

/* What stands there, and what will. */
function Outcome({ onHand, reserved, isFirst, change }: OutcomeProps) {
  const { m, f } = useI18n();
  const words = m.inventory.adjustment;
  const after = typeof change === "number" ? onHand + change : null;
  return (
    <div className={styles.outcome} role="status">
      <p>{isFirst ? words.first : words.now(f.number(onHand), f.number(reserved))}</p>
      {change === "nothing" && <p>{words.nothing}</p>}
      {after !== null &&
        (after < reserved || after < 0 ? (
          <p className={styles.bad}>{words.below(f.number(reserved))}</p>
        ) : (
          <p>
            <b>{words.will(f.number(after), f.number(after - reserved))}</b>
          </p>
        ))}
    </div>
  );
}
