import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root folder of the checkout that these scripts belong to. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where setup keeps its stamps, its lock and the logs of its steps; goes away with node_modules. */
export const stateFolder = join(root, "node_modules", ".setup");

/**
 * The Node 24 that the project runs on, put there by the npm package `node`.
 *
 * The name of the Windows binary follows that package's documentation and was not run.
 */
export const node24 = join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/**
 * Returns the folders of all workspaces, in a stable order.
 *
 * The same places stand in pnpm-workspace.yaml.
 */
export function workspaceFolders() {
  const nested = ["apps", "packages"].flatMap((parent) =>
    foldersIn(join(root, parent)).map((name) => join(root, parent, name)),
  );
  return [...nested, join(root, "e2e"), join(root, "bench")].filter((folder) =>
    existsSync(join(folder, "package.json")),
  );
}

/** Returns the version of pnpm that package.json pins, as `pnpm@12.0.0`. */
export function pinnedPnpm() {
  return readManifest(root).packageManager ?? "pnpm";
}

/** Removes everything that was installed and keeps setup's own state, its lock above all. */
export function emptyNodeModules() {
  const modules = join(root, "node_modules");
  for (const name of readdirSync(modules)) {
    if (name !== basename(stateFolder)) rmSync(join(modules, name), { recursive: true });
  }
}

/**
 * Reads the package.json of a folder, as far as setup needs it.
 *
 * @param {string} folder
 * @returns {{ packageManager?: string; scripts?: { build?: string } }}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** @param {string} parent */
function foldersIn(parent) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
