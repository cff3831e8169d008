// Stories in a real browser against the real stack: tests/run.sh browser starts one and names it in
// GWMS_TEST_STACK; without that it is the one of `make run`. No retries: a story that passes sometimes is broken.
import { defineConfig } from "@playwright/test";
import { stack } from "../api/lib/stack.mjs";

export default defineConfig({
  testDir: ".",
  outputDir: ".results",
  workers: 4, // they wait most of the time: for jobs, for answers, for what fades
  fullyParallel: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: stack.origin,
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage"],
    },
  },
});
