import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { ok } from "./refusal";

export const useWarehouses = () =>
  useQuery({
    queryKey: ["warehouses"],
    queryFn: ({ signal }) => ok(api.GET("/warehouses", { signal })),
    staleTime: 60_000,
  });

export const useChannels = (warehouseId: string | null) =>
  useQuery({
    queryKey: ["shipping-channels", warehouseId],
    queryFn: ({ signal }) =>
      ok(api.GET("/shipping-channels", { params: { query: { warehouseId: warehouseId ?? "" } }, signal })),
    enabled: warehouseId !== null,
    staleTime: 60_000,
  });
