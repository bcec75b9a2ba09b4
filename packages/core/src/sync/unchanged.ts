import { stat } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { Upstream } from "../decide/observation.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { OPERATION_MARKS } from "../git/open-operation.ts";

/**
 * Says in one text what every file that a look's local answer rests on looks like: HEAD, the branch
 * and its remote-tracking ref (loose, packed, or in reftables), the marks of unfinished operations,
 * `shallow`, and the configuration. The same text twice means that git would answer the same.
 *
 * git writes these files beside themselves and renames them, so a change has another inode and time
 * even where the size stays. What this can miss, and why that costs at most some minutes:
 *
 * - a configuration file that gave no value before (a new `~/.config/git/config`, the target of an
 *   `includeIf` that did not apply): the next full look reads it, and every few polls are full ones;
 * - a file that was written in place within the clock's grain, with the same size: as above;
 * - work-tree files: a look that rests takes nothing, so it does not ask about them.
 *
 * A commit is seen by its hook and by the watch on the refs before any poll; and whatever is missed,
 * nothing is done on the strength of it: the poll only asks the remote less.
 *
 * @param origins the files that git read configuration from; see {@link configFiles}
 */
export async function fingerprint(
  { gitDir, commonDir }: RepositoryPlace,
  { branch, upstream }: { readonly branch: string; readonly upstream: Upstream },
  origins: readonly string[],
): Promise<string> {
  const files = [
    ...["HEAD", "config.worktree", ...OPERATION_MARKS].map((name) => join(gitDir, name)),
    ...["packed-refs", "reftable/tables.list", "shallow", branch, upstream.trackingRef].map(
      (name) => join(commonDir, name),
    ),
    ...origins,
  ];
  return (await Promise.all(files.map(describe))).join("\n");
}

/** The files behind configuration values, from the origins that git gives for them. */
export function configFiles(
  { root, commonDir }: RepositoryPlace,
  config: readonly ConfigEntry[],
): readonly string[] {
  const files = config.flatMap(({ origin }) => {
    if (!origin.startsWith("file:")) return [];
    const path = origin.slice("file:".length);
    // git names the repository's own file relative to the folder that it runs in.
    return [isAbsolute(path) ? path : resolve(root, path)];
  });
  return [...new Set([join(commonDir, "config"), ...files])];
}

/** What tells one state of a file from another; a file that is not there is a state too. */
async function describe(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return "-";
  }
}
