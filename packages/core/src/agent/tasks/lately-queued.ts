import type { Clock } from "../../clock.ts";
import type { AbsolutePath } from "../../decide/brands.ts";
import type { QueuedFiles } from "../../decide/queued-files.ts";

/** How long after files were queued a hook may still ask what its commit has queued. */
const ASKED_WITHIN_MS = 2000;

interface Entry {
  readonly at: number;
  readonly files: readonly QueuedFiles[];
}

/**
 * What was queued for tasks in the last moments and has not been told yet: the watch on the refs may
 * meet a commit before its hook reports it.
 */
export class LatelyQueued {
  readonly #clock: Clock;
  readonly #entries = new Map<AbsolutePath, readonly Entry[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers what was queued. */
  add(repository: AbsolutePath, files: readonly QueuedFiles[]): void {
    if (files.length === 0) return;
    const entry = { at: this.#clock.monotonic(), files };
    this.#entries.set(repository, [...this.#fresh(repository), entry]);
  }

  /** Takes what has not been told, each task once. */
  take(repository: AbsolutePath): readonly QueuedFiles[] {
    const byTask = Map.groupBy(
      this.#fresh(repository).flatMap(({ files }) => files),
      ({ task }) => task,
    );
    this.#entries.delete(repository);
    return [...byTask.values()].flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      return [{ ...first, files: same.reduce((sum, { files }) => sum + files, 0) }];
    });
  }

  #fresh(repository: AbsolutePath): readonly Entry[] {
    const now = this.#clock.monotonic();
    return (this.#entries.get(repository) ?? []).filter(({ at }) => now - at <= ASKED_WITHIN_MS);
  }
}
