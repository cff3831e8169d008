// Self-pickup labels: what is taken for a PDF and what is not, what the check refuses, and a label's way with its order.
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { describe, test } from "node:test";
import { goodPdf, notPdf, pdf, pdfOf, qpdf, refusedPdf } from "./lib/pdf.mjs";
import { actionsOf, excepted, fresh, orderNow, outboundNow, outboundOf, places, readyOrder, refused, said, shipped, step, tryDispatch } from "./lib/steps.mjs";
import { api, as, raw, sql, stack, until } from "./lib/stack.mjs";
import { person } from "./lib/people.mjs";

const MiB = 1024 * 1024;
const started = Date.now();
const upload = (file, { client = api, fileName = "label.pdf", query = fileName === null ? "" : `?fileName=${encodeURIComponent(fileName)}`, type = "application/pdf", ...options } = {}) =>
  client.ask("POST", `labels${query}`, { body: file, headers: { "Content-Type": type }, ...options });
const checked = (label, client = api) => until(`label ${label.id} is checked`, async () => {
  const now = await client.need(client.get(`labels/${label.id}`));
  return now.state !== "checking" && now;
}, 60);
const good = async (file = pdf(), options = {}) => {
  const label = await checked(await (options.client ?? api).need(upload(file, options), 201), options.client);
  assert.equal(label.state, "good", label.refusal);
  return label;
};
const labelRows = () => Number(sql("SELECT COUNT(*) AS n FROM label")[0].n);
const code = (answer) => [answer.status, answer.body?.code];
const fileOf = (label, client = api) => fetch(`${stack.origin}/api/v1/labels/${label.id}/file`, { headers: client.token ? { Authorization: `Bearer ${client.token}` } : {} });

/* ---- what comes in ---------------------------------------------------------------------------------- */

describe("not a PDF: refused at once, and nothing is kept", () => {
  for (const [what, file] of Object.entries(notPdf))
    test(what, async () => {
      const rows = labelRows();
      const answer = await upload(file);
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0]?.field, answer.body.errors[0]?.code], [422, "invalid", "file", "not_a_pdf"]);
      assert.equal(labelRows(), rows);
    });
});

test("nor are its bytes kept", () =>
  assert.deepEqual(sql("SELECT c.label_id FROM label_chunk c JOIN label l ON l.id = c.label_id WHERE l.state = 'uploading'"), []));

describe("sizes", () => {
  test("nothing, 63 bytes, and 10 MiB and one byte are refused", async () => {
    for (const [size, expected] of [[0, [400, "malformed"]], [63, [400, "malformed"]], [10 * MiB + 1, [413, "body_too_large"]]])
      assert.deepEqual(code(await upload(size > 1000 ? pdfOf(size) : Buffer.alloc(size, "%PDF-1.4\n"))), expected, `${size} bytes`);
  });
  test("what nginx does not let through is answered in the same form", async () => {
    assert.deepEqual(code(await upload(Buffer.alloc(12 * MiB))), [413, "body_too_large"]);
  });
  for (const size of [1000, 256 * 1024, 256 * 1024 + 1, 10 * MiB - 1, 10 * MiB])
    test(`${size} bytes are taken, and come out as the check wrote them`, async () => {
      const file = pdfOf(size);
      const sent = await api.need(upload(file), 201);
      assert.equal(sent.sizeBytes, size);
      const label = await checked(sent);
      assert.deepEqual([label.state, label.refusal, label.pages], ["good", null, 1]);
      const answer = await fileOf(label);
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.deepEqual([answer.status, bytes.length, Number(answer.headers.get("content-length"))], [200, label.sizeBytes, label.sizeBytes]);
      const [row] = sql(`SELECT HEX(sha256) AS hash, version, (SELECT COUNT(DISTINCT version) FROM label_chunk WHERE label_id = label.id) AS versions FROM label WHERE id = ${label.id}`);
      assert.deepEqual([createHash("sha256").update(bytes).digest("hex").toUpperCase(), row.version, row.versions], [row.hash, "2", "1"]);
    });
  test("no API process has grown by it", async () => {
    for (let i = 0; i < 4; i++) await api.need(upload(pdfOf(10 * MiB)), 201);
    const [{ n }] = sql("SELECT MAX(LENGTH(data)) AS n FROM label_chunk");
    assert.equal(Number(n), 256 * 1024, "a piece is never larger");
  });
  test("a length that is no number, too small or too large changes nothing", async () => {
    const rows = labelRows();
    const file = pdf();
    await api.get("me"); // signed in
    const ask = (length) => new Promise((resolve) => {
      const { hostname, port, host } = new URL(stack.origin);
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST /api/v1/labels HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Type: application/pdf\r\nAuthorization: Bearer ${api.token}\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${length}\r\n\r\n`);
        if (Number(length) > file.length) socket.end(file); // goes away in the middle
        else socket.write(file.subarray(0, Math.max(0, Number(length)) || undefined));
      });
      let text = "";
      socket.on("data", (part) => { text += part; }).on("close", () => resolve(Number(text.split(" ")[1] ?? 0))).on("error", () => {});
    });
    let status;
    for (const [length, expected] of [["x", [400]], ["-1", [400]], [String(file.length - 20), [422]], [String(file.length + 20), [0, 400]]])
      assert.ok(expected.includes(status = await ask(length)), `Content-Length: ${length} answered ${status}`);
    assert.equal(labelRows(), rows);
  });
});

test("only application/pdf is taken", async () => {
  for (const type of ["application/octet-stream", "text/html", "application/json", "multipart/form-data; boundary=x", "application/pdfx", "image/png", ""])
    assert.deepEqual(code(await upload(pdf(), { type })), [415, "unsupported_media"], type);
});

describe("names are shown, cleaned, and nothing else", () => {
  for (const [given, shown] of [["Müller & Söhne 标签 📦.pdf", "Müller & Söhne 标签 📦.pdf"], ["../../etc/passwd", "passwd"], ["C:\\labels\\one.pdf", "one.pdf"],
    [`a"b'c.pdf`, `a"b'c.pdf`], ["<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"], ["=cmd|' /C calc'!A0.pdf", "C calc'!A0.pdf"],
    ["lab\u202efdp.exe", "labfdp.exe"], ["zero\u200bwidth\u2066.pdf", "zerowidth.pdf"], ["..", "label.pdf"], ["   ", "label.pdf"], ["", "label.pdf"], [null, "label.pdf"],
    [`${"x".repeat(251)}.pdf`, `${"x".repeat(251)}.pdf`]])
    test(JSON.stringify(given), async () => assert.equal((await api.need(upload(pdf(), { fileName: given }), 201)).fileName, shown));

  for (const [what, query] of [["300 bytes", `?fileName=${"x".repeat(300)}`], ["a line end", "?fileName=a%0d%0aSet-Cookie:%20x=1"], ["a NUL", "?fileName=a%00.pdf"],
    ["no UTF-8", "?fileName=%ff%fe.pdf"], ["half an escape", "?fileName=%4"], ["twice", "?fileName=a&fileName=b"], ["another parameter", "?fileName=a&customerId=2"]])
    test(`refused: ${what}`, async () => assert.deepEqual(code(await upload(pdf(), { query })), [422, "invalid"]));
});

describe("the check refuses", { concurrency: 2 }, () => {
  for (const [what, [file, reason]] of Object.entries(refusedPdf))
    test(what, async () => {
      const label = await checked(await api.need(upload(file), 201));
      assert.equal(label.state, "refused");
      assert.match(label.refusal, reason);
      assert.deepEqual(sql(`SELECT position FROM label_chunk WHERE label_id = ${label.id}`), [], "its bytes are gone");
      const answer = await api.get(`labels/${label.id}/file`);
      assert.deepEqual(code(answer), [409, "action_not_allowed"]);
      assert.match(answer.body.detail, reason);
    });
});

describe("the check takes", { concurrency: 2 }, () => {
  for (const [what, file] of Object.entries(goodPdf))
    test(what, async () => {
      const label = await good(file);
      const bytes = Buffer.from(await (await fileOf(label)).arrayBuffer());
      assert.ok(bytes.subarray(0, 7).toString().startsWith("%PDF-1.") || bytes.subarray(0, 7).toString().startsWith("%PDF-2."));
      qpdf(bytes, "--qdf"); // throws when it cannot be read
    });
});

test("nothing of it is left on the disk, also not of a worker that was killed long ago", async () => {
  const temp = process.env.TMPDIR ?? "/tmp";
  const folders = () => readdirSync(temp).filter((name) => name.startsWith("gwms-label."));
  const lost = mkdtempSync(path.join(temp, "gwms-label."));
  writeFileSync(path.join(lost, "in.pdf"), "somebody's address");
  utimesSync(lost, 1e9, 1e9);
  await good();
  await until("no folder of a check is there", () => folders().filter((name) => {
    const at = statSync(path.join(temp, name), { throwIfNoEntry: false });
    return at && (at.mtimeMs >= started || name === path.basename(lost));
  }).length === 0);
});

/* ---- who and how ------------------------------------------------------------------------------------- */

describe("the answer of an upload", () => {
  test("the same key and file again: the same label, once", async () => {
    const file = pdf({ text: fresh("label") });
    const key = randomUUID();
    const first = await upload(file, { key });
    const rows = labelRows();
    const again = await upload(file, { key });
    assert.deepEqual([first.status, again.status, again.body, again.headers.get("idempotent-replay")], [201, 201, first.body, "true"]);
    assert.equal(labelRows(), rows);
    assert.deepEqual(code(await upload(pdf({ text: fresh("label") }), { key })), [422, "idempotency_key_reused"]);
    assert.deepEqual(code(await upload(file, { key, fileName: "other.pdf" })), [422, "idempotency_key_reused"]);
    assert.equal(labelRows(), rows);
    assert.deepEqual(code(await upload(file, { key: null })), [400, "idempotency_key_missing"]);
  });
  test("two at once with the same key make one label", async () => {
    const file = pdf({ text: fresh("label") });
    const key = randomUUID();
    const answers = await Promise.all([upload(file, { key }), upload(file, { key }), upload(file, { key })]);
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    assert.equal(ids.size, 1, answers.map(({ text }) => text).join());
    assert.ok(answers.every(({ status }) => [201, 409].includes(status)));
  });
});

describe("who may", () => {
  test("staff and strangers bring no labels", async () => {
    assert.deepEqual(code(await upload(pdf(), { client: as.warehouse })), [403, "forbidden"]);
    assert.deepEqual(code(await upload(pdf(), { client: as.root })), [403, "forbidden"]);
    assert.deepEqual(code(await upload(pdf(), { client: as.nobody })), [401, "token_invalid"]);
  });
  test("another customer, and staff it was not sent to, find nothing", async () => {
    const label = await good();
    for (const client of [as.other, as.warehouse, as.root])
      for (const what of [`labels/${label.id}`, `labels/${label.id}/file`])
        assert.deepEqual(code(await client.get(what)), [404, "not_found"], `${client.email} ${what}`);
    assert.deepEqual(code(await as.nobody.get(`labels/${label.id}/file`)), [401, "token_invalid"]);
    assert.deepEqual(code(await api.get("labels/999999999999")), [404, "not_found"]);
    assert.deepEqual(code(await api.get(`labels/${label.id}?inline=true`)), [422, "invalid"]);
  });
});

test("a file is served as one to be saved, never run in our name, never kept, and audited", async () => {
  const label = await good();
  const answer = await fileOf(label);
  await answer.arrayBuffer();
  const of = (name) => answer.headers.get(name);
  assert.deepEqual([of("content-type"), of("content-disposition"), of("content-security-policy"), of("x-content-type-options"), of("cache-control")],
    ["application/pdf", `attachment; filename="label-${label.id}.pdf"`, "default-src 'none'; sandbox", "nosniff", "no-store"]);
  const [row] = sql(`SELECT actor_name, customer_id FROM audit_log WHERE action = 'label_read' AND subject = 'label ${label.id}'`);
  assert.deepEqual({ ...row }, { actor_name: "Olivia Operator", customer_id: "1" });
});

/* ---- with an order -------------------------------------------------------------------------------------- */

const pickup = (order, { labelId, trackingNo = fresh("SP"), version = order.version, client = api, channel = "PICKUP", warehouse = "LAX1" } = {}) =>
  places().then((all) => client.post(`orders/${order.id}/dispatch`, { warehouseId: all[warehouse].id, channelId: all[warehouse].channels[channel].id, labelId, trackingNo }, { version }));

describe("dispatch by self-pickup", { concurrency: 2 }, () => {
  test("the whole way: label, dispatch, print, pick, ship with the label's number", async () => {
    const ready = await readyOrder();
    const label = await good(pdf(), { fileName: "carrier label.pdf" });
    const trackingNo = fresh("SP");
    const sent = await api.need(pickup(ready.order, { labelId: label.id, trackingNo }));
    const outbound = await outboundNow(sent.outbound);
    assert.deepEqual([outbound.label, outbound.labelTrackingNo, outbound.channel.selfPickup],
      [{ id: label.id, fileName: "carrier label.pdf", state: "good", refusal: null, pages: 1 }, trackingNo, true]);
    assert.deepEqual((await api.need(api.get(`labels/${label.id}`))).outbound, { id: outbound.id, outboundNo: outbound.outboundNo });
    const answer = await fileOf(label, as.warehouse);
    assert.equal(answer.headers.get("content-disposition"), `attachment; filename="label-${outbound.outboundNo}.pdf"`);
    assert.ok(Buffer.from(await answer.arrayBuffer()).toString("latin1").startsWith("%PDF-"));
    const packed = await outboundOf(sent, "packed");
    await shipped(packed, { trackingNo });
    assert.deepEqual(code(await as.warehouse.get(`labels/${label.id}/file`)), [409, "action_not_allowed"], "staff do not need it any more");
    assert.equal((await fileOf(label)).status, 200);
  });

  test("staff of another warehouse do not see it", async () => {
    const ready = await readyOrder();
    const label = await good();
    await api.need(pickup(ready.order, { labelId: label.id }));
    const hamburg = person({ role: "warehouse", warehouses: ["HAM1"] });
    assert.deepEqual(code(await hamburg.get(`labels/${label.id}`)), [404, "not_found"]);
    assert.deepEqual(code(await hamburg.get(`labels/${label.id}/file`)), [404, "not_found"]);
    const angeles = person({ role: "warehouse", warehouses: ["LAX1"] });
    assert.equal((await angeles.need(angeles.get(`labels/${label.id}`))).id, label.id);
  });

  test("refused without a label, without its number, with another's, with one that is used or refused, on another channel", async () => {
    const ready = await readyOrder();
    const label = await good();
    const others = await good(pdf(), { client: as.other });
    const bad = await checked(await api.need(upload(refusedPdf["no pages"][0]), 201));
    const field = async (options, field) => {
      const body = await refused(ready, [422, "invalid"], () => pickup(ready.order, options));
      assert.deepEqual(body.errors.map((e) => e.field), [field]);
    };
    await refused(ready, [422, "label_required"], () => tryDispatch(ready.order, { channel: "PICKUP" }));
    await refused(ready, [422, "label_required"], () => pickup(ready.order, { labelId: null }));
    await refused(ready, [422, "label_required"], () => pickup(ready.order, { labelId: bad.id }));
    await field({ labelId: label.id, trackingNo: null }, "trackingNo");
    await field({ labelId: label.id, trackingNo: "   " }, "trackingNo");
    await field({ labelId: label.id, trackingNo: "标签" }, "trackingNo");
    await field({ labelId: label.id, trackingNo: "1".repeat(65) }, "trackingNo");
    await field({ labelId: others.id }, "labelId");
    await field({ labelId: "999999999999" }, "labelId");
    await field({ labelId: "x" }, "labelId");
    await field({ labelId: label.id, channel: "UPS-GROUND", trackingNo: null }, "labelId");
    await field({ channel: "UPS-GROUND" }, "trackingNo");
    const second = await readyOrder();
    await api.need(pickup(second.order, { labelId: label.id }));
    await field({ labelId: label.id }, "labelId");
  });

  test("one label in two windows goes with one order", async () => {
    const [one, two] = [await readyOrder(), await readyOrder()];
    const label = await good();
    const answers = await Promise.all([one, two].map(({ order }) => pickup(order, { labelId: label.id })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422]);
  });

  test("handed back, its label is free for the next dispatch", async () => {
    const ready = await readyOrder();
    const label = await good();
    const sent = await api.need(pickup(ready.order, { labelId: label.id }));
    const outbound = await outboundNow(sent.outbound);
    await as.warehouse.need(step(outbound, "intercept", { reason: "wrong parcel" }));
    assert.equal((await api.need(api.get(`labels/${label.id}`))).outbound, null);
    const again = await api.need(pickup(await orderNow(ready.order), { labelId: label.id }));
    assert.equal((await outboundNow(again.outbound)).label.id, label.id);
  });
});

describe("a label that is not good", () => {
  /* The check is kept waiting: its lane is paused. */
  const pause = (on) => sql(`INSERT INTO job_lane (customer_id, name) VALUES (1, 'labels') ON DUPLICATE KEY UPDATE name = name;
    UPDATE job_lane SET paused_until = ${on ? "'9999-01-01'" : "'1970-01-01'"} WHERE customer_id = 1 AND name = 'labels'`);

  test("stops the picking until it is, and puts an exception under the order when it is refused; another takes its place", async () => {
    const [fine, foul] = [await readyOrder(), await readyOrder()];
    pause(true);
    let labels;
    try {
      labels = [await api.need(upload(pdf()), 201), await api.need(upload(refusedPdf["a script when opened"][0]), 201)];
      const waiting = [];
      for (const [i, { order }] of [fine, foul].entries()) {
        const sent = await api.need(pickup(order, { labelId: labels[i].id }));
        const reviewed = await as.warehouse.need(step(await outboundNow(sent.outbound), "review"));
        assert.deepEqual([reviewed.label.state, said(reviewed, "pick"), said(reviewed, "wave")], ["checking", "label_required", "label_required"]);
        assert.deepEqual(code(await as.warehouse.get(`labels/${labels[i].id}/file`)), [409, "action_not_allowed"]);
        const answer = await step(reviewed, "pick");
        assert.deepEqual(code(answer), [422, "label_required"]);
        assert.match(answer.body.detail, /still being checked/);
        waiting.push(reviewed);
      }
      pause(false);
      await Promise.all(labels.map((label) => checked(label)));
      assert.equal((await as.warehouse.need(step(waiting[0], "pick"))).status, "picking");

      const order = await excepted(foul.order, "label_required");
      assert.match(order.exception.detail, /The label label\.pdf was refused: .*\/OpenAction/);
      const stopped = await outboundNow(waiting[1]);
      assert.deepEqual([stopped.label.state, said(stopped, "pick")], ["refused", "label_required"]);

      const another = await good();
      const give = (client, body, version = stopped.version) => client.post(`outbound-orders/${stopped.id}/label`, body, { version });
      const body = { labelId: another.id, trackingNo: fresh("SP") };
      assert.deepEqual(code(await give(as.warehouse, body)), [403, "forbidden"]);
      assert.deepEqual(code(await give(as.other, body)), [404, "not_found"]);
      assert.deepEqual(code(await give(api, body, stopped.version - 1)), [412, "stale"]);
      assert.deepEqual(code(await give(api, { labelId: another.id })), [422, "invalid"]);
      assert.deepEqual(code(await give(api, { ...body, more: 1 })), [422, "invalid"]);
      assert.deepEqual(code(await give(api, { ...body, labelId: labels[0].id })), [422, "invalid"]);
      assert.deepEqual(code(await give(api, { ...body, labelId: labels[1].id })), [422, "invalid"]);
      const replaced = await api.need(give(api, body));
      assert.deepEqual([replaced.label.id, replaced.labelTrackingNo, said(replaced, "label")], [another.id, body.trackingNo, null]);
      assert.equal((await orderNow(order)).exception, null);
      assert.ok((await actionsOf(order)).includes("labelled"));
      const picked = await as.warehouse.need(step(replaced, "pick"));
      assert.deepEqual(code(await give(api, body, picked.version)), [409, "action_not_allowed"]);
    } finally {
      pause(false);
    }
  });
});

test("the limit of a day", async () => {
  const other = person({ customer: "meadow" });
  const [{ n }] = sql("SELECT COUNT(*) AS n FROM label WHERE customer_id = 2 AND created_at >= UTC_DATE()");
  sql(`INSERT INTO label (customer_id, file_name, state, created_by) SELECT 2, 'filler', 'refused', 'test' FROM seq_1_to_${4999 - Number(n)}`);
  try {
    await other.need(upload(pdf(), { client: other }), 201);
    const answer = await upload(pdf(), { client: other });
    assert.deepEqual(code(answer), [429, "rate_limited"]);
    assert.match(answer.body.detail, /5000 labels a day/);
  } finally {
    sql("DELETE FROM label WHERE customer_id = 2 AND file_name = 'filler'");
  }
});

test("labels that never came in whole, and old ones, go by themselves", async () => {
  const kept = await good();
  const [lost] = sql("INSERT INTO label (customer_id, file_name, created_by, created_at) VALUES (1, 'lost', 'test', NOW(6) - INTERVAL 61 MINUTE) RETURNING id");
  sql(`INSERT INTO label_chunk (label_id, version, position, data) VALUES (${lost.id}, 1, 0, 'x')`);
  const old = await good();
  sql(`UPDATE label SET created_at = NOW(6) - INTERVAL 91 DAY WHERE id = ${old.id}`);
  await until("both are gone", () => sql(`SELECT id FROM label WHERE id IN (${lost.id}, ${old.id}) UNION ALL SELECT label_id FROM label_chunk WHERE label_id IN (${lost.id}, ${old.id})`).length === 0, 40);
  assert.deepEqual(code(await api.get(`labels/${old.id}`)), [404, "not_found"]);
  assert.equal((await fileOf(kept)).status, 200);
});

test("other methods are not taken", async () => {
  await api.get("me");
  for (const [method, what, status] of [["GET", "labels", 405], ["DELETE", "labels/1", 405], ["PATCH", "labels/1", 405], ["POST", "labels/1/file", 405], ["OPTIONS", "labels", 405]])
    assert.equal((await raw(method, `/api/v1/${what}`, { headers: { Authorization: `Bearer ${api.token}` } })).status, status, `${method} ${what}`);
});
