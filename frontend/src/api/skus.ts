import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, writing } from "./client";
import { ok } from "./refusal";
import type { components } from "./schema";
import type { SkuMapping } from "./types";
import { useWrite } from "./write";

export interface SkuSearch {
  q: string;
  warehouseId: string | null;
}

/* Warehouse SKUs by code, name or barcode, from one letter on; with stock there when a warehouse is named. */
export const useSkuSearch = ({ q, warehouseId }: SkuSearch) =>
  useQuery({
    queryKey: ["skus", "page", { q, warehouseId }],
    queryFn: ({ signal }) =>
      ok(api.GET("/skus", { params: { query: { q, limit: 20, ...(warehouseId ? { warehouseId } : {}) } }, signal })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

export const useBindSku = (onDone: (mapping: SkuMapping) => void) =>
  useWrite(
    (body: components["schemas"]["BindSku"], key) =>
      ok(api.POST("/sku-mappings", { body, params: { header: writing(key) } })),
    onDone,
  );
