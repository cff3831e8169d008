// The house's ground gives way: the database is away for a while, the disk is full, the shop's clock is wrong, a worker is
// told to stop in the middle of a page. Nothing is lost, and whoever asks is told the truth.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { House, alive, insist, persist, waitFor } from "./lib/house.mjs";

let house, work, shop, sql;
/* A file system of its own for the database, where that is possible. */
const mount = mkdtempSync("/tmp/gwms-small.");
const small = spawnSync("mount", ["-t", "tmpfs", "-o", "size=400m", "none", mount]).status === 0;
process.once("exit", () => {
  if (small) spawnSync("umount", ["-l", mount]);
  rmSync(mount, { recursive: true, force: true });
});
/* To the last byte. */
function fill(file) {
  for (const size of [1 << 20, 4096]) spawnSync("dd", ["if=/dev/zero", `of=${file}`, `bs=${size}`, "oflag=append", "conv=notrunc"], { stdio: "ignore" });
}

before(async () => {
  house = await House.open({ api: 2, workers: 2, folder: small ? mount : undefined });
  work = await import("./lib/work.mjs");
  ({ sql } = house.lib);
  shop = await work.openShop();
});
after(async () => assert.deepEqual(await house?.close(), []));
const get = (what) => house.lib.raw("GET", what);
const pendingHere = async () => (await work.ordersHere(shop)).filter(({ status }) => status === "pending");

test("the database is away and comes back by itself", async () => {
  const [{ last }] = sql(`SELECT MAX(id) AS last FROM sync_run WHERE store_id = ${shop.store.id}`);
  await work.makeOrders(shop, 2);
  const waiting = (await pendingHere()).length;
  const before = { apis: house.apis(), workers: house.workers() };
  await house.database.kill();
  const refused = await waitFor("it is said that nothing can be done", async () => {
    const answer = await get("/api/v1/health/ready");
    return answer.status === 503 && answer;
  });
  assert.deepEqual([refused.body.code, refused.headers.get("retry-after") !== null], ["unavailable", true], refused.text);
  assert.equal((await get("/api/v1/health/live")).status, 200, "the process lives all the same");
  const metrics = await get("/metrics");
  assert.match(metrics.text, /^gwms_up 0$/m);
  assert.match(metrics.text, /^gwms_db_errors_total\{code="2\d\d\d"\} [1-9]/m);
  const write = await work.operator.post("orders/1/cancel", undefined, { version: 1 });
  assert.deepEqual([write.status, write.headers.get("retry-after") !== null], [503, true]);
  assert.ok(!/mysql|mariadb|socket|SQL/i.test(write.text), write.text);
  await pause(Number(process.env.AWAY_S ?? 4) * 1000);
  await house.database.start();
  await waitFor("it is ready again", async () => (await get("/api/v1/health/ready")).status === 200, 10);
  await work.pull(shop);
  assert.equal((await pendingHere()).length, waiting + 2);
  assert.deepEqual({ apis: house.apis().sort(), workers: house.workers().sort() }, { apis: before.apis.sort(), workers: before.workers.sort() }, "nobody died of it");
  assert.ok(Number(sql(`SELECT MAX(id) AS last FROM sync_run WHERE store_id = ${shop.store.id}`)[0].last) > Number(last));
});

/* SIGTERM while the shop takes its time: the call is cut short or ends, the job is handed back without using a try, and the
 * next worker goes on at the page's beginning. */
test("a worker that is told to stop in the middle of a page hands its job back", async () => {
  const waiting = (await pendingHere()).length;
  await work.makeOrders(shop, 3);
  await shop.store.weather({ delayMs: 4000, times: 1 });
  sql(`UPDATE store SET next_sync_at = NOW(6) WHERE id = ${shop.store.id}`);
  const [lane] = await waitFor("a worker pulls", () => {
    const rows = sql(`SELECT l.leased_by, j.id, j.attempts FROM job_lane l JOIN job j ON j.lane_id = l.id AND j.state = 'running' WHERE l.name = 'store:${shop.store.id}:pull'`);
    return rows.length > 0 && rows;
  });
  await waitFor("the shop was asked", async () => (await shop.store.control("GET", "weather")).hits > 0);
  const pid = Number(lane.leased_by.split(":").at(-1));
  const began = Date.now();
  process.kill(pid, "SIGTERM");
  await waitFor("it has stopped", () => !alive(pid), 10);
  assert.ok(Date.now() - began < 5000);
  const [job] = sql(`SELECT state, attempts, worker_deaths FROM job WHERE id = ${lane.id}`);
  assert.equal(job.worker_deaths, "0", "it did not die over it");
  await waitFor("the page is here", async () => (await pendingHere()).length === waiting + 3, 20);
  sql(`UPDATE store SET next_sync_at = '9999-12-31' WHERE id = ${shop.store.id}`);
  await waitFor("the job is over", () => sql(`SELECT state FROM job WHERE id = ${lane.id}`)[0].state === "done", 20);
  assert.ok(Number(sql(`SELECT attempts FROM job WHERE id = ${lane.id}`)[0].attempts) <= 1, "no try was used");
});

/* The database's files lie on a small file system (a tmpfs of its own) that is filled up. A label is what needs room at once. */
test("a disk that is full refuses what needs room, keeps what it has, and takes it once there is room", { skip: !small && "a file system can be mounted by root alone" }, async () => {
  const { pdfOf } = await import("../api/lib/pdf.mjs");
  const filling = path.join(house.database.folder, "filling");
  const upload = (key) => work.operator.ask("POST", "labels?fileName=label.pdf", { key, body: label, headers: { "Content-Type": "application/pdf" } });
  const label = pdfOf(3 << 20);
  const [before] = sql("SELECT COUNT(*) AS n FROM label WHERE state <> 'uploading'");
  const key = crypto.randomUUID();
  fill(filling);
  const refused = await upload(key);
  assert.equal(refused.status, 503, refused.text);
  const died = !alive(house.database.child.pid); // it may, when its own files cannot grow
  assert.equal(refused.body.code, died ? "unavailable" : "busy", refused.text);
  assert.ok(refused.headers.get("retry-after"));
  if (!died) assert.equal((await work.operator.get("orders")).status, 200, "reading goes on");
  if (!died) assert.match((await get("/metrics")).text, /^gwms_db_errors_total\{code="(1114|1021|1026)"\} [1-9]/m);
  rmSync(filling);
  if (died) await house.database.start();
  assert.equal(sql("SELECT COUNT(*) AS n FROM label WHERE state <> 'uploading'")[0].n, before.n, "nothing of it stayed to be seen");
  const taken = await waitFor("it is taken", async () => {
    const answer = await upload(key);
    return answer.status === 201 && answer;
  }, 20);
  assert.equal((await waitFor("it was checked", async () => {
    const now = await work.operator.need(work.operator.get(`labels/${taken.body.id}`));
    return now.state !== "checking" && now;
  })).state, "good");
});

/* A shop's clock jumps while nobody asks it: what was known of it is wrong by hours, this way or that. Nothing is missed. */
for (const [how, spoil] of [
  ["was two hours ahead and was put right before it was asked again", "UPDATE store SET clock_skew_s = 7200 WHERE id = :id"],
  ["had been read two hours into what is now its future", `UPDATE store SET clock_skew_s = 7200 WHERE id = :id; UPDATE sync_stream SET watermark_at = watermark_at + INTERVAL 2 HOUR WHERE store_id = :id;
    UPDATE sync_window SET to_at = to_at + INTERVAL 2 HOUR WHERE store_id = :id ORDER BY id DESC LIMIT 1`],
])
  test(`a shop that ${how} is read whole`, async () => {
    await work.pull(shop);
    const here = (await work.ordersHere(shop)).length;
    sql(spoil.replaceAll(":id", shop.store.id));
    for (let i = 1; i <= 3; i++) {
      await work.makeOrders(shop, 1);
      await work.pull(shop);
      if (i > 1) assert.equal((await work.ordersHere(shop)).length, here + i); // the first run learns what time it is there
    }
    assert.equal(sql(`SELECT clock_skew_s AS s FROM store WHERE id = ${shop.store.id}`)[0].s, "0");
  });

test("in the end everything is where it belongs", async () => {
  for (const order of await work.ordersHere(shop)) {
    if (order.status === "pending") await work.dispatch(await work.orderNow(order));
    if (["pending", "processing"].includes(order.status)) await work.sendOff(order);
  }
  await work.settle();
  await work.judge(shop);
  assert.equal(house.check(), "");
  assert.ok(await insist(work.operator, "GET", "me"));
});
