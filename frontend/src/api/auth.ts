import { useQuery } from "@tanstack/react-query";
import { setPrefs } from "../lib/prefs";
import { api } from "./client";
import { ok } from "./refusal";
import { ours, signedIn, signedOut } from "./session";
import type { Permission } from "./types";

export async function signIn(email: string, password: string) {
  signedIn(await ok(api.POST("/auth/login", { body: { email, password }, headers: ours.headers })));
}

/* Ends the session here even when the server cannot be reached; its own end follows by itself. */
export async function signOut() {
  try {
    await ok(api.POST("/auth/logout", { headers: ours.headers }));
  } finally {
    // The server has the browser forget everything; language and theme are no secret and are put back.
    setPrefs({ lastChoice: {} });
    signedOut();
  }
}

export const useMe = () =>
  useQuery({ queryKey: ["me"], staleTime: 60_000, queryFn: ({ signal }) => ok(api.GET("/me", { signal })) });

export function useMay() {
  const me = useMe();
  return (permission: Permission) => me.data?.permissions.includes(permission) ?? false;
}
