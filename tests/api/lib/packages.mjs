// packages.mjs FOLDER: exit code 0 when node_modules holds what package-lock.json names.
import { readFileSync } from "node:fs";

const read = (file) => JSON.parse(readFileSync(`${process.argv[2]}/${file}`, "utf8")).packages;
try {
  const there = read("node_modules/.package-lock.json");
  const missing = Object.entries(read("package-lock.json"))
    .filter(([name, wanted]) => name !== "" && !wanted.optional && !wanted.peer && there[name]?.integrity !== wanted.integrity);
  process.exit(missing.length === 0 ? 0 : 1);
} catch {
  process.exit(1); // nothing is installed
}
