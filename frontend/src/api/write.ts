import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { keyPerBody } from "./client";
import type { Refusal } from "./refusal";

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
