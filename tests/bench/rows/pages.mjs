/* What a page costs at the far end of the list, and in a table a hundred times as large; and searching. */
import { get, least, percentile, times } from "../lib/measure.mjs";

const EACH = 60, ROUNDS = 4;

/* Medians of both, taken in turn; the least of the rounds. */
async function compared(a, b) {
  const medians = { a: [], b: [] };
  for (let i = 0; i < ROUNDS; i++)
    for (const [name, { origin, what, token }] of Object.entries({ a, b })) medians[name].push(percentile(await times(origin, Array(EACH).fill(what), token), 50));
  return [least(medians.a, Number), least(medians.b, Number)];
}

export async function pages({ house, small, say, rows, small_rows }) {
  const [token, small_token] = [await house.signIn(), await small.signIn()];
  for (const [name, filter] of [["all orders", ""], ["one status", "&status=processing"]]) {
    const first = `/api/v1/orders?kind=b2c${filter}&limit=50`;
    /* A cursor names a place: the 51st from the end, found from the end. */
    const { nextCursor } = await get(`${house.origin}/api/v1/orders?kind=b2c${filter}&sort=orderTime&limit=51`, token);
    const deepest = `${first}&cursor=${encodeURIComponent(nextCursor)}`;
    const { items } = await get(house.origin + deepest, token);
    if (items.length !== 50) throw new Error(`the deepest page has ${items.length} orders`);
    const [ours, theirs] = await compared({ origin: house.origin, what: deepest, token }, { origin: house.origin, what: first, token });
    say({ what: `the deepest page, ${name}`, ours, unit: "ms", beside: "the first page", theirs, at_most: 1.5 });
  }
  const what = "/api/v1/orders?kind=b2c&status=processing&limit=50";
  const [ours, theirs] = await compared({ origin: house.origin, what, token }, { origin: small.origin, what, token: small_token });
  say({ what: `a page of ${rows.toLocaleString("en")} orders`, ours, unit: "ms", beside: `of ${small_rows.toLocaleString("en")}`, theirs, at_most: 1.5 });
}

const SEARCHES = 150, SEARCH_ROUNDS = 3; // the least of the rounds' percentiles: what else the machine did is in the others
const given = ["Maria", "Anna", "Olga", "Ahmed", "Lena", "John", "José", "Kofi", "Priya", "Yuki"];

/* Of the names of some orders those with two surnames, the endings of Chinese ones, and letters that are often beside others
 * and never together: "xy" and "yz" in many names, "xyz" in none. */
function terms(house, rows) {
  const names = house.sql(`SELECT recipient_name FROM platform_order WHERE id BETWEEN 1000000 + ${rows} DIV 2 AND 1000000 + ${rows} DIV 2 + 60000 AND customer_id = 1`).flat();
  const often = new Map(), whole = new Set();
  for (const name of names.map((text) => text.toLowerCase()))
    for (let i = 0; i < name.length; i++) {
      const pair = name.slice(i, i + 2);
      if (/^[a-z]{2}$/.test(pair)) often.set(pair, (often.get(pair) ?? 0) + 1);
      whole.add(name.slice(i, i + 3));
    }
  const pairs = [...often].sort(([, a], [, b]) => b - a).slice(0, 60).map(([pair]) => pair);
  return {
    few: names.filter((name) => name.includes("-")),
    chinese: names.filter((name) => /^\p{Script=Han}{3}$/u.test(name)).map((name) => name.slice(1)),
    apart: pairs.flatMap((a) => pairs.filter((b) => a[1] === b[0]).map((b) => a + b[1])).filter((text) => !whole.has(text)),
    pairs,
    missing: [..."abcdefghijklmnopqrstuvwxyz"].flatMap((a) => [..."abcdefghijklmnopqrstuvwxyz"].map((b) => a + b)).filter((pair) => !often.has(pair)),
  };
}

export async function search({ house, say, rows }) {
  const token = await house.signIn();
  const nth = (i) => 1 + (i * 7919) % rows;
  const number = (i) => String(nth(i)).padStart(8, "0");
  const found = terms(house, rows);
  const name = (text) => `recipientName=${encodeURIComponent(text)}`;
  const one = (list) => (i) => name(list[i % list.length]);
  const searches = [
    ["order number prefix", (i) => `orderNo=BY2026${number(i).slice(0, 6)}*`],
    ["order number prefix that many share", (i) => `orderNo=BY2026${number(i).slice(0, 2 + i % 2)}*`],
    ["order number prefix, no match", (i) => `orderNo=ZZ${i}*`],
    ["tracking number", (i) => `trackingNo=1Z${String(1000000 + nth(i)).padStart(14, "0")}`],
    ["tracking number, no match", (i) => `trackingNo=1Y${i}`],
    ["part of the recipient's name", (i) => name(given[i % given.length].slice(1))],
    ["a whole name that few have", one(found.few)],
    ["part of the recipient's name, no match", (i) => name(`zzqx${i}`)],
    ["two characters of a Chinese name", one(found.chinese)],
    ["two letters that many names have", one(found.pairs)],
    ["two letters that no name has", one(found.missing)],
    ["letters that many names have, but never together", one(found.apart)],
  ];
  for (const [what, of] of searches) {
    const rounds = [];
    for (let round = 0; round < SEARCH_ROUNDS; round++)
      rounds.push(await times(house.origin, Array.from({ length: SEARCHES }, (_, i) => `/api/v1/orders?kind=b2c&limit=50&${of(round * SEARCHES + i)}`), token));
    const [p50, p99] = [50, 99].map((p) => percentile(least(rounds, (all) => percentile(all, p)), p));
    say({ what: `search: ${what}, p99`, ours: p99, unit: "ms", below: 20, note: `p50 ${p50.toFixed(1)} ms` });
  }
}
