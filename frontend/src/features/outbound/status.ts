import type { OutboundStatus } from "../../api/types";
import type { Tone } from "../../components/Badge";

export const statusTone: Record<OutboundStatus, Tone> = {
  draft: "neutral",
  reviewed: "blue",
  waved: "blue",
  picking: "violet",
  packed: "teal",
  shipped: "green",
  intercepted: "red",
};
