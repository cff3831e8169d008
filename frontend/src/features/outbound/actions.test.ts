import { describe, expect, it } from "vitest";
import type { OutboundRow, OutboundStep } from "../../api/types";
import en from "../../i18n/en/all";
import zh from "../../i18n/zh-CN/all";
import { formatter } from "../../lib/format";
import { menuOf, nextStep, reasonOf, steps } from "./actions";

const english = { m: en, language: "en", f: formatter("en", "UTC") } as const;
const chinese = { m: zh, language: "zh-CN", f: formatter("zh-CN", "UTC") } as const;

/* An outbound order that allows these steps alone. */
function row(status: OutboundRow["status"], allowed: readonly OutboundStep[]): OutboundRow {
  const no = { allowed: false, code: "action_not_allowed", reason: "this outbound order is a draft" } as const;
  const actions = Object.fromEntries(
    steps.map((step) => [step, allowed.includes(step) ? { allowed: true, code: null, reason: null } : no]),
  ) as OutboundRow["actions"];
  return {
    id: "1",
    outboundNo: "OB-1",
    status,
    customer: { id: "1", name: "Nordic" },
    order: null,
    warehouse: { id: "1", name: "Hamburg" },
    channel: { id: "1", name: "DHL", carrier: "DHL", serviceType: "", selfPickup: false },
    label: null,
    wave: null,
    recipientName: null,
    recipientCountry: null,
    unitCount: 1,
    shippedCount: 0,
    createdAt: "2026-05-01T00:00:00Z",
    version: 1,
    actions,
  };
}

describe("the next step", () => {
  it.each([
    [["review", "intercept"], "review"],
    [["pick", "intercept"], "pick"],
    [["ship"], "ship"],
    [["intercept"], undefined],
    [[], undefined],
  ] as [OutboundStep[], OutboundStep | undefined][])("of what allows %j is %s", (allowed, step) => {
    expect(nextStep(row("draft", allowed))).toBe(step);
  });
});

describe("the menu", () => {
  it("shows all steps: allowed ones first, refused ones with their reason, stopping last", () => {
    const groups = menuOf(
      { row: row("draft", ["review", "intercept"]), onDetails: () => {}, onStep: () => {} },
      english,
    );
    expect(groups.map((g) => g.map((i) => i.id))).toEqual([
      ["details", "review"],
      ["pick", "pack", "ship"],
      ["intercept"],
    ]);
    expect(groups[1]?.every((i) => i.refused === "This outbound order is a draft")).toBe(true);
  });
});

describe("a refusal in words", () => {
  it("is the server's sentence in English and our own in Chinese", () => {
    const draft = row("draft", []);
    expect(reasonOf(draft.actions.ship, draft, english)).toBe("This outbound order is a draft");
    expect(reasonOf(draft.actions.ship, draft, chinese)).toBe("出库单为“草稿”时不可执行。");
  });
  it("names the permission that is missing", () => {
    const no = { allowed: false, code: "forbidden", reason: "…" } as const;
    expect(reasonOf(no, row("draft", []), english)).toContain("Work on dropshipping orders");
  });
});
