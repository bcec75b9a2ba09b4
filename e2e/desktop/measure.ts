import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { ROUTES } from "@hookline/core/protocol";
import type { Page } from "playwright";
import { openBrowser, openPage } from "../dashboard/rig/browser.ts";
import { type Household, openHousehold } from "../dashboard/rig/household.ts";
import { seatUser } from "./rig/open-tray.ts";
import { untilIcon } from "./rig/screen.ts";
import { startDesktop } from "./rig/start-desktop.ts";

/*
 * Measures the tray and the dashboard on a real desktop and in a real browser, for bench/RESULTS.md:
 * `node e2e/desktop/measure.ts` with Node 24, on a machine that does nothing else.
 */
const ROUNDS = 9;
const JOBS = 10_000;

const print = (what: string, value: string): void => {
  process.stdout.write(`| ${what} | ${value} |\n`);
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The memory of a process, in MB: resident, and its share of what is shared. */
function memoryOf(pid: number): string {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(rollup)?.[1]);
  return `RSS ${Math.round(of("Rss") / 1024)} MB, PSS ${Math.round(of("Pss") / 1024)} MB`;
}

async function measureTray(): Promise<void> {
  const desktop = await startDesktop();
  const user = await seatUser(desktop);
  try {
    const notes = await user.makeRepository("notes");
    await user.hookline("start", "--detach");
    const starts: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      user.openTray("command");
      await untilIcon(desktop, "up-to-date");
      starts.push(performance.now() - begun);
      if (round < ROUNDS - 1) await user.closeTray();
    }
    print(
      "`hookline tray` to a green icon in the panel, agent up",
      `${Math.round(median(starts))} ms`,
    );
    const changes: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await user.git(notes, "config", "hookline.paused", "true");
      const begun = performance.now();
      await Promise.all([user.hookline("pause", notes), untilIcon(desktop, "paused")]);
      changes.push(performance.now() - begun);
      await user.hookline("resume", notes);
      await untilIcon(desktop, "up-to-date");
    }
    print(
      "`hookline pause` to the grey icon (the command included)",
      `${Math.round(median(changes))} ms`,
    );
    await sleep(10_000);
    const { agent } = await user.status();
    print("tray, native shell, idle", memoryOf(user.trayPid));
    print("agent, idle, one repository", memoryOf(agent?.pid ?? 0));
  } finally {
    await user.close();
    await desktop.close();
  }
}

/** Ten thousand jobs that gave up, as the agent would tell of them. */
async function serveManyJobs(page: Page): Promise<void> {
  const at = new Date().toISOString();
  const jobs = Array.from({ length: JOBS }, (_, index) => ({
    id: String(JOBS - index),
    kind: "task",
    task: "document",
    repository: "/home/me/notes",
    file: `src/file-${index}.ts`,
    commit: "a".repeat(40),
    state: "dead",
    attempts: 3,
    runAt: null,
    enqueuedAt: at,
    startedAt: at,
    finishedAt: at,
    progress: null,
    failure: {
      kind: "failed",
      detail: `it ended with code ${index}.`,
      next: "See `hookline queue`.",
    },
    paused: false,
    outcome: null,
  }));
  const counts = { queued: 0, running: 0, retrying: 0, done: 0, dead: JOBS, cancelled: 0 };
  await page.route("**/api/jobs", async (route) => {
    const request = ROUTES.jobs.request.parse(route.request().postDataJSON());
    const from =
      request.before === null ? 0 : jobs.findIndex(({ id }) => id === request.before) + 1;
    await route.fulfill({
      json: { jobs: jobs.slice(from, from + request.most), counts, paused: false },
    });
  });
}

const FRAMES = `(async () => {
  const frames = [];
  let last = performance.now();
  for (let at = 0; at < 300; at += 1) {
    window.scrollBy(0, 240);
    await new Promise((next) => requestAnimationFrame(next));
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
})()`;

async function measureDashboard(home: Household): Promise<void> {
  const browser = await openBrowser();
  try {
    const loads: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { page, context } = await openPage(browser);
      const url = await home.dashboard();
      const begun = performance.now();
      await page.goto(url);
      await page.getByText("In sync with origin/main").first().waitFor();
      loads.push(performance.now() - begun);
      await context.close();
    }
    print(
      "dashboard, from its address to the first repository, nothing cached",
      `${Math.round(median(loads))} ms`,
    );
    const { page } = await openPage(browser);
    await page.goto(await home.dashboard());
    await serveManyJobs(page);
    await page.evaluate("location.hash = '/queue'");
    await page.getByText("src/file-0.ts").waitFor();
    const frames: number[] = await page.evaluate(FRAMES);
    const sorted = frames.toSorted((one, other) => one - other);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    print(
      `queue of ${JOBS} jobs, scrolled through, time between frames`,
      `median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(0.999)} ms`,
    );
  } finally {
    await browser.close();
  }
}

function measureSize(): void {
  const folder = new URL("../../packages/dashboard/dist/assets/", import.meta.url);
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(new URL(name, folder));
    const kind = name.endsWith(".js") ? "script" : "style";
    print(
      `dashboard's ${kind}`,
      `${Math.round(bytes.length / 1024)} kB, ${Math.round(gzipSync(bytes).length / 1024)} kB as gzip`,
    );
  }
}

await measureTray();
const home = await openHousehold();
try {
  for (const name of ["notes", "dotfiles", "website"]) {
    await home.repository(name);
    await home.hookline("add", home.path(name));
  }
  await home.hookline("start", "--detach");
  await home.hookline("sync", "--wait");
  await measureDashboard(home);
} finally {
  await home.close();
}
measureSize();
