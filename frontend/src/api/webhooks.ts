import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, seen, writing } from "./client";
import { keysFor } from "./keys";
import { ok } from "./refusal";
import type { components } from "./schema";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type Webhook = Schemas["Webhook"];
export type WebhookEvent = Schemas["WebhookEvent"];
export type NewWebhook = Schemas["NewWebhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type DeliveryState = Schemas["DeliveryState"];
export type StoreWebhook = Schemas["StoreWebhook"];
export type NewStoreWebhook = Schemas["NewStoreWebhook"];
export const webhookKeys = keysFor("webhooks");
const hookOf = (storeId: string) => ["store-webhook", storeId] as const;

export const useWebhooks = () =>
  useQuery({
    queryKey: webhookKeys.all,
    queryFn: ({ signal }) => ok(api.GET("/webhooks", { signal })),
    staleTime: 15_000,
  });

/* What it was told; read again every few seconds, because it is looked at while something is on its way. */
export const useDeliveries = (id: string, state: DeliveryState | null, cursor: string) =>
  useQuery({
    queryKey: [...webhookKeys.all, id, "deliveries", state, cursor],
    queryFn: ({ signal }) =>
      ok(
        api.GET("/webhooks/{id}/deliveries", {
          params: { path: { id }, query: { limit: 50, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });

export async function rereadWebhook(cache: QueryClient, id: string): Promise<Webhook> {
  const webhook = await ok(api.GET("/webhooks/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: webhookKeys.all });
  return webhook;
}

function useWebhookWrite<Body, Answer>(
  send: (body: Body, key: string) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const cache = useQueryClient();
  return useWrite(send, (answer) => {
    void cache.invalidateQueries({ queryKey: webhookKeys.all });
    onDone(answer);
  });
}

export const useAddWebhook = (onDone: (made: NewWebhook) => void) =>
  useWebhookWrite(
    (body: Schemas["AddWebhook"], key) => ok(api.POST("/webhooks", { body, params: { header: writing(key) } })),
    onDone,
  );

export type WebhookChange = Schemas["ChangeWebhook"] & { id: string; version: number };

export const useChangeWebhook = (onDone: (webhook: Webhook) => void) =>
  useWebhookWrite(
    ({ id, version, ...body }: WebhookChange) =>
      ok(api.PATCH("/webhooks/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    onDone,
  );

export const useDeleteWebhook = (onDone: () => void) =>
  useWebhookWrite(
    ({ id, version }: { id: string; version: number }) =>
      ok(api.DELETE("/webhooks/{id}", { params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    onDone,
  );

export const useRotateSecret = (onDone: (made: NewWebhook) => void) =>
  useWebhookWrite(
    (id: string, key) =>
      ok(api.POST("/webhooks/{id}/rotate-secret", { params: { path: { id }, header: writing(key) } })),
    onDone,
  );

export const useTestWebhook = (onDone: () => void) =>
  useWebhookWrite(
    (id: string, key) => ok(api.POST("/webhooks/{id}/test", { params: { path: { id }, header: writing(key) } })),
    onDone,
  );

export const useRedeliver = (onDone: () => void) =>
  useWebhookWrite(
    (id: string, key) =>
      ok(api.POST("/webhook-deliveries/{id}/redeliver", { params: { path: { id }, header: writing(key) } })),
    onDone,
  );

/* ---- calls of a store's platform */

export const useStoreWebhook = (storeId: string) =>
  useQuery({
    queryKey: hookOf(storeId),
    queryFn: ({ signal }) => ok(api.GET("/stores/{id}/webhook", { params: { path: { id: storeId } }, signal })),
  });

export function useMakeStoreWebhook(storeId: string, onDone: (made: NewStoreWebhook) => void) {
  const cache = useQueryClient();
  return useWrite(
    (id: string, key) => ok(api.POST("/stores/{id}/webhook", { params: { path: { id }, header: writing(key) } })),
    (made) => {
      void cache.invalidateQueries({ queryKey: hookOf(storeId) });
      onDone(made);
    },
  );
}

export function useDropStoreWebhook(storeId: string, onDone: () => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version }: { id: string; version: number }) =>
      ok(api.DELETE("/stores/{id}/webhook", { params: { path: { id }, header: seen(version) } })).catch((error) => {
        void cache.invalidateQueries({ queryKey: hookOf(storeId) });
        throw error;
      }),
    () => {
      void cache.invalidateQueries({ queryKey: hookOf(storeId) });
      onDone();
    },
  );
}
