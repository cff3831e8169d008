/* Where to: a warehouse the person may use and one of its channels. What was chosen last for the store is
 * offered first, and the only one there is needs no choosing. */
import { useState } from "react";
import type { OrderKind, Warehouse } from "../../api/types";
import { useChannels, useWarehouses } from "../../api/warehouses";
import { useI18n } from "../../i18n";
import { getPrefs, setPrefs } from "../../lib/prefs";

/* Whether the customer has the business there that orders of the kind need. */
export const isUsable = (warehouse: Warehouse, kind: OrderKind) =>
  kind === "b2b" ? warehouse.b2b : warehouse.dropshipping;

/* `stores` of the orders; the last choice is kept for each. `first` is the warehouse that is offered where there is a
 * better reason than the last choice: the goods are held there. */
export function usePlace(stores: readonly string[], kind: OrderKind = "b2c", first?: string) {
  const { m } = useI18n();
  const words = m.orders.dispatch;
  const last = stores[0] === undefined ? undefined : getPrefs().lastChoice[stores[0]];
  const warehouses = useWarehouses();
  const usable = warehouses.data?.items.filter((w) => isUsable(w, kind)) ?? [];
  const [chosenWarehouse, setWarehouse] = useState<string | null>(null);
  const warehouse =
    usable.find((w) => w.id === (chosenWarehouse ?? first ?? last?.warehouseId)) ??
    (usable.length === 1 ? usable[0] : undefined);
  const channels = useChannels(warehouse?.id ?? null, kind);
  const offered = channels.data?.items ?? [];
  const [chosenChannel, setChannel] = useState<string | null>(null);
  const channel =
    offered.find((c) => c.id === (chosenChannel ?? last?.channelId)) ?? (offered.length === 1 ? offered[0] : undefined);
  const [missing, setMissing] = useState<{ warehouse?: string; channel?: string }>({});

  return {
    kind,
    warehouses,
    warehouse,
    channels,
    offered,
    channel,
    missing,
    isTouched: chosenChannel !== null,
    chooseWarehouse: (id: string) => {
      setWarehouse(id);
      setChannel(null);
    },
    chooseChannel: setChannel,
    /* The choice as the API takes it, kept for the next time; null with a word on what is missing. */
    choice: () => {
      if (!warehouse || !channel) {
        setMissing({
          warehouse: warehouse ? undefined : words.chooseWarehouse,
          channel: channel ? undefined : warehouse ? words.chooseChannel : words.warehouseFirst,
        });
        return null;
      }
      setMissing({});
      const choice = { warehouseId: warehouse.id, channelId: channel.id };
      const each = Object.fromEntries(stores.map((store) => [store, choice]));
      setPrefs({ lastChoice: { ...getPrefs().lastChoice, ...each } });
      return choice;
    },
  };
}

export type Place = ReturnType<typeof usePlace>;
