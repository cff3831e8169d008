import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { refreshOrders } from "./orders";
import { outboundKeys } from "./outbound";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { Outbound, Wave, WaveRow } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type WaveQuery = NonNullable<paths["/waves"]["get"]["parameters"]["query"]>;
export interface WavePage {
  items: WaveRow[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export const waveKeys = keysFor("waves");

export const useWaves = (filter: WaveQuery) =>
  useQuery({
    queryKey: waveKeys.page(filter),
    queryFn: ({ signal }): Promise<WavePage> => ok(api.GET("/waves", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(15_000),
  });

export const useWave = (id: string) =>
  useQuery({
    queryKey: waveKeys.one(id),
    queryFn: ({ signal }): Promise<Wave> => ok(api.GET("/waves/{id}", { params: { path: { id } }, signal })),
    refetchInterval: every(15_000),
  });

/* A wave moves its outbound orders, and those their platform orders. */
function useMoved() {
  const cache = useQueryClient();
  return (wave?: Wave) => {
    if (wave) cache.setQueryData(waveKeys.one(wave.id), wave);
    void cache.invalidateQueries({ queryKey: waveKeys.all });
    void cache.invalidateQueries({ queryKey: outboundKeys.all });
    void refreshOrders(cache);
  };
}

export function useAddWave(onDone: (wave: Wave) => void) {
  const moved = useMoved();
  return useWrite(
    (body: Schemas["AddWave"], key) => ok(api.POST("/waves", { body, params: { header: writing(key) } })),
    (wave) => {
      moved(wave);
      onDone(wave);
    },
  );
}

export function usePickWave(onDone: (wave: Wave) => void) {
  const moved = useMoved();
  return useWrite(
    ({ id }: { id: string }, key) =>
      ok(api.POST("/waves/{id}/pick", { params: { path: { id }, header: writing(key) } })),
    (wave) => {
      moved(wave);
      onDone(wave);
    },
  );
}

/* What a customer has in a warehouse, to make an outbound order of; nothing before both are chosen. */
export const useGoods = (customerId: string | null, warehouseId: string | null, q: string) =>
  useQuery({
    queryKey: ["goods", customerId, warehouseId, q],
    queryFn: ({ signal }) =>
      ok(
        api.GET("/stock", {
          params: { query: { customerId: customerId ?? "", warehouseId: warehouseId ?? "", q, limit: 20 } },
          signal,
        }),
      ),
    enabled: customerId !== null && warehouseId !== null && q !== "",
    placeholderData: keepPreviousData,
  });

/* An outbound order that no platform knows of. */
export function useAddOutbound(onDone: (outbound: Outbound) => void) {
  const moved = useMoved();
  return useWrite(
    (body: Schemas["AddOutbound"], key) => ok(api.POST("/outbound-orders", { body, params: { header: writing(key) } })),
    (outbound) => {
      moved();
      onDone(outbound);
    },
  );
}
