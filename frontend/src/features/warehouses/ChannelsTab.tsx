import { type ReactNode, useMemo, useState } from "react";
import { Link } from "wouter";
import type { ShippingChannel, Warehouse } from "../../api/types";
import { useAllChannels, useAllWarehouses, useChangeChannel } from "../../api/warehouse-admin";
import { Button } from "../../components/Button";
import cell from "../../components/Cell.module.css";
import { cx } from "../../components/cx";
import type { Column } from "../../components/DataTable";
import { ListCard } from "../../components/ListCard";
import { Empty, Failure, Waiting } from "../../components/States";
import { toast } from "../../components/toast";
import bar from "../../components/ViewBar.module.css";
import { type I18n, useI18n } from "../../i18n";
import { Actions, type ListCells, Main, OnOff } from "../../parts/cells";
import { SwitchAsk } from "../../parts/SwitchAsk";
import { AddChannel, EditChannel, useSeenChannel } from "./ChannelForm";
import styles from "./Warehouses.module.css";

type Cells = ListCells<ShippingChannel>;
type Asking = { what: "add" } | { what: "edit" | "turn"; row: ShippingChannel };

const columnsOf = ({ m }: I18n): Column<ShippingChannel, Cells>[] => {
  const words = m.warehouses.column;
  return [
    {
      id: "name",
      label: words.name,
      width: 190,
      fixed: true,
      cell: (ch, c) => (
        <span className={cell.two}>
          <Main text={ch.name} onOpen={() => c.edit?.(ch)} />
          <small className="mono">{ch.code}</small>
        </span>
      ),
    },
    { id: "carrier", label: words.carrier, width: 110, cell: (ch) => <span title={ch.carrier}>{ch.carrier}</span> },
    {
      id: "serviceType",
      label: words.serviceType,
      width: 146,
      cell: (ch) => <span title={ch.serviceType}>{ch.serviceType}</span>,
    },
    {
      id: "selfPickup",
      label: words.selfPickup,
      width: 136,
      cell: (ch, c) => {
        const text = ch.selfPickup ? c.m.warehouses.selfPickup : c.m.warehouses.ownLabel;
        return (
          <span className={ch.selfPickup ? undefined : "dim"} title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: "rate",
      label: words.rate,
      width: 166,
      cell: (ch, c) =>
        c.m.warehouses.rate(c.f.money(ch.rateBase, ch.rateCurrency), c.f.money(ch.ratePerKg, ch.rateCurrency)),
    },
    { id: "status", label: words.status, width: 108, fixed: true, cell: (ch, c) => <OnOff on={ch.enabled} m={c.m} /> },
    {
      id: "actions",
      label: words.actions,
      width: 168,
      fixed: true,
      cell: (ch, c) => <Actions row={ch} name={ch.name} cells={c} />,
    },
  ];
};

interface Props {
  warehouseId: string | null;
  hrefOf: (warehouseId: string) => string;
}

/* The channels of one warehouse, those not in use too. */
export function ChannelsTab({ warehouseId, hrefOf }: Props) {
  const { m } = useI18n();
  const words = m.warehouses;
  const warehouses = useAllWarehouses();
  const list = warehouses.data?.items;
  if (!list) {
    return warehouses.error ? (
      <Failure refusal={warehouses.error} onRetry={() => warehouses.refetch()} isRetrying={warehouses.isFetching} />
    ) : (
      <Waiting />
    );
  }
  // Those in use come first, and the first of them when none is named.
  const places = [...list.filter((w) => w.enabled), ...list.filter((w) => !w.enabled)];
  const warehouse = places.find((w) => w.id === warehouseId) ?? places[0];
  if (!warehouse) return <Empty icon="warehouse" title={words.empty.noWarehouse} />;
  return (
    <Channels key={warehouse.id} warehouse={warehouse}>
      <nav className={cx(bar.views, styles.places)} aria-label={words.filter.warehouse}>
        {places.map((w) => (
          <Link key={w.id} to={hrefOf(w.id)} aria-current={w.id === warehouse.id ? "true" : undefined}>
            {w.name}
          </Link>
        ))}
      </nav>
    </Channels>
  );
}

function Channels({ warehouse, children }: { warehouse: Warehouse; children: ReactNode }) {
  const i18n = useI18n();
  const words = i18n.m.warehouses;
  const query = useAllChannels(warehouse.id);
  const [asking, setAsking] = useState<Asking | null>(null);
  const cells = useMemo<Cells>(
    () => ({
      ...i18n,
      edit: (row) => setAsking({ what: "edit", row }),
      turn: (row) => setAsking({ what: "turn", row }),
    }),
    [i18n],
  );
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const add = (
    <Button look="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
      {words.channel.add}
    </Button>
  );
  const close = () => setAsking(null);
  return (
    <>
      <div className={styles.bar}>
        {children}
        {add}
      </div>
      <ListCard
        table="channels"
        label={words.tabs.channels}
        query={query}
        columns={columns}
        cells={cells}
        nameOf={(ch) => ch.name}
        onOpen={cells.edit}
        empty={
          <Empty icon="outbound" title={words.empty.channels} lead={words.empty.channelsLead}>
            {add}
          </Empty>
        }
      />
      {asking?.what === "add" && <AddChannel warehouse={warehouse} onClose={close} />}
      {asking?.what === "edit" && <EditChannel row={asking.row} onClose={close} />}
      {asking?.what === "turn" && <Turn row={asking.row} onClose={close} />}
    </>
  );
}

function Turn({ row, onClose }: { row: ShippingChannel; onClose: () => void }) {
  const i18n = useI18n();
  const words = i18n.m.warehouses;
  const enabling = !row.enabled;
  const seen = useSeenChannel(row, i18n);
  const send = useChangeChannel((ch) => {
    toast({ tone: "good", text: ch.enabled ? words.common.switchedOn(ch.name) : words.common.switchedOff(ch.name) });
    onClose();
  });
  return (
    <SwitchAsk row={row} words={words.channel} seen={seen} send={send} onClose={onClose}>
      <p>{enabling ? words.channel.onLead(seen.thing.name) : words.channel.offLead(seen.thing.name)}</p>
    </SwitchAsk>
  );
}
