/* How much memory the processes hold after much work, and whether it grows. */
import { load, tree } from "../lib/measure.mjs";

const MB = 1e6;

export async function memory({ small: house, say, folder, requests }) {
  const ids = house.sql("SELECT id FROM platform_order WHERE customer_id = 1 AND id % 40 = 1 LIMIT 100").flat();
  const paths = [...ids.map((id) => `/api/v1/orders/${id}`), "/api/v1/orders?kind=b2c&limit=200", "/api/v1/orders?kind=b2c&status=processing&limit=50",
    "/api/v1/orders?kind=b2c&recipientName=maria&limit=50", "/api/v1/orders/counts?kind=b2c", "/api/v1/me", "/api/v1/skus?q=mug"];
  const largest = (service, name) => Math.max(...tree(house.services[service], name).map((p) => p.resident)) / MB;
  let asked = 0, early = 0;
  while (asked < requests) { // each round signs in anew: a token lasts ten minutes
    asked += (await load(folder, house.origin, paths, { token: await house.signIn(), seconds: early && requests > 100000 ? 60 : 2 })).n;
    early ||= largest("api", "gwms-api");
  }
  const end = largest("api", "gwms-api");
  say({ what: `an API process after ${asked.toLocaleString("en")} requests`, ours: end, unit: "MB", limit: 12, note: `${early.toFixed(1)} MB early on` });
  say({ what: "a worker after the ingest and the jobs", ours: largest("worker", "gwms-worker"), unit: "MB", limit: 16 });
}
