/* Who is signed in, as far as this tab knows. The access token lives in this module and nowhere else;
 * the refresh token is a cookie no script can read. */
import { useSyncExternalStore } from "react";

/* unknown: not asked yet · out: show the sign-in page · in · expired: sign in over the page, calls wait */
export type Phase = "unknown" | "out" | "in" | "expired";
export interface Tokens {
  accessToken: string;
  expiresIn: number;
}

const early = 30_000; // renew this long before the token ends, so that no call has to fail first
const hint = "gwms.session"; // says that a refresh is worth trying; holds nothing of the session

let phase: Phase = "unknown";
let token: string | undefined;
let goodUntil = 0;
let renewing: Promise<boolean> | undefined;
let waiting: ((back: boolean) => void)[] = [];
const watchers = new Set<() => void>();

function move(to: Phase) {
  phase = to;
  if (to !== "expired") {
    const calls = waiting;
    waiting = [];
    for (const go of calls) go(to === "in");
  }
  for (const seen of watchers) seen();
}

export function signedIn(tokens: Tokens) {
  token = tokens.accessToken;
  goodUntil = Date.now() + tokens.expiresIn * 1000 - early;
  remember(true);
  move("in");
}

export function signedOut() {
  token = undefined;
  remember(false);
  move("out");
}

/* At the start: a session that a cookie still holds goes on, otherwise the sign-in page is shown. */
export async function resume() {
  if (!remembered()) return signedOut();
  try {
    if (!(await renewed())) signedOut();
  } catch {
    setTimeout(resume, 3000); // the server cannot be reached; the cookie may still be good
  }
}

export const usePhase = () =>
  useSyncExternalStore(
    (seen) => {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
    () => phase,
  );

const signed = (request: Request) => {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
};

/* Sends a call signed, renews the token when it has to, and repeats the call. When the session is over,
 * the call waits until the person has signed in again, so nothing typed is lost. */
export async function send(request: Request): Promise<Response> {
  if (/\/api\/v1\/auth\//.test(request.url)) return fetch(request); // signing in is not signed
  const again = request.clone(); // a body can be read once
  if (phase === "expired") await returned();
  else if (token && Date.now() > goodUntil) await renewed();
  const answer = await fetch(signed(request));
  if (answer.status !== 401 || phase === "out") return answer;
  return (phase !== "expired" && (await renewed())) || (await returned()) ? fetch(signed(again)) : answer;
}

/* The header of a call that fetch cannot make (an upload with its progress), renewed when it is due, or because the
 * server would not take it. */
export async function signature(wasRefused = false): Promise<Record<string, string>> {
  if (phase === "expired") await returned();
  else if (wasRefused || (token && Date.now() > goodUntil)) await renewed();
  return token ? { Authorization: `Bearer ${token}` } : {};
}

const renewed = () => {
  renewing ??= rotate().finally(() => {
    renewing = undefined;
  });
  return renewing;
};

async function rotate(triesLeft = 1): Promise<boolean> {
  const answer = await fetch(new Request(`${location.origin}/api/v1/auth/refresh`, ours));
  // 409: another tab was faster and the browser already holds the new cookie.
  if (answer.status === 409 && triesLeft > 0) return rotate(triesLeft - 1);
  if (answer.status >= 500 || answer.status === 429) throw new Error(`refresh answered ${answer.status}`);
  if (!answer.ok) return false;
  signedIn(await answer.json());
  return true;
}

/* The two marks of a call from our own page; the server takes no cookie without them. */
export const ours = { method: "POST", headers: { "X-GWMS": "1" }, credentials: "same-origin" } as const;

function returned(): Promise<boolean> {
  const back = new Promise<boolean>((resolve) => waiting.push(resolve));
  if (phase !== "expired") move("expired");
  return back;
}

function remember(on: boolean) {
  try {
    if (on) localStorage.setItem(hint, "1");
    else localStorage.removeItem(hint);
  } catch {
    /* storage is blocked: the next start shows the sign-in page */
  }
}

function remembered() {
  try {
    return localStorage.getItem(hint) !== null;
  } catch {
    return false;
  }
}

/* Signing out in one tab signs out the others. */
export function watchOtherTabs() {
  addEventListener("storage", (event) => {
    // Without a key everything was cleared, which is what the server asks for when somebody signs out.
    const isGone = event.key === null || (event.key === hint && event.newValue === null);
    if (isGone && phase !== "out") signedOut();
  });
}
