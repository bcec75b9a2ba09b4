import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";

/** Debian's own program: the wrapper before it adds flags of its own. */
const CHROMIUM = "/usr/lib/chromium/chromium";

/** Whether there is a browser; without it a suite is left out. */
export const hasBrowser = existsSync(CHROMIUM);

/** Where pictures of test runs are kept; git does not. */
const ARTIFACTS = join(import.meta.dirname, "..", "..", "artifacts");

const KEEPS = join(tmpdir(), "hookline-browser");

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Opens a browser that reaches nothing but this machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    // It keeps files of its own; the home folder of a test run is not the place for them.
    env: { ...environment(), XDG_CONFIG_HOME: KEEPS, XDG_CACHE_HOME: KEEPS },
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--gaia-url=http://127.0.0.1:9",
      "--google-apis-url=http://127.0.0.1:9",
      "--component-updater=url-source=http://127.0.0.1:9/",
    ],
  });
}

/** What a page did that it must not. */
export interface Misdeeds {
  /** Errors in its console, what its policy stopped, and requests that left the machine. */
  readonly found: readonly string[];
}

/** Opens a page and keeps count of its misdeeds. */
export async function openPage(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ page: Page; context: BrowserContext; misdeeds: Misdeeds }> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  // A deadline for what hangs; a busy machine takes its time.
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1") found.push(`it asked ${request.url()}`);
  });
  return { page, context, misdeeds: { found } };
}

/** Keeps a picture of a page for people. */
export async function keepPage(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(ARTIFACTS, `${name}.png`), await page.screenshot({ fullPage: true }));
}

/** What a page does to people who do not see it or use no mouse, by the rules of WCAG 2.2 AA. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}
