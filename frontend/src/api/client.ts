import createClient from "openapi-fetch";
import { randomKey } from "../lib/random";
import type { paths } from "./schema";
import { send } from "./session";

export const api = createClient<paths>({ baseUrl: `${location.origin}/api/v1`, fetch: send });

/* The headers of a write: which request this is, and which version of the thing was seen. */
export const writing = (key: string) => ({ "Idempotency-Key": key });
export const seen = (version: number) => ({ "If-Match": `"${version}"` });
export const changing = (key: string, version: number) => ({ "Idempotency-Key": key, "If-Match": `"${version}"` });

/* One idempotency key per body: repeating the same body (after a cut connection, say) reuses it, so the
 * server does it once; a changed body is another request and gets a new one. */
export function keyPerBody() {
  let text: string | undefined;
  let key = "";
  return (body: unknown) => {
    const now = JSON.stringify(body) ?? "";
    if (now !== text) {
      text = now;
      key = randomKey();
    }
    return key;
  };
}
