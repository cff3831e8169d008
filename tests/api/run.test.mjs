// `make run` as a person uses it: backend/scripts/run.sh from a folder with a space in its name, beside
// another copy, cut short and started again, and with everything that can be in its way.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./lib/nginx.mjs";
import { root, stack } from "./lib/stack.mjs";

// A checkout in a folder with a space, deep enough that no socket could lie in it.
const top = mkdtempSync("/tmp/gwms run-");
const checkout = path.join(top, "d".repeat(90), "the check out");
const started = new Set();

before(() => {
  mkdirSync(checkout, { recursive: true });
  for (const part of ["backend/scripts", "nginx", "sql"]) cpSync(path.join(root, part), path.join(checkout, part), { recursive: true });
  mkdirSync(path.join(checkout, "frontend"));
  symlinkSync(path.join(root, "frontend/dist"), path.join(checkout, "frontend/dist"));
});
afterEach(async () => { // of a test that failed half-way
  await Promise.all([...started].map((run) => run.stop("SIGTERM")));
});
after(() => rmSync(top, { recursive: true, force: true }));

/* Processes that name the checkout in their command line or environment. */
function leftovers() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).filter((pid) => {
    try {
      return ["cmdline", "environ"].some((file) => readFileSync(`/proc/${pid}/${file}`, "latin1").includes(top));
    } catch {
      return false; // it has ended meanwhile, or is not ours
    }
  });
}

async function until(look) {
  for (const end = Date.now() + 60000; !(await look());) {
    assert.ok(Date.now() < end, "within a minute");
    await pause(50);
  }
}

/* Starts a copy. `ready` is its description, `ended` its exit code and all it said. */
async function start(env = {}, [program, ...args] = [path.join(checkout, "backend/scripts/run.sh")]) {
  const { PATH, HOME } = process.env;
  const settings = { PORT: await freePort(), PRACTICE_PORT: await freePort(), API: 1, WORKERS: 1, SHOW_LOGS: 0, BIN: stack.bin, VAR: "var", ...env };
  const child = spawn(program, args, { cwd: checkout, env: { PATH, HOME, ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? "", ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  const run = { child, settings, said: "", origin: `http://127.0.0.1:${settings.PORT}`, folder: path.resolve(checkout, settings.VAR) };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (run.said += data));
  started.add(run);
  run.ended = new Promise((resolve) => child.once("close", (code) => { started.delete(run); resolve({ code, said: run.said }); }));
  run.ready = async () => {
    const file = path.join(run.folder, "stack.json"); // one of a killed run may still lie there
    await until(() => {
      assert.equal(child.exitCode, null, run.said);
      run.at = existsSync(file) && JSON.parse(readFileSync(file, "utf8"));
      return run.at && run.at.services.run === child.pid;
    });
    return run;
  };
  run.stop = async (signal = "SIGINT") => {
    child.kill(signal);
    return run.ended;
  };
  return run;
}

const refused = async (run, sentence) => {
  const { code, said } = await run.ended;
  assert.equal(code, 1, said);
  assert.match(said, sentence);
  await nothing_left();
};
const nothing_left = async () => {
  await until(() => leftovers().length === 0);
  assert.ok(!existsSync(path.join(checkout, "var/run")) && !existsSync(path.join(checkout, "var/stack.json")));
};
const rows = (run, statement) => execFileSync("mariadb", ["--no-defaults", `--socket=${run.at.db.socket}`, "--user=root", "-N", "-B", "gwms", "-e", statement], { encoding: "utf8" }).trim();
const status = (url) => fetch(url).then((answer) => answer.status);

test("it starts, says where, serves, stops at Ctrl-C, and keeps its data for the second run", async () => {
  const first = await (await start()).ready();
  await until(() => first.said.includes("Ctrl-C stops everything."));
  for (const word of [first.origin, `http://127.0.0.1:${first.settings.PRACTICE_PORT}`, "operator@practice.test", "admin@practice.test",
    "warehouse@practice.test", "root@practice.test", "operator@other.test", "practice-makes-perfect"])
    assert.ok(first.said.includes(word), word);
  assert.equal(await status(`${first.origin}/`), 200);
  assert.equal(await status(`${first.origin}/api/v1/health/ready`), 200);
  assert.equal(await status(`${first.at.practice}/`), 200);
  rows(first, "INSERT INTO setting (name, value) VALUES ('kept', 'yes')");
  const { code, said } = await first.stop("SIGINT");
  assert.equal(code, 0, said);
  await nothing_left();

  const second = await (await start()).ready(); // other ports, same data
  assert.equal(rows(second, "SELECT value FROM setting WHERE name = 'kept'"), "yes");
  assert.equal(rows(second, "SELECT DISTINCT SUBSTRING_INDEX(url, '/', 3) FROM store WHERE id <= 2"), second.at.practice, "stores follow the practice store's port");
  assert.equal((await second.stop("SIGTERM")).code, 0);
  await nothing_left();
});

test("two copies beside each other; a third in the same folder is refused and disturbs nobody", async () => {
  const [one, two] = await Promise.all([start().then((run) => run.ready()), start({ VAR: "var two" }).then((run) => run.ready())]);
  const third = await start();
  const { code, said } = await third.ended;
  assert.equal(code, 1);
  assert.match(said, /already running in .*\nStop it first, or run this one beside it: make run VAR=/);
  const busy = await start({ VAR: "var three", PORT: one.settings.PORT });
  assert.match((await busy.ended).said, new RegExp(`Port ${one.settings.PORT} is taken by another program\\.\\nTake another one: make run PORT=`));
  for (const run of [one, two]) assert.equal(await status(`${run.origin}/api/v1/health/ready`), 200);
  for (const run of [one, two]) assert.equal((await run.stop()).code, 0);
  await nothing_left();
});

test("killed like by a power cut, at any moment: the next run is as good as new", async () => {
  for (const when of ["Making a new database", "Starting MariaDB", "Bringing the database", "API processes,", "is running"]) {
    const folder = `var cut ${when.length}`;
    const run = await start({ VAR: folder });
    await until(() => run.said.includes(when));
    run.child.kill("SIGKILL");
    await run.ended;
    const again = await (await start({ VAR: folder })).ready();
    assert.equal(rows(again, "SELECT COUNT(*) FROM user"), "5", when);
    assert.equal((await again.stop()).code, 0, when);
    await nothing_left();
    rmSync(path.join(checkout, folder), { recursive: true });
  }
});

test("Ctrl-C while it is still starting", async () => {
  for (const when of ["Making a new database", "Bringing the database"]) {
    const run = await start({ VAR: "var early" });
    await until(() => run.said.includes(when));
    const { code, said } = await run.stop();
    assert.equal(code, 0, said);
    await nothing_left();
    rmSync(path.join(checkout, "var early"), { recursive: true });
  }
});

test("stopped by whatever reaches make alone", async () => {
  writeFileSync(path.join(checkout, "Makefile"), "run:\n\t@exec backend/scripts/run.sh\n");
  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"]) {
    const run = await start({ VAR: "var make" }, ["make", "run"]);
    await until(() => run.said.includes("is running"));
    await run.stop(signal);
    await nothing_left();
  }
});

test("one of the programs keeps dying: it says which, and stops the rest", async () => {
  const bin = path.join(top, "bin");
  mkdirSync(bin);
  for (const name of ["admin", "worker", "practice"]) symlinkSync(path.join(stack.bin, `gwms-${name}`), path.join(bin, `gwms-${name}`));
  writeFileSync(path.join(bin, "gwms-api"), "#!/bin/sh\necho 'this is why'\nexit 1\n");
  chmodSync(path.join(bin, "gwms-api"), 0o755);
  await refused(await start({ BIN: bin }), /this is why[^]*api has ended by itself/);
});

test("a service dies while running: everything stops, with its last words", async () => {
  const run = await (await start()).ready();
  process.kill(run.at.services.mariadb, "SIGKILL");
  await refused(run, /mariadb has ended by itself \(above is the end of/);
});

test("a process of the API or a worker dies: another one takes its place", async () => {
  const run = await (await start()).ready();
  const child = (leader) => readFileSync(`/proc/${leader}/task/${leader}/children`, "utf8").trim();
  for (const name of ["api", "worker"]) {
    const before = child(run.at.services[name]);
    process.kill(Number(before), "SIGKILL");
    await until(() => ![before, ""].includes(child(run.at.services[name])));
  }
  await until(async () => await status(`${run.origin}/api/v1/health/ready`) === 200);
  assert.equal((await run.stop()).code, 0);
});

test("a migration that fails: a sentence, and the next run with a good one goes on", async () => {
  const bad = path.join(checkout, "sql/9999_bad.sql");
  writeFileSync(bad, "CREATE TABLE half_done (id INT PRIMARY KEY) ENGINE=InnoDB;\nTHIS IS NO SQL;\n");
  await refused(await start(), /A migration failed/);
  rmSync(bad);
  const run = await (await start()).ready();
  assert.equal((await run.stop()).code, 0);
});

for (const [name, env, sentence] of [
  ["no port", { PORT: "" }, /PORT is '': it must be a number from 1 to 65535\./],
  ["a port that is none", { PORT: "http" }, /PORT is 'http': it must be a number/],
  ["a port too high", { PORT: "65536" }, /PORT is '65536': it must be a number/],
  ["a wrong practice port", { PRACTICE_PORT: "-1" }, /PRACTICE_PORT is '-1': it must be a number/],
  ["a wrong PRACTICE", { PRACTICE: "yes" }, /PRACTICE is 'yes': it must be a number from 0 to 1\./],
  ["no API process", { API: "0" }, /API is '0': it must be a number from 1 to 64\./],
  ["workers that are no number", { WORKERS: "two" }, /WORKERS is 'two': it must be a number/],
  ["programs that are not built", { BIN: "/nowhere" }, /The program \/nowhere\/gwms-api is not there\. Build it first: make/],
  ["a folder that cannot be", { VAR: "/proc/none" }, /The folder \/proc\/none cannot be written/],
])
  test(`refused: ${name}`, async () => refused(await start(env), sentence));

test("refused: both ports the same", async () => {
  const port = await freePort();
  await refused(await start({ PORT: port, PRACTICE_PORT: port }), /must differ/);
});

test("refused: the practice store's port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await refused(await start({ PRACTICE_PORT: port }), new RegExp(`Port ${port} \\(the practice store's\\) is taken`));
  server.close();
});

test("refused: no page", async () => {
  const page = path.join(checkout, "frontend/dist");
  rmSync(page);
  await refused(await start(), /The built page is not there/);
  symlinkSync(path.join(root, "frontend/dist"), page);
});

test("no room on the disk", { skip: process.getuid() !== 0 && "only root can mount a small disk" }, async (t) => {
  const disk = path.join(top, "small disk");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=100m", "tmpfs", disk], { stdio: "pipe" });
  } catch {
    return t.skip("no small disk can be mounted here");
  }
  try {
    await refused(await start({ VAR: path.join(disk, "var") }), /Only \d+ MB are free for .*, and 400 MB are needed\.\nMake room, or take another folder/);
  } finally {
    execFileSync("umount", [disk]);
  }
});

test("an existing MariaDB is used when it is named, and is not stopped", async () => {
  const owner = await (await start()).ready();
  const run = await (await start({ VAR: "var guest", GWMS_DB_SOCKET: owner.at.db.socket, GWMS_DB_USER: "root", GWMS_DB_NAME: "guest" })).ready();
  assert.ok(!existsSync(path.join(run.folder, "db")));
  assert.equal(rows(owner, "SELECT COUNT(*) FROM guest.user"), "5");
  assert.equal((await run.stop()).code, 0);
  assert.equal(await status(`${owner.origin}/api/v1/health/ready`), 200);
  assert.equal((await owner.stop()).code, 0);
});

test("without practice data, for real orders", async () => {
  const run = await (await start({ VAR: "var real", PRACTICE: 0 })).ready();
  assert.equal(rows(run, "SELECT (SELECT COUNT(*) FROM user) + (SELECT COUNT(*) FROM store)"), "0");
  assert.ok(!run.said.includes("practice"), run.said);
  rows(run, "INSERT INTO customer (code, name) VALUES ('real', 'Real')");
  assert.equal((await run.stop()).code, 0);
  await refused(await start({ VAR: "var real" }), /has data of its own[^]*make run PRACTICE=0/);
});

test("keys and data are for their owner alone", async () => {
  for (const name of ["var", "var/keys", "var/db", "var/log"])
    assert.equal(statSync(path.join(checkout, name)).mode & 0o077, 0, name);
});
