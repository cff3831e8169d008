import { describe, expect, test } from "vitest";
import { todoOf } from "./change";

const answered = "2026-05-28T10:00:00Z";
const acknowledgement = { createdAt: answered } as NonNullable<Parameters<typeof todoOf>[0]["acknowledgement"]>;
const edit = (receivedAt: string, ...fields: string[]) => ({
  receivedAt,
  changes: fields.map((field) => ({ field, before: "1", after: "2" })),
});
const after = edit("2026-05-28T11:00:00Z", "platformStatus", "quantity of Mug");
const open = { code: "lines_changed" };

describe("what is to be done about a buyer's change", () => {
  test.each([
    ["pending", null, "pending"],
    ["acknowledged", null, "reduced"],
    ["acknowledged", open, "more"],
    ["processing", null, null],
    ["processing", open, "begun"],
    ["partially_shipped", open, "left"],
    ["shipped", open, "left"],
    ["completed", open, null],
    ["cancelled", open, null],
  ] as const)("%s, %j", (status, exception, todo) => {
    expect(todoOf({ status, exception, acknowledgement }, [after])).toBe(todo);
  });
  test.each([
    ["before the answer", edit("2026-05-28T09:00:00Z", "quantity of Mug")],
    ["the platform's own state", edit("2026-05-28T11:00:00Z", "platformStatus", "amount", "shipWindow.to")],
    ["the order as it first came", edit("2026-05-28T11:00:00Z")],
  ])("nothing: %s", (_, revision) => {
    expect(todoOf({ status: "acknowledged", exception: null, acknowledgement }, [revision])).toBeNull();
  });
  test("nothing without an answer", () => {
    expect(todoOf({ status: "pending", exception: null, acknowledgement: null }, [after])).toBeNull();
  });
});
