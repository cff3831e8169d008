import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type ApiKey = Schemas["ApiKey"];
export type NewApiKey = Schemas["NewApiKey"];
export type ApiKeyQuery = NonNullable<paths["/api-keys"]["get"]["parameters"]["query"]>;
export const apiKeyKeys = keysFor("api-keys");

export const useApiKeys = (filter: ApiKeyQuery) =>
  useQuery({
    queryKey: apiKeyKeys.page(filter),
    queryFn: ({ signal }) => ok(api.GET("/api-keys", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export async function rereadApiKey(cache: QueryClient, id: string): Promise<ApiKey> {
  const key = await ok(api.GET("/api-keys/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: apiKeyKeys.all });
  return key;
}

export function useAddApiKey(onDone: (made: NewApiKey) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddApiKey"], key) => ok(api.POST("/api-keys", { body, params: { header: writing(key) } })),
    (made) => {
      void cache.invalidateQueries({ queryKey: apiKeyKeys.all });
      onDone(made);
    },
  );
}

export type ApiKeyChange = Schemas["ChangeApiKey"] & { id: string; version: number };

export function useChangeApiKey(onDone: (key: ApiKey) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: ApiKeyChange) =>
      ok(api.PATCH("/api-keys/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    (key) => {
      void cache.invalidateQueries({ queryKey: apiKeyKeys.all });
      onDone(key);
    },
  );
}

export function useRevokeApiKey(onDone: (key: ApiKey) => void) {
  const cache = useQueryClient();
  return useWrite(
    (id: string, key) => ok(api.POST("/api-keys/{id}/revoke", { params: { path: { id }, header: writing(key) } })),
    (key) => {
      void cache.invalidateQueries({ queryKey: apiKeyKeys.all });
      onDone(key);
    },
  );
}
