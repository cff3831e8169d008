import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { ok } from "./refusal";
import type { OrderKind } from "./types";

export const useWarehouses = () =>
  useQuery({
    queryKey: ["warehouses"],
    queryFn: ({ signal }) => ok(api.GET("/warehouses", { signal })),
    staleTime: 60_000,
  });

/* Channels for the orders of one kind: its business decides which are offered. */
export const useChannels = (warehouseId: string | null, kind: OrderKind = "b2c") =>
  useQuery({
    queryKey: ["shipping-channels", warehouseId, kind],
    queryFn: ({ signal }) =>
      ok(api.GET("/shipping-channels", { params: { query: { warehouseId: warehouseId ?? "", kind } }, signal })),
    enabled: warehouseId !== null,
    staleTime: 60_000,
  });
