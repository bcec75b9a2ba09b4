import type { Git } from "./run-git.ts";

/**
 * Lists what git ignores in a work tree now: a folder by its name where all of it is ignored,
 * relative to the top, without a slash at the end. Empty where git cannot say.
 */
export async function listIgnored(git: Git): Promise<ReadonlySet<string>> {
  const exit = await git({
    verb: "ls-files",
    flags: ["-z", "-o", "--ignored", "--exclude-standard", "--directory"],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return new Set();
  const paths = exit.stdout.split("\0").filter((path) => path !== "");
  return new Set(paths.map((path) => path.replace(/\/$/, "")));
}
