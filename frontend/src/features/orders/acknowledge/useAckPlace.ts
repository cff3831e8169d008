/* The warehouse an order is answered from, and the sheet of what it has. The last choice for the store is offered
 * first, and the only warehouse there is needs no choosing. */
import { useState } from "react";
import { useAcknowledgementSheet } from "../../../api/acknowledgements";
import { useWarehouses } from "../../../api/warehouses";
import { getPrefs, setPrefs } from "../../../lib/prefs";
import { isUsable } from "../usePlace";

export function useAckPlace(orderId: string, storeId: string) {
  const warehouses = useWarehouses();
  const all = warehouses.data?.items ?? [];
  const usable = all.filter((w) => isUsable(w, "b2b"));
  const [chosen, setChosen] = useState<string | null>(null);
  const last = getPrefs().lastChoice[storeId]?.warehouseId;
  const warehouse = usable.find((w) => w.id === (chosen ?? last)) ?? (usable.length === 1 ? usable[0] : undefined);
  const query = useAcknowledgementSheet(orderId, warehouse?.id ?? null);
  return {
    warehouses,
    all,
    warehouse,
    choose: setChosen,
    sheet: query.data,
    /* What is shown is of the warehouse before. */
    isOld: query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
    isRetrying: query.isFetching,
    remember: () => {
      if (!warehouse) return;
      const kept = getPrefs().lastChoice;
      setPrefs({ lastChoice: { ...kept, [storeId]: { channelId: "", ...kept[storeId], warehouseId: warehouse.id } } });
    },
  };
}

export type AckPlaceChoice = ReturnType<typeof useAckPlace>;
