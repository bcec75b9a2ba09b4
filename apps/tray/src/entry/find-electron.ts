import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Finds Electron's program; `null` where it was not downloaded.
 *
 * The package is never loaded: without its program, that alone would begin a download. It says in
 * `path.txt` what was unpacked into `dist`; `ELECTRON_OVERRIDE_DIST_PATH` names another folder (its
 * own documentation).
 */
export function findElectron(env: NodeJS.ProcessEnv): string | null {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
    const dist = env["ELECTRON_OVERRIDE_DIST_PATH"] || join(folder, "dist");
    const named = join(folder, "path.txt");
    const name = existsSync(named) ? readFileSync(named, "utf8").trim() : "electron";
    const program = join(dist, name);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
