// The way to the database over a network: with a CA named it is TLS or nothing, and only to the host that was meant.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./lib/nginx.mjs";
import { stack } from "./lib/stack.mjs";

let folder;
let port;
let server;
const at = (name) => `${folder}/${name}`;
const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
const root = (statement) => execFileSync("mariadb", ["--no-defaults", `--socket=${at("s.sock")}`, "--user=root"], { input: statement, stdio: ["pipe", "pipe", "pipe"] });

/* A CA, and certificates of it for these names. */
function authority(name) {
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at(`${name}.key`), "-out", at(`${name}.pem`), "-subj", `/CN=${name}`, "-days", "2");
}
function certificate(name, ca, names) {
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`), "-subj", `/CN=${name}`);
  writeFileSync(at(`${name}.ext`), `subjectAltName=${names}`);
  openssl("x509", "-req", "-in", at(`${name}.csr`), "-CA", at(`${ca}.pem`), "-CAkey", at(`${ca}.key`), "-CAcreateserial", "-out", at(`${name}.pem`), "-days", "2", "-extfile", at(`${name}.ext`));
}

async function start(...tls) {
  server?.kill("SIGTERM");
  if (server) await new Promise((resolve) => server.once("close", resolve));
  const user = process.getuid() === 0 ? ["--user=root"] : [];
  server = spawn("mariadbd", ["--no-defaults", ...user, `--datadir=${at("data")}`, `--socket=${at("s.sock")}`, `--pid-file=${at("pid")}`, `--port=${port}`, "--bind-address=127.0.0.1",
    "--skip-name-resolve", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M", "--performance-schema=OFF", ...tls], { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  for (let n = 0; spawnSync("mariadb-admin", ["--no-defaults", `--socket=${at("s.sock")}`, "--user=root", "ping"], { stdio: "ignore" }).status !== 0; n++) {
    assert.ok(n < 300 && server.exitCode === null, "the server starts");
    await pause(100);
  }
}

before(async () => {
  folder = mkdtempSync("/tmp/gwms-tls.");
  mkdirSync(at("data"));
  port = await freePort();
  authority("ca");
  authority("stranger");
  certificate("here", "ca", "IP:127.0.0.1");
  certificate("elsewhere", "ca", "DNS:db.example");
  certificate("client", "ca", "DNS:gwms");
  const user = process.getuid() === 0 ? ["--user=root"] : [];
  execFileSync("mariadb-install-db", ["--no-defaults", ...user, `--datadir=${at("data")}`, "--auth-root-authentication-method=normal", "--skip-test-db", "--force"], { stdio: "ignore" });
});
after(async () => {
  server?.kill("SIGTERM");
  if (server) await new Promise((resolve) => server.once("close", resolve));
  rmSync(folder, { recursive: true, force: true });
});

/* Does gwms-admin reach it? */
const reach = (settings, user = "plain") => {
  const { status, stderr } = spawnSync(`${stack.bin}/gwms-admin`, ["wait", "1"], { encoding: "utf8", env: { PATH: process.env.PATH, GWMS_DB_HOST: "127.0.0.1", GWMS_DB_PORT: String(port), GWMS_DB_USER: user,
    GWMS_DB_PASSWORD: "secret", GWMS_DB_NAME: "gwms", ASAN_OPTIONS: "detect_leaks=0", ...settings } });
  return [status === 0, stderr];
};
const users = `CREATE DATABASE IF NOT EXISTS gwms; CREATE OR REPLACE USER plain@'127.0.0.1' IDENTIFIED BY 'secret'; CREATE OR REPLACE USER secure@'127.0.0.1' IDENTIFIED BY 'secret' REQUIRE SSL;
  CREATE OR REPLACE USER known@'127.0.0.1' IDENTIFIED BY 'secret' REQUIRE SUBJECT '/CN=client'; GRANT ALL ON gwms.* TO plain@'127.0.0.1', secure@'127.0.0.1', known@'127.0.0.1';`;
const tlsOf = (name) => [`--ssl-ca=${at("ca.pem")}`, `--ssl-cert=${at(`${name}.pem`)}`, `--ssl-key=${at(`${name}.key`)}`];
const holds = (wanted, [reached, words], what) => assert.equal(reached, wanted, `${what}: ${words}`);

test("a server with a certificate of that CA for its own address", async () => {
  await start(...tlsOf("here"));
  root(users);
  holds(true, reach({ GWMS_DB_TLS_CA: at("ca.pem") }, "secure"), "with the CA");
  holds(true, reach({ GWMS_DB_TLS_CA: at("ca.pem"), GWMS_DB_TLS_CERT: at("client.pem"), GWMS_DB_TLS_KEY: at("client.key") }, "known"), "with a certificate of our own");
  holds(false, reach({ GWMS_DB_TLS_CA: at("ca.pem") }, "known"), "without it");
  holds(false, reach({ GWMS_DB_TLS_CA: at("stranger.pem") }, "secure"), "with another CA");
  holds(false, reach({ GWMS_DB_TLS_CA: at("none.pem") }, "secure"), "with a CA that is not there");
  holds(false, reach({}, "secure"), "without TLS, for a user who needs it");
});

test("a server whose certificate is for another name", async () => {
  await start(...tlsOf("elsewhere"));
  holds(false, reach({ GWMS_DB_TLS_CA: at("ca.pem") }, "secure"), "with the CA");
  holds(true, reach({}, "plain"), "it does answer");
});

test("a server without TLS is not talked to in clear", async () => {
  await start("--skip-ssl");
  holds(false, reach({ GWMS_DB_TLS_CA: at("ca.pem") }, "plain"), "with a CA named");
  holds(true, reach({}, "plain"), "it does answer");
});
