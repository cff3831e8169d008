import type { Messages } from "../messages";

const zh: Messages["changes"] = {
  title: "平台上的变更",
  field: "字段",
  before: "变更前",
  after: "变更后",
  applied: "已采用",
  kept: "未采用",
  recall: "从仓库收回",
  recallTitle: "仓库中仍是变更前的订单",
  recallLead: "收回订单，核对变更后重新派发。仓库开始拣货前均可收回。",
  recallReason: "平台订单已变更",
  recalled: (orderNo) => `${orderNo} 已收回，可重新派发。`,
};
export default zh;
