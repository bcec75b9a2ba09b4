import type { AbsolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import { describeExit, type GitDoor, openGitOutside } from "../git/run-git.ts";
import type { Runnable } from "./runnable.ts";

/** Where acceptances lie: many values of one key in the user's global git config. */
export const TRUSTED_KEY = "hookline.trusted";

/** One acceptance. Only the hash counts; setting and repository are there for the reader. */
export interface Trusted {
  readonly hash: string;
  readonly name: string;
  readonly repository: string;
}

const TRUSTED = /^([0-9a-f]{64}) (\S+) (.+)$/s;

/** Reads one value: `<hash> <setting> <repository>`. */
export function parseTrusted(value: string): Trusted | undefined {
  const [, hash, name, repository] = TRUSTED.exec(value) ?? [];
  if (hash === undefined || name === undefined || repository === undefined) return undefined;
  return { hash, name, repository };
}

/**
 * Accepts exactly what was shown, and forgets what was accepted for the same settings before.
 *
 * @throws ConfigError when the global config cannot be written
 */
export async function accept(
  door: GitDoor,
  repository: AbsolutePath,
  shown: readonly Runnable[],
): Promise<void> {
  for (const { hash, name } of shown) {
    await revoke(door, repository, [name]);
    await write(door, ["--add"], [TRUSTED_KEY, `${hash} ${name} ${repository}`]);
  }
}

/**
 * Takes back what was accepted for a repository, changed values included.
 *
 * @param names the settings meant; without it, all of them
 * @returns how many acceptances there were
 * @throws ConfigError when the global config cannot be written
 */
export async function revoke(
  door: GitDoor,
  repository: AbsolutePath,
  names?: readonly string[],
): Promise<number> {
  const values = (await readValues(door)).filter((value) => {
    const trusted = parseTrusted(value);
    return trusted?.repository === repository && (names?.includes(trusted.name) ?? true);
  });
  for (const value of new Set(values)) {
    await write(door, ["--fixed-value", "--unset-all"], [TRUSTED_KEY, value]);
  }
  return values.length;
}

async function readValues(door: GitDoor): Promise<readonly string[]> {
  const exit = await openGitOutside(door)({
    verb: "config",
    flags: ["--global", "--get-all", "-z"],
    operands: [TRUSTED_KEY],
  });
  // 1: the key, or the file, does not exist.
  if (exit.kind === "exited" && exit.exitCode <= 1) return exit.stdout.split("\0");
  throw failed(describeExit(exit));
}

async function write(
  door: GitDoor,
  flags: readonly string[],
  operands: readonly string[],
): Promise<void> {
  const exit = await openGitOutside(door)({
    verb: "config",
    flags: ["--global", ...flags],
    operands,
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) throw failed(describeExit(exit));
}

function failed(problem: string): ConfigError {
  return new ConfigError(`Your global git config could not be used: ${problem}.`, {
    code: "global-config",
    hint: "Check the file that `git config --global --list --show-origin` names.",
  });
}
