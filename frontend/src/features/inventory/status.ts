import type { SkuStatus } from "../../api/types";
import type { Tone } from "../../components/Badge";

export const statusTone: Record<SkuStatus, Tone> = { enabled: "green", disabled: "neutral", pending_review: "amber" };
