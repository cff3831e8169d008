import { describe, expect, test } from "vitest";
import type { ActionName, ActionState, OrderRow, ProblemCode } from "../../api/types";
import en from "../../i18n/en/all";
import zh from "../../i18n/zh-CN/all";
import { acknowledge, actionsOf, cancel, dispatch, markShipped, opens, reasonOf, refusal } from "./actions";
import { fixOf } from "./fixes";

const yes: ActionState = { allowed: true, code: null, reason: null };
const no = (code: ProblemCode, reason: string | null = null): ActionState => ({ allowed: false, code, reason });

function order(actions: Partial<Record<ActionName, ActionState>>, exception: ProblemCode | null = null): OrderRow {
  const all = {
    dispatch: yes,
    batch_dispatch: yes,
    acknowledge: yes,
    mark_shipped: yes,
    manual_ship: yes,
    cancel: yes,
  };
  return {
    id: "1",
    orderNo: "1001",
    kind: "b2c",
    status: "shipped",
    source: "woocommerce",
    platform: "woocommerce",
    store: { id: "1", name: "Shop" },
    amount: "1.00",
    currency: "EUR",
    wmsShippingCost: null,
    wmsShippingCurrency: null,
    orderTime: "2026-05-01T00:00:00Z",
    warehouse: null,
    exception: exception && { code: exception, detail: "", since: "2026-05-01T00:00:00Z" },
    version: 1,
    actions: { ...all, ...actions },
    turn: { owner: "you", code: "look", sentence: "", since: "2026-05-01T00:00:00Z" },
    acknowledgeBy: null,
    shipWindow: null,
    deliveryWindow: null,
    acknowledgementState: null,
  };
}

describe("the first no of the server counts", () => {
  test("one order is asked for the action, several for the batch", () => {
    const one = order({ dispatch: no("sku_not_mapped"), batch_dispatch: no("action_not_allowed") });
    expect(refusal(dispatch, [one])?.code).toBe("sku_not_mapped");
    expect(refusal(dispatch, [order({}), one])?.code).toBe("action_not_allowed");
    expect(refusal(dispatch, [order({}), order({})])).toBeUndefined();
  });
  test("an action without a batch name is asked by its own", () => {
    expect(refusal(cancel, [order({}), order({ cancel: no("outbound_in_progress") })])?.code).toBe(
      "outbound_in_progress",
    );
  });
});

describe("a dialog opens when it is allowed or can cure what is in the way", () => {
  test.each([
    [yes, true],
    [no("sku_not_mapped"), true],
    [no("insufficient_stock"), true],
    [no("action_not_allowed"), false],
    [no("order_unpaid"), false],
    [no("forbidden"), false],
  ])("%j", (state, isOpen) => expect(opens(dispatch, order({ dispatch: state }))).toBe(isOpen));
  test("nothing cures a writeback that is not there", () => {
    expect(opens(markShipped, order({ mark_shipped: no("nothing_to_write_back") }))).toBe(false);
  });
});

describe("the reason in words", () => {
  const english = { m: en, language: "en" } as const;
  const chinese = { m: zh, language: "zh-CN" } as const;
  test("a status that does not allow it is named in both languages", () => {
    const state = no("action_not_allowed", "order 1001 is shipped");
    expect(reasonOf(state, order({}), english)).toBe("Not possible while the order is Shipped.");
    expect(reasonOf(state, order({}), chinese)).toBe("订单为“已发货”时不可执行。");
  });
  test("English says the server's own sentence, Chinese the code's", () => {
    const state = no("sku_not_mapped", "SKU [A-1] not mapped to a warehouse SKU");
    expect(reasonOf(state, order({}), english)).toBe("SKU [A-1] not mapped to a warehouse SKU");
    expect(reasonOf(state, order({}), chinese)).toBe("SKU 未映射到仓库 SKU");
  });
});

describe("an exception has one fix", () => {
  test("the action that cures it, while the server allows that", () => {
    expect(fixOf(order({}, "writeback_failed"))).toMatchObject({ name: "retry", action: markShipped });
    expect(fixOf(order({ dispatch: no("sku_not_mapped") }, "sku_not_mapped"))).toMatchObject({
      name: "bind",
      action: dispatch,
    });
  });
  test("otherwise the details, which say why", () => {
    expect(fixOf(order({ mark_shipped: no("forbidden") }, "writeback_failed"))).toEqual({
      name: "details",
      tab: "timeline",
    });
    expect(fixOf(order({}, "no_shippable_items"))).toEqual({ name: "details", tab: "items" });
  });
  test.each([
    ["pending", "sku_not_mapped", { name: "bind", action: acknowledge }],
    ["pending", "insufficient_stock", { name: "acknowledge", action: acknowledge }],
    ["pending", "acknowledgement_refused", { name: "acknowledge", action: acknowledge }],
    ["pending", "address_incomplete", { name: "details", tab: "recipient" }],
    ["acknowledged", "insufficient_stock", { name: "dispatch", action: dispatch }],
    ["acknowledged", "lines_changed", { name: "acknowledge", action: acknowledge }],
    ["acknowledged", "writeback_failed", { name: "details", tab: "acknowledgements" }],
    ["shipped", "writeback_failed", { name: "retry", action: markShipped }],
  ] as const)("a purchase order that is %s: %s", (status, code, fix) => {
    expect(fixOf({ ...order({}, code), kind: "b2b", status })).toEqual(fix);
  });
  test("no exception, no fix", () => expect(fixOf(order({}))).toBeNull());
});

test("each kind has its own actions, and what is dangerous comes last", () => {
  expect(actionsOf("b2c").map((a) => a.name)).toEqual(["dispatch", "mark_shipped", "manual_ship", "cancel"]);
  expect(actionsOf("b2b").map((a) => a.name)).toEqual(["acknowledge", "dispatch", "mark_shipped", "cancel"]);
});
