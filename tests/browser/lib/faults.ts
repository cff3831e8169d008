// Faults that a real server will not produce when a test wants one: it breaks, is cut off, is slow, or has another version.
import type { Page, Route } from "@playwright/test";

/* What the console may say of them. */
export const faultNoise = [/status of (412|500)/, /net::ERR_/];
export const requestId = "5f3759df";

const problem = (status: number, code: string, detail: string) => (route: Route) => route.fulfill({ status, contentType: "application/problem+json",
  body: JSON.stringify({ title: code, status, code, detail, hint: "", errors: [], requestId, ...(status === 412 ? { currentVersion: 99 } : {}) }) });

export const faults = {
  broken: problem(500, "internal", "the disk is full"),
  cut: (route: Route) => route.abort("connectionreset"),
  stale: problem(412, "stale", "it was changed meanwhile"),
};

/* Answers of that method and place go wrong so until the returned function is called. */
export async function goesWrong(page: Page, method: string, where: RegExp, fault: (route: Route) => Promise<void>) {
  const handler = (route: Route) => (route.request().method() === method ? fault(route) : route.fallback());
  await page.route(where, handler);
  return () => page.unroute(where, handler);
}

/* Holds the answers back until the returned function is called. */
export async function isSlow(page: Page, method: string, where: RegExp) {
  let release = () => {};
  const held = new Promise<void>((done) => { release = done; });
  const end = await goesWrong(page, method, where, async (route) => {
    await held;
    await route.fallback();
  });
  return async () => {
    release();
    await end();
  };
}
