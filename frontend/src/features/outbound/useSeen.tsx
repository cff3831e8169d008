/* The outbound order as the person sees it in a dialog. It does not change under their eyes: a step names
 * the version that was seen, and when the server has another one, the new one is shown with what is
 * different, and must be confirmed again. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { rereadOutbound, useOutbound } from "../../api/outbound";
import { asRefusal, type Refusal } from "../../api/refusal";
import type { Outbound, OutboundStep } from "../../api/types";
import { Alert, Refused } from "../../components/Alert";
import { Failure, Waiting } from "../../components/States";
import { useI18n } from "../../i18n";
import { allows, reasonOf } from "./actions";

export type Part = "status" | "units" | "recipient" | "lines" | "weight";

export function useSeen(id: string, step: OutboundStep) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.outbound.changed;
  const cache = useQueryClient();
  const query = useOutbound(id, true);
  const [seen, setSeen] = useState<Outbound>();
  const [changed, setChanged] = useState<Part[] | null>(null);
  const [lost, setLost] = useState<Refusal | null>(null);
  // What the cache still had may be old: the first fresh answer is what is shown.
  if (!seen && query.data && query.isFetchedAfterMount) setSeen(query.data);
  const isAllowed = seen !== undefined && allows(seen, step);

  const names: Record<Part, string> = {
    status: m.outbound.column.status,
    units: m.outbound.facts.units,
    recipient: m.outbound.recipient.title,
    lines: m.outbound.tabs.lines,
    weight: m.outbound.facts.weight,
  };
  return {
    outbound: seen,
    /* The step can be confirmed as things stand. */
    isAllowed,
    /* What changed meanwhile, or why the step is not possible any more. */
    note: (
      <>
        {changed && (
          <Alert tone="warning" title={words.title}>
            {changed.length > 0 ? words.parts(changed.map((p) => names[p]).join(", ")) : words.nothing}
          </Alert>
        )}
        {seen && !isAllowed && <Alert title={m.outbound.action[step]}>{reasonOf(step, seen, i18n)}</Alert>}
        {lost && <Refused refusal={lost} />}
      </>
    ),
    /* Instead of the form, until the outbound order is there. */
    waiting: (seen ? null : query.error ? (
      <Failure refusal={query.error} onRetry={() => query.refetch()} isRetrying={query.isFetching} />
    ) : (
      <Waiting />
    )) satisfies ReactNode,
    /* What the person's own step has made of it. */
    adopt: (now: Outbound) => {
      setSeen(now);
      setChanged(null);
    },
    onRefused: async (refusal: Refusal) => {
      if (refusal.problem.code !== "stale") return;
      try {
        const now = await rereadOutbound(cache, id);
        setChanged(seen ? differences(seen, now) : []);
        setSeen(now);
        setLost(null);
      } catch (error) {
        setLost(asRefusal(error));
      }
    },
  };
}

/* What is different for somebody who is about to act. */
export function differences(before: Outbound, now: Outbound): Part[] {
  const parts: Record<Part, (o: Outbound) => unknown> = {
    status: (o) => o.status,
    units: (o) => [o.unitCount, o.shippedCount],
    recipient: (o) => o.recipient,
    lines: (o) => o.lines.map((l) => [l.id, l.quantity]),
    weight: (o) => o.weightGrams,
  };
  return (Object.keys(parts) as Part[]).filter(
    (p) => JSON.stringify(parts[p](before)) !== JSON.stringify(parts[p](now)),
  );
}
