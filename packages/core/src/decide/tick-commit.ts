/** A commit of ours that was, or was about to be, made: where the branch stood, and what comes next. */
export interface PlannedCommit {
  readonly branch: string;
  readonly old: string;
  readonly new: string;
}

/**
 * Says what is left to do about a commit whose plan was found.
 *
 * - `finish`: the branch holds it, and the index may still speak of the state before.
 * - `wait`: the branch does not hold it, but a git that outlived us may still get there.
 * - `forget`: somebody has gone on from there; the index is theirs.
 *
 * @param head where HEAD stands now; `branch` is null where it is detached
 */
export function afterPlan(
  plan: PlannedCommit,
  head: { readonly branch: string | null; readonly commit: string },
): "finish" | "wait" | "forget" {
  if (head.branch !== plan.branch) return "forget";
  if (head.commit === plan.new) return "finish";
  return head.commit === plan.old ? "wait" : "forget";
}

/** What a tree or an index holds at a path; mode `000000` is nothing. */
export interface HeldAt<Path extends string> {
  readonly path: Path;
  readonly mode: string;
  readonly id: string;
}

/**
 * Says which entries of the index follow a commit of ours, and which are somebody's work.
 *
 * An entry follows when it still is what it was before the commit: as the old commit has it, or as
 * it was staged when the file was taken from the work tree. Whatever else stands there was staged
 * since, and stays.
 *
 * @param committed what the commit changed, as it has it
 * @param differing what of the index differs from the old commit
 * @param staged what was staged when the files were taken, `<mode> <id>` by path
 */
export function entriesToFollow<Path extends string>(
  committed: readonly HeldAt<Path>[],
  differing: readonly HeldAt<Path>[],
  staged: ReadonlyMap<string, string>,
): readonly HeldAt<Path>[] {
  const inIndex = new Map<string, string>(
    differing.map(({ path, mode, id }) => [path, `${mode} ${id}`]),
  );
  return committed.filter(({ path, mode, id }) => {
    const holds = inIndex.get(path);
    return holds === undefined || (holds !== `${mode} ${id}` && holds === staged.get(path));
  });
}
