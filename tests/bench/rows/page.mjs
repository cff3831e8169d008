/* The built page's weight, gzipped. What it costs to draw is measured by tests/browser/perf, which fails beyond the budget. */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../lib/house.mjs";

const dist = path.join(root, "frontend/dist");
const KB = 1024;
const weight = (name) => gzipSync(readFileSync(path.join(dist, name)), { level: 6 }).length / KB;

export function page({ say }) {
  const first = [...readFileSync(path.join(dist, "index.html"), "utf8").matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name);
  const code = readdirSync(path.join(dist, "assets")).filter((name) => /\.(js|css)$/.test(name)).map((name) => `assets/${name}`);
  const lazy = code.filter((name) => !first.includes(name));
  say({ what: "the page: code that index.html names", ours: first.reduce((n, name) => n + weight(name), 0), unit: "KB", limit: 130 });
  say({ what: "the page: its largest part that comes later", ours: Math.max(...lazy.map(weight)), unit: "KB", limit: 45 });
  say({ what: "the page: all of its code", ours: code.reduce((n, name) => n + weight(name), 0), unit: "KB", limit: 500 });
}
