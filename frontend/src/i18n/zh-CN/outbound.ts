import type { Messages } from "../messages";

const zh: Messages["outbound"] = {
  title: "一件代发",
  lead: "仓库的出库订单。",
};
export default zh;
