import type { OutboundRow, OutboundStatus } from "../api/types";
import type { Tone } from "../components/Badge";

export const statusTone: Record<OutboundStatus, Tone> = {
  draft: "neutral",
  reviewed: "blue",
  waved: "blue",
  picking: "violet",
  packed: "teal",
  shipped: "green",
  intercepted: "red",
};

/* The server keeps people's names to those who still need them. */
export const isHidden = ({ status, recipientName }: OutboundRow) =>
  recipientName === null && (status === "shipped" || status === "intercepted");
