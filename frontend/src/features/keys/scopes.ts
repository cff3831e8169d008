import type { ApiKey } from "../../api/api-keys";
import type { Permission } from "../../api/types";

/* What no key may ever have: it could make itself last for ever. */
const never: readonly Permission[] = ["user_manage", "key_manage", "system_manage"];

/* What somebody can give to a key, in the order of `all`. */
export const givable = (mine: readonly Permission[], all: readonly Permission[]): Permission[] =>
  all.filter((p) => mine.includes(p) && !never.includes(p));

/* Scopes that do nothing any more, because whoever made the key has lost them. */
export const idle = ({ scopes, works }: Pick<ApiKey, "scopes" | "works">): Permission[] =>
  scopes.filter((s) => !works.includes(s));

/* Addresses as a person types them: one per line, or parted by commas or spaces. */
export const addressesOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

const DAY = 86_400_000;
export const lives = [30, 90, 180, 365] as const;
/* A minute short of it, so that a clock that is a little ahead asks for no more than is given. */
export const endOf = (days: number, now: number): string => new Date(now + days * DAY - 60_000).toISOString();

/* Days left, for warning in time. */
export const daysLeft = (expiresAt: string, now: number): number => Math.floor((Date.parse(expiresAt) - now) / DAY);
