import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeInherited } from "./close-inherited.ts";

const INHERITED = /^(?:GIT_|HOOKLINE_|XDG_|LC_|SSH_|LANGUAGE$|EMAIL$|NO_COLOR$|FORCE_COLOR$)/;

let home = "";

/** Tests write a great deal and sync all of it; a disk takes twice as long as memory. */
const MEMORY = "/dev/shm";
const ENOUGH_BYTES = 4 * 2 ** 30;

/** Whether scratch folders may lie in memory: there is room, and programs may run there. */
function memoryIsFit(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize < ENOUGH_BYTES) return false;
  const folder = mkdtempSync(join(MEMORY, "hookline-try-"));
  try {
    const script = join(folder, "try");
    writeFileSync(script, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    return spawnSync(script).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Cuts the tests off from the person who runs them, before the first worker starts.
 *
 * The home folder is a scratch one, so no git config, key or state of theirs is read or
 * written; their scratch folders lie in memory where that is possible; messages of tools are in English and without a say about colours. `KEEP_SCRATCH=1` keeps the folder.
 */
export function setup(): void {
  closeInherited();
  if (process.env["TMPDIR"] === undefined && memoryIsFit()) process.env["TMPDIR"] = MEMORY;
  home = mkdtempSync(join(tmpdir(), "hookline-home-"));
  for (const name of Object.keys(process.env)) {
    if (INHERITED.test(name)) delete process.env[name];
  }
  process.env["HOME"] = home;
  process.env["USERPROFILE"] = home;
  process.env["GIT_CONFIG_NOSYSTEM"] = "1";
  process.env["LC_ALL"] = "C";
}

/** Removes the scratch home folder. */
export function teardown(): void {
  if (process.env["KEEP_SCRATCH"] !== "1") rmSync(home, { recursive: true, force: true });
}
