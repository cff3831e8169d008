/* A label on its way to the server: chosen, looked at, sent, checked. Another file takes the place of the one before. */
import { useEffect, useRef, useState } from "react";
import { uploadLabel, useLabel } from "../../api/labels";
import { asRefusal, type Refusal } from "../../api/refusal";
import type { Label } from "../../api/types";
import { randomKey } from "../../lib/random";
import { type FileFault, faultOf } from "./file";

interface Sent {
  file: File;
  share: number; // 0…1 while it is sent
  fault: FileFault | null;
  refusal: Refusal | null;
  label: Label | null;
}

export function useUpload() {
  const [sent, setSent] = useState<Sent | null>(null);
  const under = useRef<AbortController>(undefined);
  const news = useLabel(sent?.label?.id ?? null).data;
  const label = news?.id === sent?.label?.id ? (news ?? sent?.label ?? null) : (sent?.label ?? null);
  useEffect(() => () => under.current?.abort(), []);

  async function choose(file: File) {
    under.current?.abort();
    const mine = new AbortController();
    under.current = mine;
    const tell = (change: Partial<Sent>) => !mine.signal.aborted && setSent((now) => now && { ...now, ...change });
    setSent({ file, share: 0, fault: null, refusal: null, label: null });
    try {
      const fault = await faultOf(file);
      if (fault) return void tell({ fault });
      const done = await uploadLabel({
        file,
        key: randomKey(),
        signal: mine.signal,
        onProgress: (share) => tell({ share }),
      });
      tell({ label: done });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) tell({ refusal: asRefusal(error) });
    }
  }

  return {
    file: sent?.file ?? null,
    share: sent?.share ?? 0,
    fault: sent?.fault ?? null,
    refusal: sent?.refusal ?? null,
    label,
    isSending: sent !== null && !sent.fault && !sent.refusal && !sent.label,
    /* It may go with an order: it came in, and is not refused so far. */
    labelId: label && label.state !== "refused" ? label.id : null,
    choose: (file: File) => void choose(file),
    remove: () => {
      under.current?.abort();
      setSent(null);
    },
  };
}

export type Upload = ReturnType<typeof useUpload>;
