import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const INHERITED = /^(?:GIT_|HOOKLINE_|XDG_|LC_|SSH_|LANGUAGE$|EMAIL$|NO_COLOR$|FORCE_COLOR$)/;

let home = "";

/**
 * Cuts the tests off from the person who runs them, before the first worker starts.
 *
 * The home folder is a scratch one, so no git config, key or state of theirs is read or
 * written; messages of tools are in English and without a say about colours. `KEEP_SCRATCH=1` keeps the folder.
 */
export function setup(): void {
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
