/* What the ribbon of a store shows, worked out apart from how it looks. */
import type { Coverage, CoverageSpan } from "../../api/stores";

export interface RibbonSpan extends CoverageSpan {
  /* Where it begins and how wide it is, in percent of the ribbon. */
  start: number;
  width: number;
  /* A gap that somebody can fill; what is still to come with the next sync is none. */
  isGap: boolean;
}

/* The last span is a gap only once the schedule is late: until then the next sync brings it. */
export function ribbon({ from, to, updated, created, by }: Coverage, syncEveryS: number): RibbonSpan[] {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const spans = by === "updated" ? updated : created;
  return spans.map((span, i) => {
    const [a, b] = [Date.parse(span.from), Date.parse(span.to)];
    const isToCome = i === spans.length - 1 && i > 0 && b - a < 2 * syncEveryS * 1000;
    return {
      ...span,
      start: ((a - begin) / (end - begin)) * 100,
      width: ((b - a) / (end - begin)) * 100,
      isGap: span.state !== "proved" && !isToCome,
    };
  });
}
