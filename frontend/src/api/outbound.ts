import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, changing } from "./client";
import { keysFor } from "./keys";
import { refreshOrders } from "./orders";
import { every } from "./query";
import { ok } from "./refusal";
import type { components, paths } from "./schema";
import { shareRows } from "./share";
import type { Outbound, OutboundRow } from "./types";
import { useWrite } from "./write";

type Schemas = components["schemas"];
export type OutboundQuery = NonNullable<paths["/outbound-orders"]["get"]["parameters"]["query"]>;
export interface OutboundPage {
  items: OutboundRow[];
  nextCursor: string | null;
  total: number;
  totalIsExact: boolean;
}
export interface OutboundRef {
  id: string;
  version: number;
}
export const outboundKeys = keysFor("outbound");

export const useOutbounds = (filter: OutboundQuery) =>
  useQuery({
    queryKey: outboundKeys.page(filter),
    queryFn: ({ signal }): Promise<OutboundPage> =>
      ok(api.GET("/outbound-orders", { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
    structuralSharing: shareRows,
    refetchInterval: every(15_000),
  });

const fetchOutbound = (id: string, signal?: AbortSignal): Promise<Outbound> =>
  ok(api.GET("/outbound-orders/{id}", { params: { path: { id } }, signal }));

/* `anew`: asked for when it is opened, however young what the cache has is. */
export const useOutbound = (id: string, anew = false) =>
  useQuery({
    refetchOnMount: anew ? "always" : true,
    queryKey: outboundKeys.one(id),
    queryFn: ({ signal }) => fetchOutbound(id, signal),
    refetchInterval: every(15_000),
  });

/* Reads an outbound order past the cache and shows it everywhere: after a 412. */
export async function rereadOutbound(cache: QueryClient, id: string): Promise<Outbound> {
  const outbound = await fetchOutbound(id);
  showOutbound(cache, outbound);
  return outbound;
}

function showOutbound(cache: QueryClient, outbound: Outbound) {
  cache.setQueryData(outboundKeys.one(outbound.id), outbound);
  cache.setQueriesData<OutboundPage>({ queryKey: outboundKeys.pages }, (page) =>
    page?.items.some((o) => o.id === outbound.id)
      ? { ...page, items: page.items.map((o) => (o.id === outbound.id ? outbound : o)) }
      : page,
  );
}

/* The steps of an outbound order. Each names the version that was seen and answers it as it now is; the
 * platform order moves with it. */
function useStep<Body extends OutboundRef>(
  send: (body: Body, key: string) => Promise<Outbound>,
  onDone: (outbound: Outbound, body: Body) => void,
) {
  const cache = useQueryClient();
  return useWrite(send, (outbound, body: Body) => {
    showOutbound(cache, outbound);
    void cache.invalidateQueries({ queryKey: outboundKeys.pages });
    void refreshOrders(cache);
    onDone(outbound, body);
  });
}

const params = ({ id, version }: OutboundRef, key: string) => ({ path: { id }, header: changing(key, version) });
type Done<Body = OutboundRef> = (outbound: Outbound, body: Body) => void;

export const useReview = (onDone: Done) =>
  useStep(
    (ref: OutboundRef, key) => ok(api.POST("/outbound-orders/{id}/review", { params: params(ref, key) })),
    onDone,
  );

export const usePick = (onDone: Done) =>
  useStep((ref: OutboundRef, key) => ok(api.POST("/outbound-orders/{id}/pick", { params: params(ref, key) })), onDone);

export const useUnwave = (onDone: Done) =>
  useStep(
    (ref: OutboundRef, key) => ok(api.POST("/outbound-orders/{id}/unwave", { params: params(ref, key) })),
    onDone,
  );

type PackBody = OutboundRef & Schemas["Pack"];
export const usePack = (onDone: Done<PackBody>) =>
  useStep(
    ({ id, version, ...body }: PackBody, key) =>
      ok(api.POST("/outbound-orders/{id}/pack", { body, params: params({ id, version }, key) })),
    onDone,
  );

type ShipBody = OutboundRef & Schemas["Ship"];
export const useShip = (onDone: Done<ShipBody>) =>
  useStep(
    ({ id, version, ...body }: ShipBody, key) =>
      ok(api.POST("/outbound-orders/{id}/ship", { body, params: params({ id, version }, key) })),
    onDone,
  );

type InterceptBody = OutboundRef & Schemas["Cancel"];
export const useIntercept = (onDone: Done<InterceptBody>) =>
  useStep(
    ({ id, version, ...body }: InterceptBody, key) =>
      ok(api.POST("/outbound-orders/{id}/intercept", { body, params: params({ id, version }, key) })),
    onDone,
  );
