// Runs of a sync, as a test starts them and waits for them.
import { hurry } from "./steps.mjs";
import { api, as, until } from "./stack.mjs";

export const runNow = (run) => api.need(api.get(`sync-runs/${run.id}`));
export const ended = (run) => !["queued", "running"].includes(run.status);
export const startSync = (storeIds, more = {}, client = api) => client.post("sync-runs", { kind: "b2c", storeIds, mode: "immediate", ...more });
export const start = async (store, more) => (await api.need(startSync([store.id], more), 202)).items[0];
export const finished = (run, what = "the run has ended") => until(what, async () => {
  const now = await runNow(run);
  return ended(now) && now;
});
/* The same with the waits of retries taken out. */
export const finishedInHurry = (store, run) => until("the run has ended", async () => {
  hurry(store);
  const now = await runNow(run);
  return ended(now) && now;
});
export const rowsOf = (run) => api.all(`sync-runs/${run.id}/orders`);
export const ordersOf = (store) => api.all(`orders?storeId=${store.id}`);
export const one = async (store, orderNo) => (await ordersOf(store)).find((order) => order.orderNo === orderNo);
export const again = (store, order) => store.sync({ mode: "order_numbers", orderNumbers: [order.orderNo] });
export const there = (store, order, what, body = {}) => store.control("POST", `orders/${order.platformOrderId}/${what}`, body);
export const counts = ({ created, updated, unchanged, skipped, failed, orderCount }) => ({ created, updated, unchanged, skipped, failed, orderCount });
export const only = (more) => ({ created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0, orderCount: Object.values(more).reduce((a, b) => a + b, 0), ...more });
export const hoursAgo = (hours) => new Date(Math.floor(Date.now() / 1000 - hours * 3600) * 1000).toISOString().replace(".000Z", "Z");
export const storeNow = (store) => as.admin.need(as.admin.get(`stores/${store.id}`));
