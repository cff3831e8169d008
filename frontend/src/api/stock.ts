import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { StockRow } from "./types";
import { skuKeys } from "./warehouse-skus";
import { useWrite } from "./write";

export type StockQuery = NonNullable<paths["/stock"]["get"]["parameters"]["query"]>;
/* A row of stock has no id of its own: warehouse and SKU name it. */
export type Stock = StockRow & { id: string };
export interface StockPage {
  items: Stock[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export interface StockRef {
  warehouseId: string;
  skuId: string;
}
export const stockKeys = keysFor("stock");
const movementKeys = keysFor("stock-movements");
const reservationKeys = keysFor("stock-reservations");

export const stockId = ({ warehouseId, skuId }: StockRef) => `${warehouseId}-${skuId}`;
export const withId = (row: StockRow): Stock => ({
  ...row,
  id: stockId({ warehouseId: row.warehouse.id, skuId: row.sku.id }),
});

export const useStock = (filter: StockQuery) =>
  useQuery({
    queryKey: stockKeys.page(filter),
    queryFn: async ({ signal }): Promise<StockPage> => {
      const page = await ok(api.GET("/stock", { params: { query: filter }, signal }));
      return { ...page, items: page.items.map(withId) };
    },
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(15_000),
  });

/* One row; null when the SKU was never in that warehouse. */
export const useStockRow = ({ warehouseId, skuId }: StockRef, isWanted = true) =>
  useQuery({
    queryKey: stockKeys.one(stockId({ warehouseId, skuId })),
    queryFn: async ({ signal }): Promise<Stock | null> => {
      const page = await ok(api.GET("/stock", { params: { query: { warehouseId, skuId, limit: 1 } }, signal }));
      return page.items[0] ? withId(page.items[0]) : null;
    },
    enabled: isWanted,
    refetchInterval: every(15_000),
  });

export const useMovements = (ref: StockRef, cursor: string) =>
  useQuery({
    queryKey: movementKeys.page({ ...ref, cursor }),
    queryFn: ({ signal }) =>
      ok(
        api.GET("/stock-movements", {
          params: { query: { ...ref, limit: 50, ...(cursor ? { cursor } : {}) } },
          signal,
        }),
      ),
    refetchInterval: every(15_000),
  });

export const useReservations = (ref: StockRef) =>
  useQuery({
    queryKey: reservationKeys.page(ref),
    queryFn: ({ signal }) => ok(api.GET("/stock-reservations", { params: { query: { ...ref } }, signal })),
    refetchInterval: every(15_000),
  });

/* Answers the row as it now is; everything that shows stock is read again. */
export function useAdjustStock(onDone: (stock: Stock) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: components["schemas"]["AdjustStock"], key) =>
      ok(api.POST("/stock-adjustments", { body, params: { header: writing(key) } })),
    (row) => {
      const stock = withId(row);
      cache.setQueryData(stockKeys.one(stock.id), stock);
      cache.setQueriesData<StockPage>({ queryKey: stockKeys.pages }, (page) =>
        page?.items.some((s) => s.id === stock.id)
          ? { ...page, items: page.items.map((s) => (s.id === stock.id ? stock : s)) }
          : page,
      );
      for (const queryKey of [stockKeys.pages, movementKeys.all, reservationKeys.all, skuKeys.all, ["skus"]])
        void cache.invalidateQueries({ queryKey });
      onDone(stock);
    },
  );
}
