import type { Store } from "../../api/types";
import type { Tone } from "../../components/Badge";

export const statusTone: Record<Store["status"], Tone> = {
  untested: "amber",
  authorised: "green",
  expired: "red",
  disabled: "neutral",
};

export const healthTone: Record<Store["health"]["state"], Tone> = {
  unknown: "neutral",
  good: "green",
  troubled: "amber",
  down: "red",
};

/* Whole days from now until then; negative once it is over. */
export const daysUntil = (at: string, now: number) => Math.floor((Date.parse(at) - now) / 86_400_000);
