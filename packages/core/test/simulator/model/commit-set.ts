/** A set of the simulator's commits, which are small whole numbers. One bit each. */
export type CommitSet = Uint32Array;

const WORDS = 8;

/** The most commits that one world can hold. */
export const MOST_COMMITS = WORDS * 32;

/** Makes an empty set. */
export function noCommits(): CommitSet {
  return new Uint32Array(WORDS);
}

/** Whether a commit is in a set. */
export function has(set: CommitSet, commit: number): boolean {
  return (((set[commit >>> 5] ?? 0) >>> (commit & 31)) & 1) === 1;
}

/** Puts a commit into a set. */
export function add(set: CommitSet, commit: number): void {
  const word = commit >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (commit & 31));
}

/** Puts everything of one set into another. */
export function addAll(into: CommitSet, from: CommitSet): void {
  for (let word = 0; word < WORDS; word += 1) into[word] = (into[word] ?? 0) | (from[word] ?? 0);
}

/** Leaves in the first set only what is in the second as well. */
export function keepOnly(set: CommitSet, only: CommitSet): void {
  for (let word = 0; word < WORDS; word += 1) set[word] = (set[word] ?? 0) & (only[word] ?? 0);
}

/** What is in the first set and not in the second. */
export function without(set: CommitSet, other: CommitSet): CommitSet {
  const left = noCommits();
  for (let word = 0; word < WORDS; word += 1) left[word] = (set[word] ?? 0) & ~(other[word] ?? 0);
  return left;
}

/** Whether two sets have a commit in common. */
export function overlap(one: CommitSet, other: CommitSet): boolean {
  for (let word = 0; word < WORDS; word += 1) {
    if (((one[word] ?? 0) & (other[word] ?? 0)) !== 0) return true;
  }
  return false;
}

/** Whether everything of the first set is in the second. */
export function within(set: CommitSet, other: CommitSet): boolean {
  for (let word = 0; word < WORDS; word += 1) {
    if (((set[word] ?? 0) & ~(other[word] ?? 0)) !== 0) return false;
  }
  return true;
}

/** How many commits are in the first set and not in the second. */
export function countWithout(set: CommitSet, other: CommitSet): number {
  let count = 0;
  for (let word = 0; word < WORDS; word += 1) {
    let bits = (set[word] ?? 0) & ~(other[word] ?? 0);
    for (; bits !== 0; bits &= bits - 1) count += 1;
  }
  return count;
}

/** The commits of a set, oldest first. */
export function members(set: CommitSet): number[] {
  const found: number[] = [];
  for (let word = 0; word < WORDS; word += 1) {
    const bits = set[word] ?? 0;
    for (let bit = 0; bits >>> bit !== 0 && bit < 32; bit += 1) {
      if (((bits >>> bit) & 1) === 1) found.push(word * 32 + bit);
    }
  }
  return found;
}
