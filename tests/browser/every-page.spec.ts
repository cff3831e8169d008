// Every page of the product, in both languages and themes: axe finds nothing serious, the console is silent (the content
// security policy reports there), and nothing sticks out of a narrow window.
import { findingsInBothThemes, seriousFindings } from "./lib/axe";
import { expect, signIn, test } from "./lib/story";

const walks = {
  "admin@practice.test": ["/orders", "/orders?kind=b2b", "/orders?orderNo=nothing-like-this", "/exceptions", "/sync-runs", "/stores", "/mapping", "/stock", "/skus", "/outbound", "/users", "/api-keys", "/webhooks"],
  "warehouse@practice.test": ["/outbound", "/outbound?status=packed", "/waves", "/stock", "/stock?open=1-1", "/skus", "/skus?open=1", "/warehouses", "/orders"],
  "root@practice.test": ["/warehouses", "/warehouses?tab=channels&warehouseId=1", "/warehouses?tab=businesses", "/warehouses?tab=customers"],
};

test.setTimeout(180_000);
for (const [email, paths] of Object.entries(walks))
  for (const language of ["en", "zh-CN"])
    test(`${email}: ${language}`, async ({ page }) => {
      await signIn(page, email);
      await page.evaluate((prefs) => localStorage.setItem("gwms.prefs", JSON.stringify(prefs)), { language });
      for (const path of paths) {
        await test.step(path, async () => {
          await page.setViewportSize({ width: 1440, height: 900 });
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1, includeHidden: true })).toBeVisible(); // hidden from readers behind a dialog
          if (path.includes("open=")) await expect(page.getByRole("dialog").getByRole("table").first()).toBeVisible();
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          expect.soft(await findingsInBothThemes(page), path).toEqual([]);
          await page.setViewportSize({ width: 390, height: 844 });
          const out = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect.soft(out, `${path} sticks out`).toBeLessThanOrEqual(0);
        });
      }
    });

test("the theme's own switch turns the page dark, and the page stays so", async ({ page }) => {
  const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await signIn(page);
  await page.getByRole("button", { name: /^Account/ }).click();
  const theme = page.getByRole("group", { name: "Theme" });
  await theme.getByText("Light", { exact: true }).click();
  const light = await back();
  await theme.getByText("Dark", { exact: true }).click();
  await expect.poll(back).not.toBe(light);
  const dark = await back();
  expect(await seriousFindings(page, "colours")).toEqual([]);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await back()).toBe(dark);
});
