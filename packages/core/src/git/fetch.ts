import type { UpstreamBranch } from "../decide/observation.ts";
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
  upstream: UpstreamBranch,
  limits: FetchLimits,
): Promise<GitExit> {
  const refspec = `+${upstream.remoteRef}:${upstream.trackingRef}`;
  return fetch(git, [], [upstream.remote, refspec], limits);
}

/** Brings in what a ref of a remote holds and moves nothing: no ref of ours learns of it. */
export function fetchObjects(
  git: Git,
  upstream: Pick<UpstreamBranch, "remote" | "remoteRef">,
  limits: FetchLimits,
): Promise<GitExit> {
  // Without `--refmap=` git would move the remote-tracking ref on the side (git-fetch(1)).
  return fetch(git, ["--refmap="], [upstream.remote, upstream.remoteRef], limits);
}

interface FetchLimits {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

function fetch(
  git: Git,
  flags: readonly string[],
  operands: readonly string[],
  limits: FetchLimits,
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
      ...flags,
    ],
    operands,
    cause: "fetch",
    ...limits,
  });
}
