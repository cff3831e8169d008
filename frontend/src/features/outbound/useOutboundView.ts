/* The view of the list: what its address says, the rows for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type OutboundPage, outboundKeys, useOutbounds } from "../../api/outbound";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { address, toQuery } from "./filters";

export function useOutboundView() {
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const query = useMemo(() => toQuery(list.filter, pageSize), [list.filter, pageSize]);
  const outbounds = useOutbounds(query);
  const fresh = outbounds.isPlaceholderData ? undefined : outbounds.data?.items;
  const { rows, newer, showAll } = useSettled(list.key, fresh);
  return {
    ...list,
    outbounds,
    rows,
    newer,
    showAll,
    next: list.onNext(outbounds.isPlaceholderData ? null : outbounds.data?.nextCursor),
    /* Reads again and shows what is new at once, because somebody asked for it. */
    refresh: async () => {
      await cache.invalidateQueries({ queryKey: outboundKeys.all });
      showAll(cache.getQueryData<OutboundPage>(outboundKeys.page(query))?.items);
    },
  };
}

export type OutboundView = ReturnType<typeof useOutboundView>;
