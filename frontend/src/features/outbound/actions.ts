/* The steps of an outbound order under the server's names. List, menu and details offer the same. No rule
 * about statuses is here: every outbound order says what it allows, and why not. */
import type { OutboundAction, OutboundRow, OutboundStep } from "../../api/types";
import type { Item } from "../../components/Menu";
import type { I18n } from "../../i18n";

/* In the order of the work; what stops it comes last. */
export const steps: readonly OutboundStep[] = ["review", "pick", "pack", "ship", "label", "unwave", "intercept"];

export const allows = (row: OutboundRow, action: OutboundAction): boolean => row.actions.allowed.includes(action);

/* The step the work goes on with, if there is one. */
export const nextStep = (row: OutboundRow): OutboundStep | undefined =>
  steps.find((step) => !aside.has(step) && allows(row, step));

/* Not the way forward. */
const aside: ReadonlySet<OutboundStep> = new Set<OutboundStep>(["label", "unwave", "intercept"]);

/* A step that has no meaning for this outbound order is not offered: a label on a channel that takes none. */
const concerns = (step: OutboundStep, row: OutboundRow) =>
  step === "label" ? row.channel.selfPickup : step !== "unwave" || row.status === "waved";

/* Why not, in the person's language. What the outbound order says nothing about is none of its status. */
export function reasonOf(action: OutboundAction, row: OutboundRow, { m }: Pick<I18n, "m">): string {
  const words = m.outbound.refused;
  const status = m.outbound.status[row.status];
  switch (row.actions.refused[action]) {
    case undefined:
      return m.outbound.notWhile(status);
    case "forbidden":
      return m.common.forbidden(m.shell.permission[action === "label" ? "order_dispatch" : "outbound_work"]);
    case "outbound_in_progress":
      return words.inProgress(status);
    case "action_not_allowed":
      return words.noLabels;
    case "label_required":
      if (row.label?.state === "checking") return words.labelChecking;
      return row.label?.state === "refused" ? words.labelRefused : words.labelMissing;
  }
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
    return {
      id: step,
      label: m.outbound.action[step],
      danger: step === "intercept",
      refused: allows(row, step) ? undefined : reasonOf(step, row, i18n),
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
