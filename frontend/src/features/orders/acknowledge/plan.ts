/* The answer to a purchase order while it is being typed. A way (all, the best fill, none) fills every line; what a
 * person typed over it stays, whatever the warehouse. What is not accepted and not backordered is rejected, so the
 * quantities of a line always add up to what was ordered. */
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Sheet = Schemas["AcknowledgementSheet"];
export type SheetLine = Sheet["lines"][number];
export type Way = "all" | "best" | "none";

/* Quantities as they stand in their fields. */
export interface Typed {
  accepted: string;
  backordered: string;
}

export interface Plan {
  way: Way;
  /* By line, where a person typed. */
  typed: Record<string, Typed>;
  reasons: Record<string, string>;
}

export const firstPlan: Plan = { way: "best", typed: {}, reasons: {} };
export const isTouched = (plan: Plan) =>
  plan.way !== "best" || Object.keys(plan.typed).length > 0 || Object.keys(plan.reasons).length > 0;

export type Wrong =
  | { why: "whole" | "backorder" | "reason" }
  | { why: "short"; available: number }
  | { why: "shared"; left: number }
  | { why: "over"; ordered: number };

export interface LinePlan {
  line: SheetLine;
  typed: Typed;
  accepted: number;
  backordered: number;
  rejected: number;
  reason: string | null;
  wrong: { accepted?: Wrong; backordered?: Wrong; reason?: Wrong };
}

const none: Typed = { accepted: "0", backordered: "0" };

function fill(line: SheetLine, way: Way): Typed {
  if (way === "none") return none;
  return { accepted: String(way === "all" ? line.orderedQty : line.bestAccept), backordered: "0" };
}

/* A whole number not below nothing; an empty field is none. */
function whole(text: string): number | undefined {
  const digits = text.trim();
  if (digits === "") return 0;
  return /^[0-9]{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/* Every line as it would be answered, with what is wrong in it. */
export function readPlan(sheet: Sheet, plan: Plan): LinePlan[] {
  const stock = new Pool(sheet);
  return sheet.lines.map((line) => {
    const typed = plan.typed[line.lineId] ?? fill(line, plan.way);
    const accepted = whole(typed.accepted);
    const backordered = whole(typed.backordered);
    const rejected = Math.max(0, line.orderedQty - (accepted ?? 0) - (backordered ?? 0));
    const reason = plan.reasons[line.lineId] ?? null;
    const left = stock.take(line, accepted ?? 0);
    const wrong: LinePlan["wrong"] = {};
    if (accepted === undefined) wrong.accepted = { why: "whole" };
    else if (accepted + (backordered ?? 0) > line.orderedQty)
      wrong.accepted = { why: "over", ordered: line.orderedQty };
    else if (accepted > (line.available ?? 0)) wrong.accepted = { why: "short", available: line.available ?? 0 };
    else if (left !== null) wrong.accepted = { why: "shared", left };
    if (backordered === undefined) wrong.backordered = { why: "whole" };
    else if (backordered > 0 && !line.backorderAllowed) wrong.backordered = { why: "backorder" };
    if (rejected > 0 && (reason === null || !sheet.reasons.includes(reason))) wrong.reason = { why: "reason" };
    return { line, typed, accepted: accepted ?? 0, backordered: backordered ?? 0, rejected, reason, wrong };
  });
}

/* Stock that several lines draw from. Only goods of one SKU are counted: of a bundle the sheet does not say what each
 * of its SKUs has, and the server checks it. */
class Pool {
  private readonly left = new Map<string, number>();

  constructor(sheet: Sheet) {
    for (const line of sheet.lines) {
      const [item] = line.mapping;
      if (!item || line.mapping.length > 1 || line.availablePieces === null) continue;
      // The last piece that was not enough for a whole one is lost in the sheet, so we count in our favour.
      const has = line.availablePieces * item.quantity + item.quantity - 1;
      this.left.set(item.skuId, Math.max(has, this.left.get(item.skuId) ?? 0));
    }
  }

  /* How many more would have been possible, when it is not enough; null when it is. */
  take(line: SheetLine, accepted: number): number | null {
    const [item] = line.mapping;
    const has = item && line.mapping.length === 1 ? this.left.get(item.skuId) : undefined;
    if (!item || has === undefined || accepted === 0) return null;
    const each = item.quantity * line.unitSize;
    const possible = Math.floor(has / each);
    this.left.set(item.skuId, has - each * Math.min(accepted, possible));
    return accepted > possible ? possible : null;
  }
}

export const isRight = (lines: readonly LinePlan[]) =>
  lines.every(({ wrong }) => !wrong.accepted && !wrong.backordered && !wrong.reason);

/* How many lines cannot be accepted in full. */
export const shortLines = (sheet: Sheet) => sheet.lines.filter((line) => line.bestAccept < line.orderedQty).length;

export interface Sums {
  ordered: number;
  accepted: number;
  backordered: number;
  rejected: number;
  /* Accepted of ordered in percent, rounded down: 100 is all of it. */
  rate: number;
}

/* In pieces, because a case is not a piece. */
export function sums(lines: readonly LinePlan[]): Sums {
  const pieces = (of: (line: LinePlan) => number) => lines.reduce((all, l) => all + of(l) * l.line.unitSize, 0);
  const ordered = pieces((l) => l.line.orderedQty);
  const accepted = pieces((l) => l.accepted);
  return {
    ordered,
    accepted,
    backordered: pieces((l) => l.backordered),
    rejected: pieces((l) => l.rejected),
    rate: ordered === 0 ? 0 : Math.floor((accepted * 100) / ordered),
  };
}

export const isRejection = (lines: readonly LinePlan[]) =>
  lines.length > 0 && lines.every((l) => l.rejected === l.line.orderedQty);

/* What is sent: every line once, in the sheet's order, so that the server's lines[2] is the third row. */
export const toBody = (lines: readonly LinePlan[], warehouseId: string | null, backorderAt: string | null) => ({
  warehouseId,
  backorderAt: lines.some((l) => l.backordered > 0) ? backorderAt : null,
  lines: lines.map((l) => ({
    lineId: l.line.lineId,
    acceptedQty: l.accepted,
    backorderedQty: l.backordered,
    rejectedQty: l.rejected,
    reason: l.rejected > 0 ? l.reason : null,
  })),
});

/* What a person does. */
export const choose = (plan: Plan, way: Way): Plan => ({ way, typed: {}, reasons: plan.reasons });
export const type = (plan: Plan, { line, typed }: LinePlan, change: Partial<Typed>): Plan => ({
  ...plan,
  typed: { ...plan.typed, [line.lineId]: { ...typed, ...change } },
});
export const give = (plan: Plan, lineId: string, reason: string): Plan => ({
  ...plan,
  reasons: { ...plan.reasons, [lineId]: reason },
});
export const giveAll = (plan: Plan, lines: readonly LinePlan[], reason: string): Plan => ({
  ...plan,
  reasons: { ...plan.reasons, ...Object.fromEntries(lines.map(({ line }) => [line.lineId, reason])) },
});
