import type { Messages } from "../messages";
import { count } from "../words";

const orders = (n: number) => `${count(n)} 个订单`;

const zh: Messages["inbox"] = {
  title: "异常",
  lead: "按原因列出被卡住的订单。一次处理即可放行该原因下的全部订单。",
  list: "原因",
  notMapped: (sku) => `SKU ${sku} 未映射`,
  about: (title, key) => `${title}：${key}`,
  orders,
  ordersIn: (n, stores) => `${orders(n)}，${count(stores)} 个店铺`,
  kind: { b2c: "B2C", b2b: "B2B" },
  since: "自",
  moreStores: (n) => `另有 ${count(n)} 个`,
  moreOrders: (n) => `另有 ${count(n)} 个`,
  newest: "最新",
  openOrder: (no) => `打开订单 ${no}`,
  show: "查看订单",
  showAll: (n) => `查看 ${orders(n)}`,
  more: "原因数量超过可列出的范围：订单最多的排在前面。",
  fix: {
    bind: "绑定 SKU",
    close: "关闭",
    retry: "重试回传",
    retryAll: (n) => `重试 ${orders(n)}的回传`,
    store: "打开店铺",
    stock: "查看库存",
    dispatch: "重新下发",
    look: "查看订单",
  },
  bind: {
    lead: (n) => `选择仓库 SKU：最多可立即放行 ${orders(n)}。`,
    places: "所在店铺",
    place: (store, n) => `${store}：${orders(n)}`,
    productGone: "该商品已从平台删除，无法绑定。请取消订单或手动发货。",
    noPermission: "需要权限“绑定 SKU”。",
    already: "它已被绑定；正在重新检查订单。",
    bundle: "组合或数量",
    binding: "绑定中…",
  },
  retry: {
    title: "已重新开始回传",
    going: (done, all) => `已重新请求 ${count(done)} / ${count(all)}…`,
    done: (retried, refused) =>
      `${orders(retried)}已重新回传平台${refused > 0 ? `；${count(refused)} 个无法回传` : ""}。`,
    noPermission: "需要权限“标记与手动发货”。",
  },
  bound: (sku, code) => `${sku} 已绑定到 ${code}`,
  freed: (free, still) =>
    free === 0 && still === 0
      ? "已没有订单在等待。"
      : `${orders(free)}已放行${still > 0 ? `，${count(still)} 个仍在等待其他 SKU` : ""}。`,
  freedByStock: "到货后已放行的订单",
  cameIn: (n, sku, warehouse) => `${orders(n)}：${warehouse} 的 ${sku}，`,
  said: {
    unmapped: (skus, more) =>
      `SKU ${skus.map((sku) => `[${sku}]`).join("、")} 未映射到仓库 SKU${more > 0 ? `，另有 ${count(more)} 个` : ""}。`,
    missing: (fields) => `缺少必填的收件地址信息：${fields.join("、")}。`,
    address: {
      name: "姓名",
      "address line 1": "地址",
      city: "城市",
      state: "州/省",
      "zip code": "邮编",
      country: "国家",
    },
    label: (file, why) => `面单 ${file} 被拒绝：${why}。`,
    short: (goods) => `库存不足：${goods.join("；")}。`,
    goods: (sku, needed, available) => `${sku} 需要 ${count(needed)}、可用 ${count(available)}`,
  },
  undo: "撤销",
  undone: (sku) => `${sku} 已解除绑定`,
  total: (causes, n) => `${count(causes)} 个原因，${orders(n)}`,
  empty: { title: "没有被卡住的订单", lead: "目前没有订单存在异常。新的异常会自动出现在这里。" },
};
export default zh;
