import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../desktop/rig/until.ts";
import { barriers, hasBrowser, keepPage, openBrowser, openPage } from "./rig/browser.ts";
import { type Household, openHousehold } from "./rig/household.ts";

/* The dashboard in a real browser, served by a real agent that looks after real repositories. */

if (!hasBrowser) console.log("left out: the dashboard in a browser: no chromium");

const VIEWS = [
  ["/", "Repositories"],
  ["/queue", "Retry queue"],
  ["/rescues", "Rescues"],
  ["/tasks", "Tasks"],
  ["/log", "Log"],
  ["/settings", "Settings"],
] as const;

/** Goes to a view as a link does. */
async function goTo(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
}

describe.skipIf(!hasBrowser)("the dashboard", { timeout: 180_000 }, () => {
  let home: Household;
  let browser: Browser;
  let page: Page;
  let misdeeds: { readonly found: readonly string[] };

  beforeAll(async () => {
    browser = await openBrowser();
    home = await openHousehold();
    for (const name of ["notes", "dotfiles", "website"]) {
      await home.repository(name);
      await home.hookline("add", home.path(name));
    }
    await home.repository("later");
    await home.git("dotfiles", "config", "--global", "hookline-task.words.command", "false {file}");
    await home.git("dotfiles", "config", "--global", "hookline-task.words.maxRetries", "0");
    await home.git("dotfiles", "config", "--global", "hookline-task.words.delay", "0s");
    await home.hookline("start", "--detach");
    await home.hookline("sync", "--wait");
    await home.commit("dotfiles", "vimrc", "set nu\n", "Number lines");
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await home.close();
  });

  afterEach(async () => {
    // The agent says no in words, or is gone, where a test has it so; that is no misdeed of the page.
    const asked = /status of 422|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/;
    expect(misdeeds.found.filter((one) => !asked.test(one))).toEqual([]);
    await page.context().close();
  });

  async function visit(view = "/", options: Parameters<typeof openPage>[1] = {}): Promise<void> {
    ({ page, misdeeds } = await openPage(browser, options));
    await page.goto(await home.dashboard());
    await page.getByRole("heading", { name: "Repositories", level: 1 }).waitFor();
    await goTo(page, view);
  }

  const row = (name: string) =>
    page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });

  async function moveApart(name: string): Promise<void> {
    await home.hookline("pause", home.path(name));
    await home.git(`${name}-elsewhere`, "pull", "--quiet", "--rebase");
    await home.commit(`${name}-elsewhere`, "theirs.md", "theirs\n", "Write on the train");
    await home.git(`${name}-elsewhere`, "push", "--quiet");
    await home.commit(name, "ours.md", "one\ntwo\n", "Write at the desk");
  }

  test.each(["light", "dark"] as const)("is open to everyone, in the %s", async (colorScheme) => {
    await visit("/", { colorScheme });
    for (const [view, name] of VIEWS) {
      await goTo(page, view);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      expect({ name, barriers: await barriers(page) }).toEqual({ name, barriers: [] });
      await keepPage(page, `dashboard-${name.toLowerCase().replace(" ", "-")}-${colorScheme}`);
    }
  });

  test("fits a narrow window", async () => {
    await visit("/", { viewport: { width: 480, height: 900 } });
    for (const [view, name] of VIEWS) {
      await goTo(page, view);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      const wider = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect({ name, wider }).toEqual({ name, wider: 0 });
      await keepPage(page, `dashboard-${name.toLowerCase().replace(" ", "-")}-narrow`);
    }
  });

  test("tells what is committed while one looks at it", async () => {
    await visit();
    await row("notes").getByText("In sync with origin/main").waitFor();
    await home.commit("notes", "live.md", "live\n", "Say something");
    const told = page.locator("ol").getByRole("listitem").filter({ hasText: "notes" });
    await told.getByText("Pushed 1 commit.").waitFor();
    const remote = home.path("remotes", "notes.git");
    const subject = await home.git(".", "--git-dir", remote, "log", "-1", "--format=%s", "main");
    expect(subject).toBe("Say something");
  });

  test("pauses and resumes, by keyboard alone", async () => {
    await visit();
    const pause = row("website").getByRole("button", { name: "Pause" });
    await pause.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await row("website").getByText("Syncing is paused until").waitFor();
    expect(await home.git("website", "config", "hookline.paused")).toMatch(/^20\d\d-/);
    await row("website").getByRole("button", { name: "Resume" }).press("Enter");
    await row("website").getByText("In sync with origin/main").waitFor();
  });

  test("says what Alpha would do to which commits, and asks", async () => {
    await moveApart("notes");
    await visit();
    await row("notes").getByText("Syncing is paused").waitFor();
    // Behind the agent's back: it would settle at once what is to be asked about.
    await home.git("notes", "config", "hookline.paused", "false");
    await goTo(page, `/repositories?alpha=${encodeURIComponent(home.path("notes"))}`);
    const dialog = page.getByRole("dialog", { name: "Let this machine win?" });
    await dialog.waitFor();
    await dialog
      .getByText(/Nothing is replaced now|Will be replaced there/)
      .first()
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await keepPage(page, "dashboard-alpha");
    await dialog.getByRole("button", { name: "Leave it off" }).click();
    await dialog.waitFor({ state: "detached" });
    await home.hookline("resume", home.path("notes"));
    await row("notes").getByText("In sync with origin/main").waitFor();
  });

  test("shows a rescue, what it changed, and gives it back", async () => {
    await moveApart("website");
    await home.hookline("resume", home.path("website"));
    await visit("/rescues");
    const rescue = page.getByRole("link", { name: /website main: 1 commit/ });
    await rescue.click();
    await page.getByRole("cell", { name: "two", exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await keepPage(page, "dashboard-rescue");
    await page.getByRole("button", { name: "Get the commits back…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name of the branch").fill("mine");
    await dialog.getByRole("button", { name: "Make the branch" }).click();
    await dialog.getByText("git merge mine").waitFor();
    expect(await home.git("website", "log", "-1", "--format=%s", "mine")).toBe("Write at the desk");
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  test("shows a job that gave up, with what it printed, and discards it when asked twice", async () => {
    await visit("/queue");
    await page.getByText("it ended with code 1").first().waitFor();
    await keepPage(page, "dashboard-queue-dead");
    await page
      .getByRole("button", { name: /^Results of/ })
      .first()
      .click();
    await page.getByRole("dialog").getByText("It printed nothing").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    const discards = page.getByRole("button", { name: /^Discard #/ });
    const before = await discards.count();
    await discards.first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard", exact: true }).click();
    await page.getByText("1 job discarded.").waitFor();
    await expect.poll(() => discards.count(), { timeout: 45_000 }).toBe(before - 1);
  });

  test("changes a setting, says no in words, and takes it back", async () => {
    await visit(`/settings?repository=${encodeURIComponent(home.path("dotfiles"))}`);
    const field = page.getByRole("textbox", { name: "syncInterval" });
    await field.fill("1ms");
    await field.press("Enter");
    await page.getByText("wants a duration from 5s to 1d").waitFor();
    await field.fill("2m");
    await field.press("Enter");
    await page.getByText("syncInterval is saved.").waitFor();
    expect(await home.git("dotfiles", "config", "hookline.syncInterval")).toBe("2m");
    await page.getByRole("button", { name: "Undo" }).click();
    await until("it is as before", async () => {
      const set = await home.git("dotfiles", "config", "--default", "", "hookline.syncInterval");
      return set === "";
    });
    expect(await page.getByText("It runs a program, so it is set by hand alone").count()).toBe(2);
  });

  test("adds a repository after it was checked, and lets it go again", async () => {
    await visit();
    await page.getByRole("button", { name: "Add repository" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a repository" });
    const folder = dialog.getByRole("textbox", { name: "Folder" });
    await folder.fill("nowhere");
    await dialog.getByText("is no whole path").waitFor();
    await folder.fill(home.path());
    await dialog.getByRole("button", { name: "later repository" }).click();
    await dialog.getByText("main follows origin/main.").waitFor();
    expect(await barriers(page)).toEqual([]);
    await keepPage(page, "dashboard-add");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await row("later").getByText("In sync with origin/main").waitFor();
    expect(existsSync(home.path("later", ".git", "hookline"))).toBe(true);
    await row("later").getByText("Details").click();
    await row("later").getByRole("button", { name: "Stop syncing…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop syncing" }).click();
    await row("later").waitFor({ state: "detached" });
  });

  test("says so when the agent goes, and comes back with it", async () => {
    await visit();
    await home.hookline("stop");
    await page.getByRole("alert").getByText("hookline start --detach").waitFor();
    await keepPage(page, "dashboard-lost");
    expect(await barriers(page)).toEqual([]);
    await home.hookline("start", "--detach");
  });
});
