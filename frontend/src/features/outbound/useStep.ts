/* Takes a step: one that needs nothing more goes at once, the others open their dialog. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { rereadOutbound, usePick, useReview, useUnwave } from "../../api/outbound";
import type { Refusal } from "../../api/refusal";
import type { OutboundRow, OutboundStep } from "../../api/types";
import { toast } from "../../components/toast";
import { useI18n } from "../../i18n";
import { sentence } from "../../lib/format";
import { createSelection } from "../../lib/selection";
import { sound } from "../../lib/sound";
import { allows, reasonOf } from "./actions";

/* They need nothing more. */
type AtOnce = "review" | "pick" | "unwave";
export type Asking = { step: Exclude<OutboundStep, AtOnce>; row: OutboundRow };

const isAtOnce = (step: OutboundStep): step is AtOnce => step === "review" || step === "pick" || step === "unwave";

export function useStep(onAsk: (asking: Asking) => void) {
  const i18n = useI18n();
  const { m } = i18n;
  const words = m.outbound;
  const cache = useQueryClient();
  const [working] = useState(createSelection);
  const review = useReview((o) => toast({ tone: "good", text: words.done.review(o.outboundNo) }));
  const pick = usePick((o) => toast({ tone: "good", text: words.done.pick(o.outboundNo) }));
  const unwave = useUnwave((o) => toast({ tone: "good", text: words.done.unwave(o.outboundNo) }));
  const writes = { review, pick, unwave };

  async function refused(refusal: Refusal, row: OutboundRow) {
    const { code, detail } = refusal.problem;
    sound(false);
    if (code !== "stale") return toast({ tone: "error", text: m.problem.title[code], detail: sentence(detail) });
    const now = await rereadOutbound(cache, row.id).catch(() => row);
    toast({ tone: "error", text: words.changed.now(row.outboundNo, words.status[now.status]) });
  }

  return {
    working,
    take: (step: OutboundStep, row: OutboundRow) => {
      if (!allows(row, step)) {
        sound(false);
        const reason = reasonOf(step, row, i18n);
        return toast({ tone: "info", text: words.notHere(words.action[step], reason) });
      }
      if (!isAtOnce(step)) return onAsk({ step, row });
      if (working.has(row.id)) return;
      working.set([row.id], true);
      writes[step].mutate(
        { id: row.id, version: row.version },
        {
          onSuccess: () => sound(true),
          onError: (refusal) => void refused(refusal, row),
          onSettled: () => working.set([row.id], false),
        },
      );
    },
  };
}
