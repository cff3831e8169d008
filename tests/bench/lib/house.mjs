/* A stack to be measured: backend/scripts/run.sh as `make run` starts it, with its limits out of the way. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const read = (...names) => readFileSync(path.join(root, ...names), "utf8");

export async function until(what, look, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; ; await pause(20)) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`after ${seconds} s still not: ${what}`);
  }
}

export class House {
  static async open(folder, { bin, port, workers = 0, memory = "2G" }) {
    const house = new House();
    const file = path.join(folder, "stack.json");
    mkdirSync(folder, { recursive: true });
    rmSync(file, { force: true });
    house.child = spawn(path.join(root, "backend/scripts/run.sh"), [], { stdio: ["ignore", "pipe", "pipe"], env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
      HOME: folder, PORT: port, PRACTICE_PORT: port + 1, API: 4, WORKERS: workers, VAR: folder, BIN: bin, DB_MEMORY: memory, RATE: 1000000, BURST: 1000000,
      CONNECTIONS: 65000, LOGINS: 1000, SHOW_LOGS: 0, GWMS_PRACTICE_ORDER_EVERY_S: 0, GWMS_PRACTICE_PASSWORD: "practice-makes-perfect" } });
    let said = "";
    for (const stream of [house.child.stdout, house.child.stderr]) stream.on("data", (data) => (said += data));
    house.ended = new Promise((resolve) => house.child.once("close", resolve));
    await until("the stack is up", () => {
      if (house.child.exitCode !== null) throw new Error(`the stack did not start: ${said}`);
      return existsSync(file);
    }, 180);
    Object.assign(house, JSON.parse(readFileSync(file, "utf8")));
    return house;
  }

  async close() {
    this.child.kill("SIGTERM");
    await this.ended;
  }

  /* What the mariadb client is called with. */
  client() {
    return ["--no-defaults", `--socket=${this.db.socket}`, `--user=${this.db.user}`, "--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4",
      this.db.name];
  }

  /* Rows of a statement, or of the last of several, as arrays of texts. */
  sql(statements) {
    const out = execFileSync("mariadb", this.client(), { input: statements, encoding: "utf8", maxBuffer: 1 << 28 });
    return out.split("\n").slice(0, -1).map((line) => line.split("\t"));
  }

  /* Statements without an answer; several scripts may run at once. */
  script(statements) {
    return new Promise((resolve, reject) => {
      const child = spawn("mariadb", this.client(), { stdio: ["pipe", "ignore", "inherit"] });
      child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`a script ended with ${code}`))));
      child.stdin.end(statements);
    });
  }

  async signIn(email = "operator@practice.test") {
    const answer = await fetch(`${this.origin}/api/v1/auth/login`, { method: "POST", headers: { Origin: this.origin, "X-GWMS": "1", "Content-Type": "application/json" },
      body: JSON.stringify({ email, password: this.password }) });
    if (answer.status !== 200) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).accessToken;
  }

  async post(token, what, body) {
    const answer = await fetch(`${this.origin}/api/v1/${what}`, { method: "POST", headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json",
      "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`POST ${what}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async practiceStore(what, body) {
    const answer = await fetch(`${this.practice}/control/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`practice store, ${what}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

const fill_settings = `SET @seed = 1, @given = '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉萍红鹏飞雪梅晨浩宇欣怡子轩梓涵一诺思远志文博雅琪嘉';
SET SESSION foreign_key_checks = 0, unique_checks = 0, max_statement_time = 0, innodb_lock_wait_timeout = 600;
`;

/* What an order takes on the disk with all its lines and indexes, and what sorting the indexes takes meanwhile. */
const BYTES_EACH = 8000, BYTES_BESIDE = 2e9;

function roomFor(rows, folder) {
  const { bavail, bsize } = statfsSync(path.dirname(folder));
  const need = rows * BYTES_EACH + BYTES_BESIDE;
  if (bavail * bsize < need)
    throw new Error(`${rows.toLocaleString("en")} orders need about ${(need / 1e9).toFixed(0)} GB while they are made, and ${folder} has ${(bavail * bsize / 1e9).toFixed(0)} GB. `
      + "Take a smaller ROWS, or a folder with more room: make bench BENCH_DIR=/some/folder");
}

/* A stack with so many generated orders, kept in the folder: the second time it is there at once. Data of another schema
 * or generator, and what a run that was cut short left, is made anew. */
export async function filled(folder, rows, settings) {
  const sql = readdirSync(path.join(root, "sql")).sort().map((name) => read("sql", name));
  const made = `${rows} ${createHash("sha256").update(sql.join("") + read("tests/bench/fill.sql")).digest("hex")}\n`;
  const mark = path.join(folder, "filled");
  const there = existsSync(mark) && readFileSync(mark, "utf8") === made;
  if (!there) {
    rmSync(folder, { recursive: true, force: true });
    roomFor(rows, folder);
  }
  const house = await House.open(folder, settings);
  if (!there) {
    const began = Date.now();
    if (rows > 100000) console.log(`Making ${rows.toLocaleString("en")} orders in ${folder}, once …`);
    house.sql("SET GLOBAL innodb_log_file_size = 1 << 30");
    for (const step of read("tests/bench/fill.sql").replaceAll("@ROWS@", rows).split(/^-- then$/m))
      await Promise.all(step.split(/^-- beside$/m).map((part) => house.script(fill_settings + part)));
    house.sql("SET GLOBAL innodb_log_file_size = 32 << 20");
    writeFileSync(mark, made);
    if (rows > 100000) console.log(`… which took ${((Date.now() - began) / 1000).toFixed(0)} s`);
  }
  return house;
}
