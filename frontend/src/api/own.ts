/* What somebody keeps for themselves: named views, and how the page looks for them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, seen, writing } from "./client";
import { every } from "./query";
import { ok, type Refusal } from "./refusal";
import type { components } from "./schema";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type SavedView = Schemas["View"];
export type ViewPage = Schemas["ViewPage"];
export type KeptPreferences = Schemas["Preferences"];
export type Found = Schemas["Found"];

const viewKey = (page: ViewPage) => ["views", page] as const;

export const useSavedViews = (page: ViewPage) =>
  useQuery({
    queryKey: viewKey(page),
    queryFn: ({ signal }) => ok(api.GET("/me/views", { params: { query: { page } }, signal })),
    staleTime: 60_000,
  });

export function useAddView(page: ViewPage, onDone: () => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: { name: string; query: string }, key) =>
      ok(api.POST("/me/views", { body: { page, ...body }, params: { header: writing(key) } })),
    () => {
      void cache.invalidateQueries({ queryKey: viewKey(page) });
      onDone();
    },
  );
}

/* Each view with what of it shall be another way; one after the other, because names are compared. */
export function useChangeView(page: ViewPage, onDone: () => void) {
  const cache = useQueryClient();
  return useWrite(async (changes: readonly { saved: SavedView; to: Schemas["ChangeView"] }[]) => {
    try {
      for (const { saved, to } of changes)
        await ok(
          api.PATCH("/me/views/{id}", { body: to, params: { path: { id: saved.id }, header: seen(saved.version) } }),
        );
    } finally {
      // Also when another window was faster: the next press is about the views as they now are.
      void cache.invalidateQueries({ queryKey: viewKey(page) });
    }
  }, onDone);
}

/* It stays until the server has said that it is gone. */
export function useDeleteView(page: ViewPage, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation<unknown, Refusal, SavedView>({
    mutationFn: ({ id, version }) =>
      ok(api.DELETE("/me/views/{id}", { params: { path: { id }, header: seen(version) } })),
    networkMode: "always",
    onError: () => void cache.invalidateQueries({ queryKey: viewKey(page) }),
    onSuccess: (_, { id }) => {
      cache.setQueryData<{ items: SavedView[] }>(
        viewKey(page),
        (list) => list && { items: list.items.filter((v) => v.id !== id) },
      );
      onDone();
    },
  });
}

/* How many orders a view finds: the list's own total. */
export const useViewCount = (query: Record<string, string | number | undefined>) =>
  useQuery({
    queryKey: ["view-count", query],
    queryFn: async ({ signal }) => {
      const { total, totalIsExact } = await ok(
        api.GET("/orders", { params: { query: { ...query, limit: 1, cursor: undefined } }, signal }),
      );
      return { total, totalIsExact };
    },
    refetchInterval: every(60_000),
  });

export const readPreferences = () => ok(api.GET("/me/preferences"));

/* Answers the version they then have. */
export async function keepPreferences(body: KeptPreferences, version: number): Promise<number> {
  await ok(api.PUT("/me/preferences", { body, params: { header: seen(version) } }));
  return version + 1;
}

export const useSearch = (q: string) =>
  useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }): Promise<Found> => ok(api.GET("/search", { params: { query: { q } }, signal })),
    enabled: q !== "",
    staleTime: 10_000,
    placeholderData: (before) => (q === "" ? undefined : before),
  });
