import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import type { GitExit } from "../git/git-process.ts";
import { describeExit, type GitDoor, openGitOutside } from "../git/run-git.ts";

const KEY = "hookline.repo";

/**
 * Lists the registered repositories: the values of `hookline.repo` in the user's global git
 * config. Values that are no absolute path are left out.
 *
 * @throws ConfigError when the file cannot be read
 */
export async function listRegistered(door: GitDoor): Promise<readonly AbsolutePath[]> {
  const exit = await openGitOutside(door)({
    verb: "config",
    flags: ["--global", "--get-all", "-z"],
    operands: [KEY],
  });
  // 1: the key, or the file, does not exist.
  if (exit.kind === "exited" && exit.exitCode === 1) return [];
  requireSuccess(exit, "read");
  const paths = exit.stdout.split("\0").flatMap((text) => {
    try {
      return [absolutePath(text)];
    } catch {
      return [];
    }
  });
  return [...new Set(paths)];
}

/**
 * Adds a repository to the list.
 *
 * @returns false when it was on the list already
 * @throws ConfigError when the file cannot be written
 */
export async function register(door: GitDoor, path: AbsolutePath): Promise<boolean> {
  if ((await listRegistered(door)).includes(path)) return false;
  const exit = await openGitOutside(door)({
    verb: "config",
    flags: ["--global", "--add"],
    operands: [KEY, path],
  });
  requireSuccess(exit, "written");
  return true;
}

/**
 * Takes a repository off the list.
 *
 * @returns false when it was not on it
 * @throws ConfigError when the file cannot be written
 */
export async function unregister(door: GitDoor, path: AbsolutePath): Promise<boolean> {
  if (!(await listRegistered(door)).includes(path)) return false;
  const exit = await openGitOutside(door)({
    verb: "config",
    flags: ["--global", "--fixed-value", "--unset-all"],
    operands: [KEY, path],
  });
  requireSuccess(exit, "written");
  return true;
}

function requireSuccess(
  exit: GitExit,
  what: string,
): asserts exit is Extract<GitExit, { kind: "exited" }> {
  if (exit.kind === "exited" && exit.exitCode === 0) return;
  if (exit.kind === "not-started" && exit.lacks === "git") {
    throw new ConfigError("git cannot be run.", {
      code: "git-missing",
      hint: "Install git, or put it on the PATH.",
    });
  }
  throw new ConfigError(`Your global git config could not be ${what}: ${describeExit(exit)}.`, {
    code: "global-config",
    hint: "Check the file that `git config --global --list --show-origin` names.",
  });
}
