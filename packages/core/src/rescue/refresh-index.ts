import { type PrivateIndex, stampIndex } from "../worktree/private-index.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Has git look again at the files that were touched, so that only those count that it calls
 * modified: a rescue of the same work tree must be the same, whoever refreshed the index before.
 *
 * This runs the person's own filters. Where one of them fails, files that were only touched stay
 * in doubt, and are kept.
 */
export async function refreshIndex(
  { git, limits }: RescueTools,
  copy: PrivateIndex,
): Promise<void> {
  await git({
    verb: "update-index",
    flags: ["-q", "--refresh"],
    indexFile: copy.file,
    onStdout: () => undefined,
    ...limits,
  });
  await stampIndex(copy);
}
