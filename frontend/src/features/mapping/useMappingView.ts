/* The view of the list: what its address says, the rows for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type PlatformSkuPage, platformSkuKeys, usePlatformSkus } from "../../api/platform-skus";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { address, toQuery } from "./filters";

export function useMappingView() {
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(address, pageSize);
  const query = useMemo(() => toQuery(list.filter, pageSize), [list.filter, pageSize]);
  const skus = usePlatformSkus(query);
  const { rows, newer, showAll } = useSettled(list.key, skus.isPlaceholderData ? undefined : skus.data?.items);
  return {
    ...list,
    skus,
    rows,
    newer,
    showAll,
    next: list.onNext(skus.isPlaceholderData ? null : skus.data?.nextCursor),
    /* Reads again and shows what is new at once, because somebody asked for it. */
    refresh: async () => {
      await cache.invalidateQueries({ queryKey: platformSkuKeys.all });
      showAll(cache.getQueryData<PlatformSkuPage>(platformSkuKeys.page(query))?.items);
    },
  };
}

export type MappingView = ReturnType<typeof useMappingView>;
