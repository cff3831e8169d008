import type { SyncMode, SyncOutcome, SyncStatus, SyncType } from "../../api/types";

export default {
  title: "Order Sync Log",
  type: { automatic: "Automatic", manual: "Manual", webhook: "Webhook", gap_fill: "Gap Fill" } satisfies Record<
    SyncType,
    string
  >,
  mode: {
    immediate: "Immediate Sync",
    time_range: "Time Range Sync",
    order_numbers: "Order Number Sync",
  } satisfies Record<SyncMode, string>,
  status: {
    queued: "Queued",
    running: "Running",
    success: "Success",
    partly_failed: "Partly Failed",
    failed: "Failed",
    no_new_orders: "No New Orders",
  } satisfies Record<SyncStatus, string>,
  outcome: {
    created: "Created",
    updated: "Updated",
    unchanged: "Unchanged",
    skipped: "Skipped",
    failed: "Failed",
  } satisfies Record<SyncOutcome, string>,
};
