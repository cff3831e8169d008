// The scaled-out house on one machine: three MariaDB nodes that hold the same data, two hosts with nginx, API processes
// and workers (each a run.sh of its own), and the door before them. As docker/compose.scale.yml has it, without containers.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../api/lib/nginx.mjs";
import { root, waitFor } from "../fault/lib/house.mjs";

const bin = path.resolve(root, process.env.GWMS_TEST_BIN ?? "build/bin");
const asRoot = process.getuid() === 0 ? ["--user=root"] : [];
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
const children = new Set();
process.once("exit", () => { for (const child of children) child.kill("SIGTERM"); });

function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: "ignore", env, ...options });
  child.ended = new Promise((resolve) => child.once("exit", resolve));
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/* ---- the nodes ------------------------------------------------------------------------------------- */

class Node {
  constructor(folder, name, ports) {
    Object.assign(this, { folder: path.join(folder, name), name, ...ports });
    mkdirSync(this.folder);
  }

  /* Its data comes from the first one's when it joins. Settings in a file, where the sending of data looks for them too. */
  async start(all, first) {
    const data = path.join(this.folder, "data");
    if (!existsSync(data))
      execFileSync("mariadb-install-db", ["--no-defaults", ...asRoot, `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db", "--force"],
        { stdio: "ignore", env });
    writeFileSync(path.join(this.folder, "my.cnf"), `[mysqld]
datadir=${data}
socket=${this.folder}/db.sock
pid-file=${this.folder}/db.pid
log-error=${this.folder}/mariadb.log
bind-address=127.0.0.1
port=${this.port}
skip-name-resolve
local-infile=0
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_520_nopad_ci
innodb-flush-log-at-trx-commit=1
innodb-autoinc-lock-mode=2
sync-binlog=1
binlog-format=ROW
max-allowed-packet=32M
max-connections=200
innodb-buffer-pool-size=64M
innodb-log-file-size=32M
wsrep-on=ON
wsrep-provider=/usr/lib/galera/libgalera_smm.so
wsrep-cluster-name=gwms-test
wsrep-cluster-address=gcomm://${all.map((node) => `127.0.0.1:${node.group}`).join()}
wsrep-node-name=${this.name}
wsrep-node-address=127.0.0.1:${this.group}
wsrep-node-incoming-address=127.0.0.1:${this.port}
wsrep-provider-options=base_port=${this.group};gmcast.listen_addr=tcp://127.0.0.1:${this.group};ist.recv_addr=127.0.0.1:${this.ist}
wsrep-sst-receive-address=127.0.0.1:${this.sst}
wsrep-sst-method=mariabackup
wsrep-sst-auth=root:
wsrep-sync-wait=1
`);
    this.child = start("mariadbd", [`--defaults-file=${this.folder}/my.cnf`, ...asRoot, ...(first ? ["--wsrep-new-cluster"] : [])]);
    await waitFor(`${this.name} holds what the others hold`, () => {
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended:\n${this.words()}`);
      return this.status("wsrep_local_state_comment") === "Synced";
    }, 180);
  }

  words() { return readFileSync(`${this.folder}/mariadb.log`, "utf8").split("\n").slice(-25).join("\n"); }

  status(name) {
    try {
      return execFileSync("mariadb", ["--no-defaults", "-uroot", `--socket=${this.folder}/db.sock`, "-Ne", `SHOW STATUS LIKE '${name}'`],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim().split("\t")[1];
    } catch {
      return null;
    }
  }
}

/* ---- the hosts and the door ------------------------------------------------------------------------ */

export class Cluster {
  static async open() {
    const cluster = new Cluster();
    cluster.folder = mkdtempSync("/tmp/gwms-cluster.");
    cluster.nodes = [];
    for (const name of ["node1", "node2", "node3"])
      cluster.nodes.push(new Node(cluster.folder, name, { port: await freePort(), group: await freePort(), ist: await freePort(), sst: await freePort() }));
    for (const [i, node] of cluster.nodes.entries()) await node.start(cluster.nodes, i === 0);
    await cluster.hosts();
    return cluster;
  }

  async hosts() {
    const [door, a, b, practice] = [await freePort(), await freePort(), await freePort(), await freePort()];
    this.origin = `http://127.0.0.1:${door}`;
    const settings = { GWMS_DB_HOST: this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(), GWMS_DB_USER: "root", GWMS_DB_PASSWORD: "", GWMS_DB_NAME: "gwms",
      ORIGIN: this.origin, BIN: bin, API: 2, WORKERS: 1, GWMS_LEASE_S: 5, RATE: 100000, BURST: 100000, LOGINS: 1000, CONNECTIONS: 1000, SHOW_LOGS: 0,
      GWMS_PRACTICE_ORDER_EVERY_S: 0, GWMS_ALLOW_PRIVATE_STORES: `127.0.0.1:${practice}`, GWMS_PRACTICE_PASSWORD: "practice-makes-perfect" };
    this.a = await this.host("a", { ...settings, PORT: a, PRACTICE_PORT: practice });
    cpSync(path.join(this.folder, "a/keys"), path.join(this.folder, "b/keys"), { recursive: true });
    this.b = await this.host("b", { ...settings, PORT: b, PRACTICE: 0, PRACTICE_PORT: 1 });
    await this.door(door, [a, b]);

    this.file = path.join(this.folder, "stack.json");
    writeFileSync(this.file, JSON.stringify({ origin: this.origin, port: door, practice: `http://127.0.0.1:${practice}`, password: "practice-makes-perfect", bin,
      folder: path.join(this.folder, "a"), db: { socket: path.join(this.nodes[1].folder, "db.sock"), host: "", port: "", user: "root", password: "", name: "gwms" } }));
    process.env.GWMS_TEST_STACK = this.file;
  }

  async host(name, settings) {
    const VAR = path.join(this.folder, name);
    mkdirSync(VAR, { recursive: true });
    const run = start(path.join(root, "backend/scripts/run.sh"), [], { stdio: ["ignore", "pipe", "pipe"], env: { PATH: env.PATH, HOME: this.folder, VAR, ...settings } });
    let said = "";
    for (const stream of [run.stdout, run.stderr]) stream.on("data", (data) => (said += data));
    await waitFor(`host ${name} is up`, () => {
      if (run.exitCode !== null) throw new Error(`host ${name} did not start: ${said}`);
      return existsSync(path.join(VAR, "stack.json"));
    }, 120);
    return run;
  }

  async door(port, hosts) {
    const folder = path.join(this.folder, "door");
    for (const name of ["log", "tmp"]) mkdirSync(path.join(folder, name), { recursive: true });
    const servers = hosts.map((host) => `server 127.0.0.1:${host} max_fails=1 fail_timeout=2s;`).join(" ");
    writeFileSync(path.join(folder, "nginx.conf"), (process.getuid() === 0 ? "user root;\n" : "") + readFileSync(path.join(root, "docker/front.conf.in"), "utf8")
      .replace("@SERVERS@", servers).replace("listen 8080", `listen 127.0.0.1:${port}`));
    start("nginx", ["-p", folder, "-e", path.join(folder, "log/nginx.log"), "-c", path.join(folder, "nginx.conf")]);
    await waitFor("the door is open", async () => (await fetch(`${this.origin}/api/v1/health/ready`).catch(() => ({ ok: false }))).ok);
  }

  admin(...args) {
    return execFileSync(`${bin}/gwms-admin`, args, { encoding: "utf8", env: { PATH: env.PATH, GWMS_DB_HOST: this.nodes.slice(1).map(({ port }) => `127.0.0.1:${port}`).join(),
      GWMS_DB_USER: "root", GWMS_DB_NAME: "gwms", GWMS_KEYS_DIR: `${this.folder}/a/keys`, GWMS_SQL_DIR: `${root}/sql` } });
  }

  async close() {
    for (const host of [this.a, this.b]) if (host) {
      host.kill("SIGTERM");
      await host.ended;
    }
    for (const child of [...children]) child.kill("SIGTERM");
    await Promise.all([...children].map((child) => child.ended));
    if (process.env.KEEP === undefined) rmSync(this.folder, { recursive: true, force: true });
    else console.error(`kept: ${this.folder}`);
  }
}
