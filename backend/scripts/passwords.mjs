// Makes backend/src/domain/common_passwords.h: node passwords.mjs path/to/zxcvbn/lib/frequency_lists.js > that file.
// The list is that of zxcvbn (npm zxcvbn 4.4.2, MIT, Dropbox): the 30,000 commonest passwords of the leaks it was counted in. Ours
// have ten characters at least, so only those are kept, folded to small letters, each as the first 8 bytes of its SHA-256: enough
// to know one again, and nothing that anybody would rather not read.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";

const { passwords } = createRequire(import.meta.url)(path.resolve(process.argv[2]));
const words = new Set((Array.isArray(passwords) ? passwords : passwords.split(",")).map((word) => word.toLowerCase()).filter((word) => [...word].length >= 10));
const hashes = [...words].map((word) => createHash("sha256").update(word).digest("hex").slice(0, 16)).sort();
const rows = [];
for (let i = 0; i < hashes.length; i += 5) rows.push(`\t${hashes.slice(i, i + 5).map((hash) => `0x${hash},`).join(" ")}`);
console.log(`#pragma once
#include <stdint.h>

/* Made by backend/scripts/passwords.mjs, which says what it is; in ascending order. ${hashes.length} passwords. */
static const uint64_t common_passwords[] = {
${rows.join("\n")}
};`);
