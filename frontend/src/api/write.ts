import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { randomKey } from "../lib/random";
import { keyPerBody } from "./client";
import type { Refusal } from "./refusal";

/* Of an answer with a secret that is shown once: the repeat of one that was lost comes without it, and is asked for anew
 * (where asking twice hurts nobody). */
export async function withSecret<Answer>(
  send: (key: string) => Promise<Answer>,
  key: string,
  has: (a: Answer) => boolean,
) {
  const answer = await send(key);
  return has(answer) ? answer : send(randomKey());
}

/* A write that is never repeated by itself. `send` gets the body and its idempotency key; once it was
 * done the next press is a new request. */
export function useWrite<Body, Answer>(
  send: (body: Body, key: string) => Promise<Answer>,
  onDone?: (answer: Answer, body: Body) => void,
) {
  const [keys] = useState(() => ({ keyOf: keyPerBody() }));
  return useMutation<Answer, Refusal, Body>({
    mutationFn: (body) => send(body, keys.keyOf(body)),
    networkMode: "always",
    retry: false,
    onSuccess: (answer, body) => {
      keys.keyOf = keyPerBody();
      onDone?.(answer, body);
    },
  });
}
