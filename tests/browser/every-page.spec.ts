// Every page of the product, in both languages and themes: axe finds nothing serious, the console is silent (the content
// security policy reports there), and nothing sticks out of a narrow window.
import { seriousFindings } from "./lib/axe";
import { expect, signIn, test } from "./lib/story";

const walks = {
  "admin@practice.test": ["/orders", "/orders?kind=b2b", "/orders?orderNo=nothing-like-this", "/exceptions", "/sync-runs", "/stores", "/mapping", "/stock", "/skus", "/outbound", "/users", "/api-keys", "/webhooks"],
  "warehouse@practice.test": ["/outbound", "/outbound?status=packed", "/waves", "/stock", "/skus", "/warehouses", "/orders"],
};

test.setTimeout(180_000);
for (const [email, paths] of Object.entries(walks))
  for (const language of ["en", "zh-CN"])
    for (const theme of ["light", "dark"])
      test(`${email}: ${language}, ${theme}`, async ({ page }) => {
        await signIn(page, email);
        await page.evaluate((prefs) => localStorage.setItem("gwms.prefs", JSON.stringify(prefs)), { language, theme });
        for (const path of paths) {
          await test.step(path, async () => {
            await page.setViewportSize({ width: 1440, height: 900 });
            await page.goto(path);
            await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
            await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
            await expect(page.locator("html")).toHaveAttribute("lang", language);
            expect.soft(await seriousFindings(page), path).toEqual([]);
            await page.setViewportSize({ width: 390, height: 844 });
            const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            expect.soft(out, `${path} sticks out`).toBeLessThanOrEqual(0);
          });
        }
      });
