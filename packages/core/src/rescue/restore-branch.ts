import { type CommitId, type RefName, refName } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { askGit } from "../git/ask-git.ts";
import { moveRef } from "./move-ref.ts";
import type { OnMove } from "./ref-move.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** What became of giving a rescue back as a branch. */
export type BranchRestored =
  | { readonly kind: "made"; readonly branch: string; readonly commit: CommitId }
  /** The branch holds that commit already. */
  | { readonly kind: "there"; readonly branch: string; readonly commit: CommitId }
  /** The branch holds something else, which stays. */
  | { readonly kind: "taken"; readonly branch: string }
  | { readonly kind: "bad-name"; readonly branch: string }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/**
 * Makes a branch at the commit that was replaced. Switches to nothing and moves no branch.
 *
 * @param branch `rescued/<name>` where undefined
 */
export async function restoreBranch(
  tools: RescueTools,
  rescue: Rescue,
  branch: string | undefined,
  onMove: OnMove,
): Promise<BranchRestored> {
  const named = branch ?? `rescued/${rescue.name}`;
  const commit = rescue.facts?.head ?? rescue.commit;
  const ref = branchRef(named);
  if (ref === null) return { kind: "bad-name", branch: named };
  const there = await askGit(tools, {
    verb: "for-each-ref",
    flags: ["--format=%(refname) %(objectname)"],
    operands: [ref],
  });
  if (there.kind === "failed") return there;
  const found = there.value.split("\n").find((line) => line.startsWith(`${ref} `));
  if (found !== undefined) {
    return found === `${ref} ${commit}`
      ? { kind: "there", branch: named, commit }
      : { kind: "taken", branch: named };
  }
  const move = { ref, old: null, new: commit, cause: "rescue restore" };
  const made = await moveRef(tools, move, onMove);
  return made.kind === "done" ? { kind: "made", branch: named, commit } : made;
}

/**
 * `HEAD` and names like options are legal refs that git refuses as branches (git-branch(1)); a whole
 * ref is legal too, and would become `refs/heads/refs/heads/…`, which nobody means.
 */
function branchRef(name: string): RefName | null {
  if (name === "HEAD" || name.startsWith("-") || name.startsWith("refs/")) return null;
  try {
    return refName(`refs/heads/${name}`);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
