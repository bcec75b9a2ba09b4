import { type CommitId, commitId, type RefName, refName, remoteName } from "../decide/brands.ts";
import type { Head } from "../decide/observation.ts";
import type { ConfigEntry } from "./config-list.ts";
import type { GitExit } from "./git-process.ts";
import type { Git } from "./run-git.ts";

/** What a reading verb gives: its value, or how git ended instead. */
export type Read<Value> =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "failed"; readonly exit: GitExit };

const read = <Value>(value: Value): Read<Value> => ({ kind: "read", value });

/** What HEAD and its upstream hold, as far as one question to git tells. */
export type Tips =
  | {
      readonly kind: "tracking";
      readonly branch: string;
      readonly commit: CommitId;
      readonly trackingRef: string;
      readonly tip: CommitId;
    }
  /** git would not name an upstream; {@link readHead} asks why. */
  | { readonly kind: "no-upstream" };

/** Reads HEAD and its upstream in one process. Needs no configuration, so it can run beside reading it. */
export async function readTips(git: Git): Promise<Read<Tips>> {
  const exit = await git({
    verb: "rev-parse",
    flags: ["HEAD", "@{upstream}", "--symbolic-full-name", "HEAD", "@{upstream}"],
  });
  if (exit.kind !== "exited") return { kind: "failed", exit };
  const [commit, tip, branch, trackingRef] = exit.stdout.trimEnd().split("\n");
  if (exit.exitCode !== 0 || !commit || !tip || !branch || !trackingRef) {
    return read({ kind: "no-upstream" });
  }
  return read({
    kind: "tracking",
    branch,
    trackingRef,
    commit: commitId(commit),
    tip: commitId(tip),
  });
}

/** Tells where HEAD stands and what it follows, and if it follows nothing, why. */
export async function readHead(
  git: Git,
  tips: Tips,
  config: readonly ConfigEntry[],
): Promise<Read<Head>> {
  const follows = tips.kind === "tracking" ? upstreamOf(tips.branch, config) : undefined;
  if (tips.kind !== "tracking" || follows === undefined)
    return readHeadWithoutUpstream(git, config);
  const { branch, commit, trackingRef, tip } = tips;
  return read({
    kind: "tracking",
    branch: refName(branch),
    commit,
    upstream: { ...follows, trackingRef: refName(trackingRef), tip },
  });
}

async function readHeadWithoutUpstream(
  git: Git,
  config: readonly ConfigEntry[],
): Promise<Read<Head>> {
  const symbolic = await git({ verb: "symbolic-ref", flags: ["-q", "HEAD"] });
  if (symbolic.kind !== "exited") return { kind: "failed", exit: symbolic };
  // 1 is "HEAD is not a symbolic ref"; anything else is a repository that cannot be read.
  if (symbolic.exitCode > 1) return { kind: "failed", exit: symbolic };
  const branch = symbolic.exitCode === 0 ? refName(symbolic.stdout.trimEnd()) : undefined;
  const head = await git({ verb: "rev-parse", flags: ["--verify", "--quiet", "HEAD"] });
  if (head.kind !== "exited") return { kind: "failed", exit: head };
  if (head.exitCode !== 0) {
    return branch ? read({ kind: "unborn", branch }) : { kind: "failed", exit: head };
  }
  const commit = commitId(head.stdout.trimEnd());
  if (!branch) return read({ kind: "detached", commit });
  const follows = upstreamOf(branch, config);
  if (follows === undefined) return read({ kind: "no-upstream", branch, commit });
  const named = await git({
    verb: "for-each-ref",
    flags: ["--format=%(upstream)"],
    operands: [branch],
  });
  if (named.kind !== "exited" || named.exitCode !== 0) return { kind: "failed", exit: named };
  const trackingRef = named.stdout.trimEnd();
  // The remote's refspec does not cover the branch, so git would remember it nowhere.
  if (trackingRef === "") return read({ kind: "no-upstream", branch, commit });
  const upstream = { ...follows, trackingRef: refName(trackingRef) };
  return read({ kind: "upstream-gone", branch, commit, upstream });
}

/**
 * Names the remote and the branch there that a local branch follows; `undefined` when it
 * follows none, or another local branch (`branch.<name>.remote = .`).
 */
function upstreamOf(branch: string, config: readonly ConfigEntry[]) {
  const name = branch.replace(/^refs\/heads\//, "");
  const remote = config.findLast(({ key }) => key === `branch.${name}.remote`)?.value;
  const merge = config.findLast(({ key }) => key === `branch.${name}.merge`)?.value;
  if (!remote || remote === "." || !merge) return undefined;
  return { remote: remoteName(remote), remoteRef: refName(merge) };
}

/** Counts the commits that only one of two has, and tells whether they have one in common. */
export async function compare(
  git: Git,
  ours: CommitId,
  theirs: CommitId,
): Promise<Read<{ ahead: number; behind: number; related: boolean }>> {
  const exit = await git({
    verb: "rev-list",
    flags: ["--left-right", "--count"],
    operands: [`${ours}...${theirs}`],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  const [ahead, behind] = exit.stdout.trim().split("\t").map(Number);
  const counts = { ahead: ahead ?? 0, behind: behind ?? 0 };
  // Where one side has nothing of its own, it is part of the other.
  if (counts.ahead === 0 || counts.behind === 0) return read({ ...counts, related: true });
  const base = await git({ verb: "merge-base", flags: [], operands: [ours, theirs] });
  if (base.kind !== "exited" || base.exitCode > 1) return { kind: "failed", exit: base };
  return read({ ...counts, related: base.exitCode === 0 });
}

/** Reads the commit that a ref holds. */
export async function readRef(git: Git, ref: RefName): Promise<Read<CommitId>> {
  const exit = await git({ verb: "rev-parse", flags: ["--verify", "--quiet"], operands: [ref] });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  return read(commitId(exit.stdout.trimEnd()));
}

/**
 * Tells whether `head` still holds a commit of the history of `seen` that `tip` lacks.
 *
 * It does where the two histories part at a commit that is not in the history of `tip`. A commit
 * that is not here at all (pruned since) is part of nothing.
 */
export async function carriesDropped(
  git: Git,
  seen: CommitId,
  head: CommitId,
  tip: CommitId,
): Promise<Read<boolean>> {
  const bases = await git({ verb: "merge-base", flags: ["--all"], operands: [seen, head] });
  if (bases.kind !== "exited") return { kind: "failed", exit: bases };
  if (bases.exitCode !== 0) return read(false);
  for (const base of bases.stdout.trimEnd().split("\n")) {
    const kept = await isAncestor(git, commitId(base), tip);
    if (kept.kind === "failed" || !kept.value) return kept.kind === "failed" ? kept : read(true);
  }
  return read(false);
}

/**
 * Tells whether `older` is part of the history of `newer`.
 *
 * A commit that is not here at all (pruned since) is part of nothing.
 */
export async function isAncestor(
  git: Git,
  older: CommitId,
  newer: CommitId,
): Promise<Read<boolean>> {
  if (older === newer) return read(true);
  const exit = await git({
    verb: "merge-base",
    flags: ["--is-ancestor"],
    operands: [older, newer],
  });
  if (exit.kind !== "exited") return { kind: "failed", exit };
  return read(exit.exitCode === 0);
}
