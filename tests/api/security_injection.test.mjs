// Hostile texts in every field that holds one, from a shop and from our own forms: they come out letter by letter (ours in normal form C), as text, and do
// nothing on the way: no statement, no header, no line of a log, no cell of a spreadsheet.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { hostile } from "./lib/hostile.mjs";
import { person } from "./lib/people.mjs";
import { fresh } from "./lib/steps.mjs";
import { api, as, given, raw, sql, stack } from "./lib/stack.mjs";

const texts = Object.entries(hostile);
const tables = () => sql("SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE()")[0].n;
let store;
let orders;
let standing;

before(async () => {
  standing = [tables(), sql("SELECT COUNT(*) AS n FROM user WHERE password_hash IS NOT NULL")[0].n];
  store = await given.store();
  const specs = texts.map(([name, text], i) => ({ number: `${name === "formula" ? "=1+cmd|" : ""}${fresh("N")}-${i}`, note: text, paymentTitle: text.slice(0, 100), shippingMethod: text.slice(0, 100),
    recipient: { firstName: text, lastName: text, company: text, address1: text, address2: text, city: text, postcode: text.slice(0, 30), phone: text.slice(0, 40) },
    lines: [{ sku: text, name: text, quantity: 1, price: "1.00" }] }));
  orders = await given.orders(store, ...specs);
});

describe("from a shop", () => {
  for (const [i, [name, text]] of texts.entries())
    test(name, async () => {
      const order = await api.need(api.get(`orders/${orders[i].id}`));
      assert.equal(order.recipient.name, `${text} ${text}`.trim(), "the recipient's name");
      for (const member of ["company", "line1", "line2", "city"]) assert.equal(order.recipient[member], text.trim(), member);
      assert.ok(order.lines.some((line) => line.productName === text || line.platformSku === text), JSON.stringify(order.lines));
      for (const query of [`recipientName=${encodeURIComponent(text)}`, `trackingNo=${encodeURIComponent(text)}`, `orderNo=${encodeURIComponent(text.replaceAll(",", " "))}`]) {
        const found = await api.get(`orders?${query}&limit=200`);
        assert.ok([200, 422].includes(found.status), `${query}: ${found.text}`);
        if (found.status === 200 && query.startsWith("recipientName") && text.trim().length >= 2 && !/[%_\\]/.test(text))
          assert.ok(found.body.items.some(({ id }) => id === order.id), `${name} is found by its name`);
      }
      const search = await api.get(`search?q=${encodeURIComponent(text)}`);
      assert.ok([200, 422].includes(search.status), search.text);
    });
});

describe("from our own forms", () => {
  const admin = person({ role: "customer_admin" });
  const taken = (answer, text) => {
    if (answer.status === 422) return assert.ok(answer.body.errors.length > 0 && !answer.text.includes("SQL"), answer.text); // its form refuses such a text
    assert.ok([200, 201].includes(answer.status), answer.text);
    assert.ok(JSON.stringify(answer.body).includes(JSON.stringify(text.trim().normalize("NFC")).slice(1, -1)), `${answer.text} holds it as it was`);
  };
  for (const [name, text] of texts)
    test(name, async () => {
      taken(await admin.post("me/views", { page: "orders", name: text.slice(0, 60), query: "status=pending" }), text.slice(0, 60));
      taken(await admin.post("warehouse-skus", { code: fresh("SKU"), name: text }), text);
      taken(await as.root.post("customers", { code: fresh("c").toLowerCase(), name: text.slice(0, 90) }), text.slice(0, 90));
      const user = await admin.post("users", { email: `${fresh("u").toLowerCase()}@people.example`, name: text.slice(0, 90), role: "operator" });
      if (user.status < 300) assert.equal(user.body.user?.name ?? user.body.name, text.slice(0, 90).trim().normalize("NFC"));
      else assert.equal(user.status, 422, user.text);
    });
});

test("no cell of a file is calculated by a spreadsheet", async () => {
  const answer = await api.get(`orders/export?storeId=${store.id}`);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get("content-disposition"), /^attachment; filename="[\w.-]+"$/);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  const cells = [];
  let cell = "";
  let quoted = false;
  for (const c of answer.text.replace(/^\uFEFF/, "")) {
    if (c === '"') quoted = !quoted;
    else if (!quoted && /[,\n\r]/.test(c)) { cells.push(cell); cell = ""; } else cell += c;
  }
  const bad = cells.filter((text) => /^[=+\-@\t\r]/.test(text));
  assert.deepEqual(bad, []);
  assert.ok(cells.some((text) => text.startsWith("'=1+cmd")), "the formula is there, as a text");
  assert.doesNotMatch(answer.text.slice(1), /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/, "nothing turns or hides what stands there");
});

test("nothing of it reached a header, a statement or a line of a log", async () => {
  for (const [, text] of texts) {
    const url = encodeURIComponent(text);
    const answer = await raw("GET", `/api/v1/orders?orderNo=${url}`, { headers: { "Idempotency-Key": "x".repeat(20), "User-Agent": encodeURIComponent(text) } });
    assert.equal(answer.status, 401);
    for (const [name, value] of answer.headers) assert.ok(!/__ran|DROP TABLE|evil/.test(value), `${name}: ${value}`);
  }
  for (const target of ["/%0d%0aSet-Cookie:%20a=b", "/api/v1/%0d%0aSet-Cookie:%20a=b", "/orders?%0d%0aSet-Cookie:%20a=b"]) {
    const answer = await fetch(stack.origin + target, { redirect: "manual" });
    assert.equal(answer.headers.get("set-cookie"), null, target);
  }
  assert.deepEqual([tables(), sql("SELECT COUNT(*) AS n FROM user WHERE password_hash IS NOT NULL")[0].n >= standing[1]], [standing[0], true]);
  for (const name of ["api", "worker", "access"])
    for (const line of readFileSync(`${stack.folder}/log/${name}.log`, "utf8").split("\n"))
      assert.ok(line === "" || /^(time=|\d{4}-\d\d-\d\dT|\S*ERROR|[ =#]|\d+:)/.test(line) || !/__ran|DROP TABLE|HYPERLINK/.test(line), `${name}: ${line.slice(0, 200)}`);
  const person_ = person();
  assert.equal((await person_.get("me")).status, 200, "and everything goes on");
});
