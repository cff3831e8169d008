import { useQuery } from "@tanstack/react-query";
import { useMay } from "./auth";
import { api } from "./client";
import { ok } from "./refusal";

/* Carriers to choose from; any other may be typed. */
export const useCarriers = () => {
  const may = useMay();
  return useQuery({
    enabled: may("order_view"),
    queryKey: ["carriers"],
    queryFn: ({ signal }) => ok(api.GET("/carriers", { signal })),
    staleTime: 60_000,
  });
};
