/* Orders from the practice store's JSON to the commit, beside the same rows by array binding. The time of a run is what
 * its worker did not spend waiting for the practice store. */
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../lib/house.mjs";
import { costing } from "../lib/measure.mjs";

const ORDERS = 5000, PAGE = 100, PRODUCTS = [101, 103, 105];

async function synced(house, token, body) {
  const { worker, mariadb } = house.services;
  const measured = await costing({ worker, mariadb }, async () => {
    const [{ id }] = [await house.post(token, "sync-runs", { kind: "b2c", storeIds: ["1"], ...body })].flatMap((answer) => answer.items ?? answer.runs ?? [answer]);
    return until("the sync is over", () => {
      const [[status, created, unchanged, seconds]] = house.sql(`SELECT r.status, r.created_n, r.unchanged_n, TIMESTAMPDIFF(MICROSECOND, r.started_at, r.finished_at) / 1e6
        - (SELECT COALESCE(SUM(q.ms), 0) / 1000 FROM platform_request q WHERE q.run_id = r.id) FROM sync_run r WHERE r.id = ${id}`);
      return ["queued", "running"].includes(status) ? false : { status, created: Number(created), unchanged: Number(unchanged), seconds: Number(seconds) };
    }, 120);
  });
  return measured;
}

/* The tables that got a row for every order (or more), with the keys above which the new ones are. */
function marks(house) {
  const tables = house.sql("SELECT table_name FROM information_schema.columns WHERE table_schema = 'gwms' AND extra = 'auto_increment' ORDER BY table_name").flat();
  return Object.fromEntries(house.sql(tables.map((t) => `SELECT '${t}', COALESCE(MAX(id), 0) FROM ${t};`).join("")));
}

/* Tables without a key of their own that hang on an order: what is new in them belongs to a new order. */
const ofOrders = (house) => house.sql(`SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'gwms' AND c.column_name = 'order_id'
  AND NOT EXISTS (SELECT 1 FROM information_schema.columns a WHERE a.table_schema = c.table_schema AND a.table_name = c.table_name AND a.extra = 'auto_increment')`).flat();

/* The tables that grew with the orders, each with its rows in the order in which they were written. */
function copyNew(house, before) {
  const keyed = Object.keys(marks(house)).map((t) => ({ t, key: "id", above: before[t] }));
  const hung = ofOrders(house).map((t) => ({ t, key: "order_id", above: before.platform_order }));
  const grown = [...keyed, ...hung].filter(({ t, key, above }) => Number(house.sql(`SELECT COUNT(*) FROM ${t} WHERE ${key} > ${above}`)[0][0]) >= ORDERS / 2);
  house.sql("CREATE OR REPLACE DATABASE bench_from; CREATE OR REPLACE DATABASE bench_to;");
  for (const { t, key, above } of grown) {
    const [[columns]] = house.sql(`SET SESSION group_concat_max_len = 65536; SELECT GROUP_CONCAT(column_name) FROM information_schema.columns
      WHERE table_schema = 'gwms' AND table_name = '${t}' AND generation_expression IS NULL`);
    house.sql(`CREATE TABLE bench_from.${t} LIKE gwms.${t}; CREATE TABLE bench_to.${t} LIKE gwms.${t};
      INSERT INTO bench_from.${t} (${columns}) SELECT ${columns} FROM gwms.${t} WHERE ${key} > ${above};`);
  }
  return grown.sort((a, b) => (b.t === "platform_order") - (a.t === "platform_order"));
}

export async function ingest({ small: house, ceiling, say }) {
  const token = await house.signIn();
  house.sql("UPDATE store SET next_sync_at = '9999-12-31'"); // nobody else fetches them
  house.sql("UPDATE store_bucket SET capacity = 100000, tokens = 100000, per_second = 100000"); // no waiting for the shop's sake
  await until("the practice data's own syncs are over", () => house.sql("SELECT COUNT(*) FROM job WHERE state IN ('ready', 'running') AND run_at < NOW(6)")[0][0] === "0");
  await synced(house, token, { mode: "immediate" });
  const order = { lines: PRODUCTS.map((productId, i) => ({ productId, quantity: 1 + i })) };
  for (let n = 0; n < ORDERS; n += 500) await house.practiceStore("shops/harbor/orders", { orders: Array(500).fill(order) });

  const before = marks(house);
  const fresh = await synced(house, token, { mode: "immediate" });
  if (fresh.created < ORDERS) throw new Error(`the sync made ${fresh.created} orders of ${ORDERS}, and ended as ${fresh.status}`);
  const grown = copyNew(house, before);
  const now = Date.now();
  const again = await synced(house, token, { mode: "time_range", from: new Date(now - 3600e3).toISOString(), to: new Date(now).toISOString() });
  if (again.unchanged < ORDERS) throw new Error(`the second sync found ${again.unchanged} unchanged orders of ${ORDERS}`);

  const { mariadb } = house.services;
  const bare = await costing({ mariadb }, () => ceiling(["insert", "bench_from", "bench_to", Math.ceil(ORDERS / PAGE), ...grown.map(({ t, key }) => `${t}=${key}`)]));
  house.sql("DROP DATABASE bench_from; DROP DATABASE bench_to;");
  const cpu = (r, n) => (r.us.worker + r.us.mariadb) / n;
  const bare_us = bare.client_us + bare.us.mariadb / bare.n;
  say({ what: "ingest: new orders of 3 lines, JSON to commit", ours: fresh.created / fresh.seconds, unit: "/s", beside: "array-bound INSERT", theirs: bare.n / bare.seconds,
    at_least: 0.5, note: `CPU per order ${cpu(fresh, fresh.created).toFixed(0)} µs (worker ${(fresh.us.worker / fresh.created).toFixed(0)} + MariaDB ${(fresh.us.mariadb / fresh.created).toFixed(0)}),`
      + ` the INSERTs ${bare_us.toFixed(0)} µs; tables: ${grown.map(({ t }) => t).join(", ")}` });
  say({ what: "ingest: unchanged orders", ours: again.unchanged / again.seconds, unit: "/s", beside: "new orders", theirs: fresh.created / fresh.seconds, at_least: 5,
    note: `CPU per order ${cpu(again, again.unchanged).toFixed(0)} µs (worker ${(again.us.worker / again.unchanged).toFixed(0)} + MariaDB ${(again.us.mariadb / again.unchanged).toFixed(0)})` });
  await pause(500);
}
