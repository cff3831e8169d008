// A backup is made while orders are worked on, and restored twice. With the binary logs replayed it is, table by table and
// byte by byte, what the lost server held; without them it is the past, which `gwms-admin after-restore` makes safe to go on
// from: nothing that was told to a shop after the backup is told a second time.
import assert from "node:assert/strict";
import { execFileSync, execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Database, House, root, waitFor } from "./lib/house.mjs";

const run = promisify(execFile);
const script = (name) => path.join(root, "backend/scripts", name);
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
let house, work, shop, copies, keyring, file;

before(async () => {
  house = await House.open({ database: { options: ["--log-bin=binlog", "--sync-binlog=1", "--binlog-format=ROW", "--server-id=1"] } });
  work = await import("./lib/work.mjs");
  shop = await work.openShop();
  copies = path.join(house.folder, "copies");
  keyring = path.join(house.folder, "gnupg");
  mkdirSync(copies);
  mkdirSync(keyring, { mode: 0o700 });
  execFileSync("gpg", ["--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "backup@example.com", "rsa2048", "encr"], { env: { PATH, GNUPGHOME: keyring }, stdio: "pipe" });
});
after(async () => assert.deepEqual(await house?.close(), []));

const env = () => ({ PATH, GNUPGHOME: keyring, GWMS_DB_SOCKET: house.database.socket, BACKUP_GPG: "backup@example.com", HOME: house.folder });
const backup = async () => (await run(script("backup.sh"), [copies], { env: env() })).stdout.trim();
const restore = (from, data) => run(script("restore.sh"), [from, data], { env: env() });

const ask = (socket, statement, name = "gwms") => execFileSync("mariadb", ["--no-defaults", "-uroot", `--socket=${socket}`, "--batch", "--skip-column-names", name],
  { input: statement, encoding: "utf8", maxBuffer: 1 << 28 });
/* Every table with its number of rows and the hash of them all. (CHECKSUM TABLE also tells how a row is stored, which a replay
 * does not repeat where columns were added later.) */
function sums(socket) {
  const tables = ask(socket, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'gwms' ORDER BY 1").trim().split("\n");
  return Object.fromEntries(tables.map((table) => {
    const rows = execFileSync("mariadb-dump", ["--no-defaults", "-uroot", `--socket=${socket}`, "--compact", "--no-create-info", "--hex-blob", "--order-by-primary",
      "--skip-extended-insert", "gwms", table], { maxBuffer: 1 << 28 });
    return [table, `${rows.toString("latin1").split("\nINSERT INTO").length} ${createHash("sha256").update(rows).digest("hex")}`];
  }));
}
const signal = (name) => { for (const pid of [...house.apis(), ...house.workers()]) process.kill(pid, name); };

async function day(n) {
  if (n) await work.makeOrders(shop, n);
  await work.pull(shop);
  for (const order of await work.ordersHere(shop)) {
    if (order.status === "pending") await work.dispatch(await work.orderNow(order));
    if (["pending", "processing"].includes(order.status)) await work.sendOff(order);
  }
}

test("made while everything goes on, whole and encrypted", async () => {
  const busy = day(6);
  await waitFor("orders are worked on", async () => (await work.ordersHere(shop)).some(({ status }) => status !== "pending"));
  file = await backup();
  await busy;
  assert.match(file, /gwms-\d{8}T\d{6}Z\.mbstream\.gz\.gpg$/);
  assert.deepEqual(readdirSync(copies).sort(), [path.basename(file), `${path.basename(file)}.sha256`]);
  assert.ok(!readFileSync(file).includes("platform_order"), "nothing can be read in it");
});

test("with the binary logs it is what was lost, byte by byte", async () => {
  await work.settle();
  signal("SIGSTOP");
  const there = sums(house.database.socket);
  const data = path.join(house.folder, "again/data");
  mkdirSync(path.dirname(data));
  await restore(file, data);
  const [log, position] = readFileSync(path.join(data, "xtrabackup_binlog_info"), "utf8").split("\t");
  const logs = readdirSync(house.database.data).filter((name) => /^binlog\.\d+$/.test(name) && name >= log).sort().map((name) => path.join(house.database.data, name));
  const again = new Database(path.dirname(data));
  await again.start();
  const before = sums(again.socket);
  assert.notDeepEqual(before, there, "the work went on after the backup");
  const replay = execFileSync("mariadb-binlog", ["--no-defaults", `--start-position=${position}`, ...logs], { maxBuffer: 1 << 28, env: { PATH } });
  execFileSync("mariadb", ["--no-defaults", "-uroot", `--socket=${again.socket}`], { input: replay });
  const found = sums(again.socket);
  await again.kill("SIGTERM");
  signal("SIGCONT");
  assert.deepEqual(found, there);
  assert.ok(Object.keys(there).length > 40);
});

test("without them it is the past, and going on from there tells nothing twice", async () => {
  await work.makeOrders(shop, 3);
  await work.pull(shop);
  const past = await backup();
  await day(0); // told to the shop, and then forgotten here
  await work.settle();
  const told = (await shop.store.ledger()).effects.map(({ orderId, effect, tracking }) => [orderId, effect, tracking]);
  const fresh = (await work.makeOrders(shop, 2)).map(({ id }) => id);

  signal("SIGSTOP");
  await house.database.kill();
  renameSync(house.database.data, `${house.database.data}.lost`);
  await restore(past, house.database.data);
  await house.database.start();
  assert.match(house.admin("after-restore"), /may be worked on/);
  signal("SIGCONT");

  await work.pull(shop);
  for (const order of await work.ordersHere(shop)) {
    if (order.status === "pending") await work.dispatch(await work.orderNow(order));
    if (["pending", "processing", "partially_shipped"].includes(order.status)) await work.sendOff(order);
  }
  await work.settle();
  await work.judge(shop);
  assert.equal(house.check(), "");
  const [{ n }] = house.lib.sql(`SELECT COUNT(*) AS n FROM platform_order WHERE store_id = ${shop.store.id} AND status NOT IN ('completed', 'shipped')`);
  assert.equal(n, "0");
  const now = (await shop.store.ledger()).effects.filter(({ orderId }) => !fresh.includes(orderId)).map(({ orderId, effect, tracking }) => [orderId, effect, tracking]);
  assert.deepEqual(now, told, "what had been told before was not told again");
  assert.equal(fresh.length, 2);
});

test("a copy that is damaged, or a folder that holds data, is refused", async () => {
  const data = path.join(house.folder, "never");
  const bad = path.join(copies, "gwms-20200101T000000Z.mbstream.gz.gpg");
  cpSync(file, bad);
  const bytes = readFileSync(bad);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(bad, bytes);
  writeFileSync(`${bad}.sha256`, readFileSync(`${file}.sha256`, "utf8").replace(path.basename(file), path.basename(bad)));
  await assert.rejects(restore(bad, data), /damaged/);
  await assert.rejects(restore(file, house.database.data), /not empty/);
  rmSync(`${bad}.sha256`);
  await assert.rejects(restore(bad, data), /missing/);
  assert.ok(existsSync(data) && readdirSync(data).length === 0);
});
