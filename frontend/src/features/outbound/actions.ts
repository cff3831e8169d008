/* The steps of an outbound order under the server's names. List, menu and details offer the same. No rule
 * about statuses is here: every outbound order says what it allows, and why not. */
import type { ActionState, OutboundRow, OutboundStep } from "../../api/types";
import type { Item } from "../../components/Menu";
import type { I18n } from "../../i18n";
import { sentence } from "../../lib/format";

/* In the order of the work; what stops it comes last. */
export const steps: readonly OutboundStep[] = ["review", "pick", "pack", "ship", "label", "unwave", "intercept"];

/* The step the work goes on with, if there is one. */
export const nextStep = (row: OutboundRow): OutboundStep | undefined =>
  steps.find((step) => !aside.has(step) && row.actions[step].allowed);

/* Not the way forward. */
const aside: ReadonlySet<OutboundStep> = new Set<OutboundStep>(["label", "unwave", "intercept"]);

/* A step that has no meaning for this outbound order is not offered: a label on a channel that takes none. */
const concerns = (step: OutboundStep, row: OutboundRow) =>
  step === "label" ? row.channel.selfPickup : step !== "unwave" || row.status === "waved";

/* Why not, in the person's language. The server's sentence is English. */
export function reasonOf(
  no: ActionState,
  row: OutboundRow,
  { m, language }: Pick<I18n, "m" | "language">,
  step?: OutboundStep,
): string {
  if (no.code === "forbidden")
    return m.common.forbidden(m.shell.permission[step === "label" ? "order_dispatch" : "outbound_work"]);
  if (language === "en" && no.reason) return sentence(no.reason);
  if (no.code === "action_not_allowed" || no.code === null) return m.outbound.notWhile(m.outbound.status[row.status]);
  return m.problem.title[no.code];
}

interface Choices {
  row: OutboundRow;
  onDetails?: () => void;
  onStep: (step: OutboundStep) => void;
}

/* Details and what is allowed; then what is not, each with its reason; what stops the order last. */
export function menuOf({ row, onDetails, onStep }: Choices, i18n: I18n): Item[][] {
  const { m } = i18n;
  const offered = steps.filter((step) => concerns(step, row));
  const items = offered.map((step): Item => {
    const state = row.actions[step];
    return {
      id: step,
      label: m.outbound.action[step],
      danger: step === "intercept",
      refused: state.allowed ? undefined : reasonOf(state, row, i18n, step),
      onAction: () => onStep(step),
    };
  });
  return [
    [
      ...(onDetails ? [{ id: "details", label: m.outbound.details, onAction: onDetails }] : []),
      ...items.filter((i) => !i.danger && i.refused === undefined),
    ],
    items.filter((i) => !i.danger && i.refused !== undefined),
    items.filter((i) => i.danger),
  ];
}
