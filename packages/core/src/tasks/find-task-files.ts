import type { GitExit } from "../git/git-process.ts";
import { fromName, type PathBytes } from "../git/path-bytes.ts";
import type { Git } from "../git/run-git.ts";
import { matchFiles } from "./match-files.ts";
import type { Task } from "./task.ts";

/** Which files of a repository a task is for. */
export type TaskFiles =
  | {
      readonly kind: "found";
      readonly count: number;
      /** The first of them, at most as many as were asked for. */
      readonly first: readonly PathBytes[];
    }
  | { readonly kind: "failed"; readonly exit: GitExit };

/**
 * Finds the tracked files that a task is for. git's list is read as it comes, and only what was asked
 * for is kept.
 *
 * @param git opened for the top of the work tree
 */
export async function findTaskFiles(
  git: Git,
  task: Pick<Task, "include" | "exclude">,
  most: number,
): Promise<TaskFiles> {
  const isFor = matchFiles(task);
  const first: PathBytes[] = [];
  let count = 0;
  let rest = Buffer.alloc(0);
  const exit = await git({
    verb: "ls-files",
    flags: ["-z"],
    onStdout: (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
        const path = fromName(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
        if (!isFor(path)) continue;
        count += 1;
        if (first.length < most) first.push(path);
      }
    },
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  return { kind: "found", count, first };
}
