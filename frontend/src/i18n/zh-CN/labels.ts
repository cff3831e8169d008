import type { Messages } from "../messages";
import { count } from "../words";

const zh: Messages["labels"] = {
  label: "面单 (PDF)",
  drop: "选择 PDF，或拖放到此处",
  dropHint: (most) => `不超过 ${most}、50 页，且没有密码。`,
  hint: "承运商提供的面单，由仓库打印并贴在包裹上。",
  replace: "更换",
  remove: (name) => `移除 ${name}`,
  progress: "面单上传",
  sending: (percent) => `正在上传，${percent} %`,
  checking: "正在检查。可以继续操作；面单合格后才会拣货。",
  good: (pages) => `合格：${count(pages)} 页。`,
  refused: (why) => `面单被拒绝：${why}。请选择其他文件。`,
  fault: { empty: "文件为空。", large: "文件超过 10 MB。", notPdf: "这不是 PDF 文件。" },
  needed: "自提渠道需要 PDF 面单。",
  trackingNo: "物流单号",
  trackingHint: "与面单上的一致。",
  add: "添加面单",
  another: "更换面单",
  confirm: "保存面单",
  lead: (channel) => `${channel} 使用您提供的面单。`,
  given: (no) => `${no} 的面单已保存。`,
  none: "尚无面单",
  state: { checking: "检查中", good: "合格", refused: "被拒绝" },
  pages: (n) => `${count(n)} 页`,
  view: "查看并打印",
  download: "下载",
};
export default zh;
