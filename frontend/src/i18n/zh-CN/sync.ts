import type { Messages } from "../messages";

const zh: Messages["sync"] = {
  title: "订单同步日志",
  type: { automatic: "自动", manual: "手动", webhook: "Webhook", gap_fill: "补漏" },
  mode: { immediate: "立即同步", time_range: "按时间段同步", order_numbers: "按订单号同步" },
  status: {
    queued: "排队中",
    running: "进行中",
    success: "成功",
    partly_failed: "部分失败",
    failed: "失败",
    no_new_orders: "无新订单",
  },
  outcome: { created: "新增", updated: "更新", unchanged: "无变化", skipped: "跳过", failed: "失败" },
};
export default zh;
