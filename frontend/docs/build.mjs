// The page /docs: the guide of docs/partners.md, and every call of the contract with its scope, parameters, bodies and answers.
// Static, without a script of anybody else's; made at each build of the page, so it cannot fall behind the contract.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { escaped, inline, markdown } from "./markdown.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const yaml = createRequire(import.meta.url)("js-yaml");
const methods = ["get", "post", "put", "patch", "delete"];

/* What the route tables say beside the contract: which permission a call needs, and whether it is for people alone. */
function routesOf() {
  const routes = new Map();
  for (const file of readdirSync(`${root}backend/src/api`).filter((f) => f.endsWith(".c")))
    for (const [, method, path, permission, flags] of read(`backend/src/api/${file}`).matchAll(
      /\{\s*HTTP_(\w+),\s*"\/api\/v1([^"]*)",\s*PERM_(\w+),\s*\w+,\s*([^}]*)\}/g,
    ))
      routes.set(`${method.toLowerCase()} ${path}`, { permission: permission.toLowerCase(), flags });
  return routes;
}

/* ---- schemas ------------------------------------------------------------------------------------- */

const refName = (schema) => schema?.$ref?.split("/").at(-1);
const schemaLink = (name) => `<a href="#schema-${name}">${name}</a>`;

/* A type in a few words. */
function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return schemaLink(refName(schema));
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`;
  if (schema.enum) return schema.enum.map((v) => `<code>${escaped(v)}</code>`).join(" ");
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(" or ");
  if (schema.allOf) return schema.allOf.map(typeOf).join(" and ");
  const types = [schema.type].flat().filter(Boolean);
  const words = types.map((t) => {
    if (t === "array") return `list of ${typeOf(schema.items) || "anything"}`;
    if (t === "object" && schema.properties)
      return `object (${Object.keys(schema.properties).map(escaped).join(", ")})`;
    return t === "string" && schema.format ? schema.format : t;
  });
  return words.join(" or ") || "anything";
}

const limitWords = {
  minLength: "at least",
  maxLength: "at most",
  minimum: "from",
  maximum: "to",
  minItems: "at least",
  maxItems: "at most",
};
function limitsOf(schema) {
  const said = Object.entries(limitWords).filter(([key]) => schema?.[key] !== undefined);
  const unit = said.some(([key]) => key.endsWith("Length"))
    ? " characters"
    : said.some(([key]) => key.endsWith("Items"))
      ? " items"
      : "";
  return said.length > 0 ? said.map(([key, words]) => `${words} ${schema[key]}`).join(", ") + unit : "";
}

const table = (heads, rows) =>
  `<div class="scroll" tabindex="0"><table><thead><tr>${heads.map((h) => `<th scope="col">${h}</th>`).join("")}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((c) => `<td>${c}</td>`).join("")}</tr>`)
    .join("")}</tbody></table></div>`;

function propertiesOf(schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, p]) => [
    `<code>${escaped(name)}</code>${schema.required?.includes(name) ? "" : " <small>optional</small>"}`,
    typeOf(p),
    [p.description && inline(p.description), limitsOf(p)].filter(Boolean).join("; "),
  ]);
  return rows.length > 0 ? table(["Member", "Type", "About"], rows) : `<p>${typeOf(schema)}</p>`;
}

const schemaOf = (name, schema) =>
  `<h3 id="schema-${name}">${name}<a class="anchor" href="#schema-${name}" aria-label="Link to ${name}">#</a></h3>${
    schema.description ? `<p>${inline(schema.description)}</p>` : ""
  }${
    schema.allOf
      ? schema.allOf
          .map((part) => (part.$ref ? `<p>Everything of ${typeOf(part)}, and:</p>` : propertiesOf(part)))
          .join("")
      : propertiesOf(schema)
  }`;

/* ---- calls --------------------------------------------------------------------------------------- */

function scopeWords(route, operation) {
  if (operation.security?.length === 0) return "Open: needs no token.";
  if (!route) return "";
  if (/ROUTE_PERSON/.test(route.flags)) return "For people who sign in, not for keys.";
  if (["user_manage", "key_manage", "system_manage"].includes(route.permission))
    return `Needs <code>${route.permission}</code>, which no key can have.`;
  return route.permission === "signed_in" ? "Any token." : `Scope <code>${route.permission}</code>.`;
}

function curlOf(method, path, operation, parameters) {
  const lines = [`curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "$GWMS/api/v1${path}"`];
  if (operation.security?.length !== 0) lines.push('-H "Authorization: Bearer $TOKEN"');
  for (const p of parameters.filter((x) => x.in === "header"))
    lines.push(p.name === "If-Match" ? `-H 'If-Match: "3"'` : `-H "${p.name}: $(uuidgen)"`);
  const type = Object.keys(operation.requestBody?.content ?? {})[0];
  if (type === "application/json") lines.push('-H "Content-Type: application/json"', "-d @body.json");
  else if (type) lines.push(`-H "Content-Type: ${type}"`, "--data-binary @file");
  return lines.join(" \\\n  ");
}

function bodyWords(content) {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `${typeOf(schema)} <small>${escaped(type)}</small>`)
    .join("<br>");
}

function callOf(contract, routes, { path, method, operation, parameters }) {
  const route = routes.get(`${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`);
  const id = operation.operationId;
  const about = parameters.map((p) => [
    `<code>${escaped(p.name)}</code>${p.required ? "" : " <small>optional</small>"}`,
    p.in,
    typeOf(p.schema),
    [p.description && inline(p.description), limitsOf(p.schema)].filter(Boolean).join("; "),
  ]);
  const answers = Object.entries(operation.responses).map(([status, r]) => {
    const answer = r.$ref
      ? r.$ref
          .slice(2)
          .split("/")
          .reduce((at, part) => at[part], contract)
      : r;
    return [status === "default" ? "refused" : status, inline(answer.description ?? ""), bodyWords(answer.content)];
  });
  return `<h3 id="${id}"><span class="method ${method}">${method.toUpperCase()}</span> <code>${escaped(path)}</code><a class="anchor" href="#${id}" aria-label="Link to ${id}">#</a></h3>
<p>${inline(operation.summary ?? "")}</p>
<p class="facts">${scopeWords(route, operation)}</p>
${about.length > 0 ? table(["Parameter", "In", "Type", "About"], about) : ""}
${operation.requestBody ? `<p class="facts">Body: ${bodyWords(operation.requestBody.content)}${operation.requestBody.required === false ? " (may be left out)" : ""}</p>` : ""}
${table(["Status", "Answer", "Body"], answers)}
<pre tabindex="0"><code>${escaped(curlOf(method, path, operation, parameters))}</code></pre>`;
}

/* ---- the page ------------------------------------------------------------------------------------ */

const tagTitles = {
  auth: "Signing in and users",
  orders: "Orders",
  sync: "Sync",
  stores: "Stores",
  mapping: "SKU mapping",
  warehouse: "Warehouse",
  partners: "Keys and webhooks",
  operations: "Operations",
};

const entry = (id, html, words) => `<li data-words="${escaped(words.toLowerCase())}"><a href="#${id}">${html}</a></li>`;
const group = (title, items) => `<section><h2>${escaped(title)}</h2><ul>${items.join("")}</ul></section>`;

/* { "docs/index.html": text, … } */
export function renderDocs() {
  const contract = yaml.load(read("backend/openapi.yaml"));
  const resolve = (p) =>
    p.$ref
      ? p.$ref
          .slice(2)
          .split("/")
          .reduce((at, part) => at[part], contract)
      : p;
  const routes = routesOf();
  const guide = markdown(read("docs/partners.md"));
  const calls = Object.entries(contract.paths).flatMap(([path, item]) =>
    methods
      .filter((m) => item[m])
      .map((method) => ({
        path,
        method,
        operation: item[method],
        parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
      })),
  );
  const tags = contract.tags.map(({ name }) => name);
  const untagged = calls.filter((c) => !tags.includes(c.operation.tags?.[0]));
  if (untagged.length > 0) throw new Error(`without a known tag: ${untagged.map((c) => c.path)}`);
  const schemas = Object.entries(contract.components.schemas);
  const ofTag = (tag) => calls.filter((c) => c.operation.tags[0] === tag);
  const nav = [
    group(
      "Guide",
      guide.headings.filter((h) => h.level === 2).map((h) => entry(h.id, escaped(h.text), h.text)),
    ),
    ...tags.map((tag) =>
      group(
        tagTitles[tag] ?? tag,
        ofTag(tag).map((c) =>
          entry(
            c.operation.operationId,
            `<span class="method ${c.method}">${c.method.toUpperCase()}</span> ${escaped(c.path)}`,
            `${c.method} ${c.path} ${c.operation.operationId} ${c.operation.summary}`,
          ),
        ),
      ),
    ),
    group(
      "Schemas",
      schemas.map(([name]) => entry(`schema-${name}`, escaped(name), `schema ${name}`)),
    ),
  ].join("\n");
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API documentation · GWMS Platform Orders</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/docs.css">
<script src="/docs/docs.js" type="module"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<nav aria-label="Contents">
<label for="find">Search</label>
<input id="find" type="search" autocomplete="off" aria-keyshortcuts="/">
<p id="found" class="none" role="status"></p>
${nav}
</nav>
<main id="main" tabindex="-1">
${guide.html}
<h2 id="reference">Reference</h2>
${markdown(contract.info.description.replace(/^\* /gm, "- ")).html}
<p>The contract itself, for your tools: <a href="/docs/openapi.yaml">openapi.yaml</a>.</p>
${tags
  .map(
    (tag) =>
      `<h2 id="tag-${tag}">${escaped(tagTitles[tag] ?? tag)}</h2>\n${ofTag(tag)
        .map((c) => callOf(contract, routes, c))
        .join("\n")}`,
  )
  .join("\n")}
<h2 id="schemas">Schemas</h2>
${schemas.map(([name, schema]) => schemaOf(name, schema)).join("\n")}
</main>
</body>
</html>
`;
  return {
    "docs/index.html": html,
    "docs/docs.css": read("frontend/docs/docs.css"),
    "docs/docs.js": read("frontend/docs/docs.js"),
    "docs/openapi.yaml": read("backend/openapi.yaml"),
  };
}
