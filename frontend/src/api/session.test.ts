import { beforeEach, describe, expect, test, vi } from "vitest";

/* A server that knows one good access token, and renews it when told it may. */
interface Seen {
  url: string;
  token: string | null;
  body: string;
}
let seen: Seen[];
let good: string;
let renewals: number;
let answersToRefresh: number[];

beforeEach(() => {
  vi.resetModules();
  seen = [];
  good = "second";
  renewals = 0;
  answersToRefresh = [];
  vi.stubGlobal("location", { origin: "http://page.test" });
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
    removeItem: (k: string) => kept.delete(k),
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url).pathname;
    if (url === "/api/v1/auth/refresh") {
      renewals++;
      await Promise.resolve();
      const status = answersToRefresh.shift() ?? 200;
      return status === 200 ? Response.json({ accessToken: good, expiresIn: 600 }) : problem(status, "token_invalid");
    }
    const token = request.headers.get("Authorization");
    seen.push({ url, token, body: await request.text() });
    return token === `Bearer ${good}` ? Response.json({ items: [] }) : problem(401, "token_invalid");
  });
});

const problem = (status: number, code: string) =>
  Response.json({ title: "", status, code, detail: "said", hint: "", errors: [], requestId: "r1" }, { status });

async function open() {
  const session = await import("./session");
  const { api } = await import("./client");
  const { ok } = await import("./refusal");
  session.signedIn({ accessToken: "first", expiresIn: 600 });
  const bind = (skuKey: string) =>
    ok(
      api.POST("/sku-mappings", {
        params: { header: { "Idempotency-Key": `key-of-${skuKey}-0000000` } },
        body: { storeId: "1", skuKey, items: [{ skuId: "1", quantity: 1 }] },
      }),
    );
  return { session, bind };
}

describe("a token that ran out", () => {
  test("three calls renew it once, and each is repeated with its own body", async () => {
    const { bind } = await open();
    await Promise.all([bind("a"), bind("b"), bind("c")]);
    expect(renewals).toBe(1);
    const repeated = seen.filter((call) => call.token === "Bearer second").map((call) => JSON.parse(call.body).skuKey);
    expect(repeated.sort()).toEqual(["a", "b", "c"]);
  });

  test("is renewed before it is used when its time is known to be over", async () => {
    const { session, bind } = await open();
    session.signedIn({ accessToken: "first", expiresIn: 0 });
    await bind("a");
    expect(seen.map((call) => call.token)).toEqual(["Bearer second"]);
  });

  test("another tab was faster: the refresh is tried once more", async () => {
    answersToRefresh = [409];
    const { bind } = await open();
    await bind("a");
    expect(renewals).toBe(2);
  });

  test("the session is over: the call waits for signing in and then goes on", async () => {
    answersToRefresh = [401];
    const { session, bind } = await open();
    const call = bind("a");
    await vi.waitFor(() => expect(renewals).toBe(1));
    await new Promise((resolve) => setTimeout(resolve)); // every step that needs no sign-in is done
    expect(seen.filter((c) => c.token === "Bearer second")).toEqual([]);
    session.signedIn({ accessToken: "second", expiresIn: 600 });
    await call;
    expect(seen.at(-1)).toMatchObject({ token: "Bearer second" });
  });

  test("signing out instead lets the call fail", async () => {
    answersToRefresh = [401];
    const { session, bind } = await open();
    const call = bind("a");
    const failed = expect(call).rejects.toMatchObject({ problem: { code: "token_invalid" } });
    await vi.waitFor(() => expect(renewals).toBe(1));
    await new Promise((resolve) => setTimeout(resolve));
    session.signedOut();
    await failed;
  });
});

describe("what is answered becomes a refusal with its problem", () => {
  const answer = async (response: () => Promise<Response>) => {
    vi.stubGlobal("fetch", response);
    const { bind } = await open();
    return bind("a").then(
      () => undefined,
      (refusal) => refusal,
    );
  };
  test("the server's own", async () => {
    const said = await answer(async () => problem(422, "sku_not_bindable"));
    expect(said.problem).toMatchObject({ code: "sku_not_bindable", detail: "said", requestId: "r1" });
  });
  test("a proxy's page says what its status says", async () => {
    const said = await answer(async () => new Response("<h1>502</h1>", { status: 502 }));
    expect(said.problem.code).toBe("unavailable");
  });
  test("too many, with the time to wait", async () => {
    const said = await answer(async () => new Response("", { status: 429, headers: { "Retry-After": "12" } }));
    expect([said.problem.code, said.retryAfterS]).toEqual(["rate_limited", 12]);
  });
  test("no answer at all", async () => {
    const said = await answer(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(said.problem.code).toBe("unreachable");
  });
});

test("one idempotency key per body", async () => {
  const { keyPerBody } = await import("./client");
  const keyOf = keyPerBody();
  const first = keyOf({ a: 1 });
  expect(first).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
  expect(keyOf({ a: 1 })).toBe(first);
  const second = keyOf({ a: 2 });
  expect(second).not.toBe(first);
  expect(keyOf({ a: 1 })).not.toBe(first);
});
