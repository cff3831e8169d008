// An nginx of its own over the shipped configuration, with nothing behind it but what a test puts there.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/* Settings by the names of nginx.conf.in; `replace` changes words of a configuration file: {file: [[from, to]]}. */
export async function startNginx({ replace = {}, ...settings } = {}) {
  const folder = mkdtempSync("/tmp/gwms-nginx.");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const fill = { USER: process.getuid() === 0 ? "user root;" : "", RUN: folder, PORT: port, ORIGIN: origin, HOST: "127.0.0.1",
    RATE: 20, BURST: 40, LOGINS: 2, CONNECTIONS: 1000, ...settings };
  for (const name of ["log", "tmp"]) mkdirSync(path.join(folder, name));
  cpSync(path.join(root, "nginx"), path.join(folder, "gwms"), { recursive: true });
  symlinkSync(path.join(root, "frontend/dist"), path.join(folder, "page"));
  for (const [file, words] of Object.entries(replace)) {
    const where = path.join(folder, "gwms", file);
    writeFileSync(where, words.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} does not say '${from}'`);
      return text.replace(from, to);
    }, readFileSync(where, "utf8")));
  }
  writeFileSync(path.join(folder, "nginx.conf"), readFileSync(path.join(root, "nginx/nginx.conf.in"), "utf8").replace(/@([A-Z]+)@/g, (_, name) => fill[name]));

  const nginx = spawn("nginx", ["-p", folder, "-e", "log/nginx.log", "-c", `${folder}/nginx.conf`], { stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  const ended = new Promise((resolve) => nginx.once("close", resolve));
  process.once("exit", () => nginx.kill("SIGKILL"));
  let words = "";
  nginx.stderr.on("data", (data) => (words += data));
  let server = null;
  const sockets = new Set();
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return server && new Promise((resolve) => server.close(resolve));
  };
  for (let up = false; !up; await pause(20)) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start: ${words}${readFileSync(path.join(folder, "log/nginx.log"), "utf8")}`);
    up = await fetch(origin).then(() => true, () => false);
  }
  return {
    origin,
    /* Lets `on_connection` be the API from now on. */
    async api(on_connection) {
      await close();
      server = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => {}).once("close", () => sockets.delete(socket));
        on_connection(socket);
      });
      await new Promise((resolve) => server.listen(path.join(folder, "api.sock"), resolve));
    },
    async stop() {
      nginx.kill("SIGTERM");
      await ended;
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}
