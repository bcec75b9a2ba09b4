import { access } from "node:fs/promises";
import { join } from "node:path";
import type { RepositoryPlace } from "./locate.ts";
import type { Git } from "./run-git.ts";

/** A submodule in git's raw diff, and its path (gitsubmodules(7), git-diff-files(1)). */
const SUBMODULE = /:160000 160000 \S+ \S+ M\0([^\0]+)\0/g;

/**
 * Names the submodules that are checked out at another commit than the branch records.
 *
 * Taking commits moves what is recorded and leaves the submodule to its owner. Only the submodule's
 * HEAD is read, no git runs in there. Where git cannot tell, nothing is said: it is but a hint.
 */
export async function staleSubmodules(
  git: Git,
  { root }: RepositoryPlace,
): Promise<readonly string[]> {
  try {
    await access(join(root, ".gitmodules"));
  } catch {
    return [];
  }
  const exit = await git({
    verb: "diff-files",
    flags: ["--raw", "-z", "--ignore-submodules=dirty"],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return [];
  return [...exit.stdout.matchAll(SUBMODULE)].flatMap(([, path]) => path ?? []);
}

/** Says in a sentence what {@link staleSubmodules} found, if that is anything. */
export function staleSubmodulesInWords(paths: readonly string[]): string[] {
  const [first, ...others] = paths;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const verb = others.length === 0 ? "is" : "are";
  return [
    `Submodule ${first}${more} ${verb} at another commit than the branch records; \`git submodule update\` brings what it records.`,
  ];
}
