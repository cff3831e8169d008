// Bytes as no well-behaved client sends them, to the running stack.
import { connect } from "node:net";
import { stack } from "./stack.mjs";

const { hostname, port, host } = new URL(stack.origin);

/* The head of a request, with the body's length unless `headers` say one. */
export function request(method, url, { headers = {}, body = "" } = {}) {
  const all = { Host: host, ...(Buffer.byteLength(body) || method !== "GET" ? { "Content-Length": Buffer.byteLength(body) } : {}), ...headers };
  return Buffer.concat([Buffer.from(`${method} ${url} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`, "latin1"), Buffer.from(body)]);
}

/* Sends it on a connection of its own; what came back until it was closed. `from` is the address it comes from, `slowly` the
 * milliseconds between its bytes. A connection that is closed without an answer is status 0. */
export function send(bytes, { from, seconds = 40, slowly = 0 } = {}) {
  return new Promise((resolve) => {
    const parts = [];
    const began = Date.now();
    const socket = connect({ port: Number(port), host: hostname, localAddress: from });
    let timer;
    const done = () => {
      clearInterval(timer);
      const text = Buffer.concat(parts).toString();
      const [head, body = ""] = text.split(/\r\n\r\n([^]*)/);
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, text: body, seconds: (Date.now() - began) / 1000,
        header: (name) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] });
      socket.destroy();
    };
    socket.on("connect", () => {
      if (!slowly) return void socket.write(bytes);
      let at = 0;
      timer = setInterval(() => (at < bytes.length ? socket.write(bytes.subarray(at, ++at)) : clearInterval(timer)), slowly);
    });
    socket.setTimeout(seconds * 1000, done);
    socket.on("data", (part) => parts.push(part)).on("error", done).on("close", done);
  });
}
