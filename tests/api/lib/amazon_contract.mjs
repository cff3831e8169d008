/* Amazon's own models as the judge of what goes over the wire: a small checker of the part of Swagger 2.0 that they use.
 * Stricter than the models in two things: a member that they do not know is a fault, and a time needs its zone. */
import { readFileSync } from "node:fs";

const folder = new URL("../../contracts/amazon/", import.meta.url);
const models = ["vendorOrders.json", "vendorShipments.json", "vendorTransactionStatus.json"].map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

const dateTime = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/* ---- which operation ---------------------------------------------------------------------------- */

const operations = models.flatMap((model) =>
  Object.entries(model.paths).flatMap(([template, methods]) =>
    ["get", "post", "put", "delete"].filter((method) => methods[method]).map((method) => ({
      model, template, method: method.toUpperCase(), operation: methods[method],
      parameters: [...(methods.parameters ?? []), ...(methods[method].parameters ?? [])],
      pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "([^/]+)")}$`),
    }))));

/* The operation of a path without the store's address before it; undefined when Amazon has none. */
export const operationOf = (method, path) => operations.find((o) => o.method === method && o.pattern.test(path));

/* ---- values ------------------------------------------------------------------------------------- */

function resolved(model, schema) {
  let found = schema;
  while (found?.$ref) found = model.definitions[found.$ref.replace("#/definitions/", "")];
  return found;
}

const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

const isOfType = {
  object: (v) => typeOf(v) === "object",
  array: (v) => Array.isArray(v),
  string: (v) => typeof v === "string",
  boolean: (v) => typeof v === "boolean",
  integer: (v) => Number.isSafeInteger(v),
  number: (v) => typeof v === "number",
};

function checkText(schema, value, where, faults) {
  if (schema.enum && !schema.enum.includes(value)) faults.push(`${where}: "${value}" is none of ${schema.enum.join(", ")}`);
  if (schema.format === "date-time" && !dateTime.test(value)) faults.push(`${where}: "${value}" is no date-time`);
  if (schema.format === "boolean" && !["true", "false"].includes(value)) faults.push(`${where}: "${value}" is neither true nor false`);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) faults.push(`${where}: longer than ${schema.maxLength}`);
  if (schema.minLength !== undefined && value.length < schema.minLength) faults.push(`${where}: shorter than ${schema.minLength}`);
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) faults.push(`${where}: "${value}" does not match ${schema.pattern}`);
}

function checkObject(model, schema, value, where, faults) {
  const properties = schema.properties ?? {};
  for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) faults.push(`${where}: ${name} is missing`);
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) check(model, properties[name], member, `${where}.${name}`, faults);
    else if (!schema.additionalProperties) faults.push(`${where}: ${name} is not in the model`);
  }
}

function check(model, unresolved, value, where, faults) {
  const schema = resolved(model, unresolved);
  if (!schema) return faults.push(`${where}: the model leads nowhere`);
  const type = schema.type ?? (schema.properties ? "object" : undefined);
  if (type && !isOfType[type](value)) return faults.push(`${where}: ${typeOf(value)} instead of ${type}`);
  if (type === "object") checkObject(model, schema, value, where, faults);
  if (type === "array") {
    if (schema.maxItems !== undefined && value.length > schema.maxItems) faults.push(`${where}: more than ${schema.maxItems}`);
    if (schema.minItems !== undefined && value.length < schema.minItems) faults.push(`${where}: fewer than ${schema.minItems}`);
    value.forEach((item, i) => check(model, schema.items, item, `${where}[${i}]`, faults));
  }
  if (type === "string") checkText(schema, value, where, faults);
  if (type === "integer" || type === "number") {
    if (schema.minimum !== undefined && value < schema.minimum) faults.push(`${where}: below ${schema.minimum}`);
    if (schema.maximum !== undefined && value > schema.maximum) faults.push(`${where}: above ${schema.maximum}`);
  }
}

/* ---- requests and answers ----------------------------------------------------------------------- */

/* A parameter arrives as text. */
function checkParameter(model, parameter, text, where, faults) {
  if (parameter.type === "integer") {
    if (!/^-?\d+$/.test(text)) faults.push(`${where}: "${text}" is no whole number`);
    else check(model, parameter, Number(text), where, faults);
  } else check(model, parameter, text, where, faults);
}

/* What is wrong with a request, as a list of sentences; [] is a good one. `path` is without the store's address, `query` a
 * string, an object or URLSearchParams, `body` the JSON's value or undefined. */
export function checkRequest(method, path, query, body) {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path}: Amazon has no such operation`];
  const faults = [];
  const named = (where) => found.parameters.filter((p) => p.in === where);
  const texts = found.pattern.exec(path).slice(1);
  named("path").forEach((p, i) => checkParameter(found.model, p, decodeURIComponent(texts[i]), p.name, faults));
  const seen = new Set();
  for (const [name, text] of new URLSearchParams(query ?? "")) {
    const parameter = named("query").find((p) => p.name === name);
    if (!parameter) faults.push(`${name} is not in the model`);
    else if (seen.has(name)) faults.push(`${name} is there twice`);
    else checkParameter(found.model, parameter, text, name, faults);
    seen.add(name);
  }
  for (const p of named("query")) if (p.required && !seen.has(p.name)) faults.push(`${p.name} is missing`);
  const [wanted] = named("body");
  if (wanted && body === undefined && wanted.required) faults.push("the body is missing");
  if (!wanted && body !== undefined && body !== null) faults.push("a body where there is none");
  if (wanted && body !== undefined) check(found.model, wanted.schema, body, "body", faults);
  return faults;
}

/* What is wrong with an answer to such a request: its status, its form, and a good one without a payload. */
export function checkAnswer(method, path, status, body) {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path}: Amazon has no such operation`];
  const response = found.operation.responses[status];
  if (!response) return [`${found.operation.operationId} never answers ${status}`];
  const faults = [];
  check(found.model, response.schema, body, "body", faults);
  if (!faults.length && status < 300 && !body.payload) faults.push("body: payload is missing");
  if (!faults.length && status >= 400 && !body.errors?.length) faults.push("body: errors are missing");
  return faults;
}
