import { describe, expect, it } from "vitest";
import type { OutboundAction, OutboundRow, OutboundStep } from "../../api/types";
import en from "../../i18n/en/all";
import zh from "../../i18n/zh-CN/all";
import { formatter } from "../../lib/format";
import { menuOf, nextStep, reasonOf } from "./actions";

const english = { m: en, language: "en", f: formatter("en", "UTC") } as const;
const chinese = { m: zh, language: "zh-CN", f: formatter("zh-CN", "UTC") } as const;

/* An outbound order that allows these steps alone. */
function row(
  status: OutboundRow["status"],
  allowed: OutboundAction[],
  refused: OutboundRow["actions"]["refused"] = {},
): OutboundRow {
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
    actions: { allowed, refused },
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
    expect(groups[1]?.every((i) => i.refused === "Not possible while the outbound order is Draft.")).toBe(true);
  });
});

describe("a refusal in words", () => {
  const label = (state: "checking" | "refused") => ({ id: "1", fileName: "a.pdf", state, refusal: null, pages: 1 });
  const no = { pick: "label_required" } as const;
  it.each([
    ["ship", row("draft", []), "Not possible while the outbound order is Draft.", "出库单为“草稿”时不可执行。"],
    [
      "intercept",
      row("picking", [], { intercept: "outbound_in_progress" }),
      "It is Picking already: too late to stop it.",
      "出库单已是“拣货中”，无法再拦截。",
    ],
    [
      "label",
      row("draft", [], { label: "action_not_allowed" }),
      "The shipping channel takes no labels.",
      "该物流渠道不使用面单。",
    ],
    ["pick", row("reviewed", [], no), "It waits for its label.", "等待上传面单。"],
    [
      "pick",
      { ...row("reviewed", [], no), label: label("checking") },
      "Its label is still being checked.",
      "面单仍在检查中。",
    ],
    [
      "pick",
      { ...row("reviewed", [], no), label: label("refused") },
      "Its label was refused: it waits for another one.",
      "面单未通过检查，等待重新上传。",
    ],
  ] as [OutboundAction, OutboundRow, string, string][])("%s", (action, one, inEnglish, inChinese) => {
    expect(reasonOf(action, one, english)).toBe(inEnglish);
    expect(reasonOf(action, one, chinese)).toBe(inChinese);
  });
  it("names the permission that is missing", () => {
    const refused = { wave: "forbidden", label: "forbidden" } as const;
    expect(reasonOf("wave", row("draft", [], refused), english)).toContain("Work on dropshipping orders");
    expect(reasonOf("label", row("draft", [], refused), english)).toContain("Dispatch orders");
  });
});
