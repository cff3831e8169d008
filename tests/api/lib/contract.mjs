// Holds answers of the API against backend/openapi.yaml: is this status, content type and body what the
// contract says for this method and path? Knows the part of JSON Schema that the contract uses, and
// refuses a word it does not know.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const yaml = createRequire(path.join(root, "frontend/package.json"))("js-yaml");
export const contract = yaml.load(readFileSync(path.join(root, "backend/openapi.yaml"), "utf8"));

export function resolve(node) {
  while (node && node.$ref) node = node.$ref.slice(2).split("/").reduce((at, part) => at[part], contract);
  return node;
}

/* ---- schemas ----------------------------------------------------------------------------------- */

const typeOf = (v) => v === null ? "null" : Array.isArray(v) ? "array" : typeof v;
const isType = (v, type) => type === "integer" ? Number.isInteger(v) : typeOf(v) === type;
const formats = {
  "date-time": (v) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(v) && !Number.isNaN(Date.parse(v)),
};
const silent = new Set(["description", "writeOnly", "summary"]);
const rules = {
  type: (v, want) => [want].flat().some((type) => isType(v, type)) || `is ${typeOf(v)}, not ${want}`,
  enum: (v, want) => want.includes(v) || `is ${JSON.stringify(v)}, not one of ${want}`,
  const: (v, want) => v === want || `is not ${want}`,
  pattern: (v, want) => typeof v !== "string" || new RegExp(want, "u").test(v) || `is ${JSON.stringify(v)}, not like ${want}`,
  format: (v, want) => typeof v !== "string" || formats[want](v) || `is ${JSON.stringify(v)}, no ${want}`,
  minLength: (v, want) => typeof v !== "string" || [...v].length >= want || "is too short",
  maxLength: (v, want) => typeof v !== "string" || [...v].length <= want || "is too long",
  minimum: (v, want) => typeof v !== "number" || v >= want || `is less than ${want}`,
  maximum: (v, want) => typeof v !== "number" || v <= want || `is more than ${want}`,
  minItems: (v, want) => !Array.isArray(v) || v.length >= want || "has too few items",
  maxItems: (v, want) => !Array.isArray(v) || v.length <= want || "has too many items",
  required: (v, want) => typeOf(v) !== "object" || want.every((name) => name in v) || `lacks ${want.filter((name) => !(name in v))}`,
  oneOf: (v, want, at) => want.filter((s) => problems(v, s, at).length === 0).length === 1 || "is not exactly one of its kinds",
};

/* What is wrong with `v`, as sentences. */
export function problems(v, schema, at = "body") {
  const s = resolve(schema);
  const wrong = [];
  for (const [word, want] of Object.entries(s)) {
    if (silent.has(word)) continue;
    if (word === "properties") {
      if (typeOf(v) === "object") for (const name of Object.keys(want)) if (name in v) wrong.push(...problems(v[name], want[name], `${at}.${name}`));
    } else if (word === "items") {
      if (Array.isArray(v)) v.forEach((item, i) => wrong.push(...problems(item, want, `${at}[${i}]`)));
    } else if (word === "allOf") {
      for (const part of want) wrong.push(...problems(v, part, at));
    } else if (word === "additionalProperties") {
      assert.equal(want, false);
      if (typeOf(v) === "object") for (const name of Object.keys(v)) if (!(name in (s.properties ?? {}))) wrong.push(`${at}.${name} is not in the contract`);
    } else {
      assert.ok(rules[word], `the contract uses '${word}', which this check does not know`);
      const verdict = rules[word](v, want, at);
      if (verdict !== true) wrong.push(`${at} ${verdict}`);
    }
  }
  return wrong;
}

/* Members that no part of the schema names: answers hold exactly what the contract shows. */
function members(schema, into = new Map()) {
  const s = resolve(schema);
  for (const part of s.allOf ?? []) members(part, into);
  for (const [name, inner] of Object.entries(s.properties ?? {})) into.set(name, inner);
  return into;
}
export function strangers(v, schema, at = "body") {
  const s = resolve(schema);
  if (Array.isArray(v)) return v.flatMap((item, i) => s.items ? strangers(item, s.items, `${at}[${i}]`) : []);
  if (typeOf(v) !== "object") return [];
  if (s.oneOf) return strangers(v, s.oneOf.map(resolve).find((one) => one.type !== "null") ?? {}, at);
  const known = members(s);
  if (known.size === 0) return [];
  return Object.entries(v).flatMap(([name, inner]) => known.has(name) ? strangers(inner, known.get(name), `${at}.${name}`) : [`${at}.${name} is not in the contract`]);
}

/* ---- answers ------------------------------------------------------------------------------------ */

const patterns = Object.keys(contract.paths).map((pattern) =>
  [new RegExp(`^/api/v1${pattern.replace(/\{[^}]+\}/g, "[^/]+")}$`), pattern]).sort((a, b) => a[1].includes("{") - b[1].includes("{"));

export function operationOf(method, url) {
  const [where] = url.split("?");
  const pattern = patterns.find(([regexp]) => regexp.test(where))?.[1];
  return pattern && contract.paths[pattern][method.toLowerCase()];
}

export function checkAnswer(method, url, { status, headers, body, text }) {
  const type = headers.get("content-type");
  const say = (what) => `${method} ${url} answered ${status}: ${what}\n${text.slice(0, 2000)}`;
  const operation = operationOf(method, url);
  const described = resolve(operation?.responses[status] ?? { $ref: "#/components/responses/Problem" });
  if (status >= 400) assert.equal(type, "application/problem+json", say("refusals are problems"));
  else assert.ok(operation?.responses[status], say("the contract does not know this status"));
  if (!described.content) return assert.equal(text, "", say("there is no body"));
  const [[wanted, { schema }]] = Object.entries(described.content);
  assert.equal(type?.split(";")[0], wanted, say("content type"));
  if (!wanted.endsWith("json")) return; // a file
  assert.deepEqual([...problems(body, schema), ...strangers(body, schema)], [], say("not as in the contract"));
  if (status >= 400) assert.equal(body.status, status, say("the status in the body"));
}
