import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { keysFor } from "./keys";
import { every } from "./query";
import { ok } from "./refusal";

export const storeKeys = keysFor("stores");

export const useStores = () =>
  useQuery({
    queryKey: storeKeys.pages,
    queryFn: ({ signal }) => ok(api.GET("/stores", { signal })),
    refetchInterval: every(30_000),
  });

export const usePlatforms = () =>
  useQuery({
    queryKey: ["platforms"],
    queryFn: ({ signal }) => ok(api.GET("/platforms", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
