// ports.mjs N: N free ports, chosen by the kernel, on one line.
import { createServer } from "node:net";

const servers = await Promise.all(Array.from({ length: Number(process.argv[2] ?? 1) }, () =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject).listen(0, "127.0.0.1", () => resolve(server));
  })));
console.log(servers.map((server) => server.address().port).join(" "));
servers.forEach((server) => server.close());
