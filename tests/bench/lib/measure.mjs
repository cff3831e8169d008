/* What a process cost, and how fast something answers. CPU is user + system of whole processes from /proc: on a busy
 * machine the clock says little, and this nearly the same as on a quiet one. */
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = path.dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);
const tick_us = 1e6 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/* Of one process: name, parent, CPU in microseconds, resident bytes; null when there is none. */
function look(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const end = stat.lastIndexOf(")");
    const words = stat.slice(end + 2).split(" ");
    return { pid: Number(pid), name: stat.slice(stat.indexOf("(") + 1, end), parent: Number(words[1]), cpu_us: (Number(words[11]) + Number(words[12])) * tick_us,
      resident: Number(words[21]) * 4096 };
  } catch {
    return null;
  }
}

/* A process and everything it started; with a name, those of them that are called so. */
export function tree(pid, name) {
  const all = readdirSync("/proc").filter((word) => /^\d+$/.test(word)).map(look).filter(Boolean);
  const found = [];
  for (let next = all.filter((p) => p.pid === pid); next.length; next = all.filter((p) => next.some((parent) => parent.pid === p.parent))) found.push(...next);
  return name ? found.filter((p) => p.name === name) : found;
}

const cpu = (groups) => Object.fromEntries(Object.entries(groups).map(([name, pid]) => [name, tree(pid).reduce((sum, p) => sum + p.cpu_us, 0)]));

/* Does `work` and answers what it answered, with `us`: the CPU of each group ({name: pid}) meanwhile. */
export async function costing(groups, work) {
  const before = cpu(groups);
  const result = await work();
  const after = cpu(groups);
  return { ...result, us: Object.fromEntries(Object.keys(groups).map((name) => [name, after[name] - before[name]])) };
}

/* Asks for the paths in turn, over 16 connections, for so many seconds. */
export async function load(folder, origin, paths, { token, seconds = 2, connections = 16 } = {}) {
  const file = path.join(folder, "paths");
  writeFileSync(file, `${paths.join("\n")}\n`);
  const { stdout } = await run("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", path.join(here, "../wrk.lua"), origin, "--", file, ...(token ? [token] : [])]);
  const result = JSON.parse(stdout.match(/^RESULT (.*)$/m)[1]);
  if (result.failed) throw new Error(`${result.failed} of ${result.n} requests to ${origin}${paths[0]} failed`);
  return { ...result, per_s: result.n / result.seconds };
}

/* One answer over a kept connection. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
export function get(url, token) {
  return new Promise((resolve, reject) => {
    http.get(url, { agent, headers: token ? { Authorization: `Bearer ${token}` } : {} }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part)).on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${url}: ${answer.statusCode} ${text}`));
      });
    }).on("error", reject);
  });
}

/* One after the other, each timed: milliseconds, sorted. One that is answered with a time limit counts as long as it took;
 * after `most_ms` altogether enough is known. */
export async function times(origin, paths, token, most_ms = 3000) {
  const all = [];
  const end = performance.now() + most_ms;
  for (const what of paths) {
    const began = performance.now();
    await get(origin + what, token).catch((error) => {
      if (!/: 50[34] /.test(error.message)) throw error;
    });
    all.push(performance.now() - began);
    if (performance.now() > end) break;
  }
  return all.sort((a, b) => a - b);
}
export const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p / 100))];
export const least = (list, of) => list.reduce((best, x) => (of(x) < of(best) ? x : best));
export const most = (list, of) => least(list, (x) => -of(x));
