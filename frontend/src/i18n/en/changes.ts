export default {
  title: "Changed on the platform",
  field: "Field",
  before: "Before",
  after: "After",
  applied: "Taken over",
  kept: "Not taken over",
  recall: "Take Back from Warehouse",
  recallTitle: "The warehouse still has the order as it was",
  recallLead: "Take it back, check what changed, and dispatch it again. This works until the warehouse begins picking.",
  recallReason: "changed on the platform",
  recalled: (orderNo: string) => `${orderNo} is back and can be dispatched again.`,
};
