/* Several reviewed outbound orders become one walk. What is in the way of one of them is said of it; it can be left out. */
import { useState } from "react";
import { useLocation } from "wouter";
import type { OutboundRow } from "../../api/types";
import { useAddWave } from "../../api/waves";
import { Alert, Refused } from "../../components/Alert";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { fieldSaid } from "../../components/fieldSaid";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import { useOnline } from "../../lib/online";
import { allows, reasonOf } from "./actions";
import styles from "./Outbound.module.css";

interface Props {
  rows: readonly OutboundRow[];
  onDone: () => void;
  onClose: () => void;
}

const most = 200;

export default function WaveDialog({ rows, onDone, onClose }: Props) {
  const i18n = useI18n();
  const { m, language } = i18n;
  const words = m.waves.make;
  const isOnline = useOnline();
  const [, navigate] = useLocation();
  const [left, setLeft] = useState(rows);
  const warehouses = [...new Map(left.map((row) => [row.warehouse.id, row.warehouse])).values()];
  const [warehouse] = warehouses;
  const send = useAddWave((wave) => {
    toast({ tone: "good", text: words.done(wave.waveNo, wave.orderCount) });
    onDone();
    navigate(`/waves?open=${wave.id}`);
  });
  const sentRows = send.variables?.outboundIds ?? [];
  const saidOf = (row: OutboundRow) => {
    const at = sentRows.indexOf(row.id);
    const said = at < 0 ? undefined : send.error?.problem.errors.find((e) => e.field === `outboundIds[${at}]`);
    if (said) return language === "en" ? sentence(said.detail) : fieldSaid(said, m);
    return allows(row, "wave") ? undefined : reasonOf("wave", row, i18n);
  };
  const stopped = left.filter((row) => saidOf(row) !== undefined);
  const units = left.reduce((n, row) => n + row.unitCount, 0);
  const canSend = warehouses.length === 1 && left.length <= most && left.length > 0 && stopped.length === 0 && isOnline;

  return (
    <Dialog
      title={words.title}
      sub={warehouses.length === 1 && warehouse ? warehouse.name : undefined}
      onClose={onClose}
      isBusy={send.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={send.isPending}>
            {m.common.cancel}
          </Button>
          <Button
            look="primary"
            isPending={send.isPending}
            isDisabled={!canSend}
            onPress={() =>
              warehouse && send.mutate({ warehouseId: warehouse.id, outboundIds: left.map((row) => row.id) })
            }
          >
            {words.confirm(left.length)}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {send.error && send.error.problem.errors.length === 0 && <Refused refusal={send.error} />}
        {warehouses.length > 1 && <Alert tone="warning">{words.oneWarehouse}</Alert>}
        {left.length > most && <Alert tone="warning">{words.tooMany(most)}</Alert>}
        {stopped.length > 0 && (
          <Alert tone="warning" title={words.stopped(stopped.length)}>
            <Button small onPress={() => setLeft(left.filter((row) => !stopped.includes(row)))}>
              {words.leaveOut}
            </Button>
          </Alert>
        )}
        <p className="dim">{words.lead(left.length, units)}</p>
        <ul className={styles.contents}>
          {left.map((row) => (
            <li key={row.id}>
              <b>{row.outboundNo}</b>
              <span className="dim">
                {row.customer.name}
                {warehouses.length > 1 && ` · ${row.warehouse.name}`}
              </span>
              <Button
                small
                look="quiet"
                icon="cross"
                label={words.remove(row.outboundNo)}
                onPress={() => setLeft(left.filter((other) => other !== row))}
              />
              {saidOf(row) && <span className={styles.wrong}>{saidOf(row)}</span>}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
