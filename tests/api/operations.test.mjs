// For whoever runs the house: health, metrics, and one request's id followed through everything it sets going.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { describe, test } from "node:test";
import { confirmed, dispatched, excepted, fresh, orderNow, outboundOf, readyOrder, settled, step } from "./lib/steps.mjs";
import { api, as, given, raw, sql, stack, until } from "./lib/stack.mjs";

/* Prometheus text, read strictly: { "name{labels}": value }, and the type of each name. */
function parse(text) {
  const values = {}, types = {};
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("# HELP ")) continue;
    const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (type) {
      assert.ok(!(type[1] in types), `${type[1]} has one type`);
      types[type[1]] = type[2];
      continue;
    }
    const row = /^([a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) (-?\d+(?:\.\d+)?)$/.exec(line);
    assert.ok(row, `not Prometheus text: ${line}`);
    assert.ok(!(row[1] in values), `twice: ${row[1]}`);
    values[row[1]] = Number(row[2]);
    const name = row[1].split("{")[0];
    assert.ok(name in types || name.replace(/_(bucket|sum|count)$/, "") in types, `no type: ${name}`);
  }
  return { values, types };
}
async function metrics() {
  const answer = await raw("GET", "/metrics");
  assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "text/plain; version=0.0.4; charset=utf-8"], answer.text.slice(0, 500));
  return parse(answer.text);
}
const counted = async (key) => (await metrics()).values[key] ?? 0;

describe("health", () => {
  test("alive and ready, without signing in", async () => {
    for (const what of ["live", "ready"]) {
      const answer = await as.nobody.need(as.nobody.get(`health/${what}`));
      assert.equal(answer.status, what);
    }
    assert.match((await as.nobody.need(as.nobody.get("health/ready"))).warnings[0], /private/);
    assert.equal((await as.nobody.get("health/ready?verbose=1")).status, 422);
  });
});

describe("metrics", () => {
  test("requests are counted by pattern and status, whichever process answered them", async () => {
    const key = (status) => `gwms_requests_total{route="GET /api/v1/labels/:id",status="${status}"}`;
    const before = await counted(key(404));
    await Promise.all(Array.from({ length: 20 }, () => as.admin.get("labels/999999999")));
    assert.equal(await counted(key(404)) - before, 20);
    assert.equal((await as.nobody.get("labels/999999999")).status, 401);
    assert.ok(await counted(key(401)) >= 1);
    assert.ok(!Object.keys((await metrics()).values).some((row) => row.includes("999999999")), "no path is named");
  });

  test("how long they took: buckets that grow, and end in the count", async () => {
    await api.get("orders");
    const { values, types } = await metrics();
    assert.equal(types.gwms_request_seconds, "histogram");
    const of = (what) => Object.entries(values).filter(([name]) => name.startsWith(`gwms_request_seconds_${what}{route="GET /api/v1/orders"`)).map(([, value]) => value);
    const buckets = of("bucket");
    assert.equal(buckets.length, 13);
    for (let i = 1; i < buckets.length; i++) assert.ok(buckets[i] >= buckets[i - 1], `${buckets}`);
    assert.equal(buckets.at(-1), of("count")[0]);
    assert.ok(of("sum")[0] > 0 && of("count")[0] >= 1);
  });

  test("jobs, stores, writebacks and exceptions are there", async () => {
    const store = await given.store();
    const [order] = await given.orders(store, {}); // its SKU is not mapped
    await excepted(order, "sku_not_mapped");
    await store.weather({ status: 503 });
    const ready = await readyOrder();
    await ready.store.weather({ status: 503 });
    await dispatched(ready.order);
    const outbound = await outboundOf(ready.order, "packed");
    await as.warehouse.need(step(outbound, "ship", { trackingNo: fresh("1Z") }));
    sql(`INSERT INTO sync_stream (store_id, stream, watermark_at) VALUES (${store.id}, 'orders', NOW(6) - INTERVAL 2 HOUR)
      ON DUPLICATE KEY UPDATE watermark_at = VALUES(watermark_at)`);
    sql(`UPDATE job_lane SET paused_until = NOW(6) + INTERVAL 90 SECOND, pause_reason = 'test' WHERE name = 'store:${store.id}:pull'`);
    const { values, types } = await metrics();
    assert.equal(values.gwms_up, 1);
    assert.ok(values['gwms_exceptions{code="sku_not_mapped"}'] >= 1);
    assert.ok(Object.keys(values).some((row) => /^gwms_writebacks\{state="(queued|sending)"\}$/.test(row)), Object.keys(values).join("\n"));
    assert.ok(values.gwms_writeback_oldest_unconfirmed_seconds >= 0 && values.gwms_job_oldest_ready_seconds >= 0);
    assert.ok(Math.abs(values[`gwms_sync_lag_seconds{store="${store.id}"}`] - 7200) < 120, "two hours behind");
    assert.ok(values[`gwms_store_paused_seconds{lane="store:${store.id}:pull",reason="test"}`] > 0);
    assert.ok(values['gwms_jobs_total{kind="sync_run",end="done"}'] >= 1);
    assert.ok(values['gwms_job_seconds_count{kind="sync_run"}'] >= 1);
    assert.ok(Object.keys(values).some((row) => row.startsWith('gwms_platform_calls_total{op="')));
    assert.deepEqual([types.gwms_jobs, types.gwms_jobs_total], ["gauge", "counter"]);
    await ready.store.weather({});
    sql(`UPDATE job_lane SET paused_until = '1970-01-01' WHERE name = 'store:${store.id}:pull'`);
  });

  test("nobody from elsewhere sees them", async () => {
    const { port } = new URL(stack.origin);
    const answer = await new Promise((resolve, reject) => request({ host: "127.0.0.1", port, path: "/metrics", localAddress: "127.0.0.2" },
      (response) => { response.resume(); resolve(response); }).once("error", reject).end());
    assert.deepEqual([answer.statusCode, answer.headers["content-type"]], [404, "application/problem+json"]);
  });
});

test("one id leads from the click to the platform", async () => {
  const ready = await readyOrder();
  await dispatched(ready.order);
  const outbound = await outboundOf(ready.order, "packed");
  const click = await step(outbound, "ship", { trackingNo: fresh("1Z") });
  const id = click.headers.get("x-request-id");
  assert.match(id, /^[0-9a-f]{32}$/);
  await settled(ready.order, "completed");
  await confirmed(ready.order);

  const [event] = sql(`SELECT request_id FROM order_event WHERE order_id = ${ready.order.id} AND action = 'parcel_shipped'`);
  assert.equal(event.request_id, id, "in the timeline");
  const [job] = sql(`SELECT j.id, j.request_id FROM job j JOIN writeback w ON j.uniq = CONCAT('writeback:', w.id) WHERE w.order_id = ${ready.order.id}`);
  assert.equal(job.request_id, id, "in the job");
  const [done] = sql(`SELECT request_id FROM order_event WHERE order_id = ${ready.order.id} AND action = 'completed'`);
  assert.equal(done.request_id, id, "in what the job did");

  const words = (name) => readFileSync(`${stack.folder}/log/${name}.log`, "utf8").split("\n").filter((line) => line.includes(id));
  const find = (name, event) => until(`${name}.log tells of ${event}`, () => words(name).filter((line) => line.includes(event)).length > 0 && words(name).filter((line) => line.includes(event)));
  assert.match((await find("access", "status="))[0], new RegExp(`request=${id} .* method=POST path="/api/v1/outbound-orders/${outbound.id}/ship" status=200`));
  const [asked, ...more] = await find("api", "event=request ");
  assert.match(asked, new RegExp(`request=${id} method=POST route=/api/v1/outbound-orders/:id/ship status=200 ms=\\d+ actor=\\d+`));
  assert.deepEqual(more, [], "one line per request");
  const calls = await find("worker", "event=platform_call");
  assert.ok(calls.length >= 2, "it was sent and read back");
  assert.match(calls[0], new RegExp(`store=${ready.store.id} op=\\w+ method=\\w+ path=\\S+ status=\\d+ ms=\\d+ request=${id}`));
  assert.match((await find("worker", "event=job_done"))[0], new RegExp(`job=${job.id} kind=writeback_send .* request=${id} ms=\\d+`));
  const said = words("api").concat(words("worker")).join("\n");
  assert.ok(!said.includes((await orderNow(ready.order)).recipient.name), "and names nobody");
});
