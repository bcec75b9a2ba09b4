import type { CommitId } from "../decide/brands.ts";
import type { Upstream } from "../decide/observation.ts";
import type { PushOutcome } from "../decide/outcome.ts";
import { classify } from "./classify.ts";
import type { GitExit } from "./git-process.ts";
import { PUSH_FLAGS } from "./push-flags.ts";
import { sortRefusal } from "./push-refusal.ts";
import type { Git } from "./run-git.ts";

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
    flags: [...PUSH_FLAGS, `--force-with-lease=${upstream.remoteRef}:${upstream.tip}`],
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
  if (exit.exitCode === 0) return { kind: "done" };
  const refusal = exit.stdout.split("\n").find((line) => line.startsWith("!\t"));
  const summary = refusal?.split("\t")[2];
  if (summary === undefined) return { kind: "failed", failure: classify(exit) };
  if (summary.startsWith("[rejected]")) return { kind: "moved", detail: summary };
  const words = remoteWords(exit.stderr);
  const kind = sortRefusal(summary, words);
  if (kind === "moved") return { kind, detail: summary };
  const detail = [summary, ...words].join(" ").slice(0, LONGEST_DETAIL);
  return { kind: "failed", failure: { kind, detail } };
}

/** What the server and its hooks said; git passes it on behind its own marks. */
function remoteWords(stderr: string): string[] {
  const marked = /^(?:remote: |error: remote unpack failed: )(.*\S)/;
  return stderr.split("\n").flatMap((line) => marked.exec(line)?.[1] ?? []);
}
