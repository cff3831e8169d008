import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { refreshOrders, useDispatchOrder } from "../../api/orders";
import type { Order, OrderRow } from "../../api/types";
import { useChannels, useWarehouses } from "../../api/warehouses";
import { Alert, Refused } from "../../components/Alert";
import { Badge } from "../../components/Badge";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Select } from "../../components/Select";
import { Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { useOnline } from "../../lib/online";
import { getPrefs, setPrefs } from "../../lib/prefs";
import { Changed } from "./Changed";
import styles from "./Details.module.css";
import { DispatchLines } from "./DispatchLines";
import { addressLines } from "./OrderTabs";
import { useSeen } from "./useSeen";

/* One order: recipient and lines for a last check, warehouse, channel. A refusal leaves the dialog open. */
export function DispatchOne({ row, onClose }: { row: OrderRow; onClose: () => void }) {
  const { m } = useI18n();
  const cache = useQueryClient();
  const words = m.orders.dispatch;
  const isOnline = useOnline();
  const { order, changed, ...seen } = useSeen(row.id);
  const form = useRef<HTMLFormElement>(null);
  const last = getPrefs().lastChoice[row.store.id];
  const warehouses = useWarehouses();
  const usable = warehouses.data?.items.filter((w) => w.dropshipping) ?? [];
  const [chosenWarehouse, setWarehouse] = useState<string | null>(null);
  const warehouse =
    usable.find((w) => w.id === (chosenWarehouse ?? last?.warehouseId)) ??
    (usable.length === 1 ? usable[0] : undefined);
  const channels = useChannels(warehouse?.id ?? null);
  const offered = channels.data?.items ?? [];
  const [chosenChannel, setChannel] = useState<string | null>(null);
  const channel =
    offered.find((c) => c.id === (chosenChannel ?? last?.channelId)) ?? (offered.length === 1 ? offered[0] : undefined);
  const [missing, setMissing] = useState<{ warehouse?: string; channel?: string }>({});

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
    return said && (m.problem.field[said.code] ?? said.detail);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!order || !isOnline) return;
    if (!warehouse || !channel) {
      setMissing({
        warehouse: warehouse ? undefined : words.chooseWarehouse,
        channel: channel ? undefined : warehouse ? words.chooseChannel : words.warehouseFirst,
      });
      return;
    }
    setMissing({});
    const choice = { warehouseId: warehouse.id, channelId: channel.id };
    setPrefs({ lastChoice: { ...getPrefs().lastChoice, [row.store.id]: choice } });
    send.mutate(
      { id: order.id, version: order.version, ...choice },
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
      isDirty={chosenChannel !== null && !send.isSuccess}
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
          <RecipientBox order={order} />
          <DispatchLines order={order} warehouseId={warehouse?.id ?? null} onBound={() => void bound()} />
          {warehouses.error ? (
            <Refused refusal={warehouses.error} />
          ) : (
            warehouses.data?.items.length === 0 && <Alert tone="warning">{words.noWarehouses}</Alert>
          )}
          <div className={styles.split}>
            <Select
              name="warehouseId"
              label={words.warehouse}
              placeholder={words.chooseWarehouse}
              isRequired
              value={warehouse?.id ?? null}
              error={missing.warehouse ?? fieldError("warehouseId")}
              onChange={(id) => {
                setWarehouse(id);
                setChannel(null);
                send.reset();
              }}
              options={(warehouses.data?.items ?? []).map((w) => ({
                value: w.id,
                label: w.name,
                end: w.code,
                isDisabled: !w.dropshipping,
                second: w.dropshipping ? undefined : words.noBusiness,
              }))}
            />
            <Select
              name="channelId"
              label={words.channel}
              placeholder={warehouse ? words.chooseChannel : words.warehouseFirst}
              isRequired
              isDisabled={!warehouse || offered.length === 0}
              value={channel?.id ?? null}
              error={missing.channel ?? fieldError("channelId")}
              onChange={(id) => {
                setChannel(id);
                send.reset();
              }}
              options={offered.map((c) => ({
                value: c.id,
                label: c.name,
                second: `${c.carrier} · ${c.serviceType}`,
                end: c.selfPickup ? words.selfPickup : undefined,
              }))}
            />
          </div>
          {channels.error && <Refused refusal={channels.error} />}
          {warehouse && channels.data && offered.length === 0 && <Alert tone="warning">{words.noChannels}</Alert>}
          {channel && (
            <dl className={styles.facts}>
              <div>
                <dt>{words.carrier}</dt>
                <dd>{channel.carrier}</dd>
              </div>
              <div>
                <dt>{words.service}</dt>
                <dd>
                  {channel.serviceType} {channel.selfPickup && <Badge tone="amber">{words.selfPickup}</Badge>}
                </dd>
              </div>
            </dl>
          )}
          {channel?.selfPickup && !send.error && (
            <Alert tone="warning" title={m.problem.title.label_required}>
              {m.problem.hint.label_required}
            </Alert>
          )}
        </form>
      )}
    </Dialog>
  );
}

function RecipientBox({ order }: { order: Order }) {
  const { m, f } = useI18n();
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
      {order.exception?.code === "address_incomplete" && <p className={styles.missing}>{order.exception.detail}</p>}
      {order.buyerNote && (
        <p className="dim">
          {m.orders.details.buyerNote}: {order.buyerNote}
        </p>
      )}
    </section>
  );
}
