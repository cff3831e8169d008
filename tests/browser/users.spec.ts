// The story of a new colleague: added, invited by a link, working, and put out again.
import { randomUUID } from "node:crypto";
import { seriousFindings } from "./lib/axe";
import { expect, row, signIn, test } from "./lib/story";

const password = "a good long sentence";

test.describe("a new colleague", () => {
  // Being put out is refused by the server, and so is a link that was used.
  test.use({ quiet: [/status of 401/, /status of 422/] });

  test("is added, sets a password with the link, and is switched off", async ({ page, browser }) => {
    const name = `Wanda ${randomUUID().slice(0, 8)}`;
    const email = `${name.replace(" ", ".").toLowerCase()}@people.example`;
    await signIn(page, "admin@practice.test", "/users");
    await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole("button", { name: "Add User" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "Add User" }).click();
    await expect(form.getByText("Required").first()).toBeVisible();
    await form.getByLabel("Email").fill(email);
    await form.getByRole("textbox", { name: "Name" }).fill(name);
    await form.getByRole("checkbox", { name: "Operator" }).check();
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Add User" }).click();

    await page.getByRole("button", { name: "Make Link" }).click();
    const link = await page.getByRole("textbox", { name: "password link" }).inputValue();
    expect(link).toMatch(/\/set-password\?token=[\w-]{43}$/);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(row(page, email).getByText("Invited")).toBeVisible();

    const theirs = await browser.newContext();
    const other = await theirs.newPage();
    await other.goto(link);
    await expect(other).not.toHaveURL(/token/);
    await other.getByLabel("New password").fill(password);
    await other.getByLabel("The same again").fill("something else!");
    await other.getByRole("button", { name: "Set Password" }).click();
    await expect(other.getByText("The two are not the same.")).toBeVisible();
    await other.getByLabel("The same again").fill(password);
    expect(await seriousFindings(other)).toEqual([]);
    await other.getByRole("button", { name: "Set Password" }).click();
    await other.getByRole("button", { name: "To the Sign-in" }).click();
    await other.getByRole("textbox", { name: "Email" }).fill(email);
    await other.getByLabel("Password").fill(password);
    await other.getByRole("button", { name: "Sign in" }).click();
    await expect(other.getByRole("heading", { name: "Platform Orders", level: 1 })).toBeVisible();
    await expect(other.getByRole("link", { name: "Users" })).toHaveCount(0);

    await other.getByRole("button", { name: /Account/ }).click();
    await other.getByRole("button", { name: "Change Password" }).click();
    const own = other.getByRole("dialog");
    await own.getByLabel("Current password").fill("not my password");
    await own.getByLabel("New password").fill(`${password}, again`);
    await own.getByRole("button", { name: "Change Password" }).click();
    await expect(own.getByText("This is not your password.")).toBeVisible();
    await own.getByLabel("Current password").fill(password);
    await own.getByRole("button", { name: "Change Password" }).click();
    await expect(other.getByText("Your password is changed.")).toBeVisible();

    await page.reload();
    await page.getByRole("button", { name: `Switch off ${name}` }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Switch Off" }).click();
    await expect(row(page, email).getByText("Switched Off")).toBeVisible();
    await expect(async () => {
      await other.reload();
      await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 15_000 });

    await other.goto(link);
    await other.getByLabel("New password").fill(password);
    await other.getByLabel("The same again").fill(password);
    await other.getByRole("button", { name: "Set Password" }).click();
    await expect(other.getByText("This link was used or is too old.")).toBeVisible();
    await theirs.close();
  });

  test("an administrator cannot take rights from the own account", async ({ page }) => {
    await signIn(page, "admin@practice.test", "/users?q=admin%40practice.test");
    await expect(row(page, "admin@practice.test").getByRole("button", { name: /^Switch/ })).toHaveCount(0);
    await row(page, "admin@practice.test").getByRole("button", { name: /^Edit/ }).click();
    const form = page.getByRole("dialog");
    await expect(form.getByText("Nobody changes their own roles")).toBeVisible();
    for (const box of await form.getByRole("checkbox").all()) await expect(box).toBeDisabled();
  });
});
