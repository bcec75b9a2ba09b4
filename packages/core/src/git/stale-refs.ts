import { commitId, type RefName, refName } from "../decide/brands.ts";
import type { Effect, HeldRef } from "../decide/outcome.ts";
import { classify } from "./classify.ts";
import type { RepositoryPlace } from "./locate.ts";
import type { Read } from "./refs.ts";
import type { Git } from "./run-git.ts";
import { syncRef } from "./sync-ref.ts";

/**
 * Finds what is remembered of branches whose names leave no room for this one.
 *
 * Refs are paths: with `origin/topic` there can be no `origin/topic/new`, nor the other way round
 * (git-check-ref-format(1)). The remote has the one, so it no longer has the other; but no fetch of
 * the one gets past what is remembered of the other.
 */
export async function findStaleRefs(git: Git, wanted: RefName): Promise<Read<readonly HeldRef[]>> {
  const exit = await git({
    verb: "for-each-ref",
    flags: ["--format=%(objectname) %(refname)"],
    operands: [wanted, ...foldersOf(wanted)],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  const listed = exit.stdout.split("\n").flatMap((line) => {
    const [commit, ref] = line.split(" ");
    return commit && ref ? [{ commit: commitId(commit), ref: refName(ref) }] : [];
  });
  const value = listed.filter(
    ({ ref }) => wanted.startsWith(`${ref}/`) || ref.startsWith(`${wanted}/`),
  );
  return { kind: "read", value };
}

/** Names the folders of a ref, below `refs/remotes/<remote>`: any of them may be a ref instead. */
function foldersOf(ref: RefName): string[] {
  const parts = ref.split("/");
  return parts.slice(3, -1).map((_, at) => parts.slice(0, at + 4).join("/"));
}

/** Removes a ref, durably, if it still holds what was read. */
export async function removeRef(
  git: Git,
  place: RepositoryPlace,
  { ref, commit }: HeldRef,
): Promise<Effect> {
  const exit = await git({ verb: "update-ref", flags: ["-d"], operands: [ref, commit] });
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    return { kind: "failed", failure: classify(exit) };
  }
  await syncRef(place, ref);
  return { kind: "done" };
}
