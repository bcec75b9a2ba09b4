import type { AbsolutePath } from "../decide/brands.ts";
import { listConfig } from "../git/config-list.ts";
import type { Git } from "../git/run-git.ts";
import { markTrusted } from "./mark-trusted.ts";

/**
 * As `listConfig`, with what the user accepted of the repository's own config marked as such.
 *
 * @param root the top of the work tree that `git` is opened for
 */
export async function listTrustedConfig(git: Git, root: AbsolutePath) {
  const listed = await listConfig(git);
  if (listed.kind === "failed") return listed;
  return { kind: "listed", entries: markTrusted(listed.entries, root) } as const;
}
