import { randomUUID } from "node:crypto";
import { lstat, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { makePrivateFolder } from "../private-folder.ts";
import { startTicks } from "../worktree/processes.ts";

/**
 * Makes the folder for outputs that are still being written, and removes those whose writer is gone.
 *
 * It lies in the git folder, where no status, commit or watcher sees it. Files can be renamed only within
 * a file system; where the git folder is on another one, a folder that git ignores stands at the top of
 * the work tree.
 *
 * @throws the file system's error
 */
export async function draftFolder({ gitDir, root }: RepositoryPlace): Promise<string> {
  const [git, tree] = await Promise.all([lstat(gitDir), lstat(root)]);
  const home = git.dev === tree.dev ? join(gitDir, "hookline") : join(root, ".hookline-output");
  const folder = join(home, "task-output");
  await makePrivateFolder(folder);
  if (git.dev !== tree.dev) await writeFile(join(home, ".gitignore"), "*\n");
  await removeLeft(folder);
  return folder;
}

/** Makes a name that says who writes the draft. */
export function draftName(): string {
  return `${process.pid}-${startTicks(process.pid)}-${randomUUID()}`;
}

async function removeLeft(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [pid, ticks] = name.split("-");
    if (isAlive(Number(pid)) && String(startTicks(Number(pid))) === ticks) continue;
    await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
