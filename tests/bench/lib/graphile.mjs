/* graphile-worker, a job queue on PostgreSQL, as `npx graphile-worker` starts it: nothing of it is set, nor of PostgreSQL, which
 * is durable by itself. The database is made anew each time, in a folder of the bench, and belongs to Debian's user for it,
 * because PostgreSQL refuses to run as root. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root, until } from "./house.mjs";

const here = path.join(root, "tests/bench/peers/graphile");
const asRoot = process.getuid() === 0;

function programs() {
  const versions = readdirSync("/usr/lib/postgresql").sort((a, b) => b - a);
  return path.join("/usr/lib/postgresql", versions[0], "bin");
}

class Postgres {
  static async open(folder) {
    const one = new Postgres();
    const bin = programs();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    one.folder = folder;
    one.sockets = mkdtempSync("/tmp/gwms-bench."); // the path of a socket may have 107 bytes
    if (asRoot) execFileSync("chown", ["postgres:", folder, one.sockets]);
    one.as = asRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : [];
    const data = path.join(one.reaches(folder) ? folder : one.sockets, "data"); // a home of root's is closed to others
    one.run(path.join(bin, "initdb"), ["--pgdata", data, "--username=bench", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
    const [program, ...args] = [...one.as, path.join(bin, "postgres"), "-D", data, "-k", one.sockets, "-c", "listen_addresses="];
    one.child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
    let said = "";
    one.child.stderr.on("data", (text) => (said = (said + text).slice(-4000)));
    one.ended = new Promise((resolve) => one.child.once("close", resolve));
    await until("PostgreSQL answers", () => {
      if (one.child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`);
      try {
        return one.sql("SELECT 1") === "1";
      } catch {
        return false;
      }
    });
    return one;
  }

  run(program, args, options = {}) {
    const [first, ...rest] = [...this.as, program, ...args];
    return execFileSync(first, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], cwd: "/", ...options });
  }
  reaches(folder) {
    try {
      this.run("test", ["-w", folder]);
      return true;
    } catch {
      return false;
    }
  }
  sql(statement) {
    return execFileSync("psql", ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", this.sockets, "-U", "bench", "-d", "postgres", "-c", statement],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }
  get address() { return `postgres:///postgres?host=${encodeURIComponent(this.sockets)}&user=bench`; }

  async close() {
    this.child.kill("SIGINT");
    await this.ended;
    for (const made of [this.sockets, this.folder]) rmSync(made, { recursive: true, force: true });
  }
}

function worker(postgres, ...args) {
  const child = spawn(process.execPath, [path.join(here, "node_modules/graphile-worker/dist/cli.js"), "-c", postgres.address, ...args],
    { cwd: here, stdio: "ignore", env: { PATH: process.env.PATH, NODE_ENV: "production" } });
  return { child, ended: new Promise((resolve) => child.once("close", resolve)) };
}

/* So many jobs that do nothing, done by so many processes that wait for them: jobs per second. */
async function measure(postgres, jobs, processes) {
  const workers = Array.from({ length: processes }, () => worker(postgres));
  try {
    await until("the workers listen", () => Number(postgres.sql("SELECT COUNT(*) FROM pg_stat_activity WHERE query ILIKE '%LISTEN%jobs:insert%'")) >= processes);
    postgres.sql(`SELECT COUNT(graphile_worker.add_job('noop', '{}')) FROM generate_series(1, ${jobs})`);
    const began = performance.now();
    await until("all of its jobs are done", () => {
      if (workers.some(({ child }) => child.exitCode !== null)) throw new Error("graphile-worker ended by itself");
      return postgres.sql("SELECT COUNT(*) FROM graphile_worker.jobs") === "0";
    }, 300);
    return jobs / ((performance.now() - began) / 1000);
  } finally {
    for (const { child } of workers) child.kill("SIGTERM");
    await Promise.all(workers.map(({ ended }) => ended));
  }
}

/* The better of one process and as many as ours has. */
export async function graphile(folder, jobs, processes) {
  const postgres = await Postgres.open(path.join(folder, "postgres"));
  try {
    await worker(postgres, "--schema-only").ended;
    const each = [];
    for (const n of [1, processes]) each.push({ processes: n, per_s: await measure(postgres, jobs, n) });
    return each.reduce((best, one) => (one.per_s > best.per_s ? one : best));
  } finally {
    await postgres.close();
  }
}
