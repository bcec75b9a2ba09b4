import type { Git } from "./run-git.ts";

/**
 * Packs loose objects and joins small packs once there are many of them (git-maintenance(1)).
 *
 * Our fetches and pushes run without git's own clean-up, which would go on in the background after
 * they ended, so a repository that only an agent works in would fill up. These two tasks never
 * drop an object, reachable or not: what a person may still want to find is theirs to prune.
 *
 * What goes wrong is in the log and tried again after the next look that moved commits.
 */
export async function tidyObjects(git: Git): Promise<void> {
  await git({
    verb: "maintenance",
    flags: ["run", "--auto", "--quiet", "--task=loose-objects", "--task=incremental-repack"],
    deadlineMs: TIDY_DEADLINE_MS,
  });
}

/** Joining the packs of a large repository takes minutes, and nobody waits for it. */
const TIDY_DEADLINE_MS = 600_000;
