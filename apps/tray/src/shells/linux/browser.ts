import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Browsers that can show a page as a window of its own, the best first. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "brave-browser",
  "microsoft-edge",
] as const;

/** Finds a browser that can show a page as a window of its own; `undefined`: there is none. */
export function findAppBrowser(path: string | undefined): string | undefined {
  const folders = (path ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  for (const name of NAMES) {
    const found = folders.map((folder) => join(folder, name)).find(isProgram);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What keeps a browser from doing anything but show our page. */
export const QUIET_FLAGS = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-domain-reliability",
  "--disable-breakpad",
  "--disable-default-apps",
  "--disable-extensions",
  "--no-pings",
  "--password-store=basic",
  "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
] as const;
