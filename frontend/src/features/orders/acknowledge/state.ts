import type { AcknowledgementState } from "../../../api/acknowledgements";
import type { Tone } from "../../../components/Badge";

export const stateTone: Record<AcknowledgementState, Tone> = {
  queued: "neutral",
  sending: "blue",
  sent: "blue",
  confirmed: "green",
  refused: "red",
  gave_up: "red",
};
