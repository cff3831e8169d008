/* PDF labels of self-pickup orders. They are sent by XMLHttpRequest, because fetch tells no progress. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, changing } from "./client";
import { keysFor } from "./keys";
import { type OutboundRef, outboundKeys } from "./outbound";
import { ok, refusalOf } from "./refusal";
import type { components } from "./schema";
import { signature } from "./session";
import type { Label, Outbound } from "./types";
import { useWrite } from "./write";

const labelKeys = keysFor("labels");

interface Sending {
  file: File;
  key: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

export async function uploadLabel(sending: Sending): Promise<Label> {
  const answer = await send(sending, await signature());
  if (answer.status !== 401) return labelOf(answer);
  return labelOf(await send(sending, await signature(true)));
}

function labelOf({ status, text }: { status: number; text: string }): Label {
  if (status !== 201) throw refusalOf(text, status);
  return JSON.parse(text);
}

const send = ({ file, key, onProgress, signal }: Sending, signed: Record<string, string>) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/labels?fileName=${encodeURIComponent(file.name.slice(-200))}`);
    const headers = { ...signed, "Content-Type": "application/pdf", "Idempotency-Key": key };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onloadend = () => resolve({ status: request.status, text: request.responseText });
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });

/* A label while it is being checked, asked for again until that is over. */
export const useLabel = (id: string | null) =>
  useQuery({
    queryKey: labelKeys.one(id ?? ""),
    queryFn: ({ signal }) => ok(api.GET("/labels/{id}", { params: { path: { id: id ?? "" } }, signal })),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== "checking" ? false : 700),
  });

export const labelFile = (id: string): Promise<Blob> =>
  ok(api.GET("/labels/{id}/file", { params: { path: { id } }, parseAs: "blob" })) as unknown as Promise<Blob>;

type Body = OutboundRef & components["schemas"]["OutboundLabel"];

export function useGiveLabel(onDone: (outbound: Outbound) => void) {
  const cache = useQueryClient();
  return useWrite(
    ({ id, version, ...body }: Body, key) =>
      ok(api.POST("/outbound-orders/{id}/label", { body, params: { path: { id }, header: changing(key, version) } })),
    (outbound) => {
      cache.setQueryData(outboundKeys.one(outbound.id), outbound);
      void cache.invalidateQueries({ queryKey: outboundKeys.pages });
      onDone(outbound);
    },
  );
}
