// People of a test's own: a user nobody else signs in as, and tokens as only the program itself could sign them.
import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Client, root, stack } from "./stack.mjs";

/* Runs gwms-admin on the stack's database. */
export function admin(args, input = "") {
  const { socket, host, user, password, name } = stack.db;
  return execFileSync(`${stack.bin}/gwms-admin`, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, GWMS_DB_SOCKET: socket, GWMS_DB_HOST: host, GWMS_DB_USER: user, GWMS_DB_PASSWORD: password, GWMS_DB_NAME: name,
      GWMS_KEYS_DIR: `${stack.folder}/keys`, GWMS_SQL_DIR: `${root}/sql` } });
}

/* A new user, not signed in: { role, customer } of a customer, { role, warehouses } of the staff. */
export function person({ role = "operator", customer = role === "operator" || role === "customer_admin" ? "harbor" : null, warehouses = [], password = "correct horse battery" } = {}) {
  const email = `${role}-${randomUUID().slice(0, 13)}@people.example`;
  admin(["user-add", email, `Somebody ${role}`, "--role", role, ...(customer ? ["--customer", customer] : []),
    ...warehouses.flatMap((code) => ["--warehouse", code])], `${password}\n`);
  return new Client(email, password);
}

const base64url = (value) => Buffer.from(value).toString("base64url");
const text = (value) => typeof value === "string" ? value : JSON.stringify(value);

/* The parts of a token the API has issued. */
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

/* A token signed with the stack's own key; `header` and `claims` are objects, or texts for what JSON.stringify cannot write. */
export function sign(claims, header = {}, key = signingKey()) {
  const head = typeof header === "string" ? header : { alg: "HS256", kid: key.kid, typ: "JWT", ...header };
  const signed = `${base64url(text(head))}.${base64url(text(claims))}`;
  return `${signed}.${createHmac("sha256", key.bytes).update(signed).digest("base64url")}`;
}

export function signingKey() {
  const [kid, bytes] = readFileSync(`${stack.folder}/keys/jwt.keys`, "utf8").trim().split(",")[0].split(":");
  return { kid, bytes: Buffer.from(bytes, "base64") };
}
