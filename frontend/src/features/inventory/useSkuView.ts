/* The view of the list of SKUs: what its address says, the rows for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type SkuPage, skuKeys, useWarehouseSkus } from "../../api/warehouse-skus";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { skuAddress, toSkuQuery } from "./filters";

export function useSkuView() {
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(skuAddress, pageSize);
  const query = useMemo(() => toSkuQuery(list.filter, pageSize), [list.filter, pageSize]);
  const skus = useWarehouseSkus(query);
  const fresh = skus.isPlaceholderData ? undefined : skus.data?.items;
  const { rows, showAll } = useSettled(list.key, fresh);
  const refresh = async () => {
    await cache.invalidateQueries({ queryKey: skuKeys.pages });
    showAll(cache.getQueryData<SkuPage>(skuKeys.page(query))?.items);
  };
  return { ...list, skus, rows, refresh, next: list.onNext(skus.isPlaceholderData ? null : skus.data?.nextCursor) };
}

export type SkuView = ReturnType<typeof useSkuView>;
