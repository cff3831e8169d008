// axe-core in the page, past its content security policy (the debugger may, a script may not).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ofColours = ["color-contrast", "link-in-text-block"];

interface Found { id: string; impact: string; nodes: { target: string[] }[] }
interface Axe { run(o: object): Promise<{ passes: unknown[]; violations: Found[] }> }

/* What is serious or critical, a line each: of everything, or of the rules alone that another theme can break. */
export async function seriousFindings(page: Page, of: "all" | "colours" = "all"): Promise<string[]> {
  if (await page.evaluate(() => !("axe" in window))) await page.evaluate(source);
  // what still fades in has not its colours yet
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => undefined))));
  return page.evaluate(async ([rules, least]) => {
    const { violations, passes } = await (window as unknown as { axe: Axe }).axe.run({ runOnly: rules, resultTypes: ["violations", "passes"] });
    if (passes.length < Number(least)) return ["axe looked at nothing"];
    return violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  }, of === "all" ? [tags, 5] as const : [ofColours, 1] as const);
}

/* The same page in both themes, as the theme's own switch leaves them; what depends on no colour is looked at once. */
export async function findingsInBothThemes(page: Page): Promise<string[]> {
  const wear = (theme: string | undefined) => page.evaluate((to) => {
    if (to) document.documentElement.dataset.theme = to;
    else delete document.documentElement.dataset.theme;
  }, theme);
  const was = await page.evaluate(() => document.documentElement.dataset.theme);
  const found: string[] = [];
  for (const [theme, of] of [["light", "all"], ["dark", "colours"]] as const) {
    await wear(theme);
    found.push(...(await seriousFindings(page, of)).map((line) => `${theme}: ${line}`));
  }
  await wear(was);
  return found;
}
