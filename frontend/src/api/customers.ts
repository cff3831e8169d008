import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMe } from "./auth";
import { api, writing } from "./client";
import { keysFor } from "./keys";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import type { Customer } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type CustomerQuery = NonNullable<paths["/customers"]["get"]["parameters"]["query"]>;
export const customerKeys = keysFor("customers");

export const useCustomers = (filter: CustomerQuery) =>
  useQuery({
    queryKey: customerKeys.page(filter),
    queryFn: ({ signal }) => ok(api.GET("/customers", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/* The customers to choose from, for staff alone: others have one. */
export function useCustomerChoices() {
  const isStaff = useMe().data?.staff ?? false;
  const query = useQuery({
    queryKey: customerKeys.page({ limit: 200 }),
    queryFn: ({ signal }) => ok(api.GET("/customers", { params: { query: { limit: 200 } }, signal })),
    enabled: isStaff,
    staleTime: 60_000,
  });
  const customers: Customer[] = isStaff ? (query.data?.items ?? []) : [];
  return {
    customers,
    /* They could not be read, and how to ask again. */
    failed:
      isStaff && query.error && !query.data
        ? { refusal: query.error, onRetry: () => void query.refetch(), isRetrying: query.isFetching }
        : null,
  };
}

export async function rereadCustomer(cache: QueryClient, id: string): Promise<Customer> {
  const customer = await ok(api.GET("/customers/{id}", { params: { path: { id } } }));
  void cache.invalidateQueries({ queryKey: customerKeys.all });
  return customer;
}

export function useAddCustomer(onDone: (customer: Customer) => void) {
  const cache = useQueryClient();
  return useWrite(
    (body: Schemas["AddCustomer"], key) => ok(api.POST("/customers", { body, params: { header: writing(key) } })),
    (customer) => {
      void cache.invalidateQueries({ queryKey: customerKeys.all });
      onDone(customer);
    },
  );
}

export type CustomerChange = Schemas["ChangeCustomer"] & { id: string; version: number };

export function useChangeCustomer(onDone: (customer: Customer) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: CustomerChange) =>
      ok(api.PATCH("/customers/{id}", { body, params: { path: { id }, header: { "If-Match": `"${version}"` } } })),
    (customer) => {
      void cache.invalidateQueries({ queryKey: customerKeys.all });
      onDone(customer);
    },
  );
}
