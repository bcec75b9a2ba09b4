import type { CommitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { Upstream } from "../decide/observation.ts";
import { classify } from "./classify.ts";
import type { GitExit } from "./git-process.ts";
import type { Git } from "./run-git.ts";

/** What became of a push. */
export type PushOutcome =
  | { readonly kind: "pushed" }
  /** The remote is not where we remember it: look again, nothing was changed. */
  | { readonly kind: "moved"; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/**
 * Moves the upstream branch to `to`, if the remote still holds the commit that we remember.
 *
 * The lease names that very commit, which makes the push a compare-and-swap. The caller has
 * made sure that `to` descends from it, so nothing on the remote is ever replaced; a bare
 * push would bring back commits that someone removed there meanwhile.
 */
export async function pushTo(
  git: Git,
  to: CommitId,
  upstream: Upstream,
  limits: { deadlineMs: number; signal: AbortSignal },
): Promise<PushOutcome> {
  const exit = await git({
    verb: "push",
    flags: [
      "--porcelain",
      "--no-verify",
      "--no-follow-tags",
      "--no-signed",
      "--recurse-submodules=no",
      "--receive-pack=git-receive-pack",
      `--force-with-lease=${upstream.remoteRef}:${upstream.tip}`,
    ],
    operands: [upstream.remote, `${to}:${upstream.remoteRef}`],
    cause: "push",
    ...limits,
  });
  return pushOutcome(exit);
}

/** A person reads the beginning; the log of the server has the rest. */
const LONGEST_DETAIL = 500;

/**
 * Reads `git push --porcelain`: `<flag> TAB <from>:<to> TAB <summary>` for each ref, where the
 * flag `!` is a refusal and the summary begins with who refused.
 */
export function pushOutcome(exit: GitExit): PushOutcome {
  if (exit.kind !== "exited") return { kind: "failed", failure: classify(exit) };
  if (exit.exitCode === 0) return { kind: "pushed" };
  const refusal = exit.stdout.split("\n").find((line) => line.startsWith("!\t"));
  const summary = refusal?.split("\t")[2];
  if (summary === undefined) return { kind: "failed", failure: classify(exit) };
  if (summary.startsWith("[rejected]")) return { kind: "moved", detail: summary };
  // Two pushes that meet on the server: the other one holds the ref, or has just moved it.
  if (
    /^\[remote rejected\] \((?:failed to update ref|cannot lock ref|failed to lock|incorrect old value)/.test(
      summary,
    )
  ) {
    return { kind: "moved", detail: summary };
  }
  const detail = [summary, ...remoteWords(exit.stderr)].join(" ").slice(0, LONGEST_DETAIL);
  return { kind: "failed", failure: { kind: "refused", detail } };
}

/** What the server's hooks said; git passes it on behind `remote:`. */
function remoteWords(stderr: string): string[] {
  return stderr.split("\n").flatMap((line) => /^remote: (.*\S)/.exec(line)?.[1] ?? []);
}
