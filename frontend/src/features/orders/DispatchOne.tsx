import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { refreshOrders, useDispatchOrder } from "../../api/orders";
import type { Order, OrderRow } from "../../api/types";
import { Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Field } from "../../components/Field";
import { fieldSaid } from "../../components/fieldSaid";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { exceptionWords } from "../../parts/exceptionWords";
import { LabelField } from "../../parts/labels/LabelField";
import { useUpload } from "../../parts/labels/useUpload";
import { isTrackingNo } from "../../parts/trackingNo";
import { BuyerChange } from "./acknowledge/BuyerChange";
import { ShipTo } from "./acknowledge/ShipTo";
import { Changed } from "./Changed";
import styles from "./Details.module.css";
import { DispatchLines } from "./DispatchLines";
import { addressLines } from "./OrderTabs";
import { PlaceFields } from "./PlaceFields";
import { RehearsalLine } from "./Rehearsal";
import { usePlace } from "./usePlace";
import { useSeen } from "./useSeen";

/* One order: recipient and lines for a last check, warehouse, channel. A refusal leaves the dialog open. */
export function DispatchOne({ row, onClose }: { row: OrderRow; onClose: () => void }) {
  const { m } = useI18n();
  const cache = useQueryClient();
  const words = m.orders.dispatch;
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row.id);
  const form = useRef<HTMLFormElement>(null);
  const place = usePlace([row.store.id], row.kind, order?.acknowledgement?.warehouse?.id);
  const { warehouse, channel, missing } = place;
  const upload = useUpload();
  const [trackingNo, setTrackingNo] = useState("");
  const [isTried, setTried] = useState(false);
  const needsLabel = channel?.selfPickup ?? false;
  const isLabelled = upload.labelId !== null && isTrackingNo(trackingNo);

  // After each try the first wrong field has the focus, and a refusal is in sight.
  useEffect(() => {
    if (missing.warehouse || missing.channel) {
      form.current?.querySelector<HTMLElement>("[data-invalid] button:not(:disabled)")?.focus();
    }
  }, [missing]);

  const send = useDispatchOrder((now) => {
    toast({ tone: "good", text: words.done(now.orderNo, now.warehouse?.name ?? warehouse?.name ?? "") });
    onClose();
  });
  const fieldError = (field: string) => {
    const said = send.error?.problem.errors.find((e) => e.field === field);
    return said && fieldSaid(said, m);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!order || !isOnline) return;
    const choice = place.choice();
    setTried(true);
    if (!choice) return;
    if (needsLabel && !isLabelled) {
      setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    const label = needsLabel ? { labelId: upload.labelId, trackingNo: trackingNo.trim() } : {};
    send.mutate(
      { id: order.id, version: order.version, ...choice, ...label },
      {
        onError: (refusal) => {
          form.current?.scrollIntoView({ block: "start" });
          void seen.onRefused(refusal);
        },
      },
    );
  }

  async function bound() {
    await seen.adopt();
    void refreshOrders(cache);
    // The search field is gone: on to the next one, or to the first choice.
    setTimeout(() => form.current?.querySelector<HTMLElement>("[role=combobox], button[aria-haspopup]")?.focus());
  }

  return (
    <Dialog
      title={words.title}
      sub={`${m.orders.order(row.orderNo)} · ${row.store.name}`}
      size="l"
      onClose={onClose}
      isBusy={send.isPending}
      isDirty={(place.isTouched || upload.file !== null || trackingNo !== "") && !send.isSuccess}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="dispatch"
            look="primary"
            icon="dispatch"
            isPending={send.isPending}
            isDisabled={!order || !isOnline}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      {!order ? (
        seen.error ? (
          <Failure refusal={seen.error} onRetry={seen.retry} isRetrying={seen.isRetrying} />
        ) : (
          <Waiting lines={6} />
        )
      ) : (
        <form id="dispatch" ref={form} className={styles.form} onSubmit={submit} noValidate>
          <Changed parts={changed} />
          {send.error && send.error.problem.code !== "stale" && <Refused refusal={send.error} />}
          <BuyerChange order={order} />
          <RecipientBox order={order} />
          <ShipTo order={order} onGiven={() => void seen.adopt()} />
          <DispatchLines order={order} warehouseId={warehouse?.id ?? null} onBound={() => void bound()} />
          <PlaceFields place={place} fieldError={fieldError} onChange={send.reset} />
          {warehouse && channel && !send.error && (
            <RehearsalLine
              orderId={order.id}
              version={order.version}
              warehouseId={warehouse.id}
              channelId={channel.id}
            />
          )}
          {needsLabel && (
            <div className={styles.split}>
              <LabelField
                upload={upload}
                error={fieldError("labelId") ?? (isTried && !upload.file ? m.labels.needed : undefined)}
              />
              <Field
                name="trackingNo"
                label={m.labels.trackingNo}
                isRequired
                autoComplete="off"
                spellCheck="false"
                maxLength={64}
                value={trackingNo}
                onChange={setTrackingNo}
                hint={m.labels.trackingHint}
                error={
                  fieldError("trackingNo") ??
                  (isTried && !isTrackingNo(trackingNo)
                    ? trackingNo.trim() === ""
                      ? m.common.required
                      : m.outbound.ship.trackingWrong
                    : undefined)
                }
              />
            </div>
          )}
        </form>
      )}
    </Dialog>
  );
}

function RecipientBox({ order }: { order: Order }) {
  const { m, f, language } = useI18n();
  const { recipient } = order;
  const words = m.orders.dispatch;
  return (
    <section className={styles.box} aria-label={words.recipient}>
      <h3>{words.recipient}</h3>
      <p>
        {recipient.name ?? <span className={styles.missing}>{m.orders.details.missing}</span>}
        {recipient.phone && <span className="dim"> · {recipient.phone}</span>}
      </p>
      <p>{addressLines(recipient, f.country).join(", ") || m.common.none}</p>
      {order.exception?.code === "address_incomplete" && (
        <p className={styles.missing}>{exceptionWords(order.exception.detail, m, language)}</p>
      )}
      {order.buyerNote && (
        <p className="dim">
          {m.orders.details.buyerNote}: {order.buyerNote}
        </p>
      )}
    </section>
  );
}
