import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { listIgnored } from "../git/list-ignored.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { watchWorkTree } from "../watch/watch-work-tree.ts";

/** What {@link AutoCommits} needs. */
export interface AutoCommitsParts {
  readonly door: GitDoor;
  readonly clock: Clock;
  /** Files changed and have come to rest. */
  readonly changed: (repository: AbsolutePath) => void;
}

/** A watch that is being set up, is on, or has failed. */
interface Followed {
  readonly opening: Promise<Watch>;
  problem: string | null;
}

/**
 * Watches the work trees of the repositories that commit by themselves (`hookline.autoCommit`).
 *
 * Where the system refuses (the limit on watches is per user, and shared with editors), a warning
 * says so, and polls look for changes instead.
 */
export class AutoCommits {
  readonly #parts: AutoCommitsParts;
  readonly #followed = new Map<AbsolutePath, Followed>();

  constructor(parts: AutoCommitsParts) {
    this.#parts = parts;
  }

  /** Begins to watch a repository, or ends it; whichever is so already stays. */
  async follow(repository: AbsolutePath, wanted: boolean): Promise<void> {
    const followed = this.#followed.get(repository);
    if (wanted === (followed !== undefined)) return;
    if (wanted) {
      this.#begin(repository);
      return;
    }
    this.#followed.delete(repository);
    await (await followed?.opening)?.close();
  }

  /** The watch on a repository does not see everything, or nothing. */
  failed(repository: AbsolutePath, problem: string): void {
    const followed = this.#followed.get(repository);
    if (followed === undefined) return;
    // One for each folder is the rule; the first says it all.
    if (followed.problem === null) this.#parts.door.log("watch.failed", { repository, problem });
    followed.problem ??= problem;
  }

  /** Looks for changes where no watch does. */
  polled(repository: AbsolutePath): void {
    if (this.#problem(repository) !== null) this.#parts.changed(repository);
  }

  /** Sentences for the status of a repository. */
  warnings(repository: AbsolutePath): readonly string[] {
    const problem = this.#problem(repository);
    if (problem === null) return [];
    const hint = /ENOSPC|EMFILE/.test(problem)
      ? "the system's limit on watches is reached (on Linux: fs.inotify.max_user_watches)"
      : problem;
    return [`The files cannot be watched: ${hint}. Changes are found every syncInterval instead.`];
  }

  /** Ends every watch. */
  async close(): Promise<void> {
    await Promise.all([...this.#followed.keys()].map((path) => this.follow(path, false)));
  }

  #problem(repository: AbsolutePath): string | null {
    return this.#followed.get(repository)?.problem ?? null;
  }

  #begin(root: AbsolutePath): void {
    const { door, clock, changed } = this.#parts;
    const opening = listIgnored(openGit(door, root)).then((ignored) =>
      watchWorkTree({
        root,
        ignored,
        clock,
        settled: () => changed(root),
        failed: (problem) => this.failed(root, problem),
      }),
    );
    this.#followed.set(root, { opening, problem: null });
  }
}
