import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { RepositoryPlace } from "../git/locate.ts";
import { argumentsOfProcess, folderOfProcess, namesOf, variableOfProcess } from "./processes.ts";

/** A git command that somebody runs. */
export interface GitAtWork {
  readonly pid: number;
  /** Its sub-command, as it was typed; an alias shows as its own child. */
  readonly command: string;
  /** The git folder that it works with; `null` where we may not know, or it works with none. */
  readonly gitDir: string | null;
  /** We may not see where it works: it is another user's. */
  readonly hidden: boolean;
}

/** git's own options that come before the sub-command and take the next word as their value (git(1)). */
const WITH_VALUE = new Set(["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env"]);

/** Lists the git commands among some processes. */
export function gitAmong(pids: readonly number[]): GitAtWork[] {
  return namesOf(pids)
    .filter(({ name }) => name === "git" || name.startsWith("git-"))
    .flatMap(({ pid }): GitAtWork[] => {
      const words = argumentsOfProcess(pid);
      const command = subCommand(words);
      if (command === undefined) return [];
      const folder = folderOfProcess(pid);
      if (folder === null) return [{ pid, command, gitDir: null, hidden: true }];
      const named = gitDirAmong(words) ?? variableOfProcess(pid, "GIT_DIR");
      const gitDir = named === null ? gitDirOf(folder) : resolve(folder, named);
      return [{ pid, command, gitDir, hidden: false }];
    });
}

/** Whether a command works in this work tree, or in another one of the same repository. */
export function worksIn({ gitDir }: GitAtWork, { commonDir }: RepositoryPlace): boolean {
  return gitDir === commonDir || gitDir?.startsWith(`${commonDir}${sep}`) === true;
}

function subCommand([program = "", ...words]: readonly string[]): string | undefined {
  const name = /git-([a-z-]+)$/.exec(program)?.[1];
  if (name !== undefined) return name;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (WITH_VALUE.has(word)) at += 1;
    else if (!word.startsWith("-")) return word;
  }
  return undefined;
}

function gitDirAmong(words: readonly string[]): string | null {
  const at = words.indexOf("--git-dir");
  if (at !== -1) return words[at + 1] ?? null;
  return words.find((word) => word.startsWith("--git-dir="))?.slice(10) ?? null;
}

/** Finds the git folder as git does: in the nearest folder above that has a `.git` (gitrepository-layout(5)). */
function gitDirOf(folder: string): string | null {
  for (let top = folder; ; top = dirname(top)) {
    const dotGit = join(top, ".git");
    const stats = statSync(dotGit, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return realpathSync(dotGit);
    if (stats?.isFile()) {
      const named = /^gitdir: (.*)$/m.exec(readFileSync(dotGit, "utf8"))?.[1];
      return named === undefined ? null : resolve(top, named);
    }
    // Inside a git folder itself, where hooks and editors may stand.
    if (statSync(join(top, "HEAD"), { throwIfNoEntry: false })?.isFile()) return top;
    if (dirname(top) === top) return null;
  }
}
