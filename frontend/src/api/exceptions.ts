import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { refreshOrders } from "./orders";
import { every } from "./query";
import { ok } from "./refusal";
import type { components } from "./schema";
import type { OrderKind } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type ExceptionGroup = Schemas["ExceptionGroup"];
export type ExceptionSku = Schemas["ExceptionSku"];
export type StockFreed = Schemas["StockFreed"];
export const exceptionKeys = keysFor("exceptions");

export const useExceptions = () =>
  useQuery({
    queryKey: exceptionKeys.pages,
    queryFn: ({ signal }) => ok(api.GET("/order-exceptions", { signal })),
    refetchInterval: every(15_000),
  });

/* The platform SKUs that the orders of a group wait for. */
export const useExceptionSkus = (kind: OrderKind, key: string) =>
  useQuery({
    queryKey: exceptionKeys.page({ kind, key }),
    queryFn: ({ signal }) => ok(api.GET("/order-exceptions/skus", { params: { query: { kind, key } }, signal })),
  });

export interface Progress {
  retried: number;
  refused: number;
}

/* Retries every writeback of a group, fifty orders at a time; `onProgress` hears after each. */
export function useRetryGroup(onProgress: (progress: Progress) => void, onDone: (progress: Progress) => void) {
  const cache = useQueryClient();
  return useWrite(
    async ({ kind, code, key: about }: Pick<ExceptionGroup, "kind" | "code" | "key">, key) => {
      const sum = { retried: 0, refused: 0 };
      for (let afterId: string | null = null, part = 0; ; part++) {
        const answer: Schemas["Retried"] = await ok(
          api.POST("/order-exceptions/retry-writebacks", {
            body: { kind, code, key: about, afterId },
            // Each part is a request of its own; repeating the whole repeats its parts.
            params: { header: writing(`${key.slice(0, 56)}-${part}`) },
          }),
        );
        sum.retried += answer.retried;
        sum.refused += answer.refused;
        onProgress({ ...sum });
        if (answer.nextAfterId === null) return sum;
        afterId = answer.nextAfterId;
      }
    },
    (sum) => {
      void cache.invalidateQueries({ queryKey: exceptionKeys.all });
      void refreshOrders(cache);
      onDone(sum);
    },
  );
}
