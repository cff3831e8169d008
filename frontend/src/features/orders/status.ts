import type { OrderStatus } from "../../api/types";
import type { Tone } from "../../components/Badge";

export const statusTone: Record<OrderStatus, Tone> = {
  pending: "blue",
  acknowledged: "blue",
  processing: "violet",
  partially_shipped: "amber",
  shipped: "teal",
  completed: "green",
  manual_completed: "green",
  cancelled: "neutral",
};
