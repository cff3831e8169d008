/* The list and one order, through nginx: beside the same SQL in a bare C loop, and beside the peers. */
import assert from "node:assert/strict";
import path from "node:path";
import { costing, get, least, load, most } from "../lib/measure.mjs";
import { startPeers } from "../lib/peers.mjs";

const LIST = "/api/v1/orders?kind=b2c&status=processing&limit=50";
const ROUNDS = 3;

/* The statements that the API runs for one request, with their values: from the general log, which shows the values of what
 * was prepared after it was switched on. So this comes first, before any process has prepared them. */
async function statementsOf(house, ask) {
  const file = path.join(house.folder, "general.log");
  house.sql(`SET GLOBAL general_log_file = '${file}'; SET GLOBAL general_log = 1`);
  await ask();
  house.sql("SET GLOBAL general_log = 0");
  const { readFileSync, rmSync } = await import("node:fs");
  const all = [...readFileSync(file, "utf8").matchAll(/ Execute\t(SELECT .*)$/gm)].map(([, text]) => text);
  rmSync(file);
  return all;
}

/* What the peers get ready-made, by status: the part of an answer that only the API's rules know. */
async function rulesOf(house, token, ids) {
  const rules = {};
  for (const id of ids) {
    const { actions, turn: { since, ...turn }, fulfilmentStatus, status } = await get(`${house.origin}/api/v1/orders/${id}`, token);
    rules[`${status}/open`] = { actions, turn, fulfilmentStatus };
  }
  return rules;
}

const sum = (us) => Object.values(us).reduce((a, b) => a + b, 0);

async function measure({ house, peers, ceiling, folder, seconds }, token, paths, statements) {
  const rounds = { ours: [], ceiling: [], ...Object.fromEntries(peers.map((peer) => [peer.name, []])) };
  const { nginx, api, mariadb } = house.services;
  for (let i = 0; i < ROUNDS; i++) {
    const ours = await costing({ nginx, api, mariadb }, () => load(folder, house.origin, paths, { token, seconds }));
    rounds.ours.push({ ...ours, each: sum(ours.us) / ours.n, application: (ours.us.nginx + ours.us.api) / ours.n });
    const bare = await costing({ mariadb }, () => ceiling(["select", 4, seconds], statements.join("\n")));
    rounds.ceiling.push({ ...bare, each: bare.client_us + bare.us.mariadb / bare.n });
    for (const peer of peers) {
      const one = await costing(peer.groups, () => load(folder, peer.origin, paths, { seconds }));
      rounds[peer.name].push({ ...one, application: sum(one.us) / one.n });
    }
  }
  return rounds;
}

function report(say, what, rounds, peers, { cpu, faster, application }) {
  const ours = least(rounds.ours, (r) => r.each), bare = least(rounds.ceiling, (r) => r.each);
  const part = (name) => (ours.us[name] / ours.n).toFixed(0);
  say({ what: `${what}: CPU per request`, ours: ours.each, unit: "µs", beside: "the same SQL in C", theirs: bare.each, at_most: cpu,
    note: `nginx ${part("nginx")} + API ${part("api")} + MariaDB ${part("mariadb")} µs; the C loop ${bare.client_us.toFixed(0)} + MariaDB ${(bare.each - bare.client_us).toFixed(0)} µs` });
  const lightest = least(peers, (peer) => least(rounds[peer.name], (r) => r.application).application);
  const apart = (name) => `${name} ${least(rounds[name], (r) => r.application).application.toFixed(0)} µs`;
  if (application)
    say({ what: `${what}: CPU without the database`, ours: least(rounds.ours, (r) => r.application).application, unit: "µs", beside: lightest.name,
      theirs: least(rounds[lightest.name], (r) => r.application).application, at_most: application, note: peers.map((peer) => apart(peer.name)).join(", ") });
  const fastest = most(peers, (peer) => most(rounds[peer.name], (r) => r.per_s).per_s);
  say({ what: `${what}: requests per second`, ours: most(rounds.ours, (r) => r.per_s).per_s, unit: "/s", beside: fastest.name,
    theirs: most(rounds[fastest.name], (r) => r.per_s).per_s, at_least: faster,
    note: peers.map((peer) => `${peer.name} ${most(rounds[peer.name], (r) => r.per_s).per_s.toFixed(0)}/s, p99 ${least(rounds[peer.name], (r) => r.p99_ms).p99_ms.toFixed(1)} ms`)
      .concat(`ours p99 ${least(rounds.ours, (r) => r.p99_ms).p99_ms.toFixed(1)} ms`).join("; ") });
}

export async function lists(bench) {
  const { house, say, rows, port, folder } = bench;
  const token = await house.signIn();
  const ids = house.sql(`SELECT MAX(id) FROM platform_order WHERE customer_id = 1 AND exception_code IS NULL GROUP BY status;`).flat();
  const asked = house.sql(`SELECT id FROM platform_order WHERE customer_id = 1 AND exception_code IS NULL AND id % ${Math.max(2, Math.floor(rows / 500))} = 1 LIMIT 500`).flat();
  const [list] = (await statementsOf(house, () => get(house.origin + LIST, token))).filter((text) => / o\.order_time DESC, o\.id DESC LIMIT \d+$/.test(text));
  const one = await statementsOf(house, () => get(`${house.origin}/api/v1/orders/${asked[0]}`, token));
  assert.ok(list && one.length && !/= \?/.test(list + one), "the statements of the API were found in the log, with their values");
  const one_as_asked = one.map((text) => ({ sql: text.replaceAll(` ${asked[0]} `, " ? ").replace(new RegExp(` ${asked[0]}$`), " ?") }))
    .map(({ sql }) => ({ sql, ids: sql.split("?").length - 1 }));
  assert.ok(one_as_asked.every(({ ids: n }) => n > 0), "every statement of one order names it");

  const peers = bench.peers = await startPeers(folder, port + 10, { socket: house.db.socket, list, one: one_as_asked, rules: await rulesOf(house, token, ids) }, LIST);
  const paths = asked.map((id) => `/api/v1/orders/${id}`);
  for (const peer of peers)
    for (const what of [LIST, ...paths.slice(0, 20)]) {
      const [ours, theirs] = [await get(house.origin + what, token), await get(peer.origin + what)];
      for (const answer of [ours, theirs]) delete answer.nextCursor;
      assert.deepEqual(theirs, ours, `${peer.name} answers ${what} as we do`);
    }

  report(say, `GET orders, 50 of ${rows.toLocaleString("en")}`, await measure({ ...bench, peers }, token, [LIST], [list]), peers, { cpu: 1.5, faster: 1.4, application: 0.4 });
  report(say, "GET one order by id", await measure({ ...bench, peers }, token, paths, one), peers, { cpu: 2.5, faster: 1.5 });
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
}
