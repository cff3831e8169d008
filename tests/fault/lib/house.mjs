// A whole stack that may be hurt: a MariaDB of our own (so that it can be killed, stopped and started again while the rest
// goes on), backend/scripts/run.sh on it with short leases, and a client that does not give up. The programs are those under
// the sanitizers, because only they have failpoints.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const bin = path.resolve(root, process.env.GWMS_TEST_BIN ?? "build-san/bin");
const asRoot = process.getuid() === 0 ? ["--user=root"] : [];
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

export async function waitFor(what, look, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; ; await pause(50)) {
    const seen = await look();
    if (seen) return seen;
    assert.ok(Date.now() < end, `after ${seconds} s still not: ${what}`);
  }
}

/* A test that ends without its tear-down leaves nothing running. */
const ours = new Set();
process.once("exit", () => { for (const child of ours) child.kill("SIGTERM"); });
const dieWithUs = (child) => {
  ours.add(child.once("exit", () => ours.delete(child)));
};

/* ---- processes ------------------------------------------------------------------------------------- */

export const alive = (pid) => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
};
/* The children of a process that run the program of that name. */
export function childrenOf(pid, program) {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      return stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0] === String(pid) && stat.includes(`(${program.slice(0, 15)})`);
    } catch {
      return false;
    }
  }).map(Number);
}

/* ---- the database ---------------------------------------------------------------------------------- */

export class Database {
  constructor(folder, { options = [] } = {}) {
    Object.assign(this, { folder, data: path.join(folder, "data"), socket: path.join(folder, "db.sock"), options, child: null });
  }

  make() {
    execFileSync("mariadb-install-db", ["--no-defaults", ...asRoot, `--datadir=${this.data}`, "--auth-root-authentication-method=normal",
      "--skip-test-db", "--force"], { stdio: "ignore", env: { ...process.env, PATH } });
  }

  async start() {
    this.child = spawn("mariadbd", ["--no-defaults", ...asRoot, `--datadir=${this.data}`, `--socket=${this.socket}`, `--pid-file=${this.folder}/db.pid`,
      `--log-error=${this.folder}/mariadb.log`, "--skip-networking", "--skip-name-resolve", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M",
      "--innodb-flush-log-at-trx-commit=1", "--innodb-print-all-deadlocks=ON", "--max-allowed-packet=32M", "--local-infile=0",
      "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_520_nopad_ci", ...this.options],
    { stdio: "ignore", env: { ...process.env, PATH } });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    dieWithUs(this.child);
    await waitFor("MariaDB answers", () => {
      if (this.child.exitCode !== null) throw new Error(`MariaDB ended: ${this.words()}`);
      return this.answers();
    });
  }

  answers() {
    try {
      execFileSync("mariadb-admin", ["--no-defaults", "-uroot", `--socket=${this.socket}`, "ping"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }

  words() {
    return readFileSync(`${this.folder}/mariadb.log`, "utf8").split("\n").slice(-20).join("\n");
  }

  async kill(signal = "SIGKILL") {
    this.child.kill(signal);
    await this.ended;
  }
}

/* ---- the house --------------------------------------------------------------------------------------- */

export class House {
  /* Makes and starts everything. `api`, `workers`: how many processes; `env`: more of it; `through`: what stands between the
   * programs and the database answers its socket; `folder`: where the database lies. */
  static async open({ api = 2, workers = 3, lease = 2, env = {}, database = {}, through = ({ socket }) => socket, folder } = {}) {
    const house = new House();
    house.folder = mkdtempSync("/tmp/gwms-fault.");
    house.points = path.join(house.folder, "failpoints");
    mkdirSync(house.points);
    house.database = new Database(folder ?? house.folder, database);
    house.database.make();
    await house.database.start();
    /* the API and the workers as the users that run.sh makes for them (gwms-admin grants): a right that they miss is found here */
    house.users = { GWMS_DB_API_USER: "gwms_api", GWMS_DB_API_PASSWORD: crypto.randomUUID(), GWMS_DB_WORKER_USER: "gwms_worker", GWMS_DB_WORKER_PASSWORD: crypto.randomUUID() };
    house.settings = { GWMS_DB_SOCKET: await through(house.database), GWMS_DB_USER: "root", GWMS_DB_NAME: "gwms", ...house.users, API: api, WORKERS: workers, GWMS_LEASE_S: lease,
      GWMS_FAILPOINTS: house.points, ...env };
    try {
      await house.start();
    } catch (error) {
      await house.database.kill();
      throw error;
    }
    process.env.GWMS_TEST_STACK = house.file;
    house.lib = await import("../../api/lib/stack.mjs");
    house.lib.stack.db.socket = house.database.socket; // who looks on looks past whatever stands between
    return house;
  }

  async start() {
    const { freePort } = await import("../../api/lib/nginx.mjs");
    this.ports ??= [await freePort(), await freePort()];
    const [PORT, PRACTICE_PORT] = this.ports;
    this.file = path.join(this.folder, "var/stack.json");
    this.run = spawn(path.join(root, "backend/scripts/run.sh"), [], { stdio: ["ignore", "pipe", "pipe"], env: { PATH, HOME: this.folder, PORT, PRACTICE_PORT,
      VAR: path.join(this.folder, "var"), BIN: bin, RATE: 100000, BURST: 100000, LOGINS: 1000, CONNECTIONS: 1000, SHOW_LOGS: 0,
      GWMS_PRACTICE_ORDER_EVERY_S: 0, GWMS_PRACTICE_PASSWORD: "practice-makes-perfect", ...this.settings } });
    this.said = "";
    for (const stream of [this.run.stdout, this.run.stderr]) stream.on("data", (data) => (this.said += data));
    this.ended = new Promise((resolve) => this.run.once("close", resolve));
    dieWithUs(this.run);
    await waitFor("the stack is up", () => {
      if (this.run.exitCode !== null) throw new Error(`the stack did not start: ${this.said}`);
      return existsSync(this.file);
    }, 120);
    this.services = JSON.parse(readFileSync(this.file, "utf8")).services;
  }

  apis() { return childrenOf(this.services.api, "gwms-api"); }
  workers() { return childrenOf(this.services.worker, "gwms-worker"); }

  /* Stops everything; answers what the sanitizers said in any log. */
  async close() {
    for (const pid of [...this.apis(), ...this.workers()]) process.kill(pid, "SIGCONT");
    this.run.kill("SIGTERM");
    await this.ended;
    if (alive(this.database.child.pid)) await this.database.kill("SIGTERM");
    const log = path.join(this.folder, "var/log");
    const found = readdirSync(log).filter((name) => name.endsWith(".log")).flatMap((name) =>
      readFileSync(path.join(log, name), "utf8").split("\n").filter((line) => /ERROR: [A-Za-z]*Sanitizer|runtime error:|Assertion .* failed/.test(line)));
    if (process.env.KEEP === undefined) rmSync(this.folder, { recursive: true });
    else console.error(`kept: ${this.folder}`);
    return found;
  }

  /* ---- failpoints ---- */

  /* `what`: "kill", "abort", "sleep=…", "error=1213"; at the nth hit. */
  arm(name, what, nth = 1) {
    rmSync(path.join(this.points, `${name}.fired`), { force: true });
    writeFileSync(path.join(this.points, `.${name}`), `${what} ${nth}\n`);
    renameSync(path.join(this.points, `.${name}`), path.join(this.points, name));
  }
  fired(name) { return existsSync(path.join(this.points, `${name}.fired`)); }
  disarm(name) { rmSync(path.join(this.points, name), { force: true }); }

  admin(...args) { return this.adminAs({}, ...args); }
  adminAs(user, ...args) {
    const { db, folder } = this.lib.stack;
    return execFileSync(`${bin}/gwms-admin`, args, { encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], env: { PATH, GWMS_DB_SOCKET: db.socket, GWMS_DB_USER: db.user,
      GWMS_DB_NAME: db.name, GWMS_KEYS_DIR: `${folder}/keys`, GWMS_SQL_DIR: `${root}/sql`, ...user } });
  }

  /* Every invariant holds; what `gwms-admin check` says otherwise. The workers look every night, so their user must be able to. */
  check() {
    const { GWMS_DB_WORKER_USER, GWMS_DB_WORKER_PASSWORD } = this.users;
    try {
      this.adminAs({ GWMS_DB_USER: GWMS_DB_WORKER_USER, GWMS_DB_PASSWORD: GWMS_DB_WORKER_PASSWORD }, "check");
      return "";
    } catch (error) {
      return `${error.stdout}${error.stderr}`.split("\n").filter((line) => !line.startsWith("ok ")).join("\n");
    }
  }
}

/* ---- one that does not give up --------------------------------------------------------------------------- */

/* How often a request had to be sent again, by the status that was answered ("lost" for no answer). */
export const again = {};

/* Sends the request, with the same Idempotency-Key, until it is decided. Answers the last answer. */
export async function persist(client, method, what, { key = crypto.randomUUID(), seconds = 60, ...options } = {}) {
  for (const end = Date.now() + seconds * 1000; ; await pause(100)) {
    let why;
    try {
      const answer = await client.ask(method, what, { key, ...options });
      if (answer.status === 401) client.token = null; // signed in before the database went
      else if (answer.status < 500 && answer.body?.code !== "request_in_progress" && answer.status !== 429) return answer;
      why = answer.status;
    } catch (error) {
      if (error.code === "ERR_ASSERTION" && !/can sign in/.test(error.message)) throw error;
      why = "lost";
    }
    again[why] = (again[why] ?? 0) + 1;
    assert.ok(Date.now() < end, `${method} ${what} was not decided in ${seconds} s (${why})`);
  }
}
export async function insist(client, method, what, options) {
  const answer = await persist(client, method, what, options);
  assert.ok(answer.status < 300, `${method} ${what}: ${answer.status} ${answer.text}`);
  return answer.body;
}
