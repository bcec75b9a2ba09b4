import { type CommitId, commitId } from "../../../src/decide/brands.ts";
import { add, addAll, type CommitSet, has, MOST_COMMITS, noCommits } from "./commit-set.ts";
import type { Tree } from "./tree.ts";

/** A commit of the simulated world. */
export interface Commit {
  readonly tree: Tree;
  readonly parents: readonly number[];
  /** The commit itself and all that came before it. */
  readonly history: CommitSet;
}

/**
 * Every commit that any machine ever made. Which store holds which is the store's affair; here is
 * only what they are.
 */
export class History {
  readonly #commits: Commit[] = [];

  /** Makes a commit. */
  commit(tree: Tree, parents: readonly number[]): number {
    const made = this.#commits.length;
    if (made >= MOST_COMMITS) throw new RangeError("this world is full");
    const history = noCommits();
    add(history, made);
    for (const parent of parents) addAll(history, this.get(parent).history);
    this.#commits.push({ tree, parents, history });
    return made;
  }

  get(commit: number): Commit {
    const found = this.#commits[commit];
    if (found === undefined) throw new RangeError(`there is no commit ${commit}`);
    return found;
  }

  get size(): number {
    return this.#commits.length;
  }

  /** Whether a commit is part of another's history. */
  includes(newer: number, older: number): boolean {
    return has(this.get(newer).history, older);
  }
}

const ids: CommitId[] = [];

/** The id under which the engine knows a commit. Its first digits tell it apart, as git's do. */
export function idOf(commit: number): CommitId {
  return (ids[commit] ??= commitId(commit.toString(16).padStart(8, "0").padEnd(40, "c")));
}

/** The commit that an id of {@link idOf} stands for. */
export function commitOf(id: CommitId): number {
  return Number.parseInt(id.slice(0, 8), 16);
}
