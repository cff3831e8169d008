/* How long until an answer is due, in steps that need no reading twice. */
import type { Tone } from "../../../components/Badge";

export interface Left {
  tone: Tone;
  days: number;
  hours: number;
  minutes: number;
  isOver: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/* Calm for half a day, then amber, in the last two hours and afterwards red. Minutes are rounded up, so that "1 min
 * left" is true until the end. */
export function leftUntil(at: string, now: number): Left {
  const ms = Date.parse(at) - now;
  const minutes = Math.max(0, Math.ceil(ms / minuteMs));
  return {
    tone: ms <= 2 * hourMs ? "red" : ms <= 12 * hourMs ? "amber" : "neutral",
    days: Math.floor(minutes / 1440),
    hours: Math.floor(minutes / 60) % 24,
    minutes: minutes % 60,
    isOver: ms <= 0,
  };
}
