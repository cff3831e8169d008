/* The peers, each behind an nginx as ours is: Node (fastify, mysql2) with a process per core, PHP-FPM (mysqli) with as many
 * processes as we have. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, until } from "./house.mjs";

const isEmpty = (value) => !Array.isArray(value) && Object.keys(value).length === 0;
const php = (value) => value === null ? "null" : typeof value === "object"
  ? isEmpty(value) ? "(object)[]" : `[${Object.entries(value).map(([name, member]) => `${JSON.stringify(name)} => ${php(member)}`).join(", ")}]`.replaceAll("$", "\\$") : JSON.stringify(value);

const nginx = (port, inside) => `daemon off;
${process.getuid() === 0 ? "user root;" : ""}
worker_processes auto;
pid nginx.pid;
error_log nginx.log warn;
events { worker_connections 1024; }
http {
  access_log access.log;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path tmp;`).join(" ")}
  keepalive_requests 1000000;
  ${inside(port)}
}
`;

const throughFastcgi = (folder) => (port) => `server {
    listen 127.0.0.1:${port} backlog=1024;
    location / {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME ${root}/tests/bench/peers/php/index.php;
      fastcgi_param BENCH ${folder}/bench.php;
      fastcgi_buffers 32 8k;
      fastcgi_buffer_size 8k;
      fastcgi_pass unix:${folder}/php.sock;
    }
  }`;

const throughProxy = (port) => `upstream node { server 127.0.0.1:${port + 1}; keepalive 32; }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location / {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffers 32 8k;
      proxy_pass http://node;
    }
  }`;

const pool = (folder) => `[global]
daemonize = no
error_log = ${folder}/php.log
[bench]
${process.getuid() === 0 ? "user = root\ngroup = root" : ""}
listen = ${folder}/php.sock
listen.backlog = 1024
pm = static
pm.max_children = 4
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
`;

class Peer {
  constructor(name, folder, port) {
    Object.assign(this, { name, folder, port, origin: `http://127.0.0.1:${port}`, children: [], groups: {} });
    mkdirSync(path.join(folder, "tmp"), { recursive: true });
  }
  start(group, program, args) {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, NODE_ENV: "production" } });
    this.children.push(child);
    this.groups[group] = child.pid;
  }
  serve(inside) {
    writeFileSync(path.join(this.folder, "nginx.conf"), nginx(this.port, inside));
    this.start("nginx", "nginx", ["-p", this.folder, "-e", "nginx.log", "-c", path.join(this.folder, "nginx.conf")]);
  }
  async ready(what) {
    await until(`${this.name} answers`, async () => {
      if (this.children.some((child) => child.exitCode !== null)) throw new Error(`${this.name} did not start: see ${this.folder}`);
      return fetch(this.origin + what).then((answer) => answer.status === 200, () => false);
    });
    return this;
  }
  async close() {
    await Promise.all(this.children.filter((child) => child.exitCode === null)
      .map((child) => new Promise((resolve) => child.once("close", resolve).kill("SIGTERM"))));
  }
}

/* `work`: {socket, list, one, rules} as the peers' own files tell. */
export async function startPeers(folder, port, work, what) {
  const node = new Peer("Node", path.join(folder, "node"), port);
  writeFileSync(path.join(node.folder, "bench.json"), JSON.stringify({ ...work, port: port + 1, processes: 2, connections: 16 }));
  node.start("application", process.execPath, [path.join(root, "tests/bench/peers/node/server.mjs"), path.join(node.folder, "bench.json")]);
  node.serve(throughProxy);
  const fpm = new Peer("PHP-FPM", path.join(folder, "php"), port + 2);
  writeFileSync(path.join(fpm.folder, "bench.php"), `<?php return ${php(work)};\n`);
  writeFileSync(path.join(fpm.folder, "fpm.conf"), pool(fpm.folder));
  fpm.start("application", "php-fpm8.2", ["--nodaemonize", ...(process.getuid() === 0 ? ["--allow-to-run-as-root"] : []), "--fpm-config", path.join(fpm.folder, "fpm.conf")]);
  fpm.serve(throughFastcgi(fpm.folder));
  const both = [node, fpm];
  try {
    await Promise.all(both.map((peer) => peer.ready(what)));
  } catch (error) {
    await Promise.all(both.map((peer) => peer.close())); /* nobody else knows them yet */
    throw error;
  }
  return both;
}
