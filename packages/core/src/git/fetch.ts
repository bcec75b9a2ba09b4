import type { Upstream } from "../decide/observation.ts";
import type { GitExit } from "./git-process.ts";
import type { Git } from "./run-git.ts";

/**
 * Brings in the upstream branch and moves the remote-tracking ref to it.
 *
 * Exactly one ref, no tags (a moved tag would fail the whole fetch) and no `FETCH_HEAD`, which
 * a person may be about to use.
 */
export function fetchUpstream(
  git: Git,
  upstream: Upstream,
  limits: { deadlineMs: number; signal: AbortSignal },
): Promise<GitExit> {
  return git({
    verb: "fetch",
    flags: [
      "--quiet",
      "--no-tags",
      "--no-write-fetch-head",
      "--no-recurse-submodules",
      "--no-auto-maintenance",
      "--upload-pack=git-upload-pack",
    ],
    operands: [upstream.remote, `+${upstream.remoteRef}:${upstream.trackingRef}`],
    cause: "fetch",
    ...limits,
  });
}
