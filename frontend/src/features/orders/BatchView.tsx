/* Several orders at once: their numbers as tags, one warehouse and channel, and what would happen before it does. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useRehearsal, useStartBatch } from "../../api/batches";
import type { OrderRow } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { fieldSaid } from "../../components/fieldSaid";
import { Icon } from "../../components/Icon";
import { Failure } from "../../components/States";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import styles from "./Batch.module.css";
import { batchMost } from "./batch-most";
import details from "./Details.module.css";
import { PlaceFields } from "./PlaceFields";
import { RehearsalOfBatch } from "./Rehearsal";
import { usePlace } from "./usePlace";

interface Props {
  orders: readonly OrderRow[];
  onLeft: (orders: readonly OrderRow[]) => void;
  onStarted: (batchId: string) => void;
  onClose: () => void;
}

export function BatchView({ orders, onLeft, onStarted, onClose }: Props) {
  const { m } = useI18n();
  const words = m.orders.batch;
  const isOnline = useOnline();
  const form = useRef<HTMLFormElement>(null);
  const place = usePlace([...new Set(orders.map((o) => o.store.id))]);
  const { warehouse, channel, missing } = place;
  const [before, setBefore] = useState<readonly OrderRow[] | null>(null); // what the last removal can be undone to
  const tooMany = orders.length > batchMost;
  const oneOnly = channel?.selfPickup ?? false;
  const asks = warehouse !== undefined && channel !== undefined && !tooMany && !oneOnly && orders.length > 0;
  const rehearsed = useRehearsal(
    asks ? { orderIds: orders.map((o) => o.id), warehouseId: warehouse.id, channelId: channel.id } : null,
  );
  const rehearsal = asks ? rehearsed.data : undefined;
  const send = useStartBatch((batch) => onStarted(batch.id));

  useEffect(() => {
    if (missing.warehouse || missing.channel) {
      form.current?.querySelector<HTMLElement>("[data-invalid] button:not(:disabled)")?.focus();
    }
  }, [missing]);

  const leave = (left: readonly OrderRow[]) => {
    setBefore(orders);
    send.reset();
    onLeft(left);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    const choice = place.choice();
    if (!choice || !rehearsal || rehearsed.isPlaceholderData || !isOnline) return;
    // The versions that were rehearsed are those that were seen.
    send.mutate({ orders: rehearsal.orders.map((o) => ({ id: o.orderId, version: o.version })), ...choice });
  }

  return (
    <Dialog
      title={words.title}
      sub={m.orders.selected(orders.length)}
      size="l"
      onClose={onClose}
      isBusy={send.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            type="submit"
            form="batch"
            look="primary"
            icon="dispatch"
            isPending={send.isPending}
            isDisabled={!isOnline || oneOnly || tooMany || orders.length === 0 || rehearsal?.go === 0}
          >
            {m.orders.dispatch.confirm}
          </Button>
        </>
      }
    >
      <form id="batch" ref={form} className={details.form} onSubmit={submit} noValidate>
        {send.error && <Refused refusal={send.error} />}
        {orders.length === 0 && <Alert tone="info">{words.none}</Alert>}
        {tooMany && <Alert tone="warning">{words.tooMany(batchMost, orders.length - batchMost)}</Alert>}
        {oneOnly && (
          <Alert tone="warning" title={words.oneOnlyTitle}>
            {words.oneOnly}
          </Alert>
        )}
        <div>
          <ul className={styles.tags} aria-label={words.tags}>
            {orders.map((order) => (
              <li key={order.id}>
                <span title={order.store.name}>{order.orderNo}</span>
                {oneOnly && (
                  <button type="button" aria-label={words.keepNo(order.orderNo)} onClick={() => onLeft([order])}>
                    {words.keep}
                  </button>
                )}
                <button
                  type="button"
                  aria-label={words.remove(order.orderNo)}
                  onClick={() => leave(orders.filter((o) => o !== order))}
                >
                  <Icon name="cross" size={12} />
                </button>
              </li>
            ))}
          </ul>
          {before && before.length > orders.length && (
            <p className={styles.undo} role="status">
              {words.removed(before.length - orders.length)}
              <Button small look="quiet" onPress={() => onLeft(before)}>
                {m.common.undo}
              </Button>
            </p>
          )}
        </div>
        <PlaceFields
          place={place}
          fieldError={(field) => {
            const said = send.error?.problem.errors.find((e) => e.field === field);
            return said && fieldSaid(said, m);
          }}
          onChange={send.reset}
        />
        {rehearsed.error && asks ? (
          <Failure refusal={rehearsed.error} onRetry={() => rehearsed.refetch()} isRetrying={rehearsed.isFetching} />
        ) : asks ? (
          <RehearsalOfBatch
            rehearsal={rehearsal}
            isOld={rehearsed.isPlaceholderData}
            onRemove={(ids) => leave(orders.filter((o) => !ids.includes(o.id)))}
          />
        ) : (
          !oneOnly && !tooMany && orders.length > 0 && <p className="dim">{words.chooseFirst}</p>
        )}
        {rehearsal?.go === 0 && <Alert tone="warning">{words.noneGoes}</Alert>}
      </form>
    </Dialog>
  );
}
