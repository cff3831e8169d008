// Stands between our programs and MariaDB on a Unix socket, passes everything on, and on demand lets a COMMIT through and
// drops the server's answer with the connection: whoever committed cannot know whether it happened. `before` drops the
// connection ahead of the COMMIT instead: it has surely not happened, and looks the same from here.
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

const COM = { QUERY: 3, PREPARE: 0x16, EXECUTE: 0x17, BULK_EXECUTE: 0xfa };

/* In a thread of its own: a test that waits for the database in one call must not keep what it waits for from passing. */
class Passing {
  constructor(listen, server) {
    Object.assign(this, { listen, server, armed: [], sockets: new Set() });
  }

  start() {
    rmSync(this.listen, { force: true });
    this.proxy = createServer((client) => this.pass(client));
    return new Promise((resolve, reject) => this.proxy.once("error", reject).listen(this.listen, resolve));
  }

  pass(client) {
    const server = connect(this.server);
    const statements = new Map(); // texts by the ids that the server gave them
    let ran = "", preparing = null, losing = false;
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on("error", () => {}).once("close", () => { this.sockets.delete(socket); client.destroy(); server.destroy(); });
    }
    client.on("data", (data) => {
      const text = data[4] === COM.QUERY || data[4] === COM.PREPARE ? data.toString("latin1", 5) : "";
      if (data[4] === COM.PREPARE) preparing = text;
      if (data[4] === COM.EXECUTE || data[4] === COM.BULK_EXECUTE) ran += statements.get(data.readUInt32LE(5)) ?? "";
      if (data[4] === COM.QUERY) ran = text === "START TRANSACTION" ? "" : ran + text;
      const at = text === "COMMIT" ? this.armed.findIndex(({ seen }) => ran.includes(seen)) : -1;
      if (at < 0) {
        server.write(data);
        return;
      }
      const [{ how }] = this.armed.splice(at, 1);
      parentPort.postMessage({ how });
      if (how === "before") client.destroy();
      else {
        losing = true;
        server.write(data);
      }
    });
    server.on("data", (data) => {
      if (losing) {
        client.destroy(); // the answer has come, so it is committed, and nobody hears of it
        return;
      }
      if (preparing !== null && data.length >= 9 && data[4] === 0) statements.set(data.readUInt32LE(5), preparing);
      preparing = null;
      client.write(data);
    });
  }

}

if (!isMainThread) {
  const passing = new Passing(workerData.listen, workerData.server);
  parentPort.on("message", (armed) => passing.armed.push(...armed));
  await passing.start();
  parentPort.postMessage({ up: true });
}

export class CommitProxy {
  constructor(listen, server) {
    Object.assign(this, { listen, server, armed: 0, dropped: { after: 0, before: 0 } });
  }

  async start() {
    this.thread = new Worker(fileURLToPath(import.meta.url), { workerData: { listen: this.listen, server: this.server } });
    await new Promise((resolve, reject) => this.thread.once("error", reject).on("message", ({ how, up }) => {
      if (up) resolve();
      else this.dropped[how]++;
    }));
  }

  /* The next `n` COMMITs of transactions in which a statement with `seen` in its text was run, lost so. */
  lose(how, n = 1, seen = "") {
    this.armed += n;
    this.thread.postMessage(Array(n).fill({ how, seen }));
  }

  stop() { return this.thread.terminate(); }
}
