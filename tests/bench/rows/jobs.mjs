/* The queue: jobs per second, how soon one starts, and what waiting for them costs. The job is one that finds nothing to do. */
import { setTimeout as pause } from "node:timers/promises";
import { graphile } from "../lib/graphile.mjs";
import { until } from "../lib/house.mjs";
import { costing, least, most, percentile, tree } from "../lib/measure.mjs";

const JOBS = 4000, ROUNDS = 3, LANES = 16, WORKERS = 4;
const KIND = "stock_recheck", PAYLOAD = `{"warehouseId":"1","skuId":"999999"}`;

const lanes = (house) => {
  house.sql(Array.from({ length: LANES }, (_, i) => `INSERT IGNORE INTO job_lane (customer_id, name) VALUES (1, 'bench:${i}');`).join(""));
  return house.sql("SELECT id FROM job_lane WHERE name LIKE 'bench:%' ORDER BY id").flat();
};

/* Looks seldom and by the primary key, since it is measured along; the index of what is to be done is full of what was. */
async function allDone(house, first) {
  for (const end = Date.now() + 120000; house.sql(`SELECT COUNT(*) FROM job WHERE id > ${first} AND state IN ('ready', 'running')`)[0][0] !== "0"; await pause(200))
    if (Date.now() > end) throw new Error("after 2 minutes the jobs are still not done");
}

async function round(house, all) {
  const { worker, mariadb } = house.services;
  const [[first]] = house.sql("SELECT COALESCE(MAX(id), 0) FROM job");
  const { us } = await costing({ worker, mariadb }, async () => {
    house.sql(`BEGIN; INSERT INTO job (lane_id, kind, run_at, payload) SELECT ELT(1 + seq % ${LANES}, ${all}), '${KIND}', NOW(6), '${PAYLOAD}' FROM seq_1_to_${JOBS};
      UPDATE job_lane SET due_at = NOW(6) WHERE id IN (${all}); COMMIT`);
    await allDone(house, first);
  });
  const [[done, n, seconds]] = house.sql(`SELECT SUM(state = 'done'), COUNT(*), TIMESTAMPDIFF(MICROSECOND, MIN(started_at), MAX(finished_at)) / 1e6
    FROM job WHERE id > ${first} AND lane_id IN (${all})`);
  if (Number(n) !== JOBS || done !== n) throw new Error(`jobs failed: ${house.sql(`SELECT last_problem FROM job WHERE state = 'dead' AND lane_id IN (${all}) LIMIT 1`)}`);
  return { per_s: n / seconds, seconds: Number(seconds), us };
}

export async function jobs({ small: house, ceiling, folder, say }) {
  const all = lanes(house);
  const ours = [], bare = [];
  house.sql("CREATE OR REPLACE DATABASE bench; CREATE TABLE bench.commits (id BIGINT AUTO_INCREMENT PRIMARY KEY, at DATETIME(6) NOT NULL)");
  for (let i = 0; i < ROUNDS; i++) {
    ours.push(await round(house, all));
    bare.push(await ceiling(["commit", WORKERS, Math.min(Math.max(ours[i].seconds, 1), 5)])); // as long, so that neither has the luckier moment
  }
  house.sql("DROP DATABASE bench");
  const best = most(ours, (one) => one.per_s), commits = most(bare, (one) => one.n / one.seconds);
  const cpu = (name) => (least(ours, (one) => one.us[name]).us[name] / JOBS).toFixed(0);
  say({ what: "jobs, claim to done, 4 workers", ours: best.per_s, unit: "/s", beside: "single-row commits", theirs: commits.n / commits.seconds, at_least: 0.4,
    note: `CPU per job: worker ${cpu("worker")} + MariaDB ${cpu("mariadb")} µs` });
  const peer = await graphile(folder, JOBS, WORKERS);
  say({ what: "the same beside a queue on PostgreSQL", ours: best.per_s, unit: "/s", beside: "graphile-worker", theirs: peer.per_s, at_least: 1.5,
    note: `as it is set by itself, jobs that do nothing; ${peer.processes === 1 ? "one process was faster than" : `${peer.processes} processes were faster than`} ${peer.processes === 1 ? WORKERS : "one"}` });
}

const IDLE_S = 8, CLICKS = 60;

export async function idle({ small: house, say }) {
  const [lane] = lanes(house);
  const { worker, mariadb } = house.services;
  const waiting = await costing({ worker, mariadb }, () => pause(IDLE_S * 1000));
  const workers = tree(worker, "gwms-worker");
  const [[first]] = house.sql("SELECT COALESCE(MAX(id), 0) FROM job");
  house.sql(Array.from({ length: CLICKS }, () => `BEGIN; INSERT INTO job (lane_id, kind, priority, run_at, payload) VALUES (${lane}, '${KIND}', 10, NOW(6), '${PAYLOAD}');
    UPDATE job_lane SET due_at = NOW(6), urgent = 1 WHERE id = ${lane}; COMMIT; SELECT SLEEP(0.05 + RAND() * 0.1);`).join("\n"));
  await until("all clicks are done", () => house.sql(`SELECT COUNT(*) FROM job WHERE id > ${first} AND lane_id = ${lane} AND state <> 'done'`)[0][0] === "0");
  const waits = house.sql(`SELECT TIMESTAMPDIFF(MICROSECOND, created_at, started_at) / 1000 FROM job WHERE id > ${first} AND lane_id = ${lane}`).flat().map(Number).sort((a, b) => a - b);
  say({ what: "a job enqueued by a click until it starts, p50", ours: percentile(waits, 50), unit: "ms", limit: 50, note: `p99 ${percentile(waits, 99).toFixed(0)} ms` });
  say({ what: `a worker with nothing to do`, ours: 100 * waiting.us.worker / workers.length / (IDLE_S * 1e6), unit: "% of a core", below: 0.5,
    note: `of ${workers.length}; all together ${(waiting.us.worker / IDLE_S / 1e4).toFixed(2)} %, and MariaDB ${(waiting.us.mariadb / IDLE_S / 1e4).toFixed(2)} %` });
}
