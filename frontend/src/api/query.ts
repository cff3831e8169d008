/* The cache of what the server said. */
import { type Query, QueryClient } from "@tanstack/react-query";
import type { Refusal } from "./refusal";

export const queries = new QueryClient({
  // The browser's word on being offline is not trusted for reads: a failed read says so by itself.
  defaultOptions: { queries: { retry: false, staleTime: 5_000, networkMode: "always" } },
});

/* Reads again every `ms`; after failures in 5, 15, then every 60 seconds. Hidden tabs do not poll and
 * read once on return. */
export const every =
  (ms: number) =>
  // biome-ignore lint/suspicious/noExplicitAny: the query's own types do not matter for its times
  ({ state }: Query<any, any, any, any>): number => {
    if (state.status !== "error") return ms;
    const since =
      state.dataUpdatedAt === 0 ? state.errorUpdateCount * 15_000 : state.errorUpdatedAt - state.dataUpdatedAt;
    return since <= 20_000 ? 5_000 : since <= 60_000 ? 15_000 : 60_000;
  };

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: Refusal;
  }
}
