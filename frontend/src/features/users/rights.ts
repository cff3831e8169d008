/* What roles come to together, and where a user stands. */
import type { Permission } from "../../api/types";
import type { Role, User } from "../../api/users";

export type UserState = "off" | "active" | "invited" | "waiting";

/* Switched off, can sign in, has a link that still works, or needs a new one. */
export function stateOf(user: User, now: number): UserState {
  if (!user.enabled) return "off";
  if (user.hasPassword) return "active";
  return user.invitedUntil !== null && Date.parse(user.invitedUntil) > now ? "invited" : "waiting";
}

/* The permissions of these roles, each once, in the order of `all`. */
export function permissionsOf(
  codes: readonly string[],
  roles: readonly Role[],
  all: readonly Permission[],
): Permission[] {
  const named = new Set(roles.filter((r) => codes.includes(r.code)).flatMap((r) => r.permissions));
  return all.filter((p) => named.has(p));
}

/* The roles of one side that are there to choose: those the person may give, and those the user has. */
export const rolesFor = (isStaff: boolean, has: readonly string[], roles: readonly Role[]): Role[] =>
  roles.filter((r) => r.staff === isStaff && (r.givable || has.includes(r.code)));
