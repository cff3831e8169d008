// The documentation: every example in it that says it can be run is run, against the real stack; the sample that verifies a
// webhook verifies one; and the page holds every call of the contract, under the page's own headers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { blocks } from "../../frontend/docs/markdown.mjs";
import { contract } from "./lib/contract.mjs";
import { fresh } from "./lib/steps.mjs";
import { as, given, raw, root, sql, stack } from "./lib/stack.mjs";

const guide = readFileSync(path.join(root, "docs/partners.md"), "utf8");
const samples = blocks(guide);
const folder = mkdtempSync("/tmp/gwms-docs.");
after(() => rmSync(folder, { recursive: true, force: true }));

/* What a reader's `jq` does of it here: -r and a path. A test needs no package for that. */
const jq = `#!/usr/bin/env node
const [, , ...args] = process.argv;
const raw = args[0] === "-r" && args.shift();
let text = "";
process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
  let value = JSON.parse(text);
  for (const [, name, at] of args[0].matchAll(/\\.([A-Za-z]+)|\\[(\\d+)\\]/g)) value = value?.[name ?? Number(at)];
  if (value === undefined) process.exit(5);
  console.log(raw && typeof value === "string" ? value : JSON.stringify(value, null, 2));
});
`;

describe("the guide's examples", () => {
  const runnable = samples.filter((b) => "runnable" in b.words);
  let key;
  before(async () => {
    sql("DELETE FROM login_throttle");
    await given.orders(await given.store(), {}, {});
    ({ key } = await as.admin.need(as.admin.post("api-keys", { name: fresh("docs"), scopes: ["order_view", "order_sync", "order_dispatch", "store_view"] }), 201));
    writeFileSync(`${folder}/jq`, jq, { mode: 0o755 });
  });

  test("are many, and each of them is marked as what it is", () => {
    assert.ok(runnable.length >= 8, String(runnable.length));
    for (const b of samples) if (b.lang === "sh") assert.ok("runnable" in b.words, `not run: ${b.code}`);
  });

  test("run one after the other, as a reader would type them", () => {
    sql("DELETE FROM rate WHERE scope LIKE 'sync:%'");
    /* One shell for all, because they hand on what they found; a line between them tells their answers apart. */
    const script = ["set -euo pipefail", ...runnable.flatMap((b, i) => [`echo "=== ${i}"`, b.code])].join("\n");
    let out;
    try {
      out = execFileSync("bash", ["-c", script], { encoding: "utf8", timeout: 60_000, stdio: ["ignore", "pipe", "pipe"],
        env: { PATH: `${folder}:${path.dirname(process.execPath)}:${process.env.PATH}`, GWMS: stack.origin, GWMS_KEY: key } });
    } catch (error) {
      assert.fail(`an example failed: ${error.message}\n${error.stdout}\n${error.stderr}`);
    }
    const answers = out.split(/^=== \d+\n/m).slice(1);
    assert.equal(answers.length, runnable.length);
    runnable.forEach((b, i) => {
      if (b.words.expect) assert.equal(answers[i].trim().split("\n").at(-1), b.words.expect, b.code);
    });
    assert.match(answers[1], /"totalIsExact": true/);
    assert.match(out, /idempotent-replay: true/i);
    assert.match(out, /ratelimit-policy: "key";q=20;w=2/i);
  });

  test("the sample that verifies a webhook lets the right one through and no other", async () => {
    const [{ code }] = samples.filter((b) => b.words.sample === "verify");
    writeFileSync(`${folder}/verify.mjs`, code);
    const { verify } = await import(pathToFileURL(`${folder}/verify.mjs`).href);
    const now = 1_764_000_000;
    const body = Buffer.from('{"id":"1","event":"order.created"}');
    const sign = (secret, t = now, what = body) => createHmac("sha256", secret).update(`${t}.${what}`).digest("hex");
    const good = `t=${now},v1=${sign("whsec_a")}`;
    assert.equal(verify("whsec_a", good, body, now), true);
    assert.equal(verify("whsec_b", `${good},v1=${sign("whsec_b")}`, body, now + 299), true);
    for (const [secret, signature, what, at] of [["whsec_b", good, body, now], ["whsec_a", good, Buffer.from("{}"), now], ["whsec_a", good, body, now + 301],
      ["whsec_a", good, body, now - 301], ["whsec_a", good.replace("v1=", "v0="), body, now], ["whsec_a", "", body, now], ["whsec_a", `t=${now}`, body, now],
      ["whsec_a", `t=${now},v1=`, body, now], ["whsec_a", `t=${now},v1=zz`, body, now], ["whsec_a", `t=${now + 1},v1=${sign("whsec_a")}`, body, now]])
      assert.equal(verify(secret, signature, what, at), false, signature);
  });
});

describe("the page /docs", () => {
  let page;
  before(async () => { page = await raw("GET", "/docs/"); });

  test("is there, is what the build of the page makes, and comes under the page's headers", async () => {
    assert.equal(page.status, 200);
    assert.match(page.headers.get("content-type"), /^text\/html/);
    const csp = (await raw("GET", "/")).headers.get("content-security-policy");
    assert.equal(page.headers.get("content-security-policy"), csp);
    assert.match(csp, /script-src 'self'/);
    const bare = await raw("GET", "/docs");
    assert.deepEqual([bare.status, new URL(bare.headers.get("location"), stack.origin).pathname], [308, "/docs/"]);
    assert.equal((await raw("GET", "/docs/nothing")).status, 404);
    for (const file of ["docs.css", "docs.js", "openapi.yaml"]) assert.equal((await raw("GET", `/docs/${file}`)).status, 200, file);
  });

  test("asks no other host for anything, and has no script or style inside", () => {
    for (const [, url] of page.text.matchAll(/(?:src|href)="([^"]*)"/g)) assert.match(url, /^[/#]/, url);
    assert.doesNotMatch(page.text, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  });

  test("holds every call and every schema of the contract once, and no link leads nowhere", () => {
    const ids = [...page.text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, `twice: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
    const calls = Object.values(contract.paths).flatMap((item) => Object.values(item).map((o) => o.operationId).filter(Boolean));
    for (const id of [...calls, ...Object.keys(contract.components.schemas).map((name) => `schema-${name}`)]) assert.ok(ids.includes(id), id);
    for (const [, to] of page.text.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(to), `#${to}`);
  });

  test("says which scope a call needs", () => {
    const about = (id) => page.text.split(`<h3 id="${id}">`)[1].split("<h3")[0];
    assert.match(about("listOrders"), /Scope <code>order_view<\/code>/);
    assert.match(about("login"), /needs no token/);
    assert.match(about("addApiKey"), /no key can have/);
    assert.match(about("getPreferences"), /not for keys/);
  });
});
