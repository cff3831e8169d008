import { outboundKeys, useOutbounds } from "../../api/outbound";
import { useListView } from "../../lib/useListView";
import { address, toQuery } from "./filters";

const outbounds = { address, toQuery, usePage: useOutbounds, keys: outboundKeys };

export const useOutboundView = () => useListView(outbounds);
export type OutboundView = ReturnType<typeof useOutboundView>;
