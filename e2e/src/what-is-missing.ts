import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Finds what this machine lacks of what a story needs; `undefined` when it can be played. */
export function whatIsMissing(needs: readonly string[]): string | undefined {
  for (const need of needs) {
    const missing = isMissing(need);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

function isMissing(need: string): string | undefined {
  switch (need) {
    case "root":
      return process.getuid?.() === 0 ? undefined : "needs root";
    case "small-disk":
      return canMount() ? undefined : "needs root and the right to mount";
    default:
      return isInstalled(need) ? undefined : `no ${need}`;
  }
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), "hookline-mount-"));
  try {
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place]).status !== 0)
      return false;
    return spawnSync("umount", [place]).status === 0;
  } finally {
    rmdirSync(place);
  }
}
