/* The view of the list of stock: what its address says, the rows for it, and the ways to move. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type StockPage, stockKeys, useStock } from "../../api/stock";
import { usePref } from "../../lib/prefs";
import { useListAddress } from "../../lib/useListAddress";
import { useSettled } from "../../lib/useSettled";
import { stockAddress, toStockQuery } from "./filters";

export function useStockView() {
  const cache = useQueryClient();
  const pageSize = usePref("pageSize");
  const list = useListAddress(stockAddress, pageSize);
  const query = useMemo(() => toStockQuery(list.filter, pageSize), [list.filter, pageSize]);
  const stock = useStock(query);
  const fresh = stock.isPlaceholderData ? undefined : stock.data?.items;
  const { rows, showAll } = useSettled(list.key, fresh);
  const refresh = async () => {
    await cache.invalidateQueries({ queryKey: stockKeys.pages });
    showAll(cache.getQueryData<StockPage>(stockKeys.page(query))?.items);
  };
  return { ...list, stock, rows, refresh, next: list.onNext(stock.isPlaceholderData ? null : stock.data?.nextCursor) };
}

export type StockView = ReturnType<typeof useStockView>;
