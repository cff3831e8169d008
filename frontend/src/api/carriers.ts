import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMay } from "./auth";
import { api, seen, writing } from "./client";
import { ok } from "./refusal";
import type { components } from "./schema";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type CarrierMapping = Schemas["CarrierMapping"];

const mappingsKey = ["carrier-mappings"] as const;

/* Carriers to choose from; any other may be typed. */
export const useCarriers = () => {
  const may = useMay();
  return useQuery({
    enabled: may("order_view"),
    queryKey: ["carriers"],
    queryFn: ({ signal }) => ok(api.GET("/carriers", { signal })),
    staleTime: 60_000,
  });
};

/* What platforms call them, where that differs. */
export const useCarrierMappings = () => {
  const may = useMay();
  return useQuery({
    enabled: may("store_view"),
    queryKey: mappingsKey,
    queryFn: ({ signal }) => ok(api.GET("/carrier-mappings", { signal })),
    staleTime: 60_000,
  });
};

export function useSetCarrier(onDone: (mapping: CarrierMapping) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["SetCarrierMapping"], key) =>
      ok(api.POST("/carrier-mappings", { body, params: { header: writing(key) } })),
    (mapping) => {
      void cache.invalidateQueries({ queryKey: mappingsKey });
      onDone(mapping);
    },
  );
}

export function useDropCarrier(onDone: (mapping: CarrierMapping) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version }: CarrierMapping) =>
      ok(api.DELETE("/carrier-mappings/{id}", { params: { path: { id }, header: seen(version) } })).catch((error) => {
        void cache.invalidateQueries({ queryKey: mappingsKey });
        throw error;
      }),
    (_, mapping) => {
      void cache.invalidateQueries({ queryKey: mappingsKey });
      onDone(mapping);
    },
  );
}
