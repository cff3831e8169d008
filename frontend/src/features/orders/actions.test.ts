import { describe, expect, test } from "vitest";
import type { ActionName, Obstacle, OrderRow, ProblemCode } from "../../api/types";
import en from "../../i18n/en/all";
import zh from "../../i18n/zh-CN/all";
import { acknowledge, actionsOf, cancel, dispatch, markShipped, type No, opens, reasonOf, refusal } from "./actions";
import { fixOf } from "./fixes";

type Said = Partial<Record<ActionName, Obstacle | "status">>;
const names: ActionName[] = ["dispatch", "batch_dispatch", "acknowledge", "mark_shipped", "manual_ship", "cancel"];

/* One that allows everything but what is said. */
function order(no: Said, exception: ProblemCode | null = null): OrderRow {
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
    actions: {
      allowed: names.filter((name) => !no[name]),
      refused: Object.fromEntries(Object.entries(no).filter(([, code]) => code !== "status")),
    },
    turn: { owner: "you", code: "look", since: "2026-05-01T00:00:00Z" },
    acknowledgeBy: null,
    shipWindow: null,
    deliveryWindow: null,
    acknowledgementState: null,
  };
}

describe("the first no of the server counts", () => {
  test("one order is asked for the action, several for the batch", () => {
    const one = order({ dispatch: "order_unpaid", batch_dispatch: "cancelled_on_platform" });
    expect(refusal(dispatch, [one])).toEqual({ name: "dispatch", code: "order_unpaid" });
    expect(refusal(dispatch, [order({}), one])).toEqual({ name: "batch_dispatch", code: "cancelled_on_platform" });
    expect(refusal(dispatch, [order({}), order({})])).toBeUndefined();
  });
  test("an action without a batch name is asked by its own", () => {
    expect(refusal(cancel, [order({}), order({ cancel: "outbound_in_progress" })])?.code).toBe("outbound_in_progress");
  });
  test("what the order does not speak of is none of its kind and status", () => {
    expect(refusal(dispatch, [order({ dispatch: "status" })])).toEqual({ name: "dispatch", code: "status" });
  });
});

test.each([
  [{}, true],
  [{ dispatch: "status" }, false],
  [{ dispatch: "order_unpaid" }, false],
  [{ dispatch: "forbidden" }, false],
  [{ batch_dispatch: "order_unpaid", mark_shipped: "nothing_to_write_back" }, true],
] as [Said, boolean][])("with %j the dialog of Dispatch opens: %s", (no, isOpen) =>
  expect(opens(dispatch, order(no))).toBe(isOpen),
);

describe("the reason in words", () => {
  test.each([
    [
      { name: "dispatch", code: "status" },
      "shipped",
      "Not possible while the order is Shipped.",
      "订单为“已发货”时不可执行。",
    ],
    [
      { name: "batch_dispatch", code: "forbidden" },
      "pending",
      "It needs the permission “Dispatch orders”. Your customer administrator can grant it.",
      `需要“${zh.shell.permission.order_dispatch}”权限，请联系贵司管理员授予。`,
    ],
    [
      { name: "dispatch", code: "action_not_allowed" },
      "pending",
      "The platform has shipped it already.",
      "平台已自行发货。",
    ],
    [
      { name: "acknowledge", code: "action_not_allowed" },
      "pending",
      "The platform has shipped it already.",
      "平台已自行发货。",
    ],
    [
      { name: "acknowledge", code: "action_not_allowed" },
      "acknowledged",
      "It is acknowledged, and nothing of it waits for another answer.",
      "订单已确认，没有需要再次答复的内容。",
    ],
    [
      { name: "mark_shipped", code: "nothing_to_write_back" },
      "shipped",
      "The platform has confirmed every shipment.",
      "所有发货均已获平台确认。",
    ],
  ] as [No, OrderRow["status"], string, string][])("%j of one that is %s", (no, status, english, chinese) => {
    const one: OrderRow = { ...order({}), status };
    expect(reasonOf(no, one, { m: en })).toBe(english);
    expect(reasonOf(no, one, { m: zh })).toBe(chinese);
  });
});

describe("an exception has one fix", () => {
  test("the action that cures it, while the server allows that", () => {
    expect(fixOf(order({}, "writeback_failed"))).toMatchObject({ name: "retry", action: markShipped });
    expect(fixOf(order({}, "sku_not_mapped"))).toMatchObject({
      name: "bind",
      action: dispatch,
    });
  });
  test("otherwise the details, which say why", () => {
    expect(fixOf(order({ mark_shipped: "forbidden" }, "writeback_failed"))).toEqual({
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
