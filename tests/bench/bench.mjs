/* The figures to reach, each beside its ceiling or peer of the same run: `make bench`. One line per figure; build/bench.json
 * has the same for programs. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { House, filled, root } from "./lib/house.mjs";
import { ingest } from "./rows/ingest.mjs";
import { idle, jobs } from "./rows/jobs.mjs";
import { lists } from "./rows/lists.mjs";
import { memory } from "./rows/memory.mjs";
import { page } from "./rows/page.mjs";
import { pages, search } from "./rows/pages.mjs";

const rows = Number(process.env.ROWS ?? 1000000), requests = Number(process.env.MEMORY_REQUESTS ?? 20000);
const seconds = Number(process.env.SECONDS_EACH ?? 2), small_rows = 10000, port = Number(process.env.BENCH_PORT ?? 21900);
if (!(rows >= 10000 && rows <= 100000000)) throw new Error("ROWS must be from 10000 to 100000000");
/* The part of the table that is asked for shall be in memory, as it is where this runs for good; no more than half of what there is. */
const memoryFor = (n) => `${Math.floor(Math.min(n > 2000000 ? 8192 : 2048, os.totalmem() / 2 ** 21))}M`;
const folder = path.resolve(root, process.env.BENCH_DIR ?? "build/bench"), bin = path.resolve(root, process.env.BIN ?? "build/bin");
const only = process.env.ONLY?.split(",");
const began = Date.now();
const results = [];

/* ours [unit], and what it is to be: at_most or at_least so many times theirs, or below / at most (limit) a value of its own. */
function judge({ ours, theirs, at_most, at_least, below, limit }) {
  const ratio = theirs === undefined ? undefined : ours / theirs;
  if (at_most !== undefined) return { ratio, reach: `≤ ${at_most} ×`, reached: ratio <= at_most };
  if (at_least !== undefined) return { ratio, reach: `≥ ${at_least} ×`, reached: ratio >= at_least };
  return below !== undefined ? { reach: `< ${below}`, reached: ours < below } : { reach: `≤ ${limit}`, reached: ours <= limit };
}
const figure = (n) => n.toLocaleString("en", n < 10 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: n < 100 ? 1 : 0 });

function say(row) {
  const { ratio, reach, reached } = judge(row);
  const beside = row.theirs === undefined ? "" : `${row.beside} ${figure(row.theirs)}`;
  console.log(`${row.what.padEnd(56)}${`${figure(row.ours)} ${row.unit}`.padStart(16)}  ${beside.padEnd(32)}${ratio === undefined ? "" : `${ratio.toFixed(2)} ×`}`.padEnd(116)
    + `${reach.padEnd(9)}${reached ? "reached" : "MISSED"}`);
  if (row.note) console.log(`    ${row.note}`);
  results.push({ what: row.what, ours: row.ours, unit: row.unit, beside: row.beside, theirs: row.theirs, ratio, reach, reached, note: row.note });
}

/* tests/bench/ceiling.c on a stack's database. Not waited for by a blocking call: others are measured meanwhile. */
const ceilingOf = (house) => (args, input = "") => new Promise((resolve, reject) => {
  const child = spawn(path.join(folder, "ceiling"), [house.db.socket, ...args.map(String)], { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  child.once("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`ceiling ${args[0]} ended with ${code}`))));
  child.stdin.end(input);
});

async function main() {
  const bench = { rows, small_rows, requests, seconds, port, folder, say, peers: [] };
  const wanted = (name) => !only || only.includes(name);
  mkdirSync(folder, { recursive: true });
  try {
    if (["lists", "pages", "search"].some(wanted)) {
      bench.house = await filled(path.join(folder, `rows-${rows}`), rows, { bin, port, memory: memoryFor(rows) });
      bench.ceiling = ceilingOf(bench.house);
      console.log(`${rows.toLocaleString("en")} orders are there after ${((Date.now() - began) / 1000).toFixed(0)} s; load of the machine ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores\n`);
      if (wanted("lists")) await lists(bench);
    }
    rmSync(path.join(folder, "small"), { recursive: true, force: true });
    bench.small = await filled(path.join(folder, "small"), small_rows, { bin, port: port + 2, workers: 4, memory: "512M" });
    if (wanted("pages")) await pages(bench);
    if (wanted("search")) await search(bench);
    bench.ceiling = ceilingOf(bench.small);
    if (wanted("ingest")) await ingest(bench);
    if (wanted("jobs")) await jobs(bench);
    if (wanted("idle")) await idle(bench);
    if (wanted("memory")) await memory(bench);
    if (wanted("page")) page(bench);
  } finally {
    await Promise.all([...bench.peers, bench.small, bench.house].filter(Boolean).map((one) => one.close()));
  }
  const missed = results.filter((row) => !row.reached);
  const took = (Date.now() - began) / 1000;
  writeFileSync(`${folder}.json`, `${JSON.stringify({ at: new Date().toISOString(), commit: execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    cpu: os.cpus()[0].model, cores: os.cpus().length, load: os.loadavg(), rows, took_s: took, results }, null, 1)}\n`);
  console.log(`\n${results.length - missed.length} of ${results.length} figures reached in ${took.toFixed(0)} s; the load of the machine was ${os.loadavg().map((n) => n.toFixed(1)).join(", ")}`);
}

await main();
process.exit(0);
