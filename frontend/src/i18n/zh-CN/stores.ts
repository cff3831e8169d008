import type { Messages } from "../messages";

const zh: Messages["stores"] = {
  title: "平台授权",
  lead: "为本系统提供订单的店铺。",
};
export default zh;
