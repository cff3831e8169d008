/* Whose turn it is, in words: to a customer the customer is "you", to the warehouse's staff the warehouse. */
import { useMe } from "../../api/auth";
import type { TurnOwner } from "../../api/types";
import type { Tone } from "../../components/Badge";
import type { Messages } from "../../i18n";

export const useIsStaff = () => useMe().data?.staff ?? false;

export const ownerWord = (owner: TurnOwner | null, m: Messages, isStaff: boolean) =>
  owner === null ? m.orders.turn.nobody : m.orders.turn[isStaff ? "ownerForStaff" : "owner"][owner];

export const mine = (isStaff: boolean): TurnOwner => (isStaff ? "warehouse" : "you");

export const turnTone: Record<TurnOwner, Tone> = {
  you: "violet",
  warehouse: "blue",
  platform: "teal",
  system: "neutral",
};
