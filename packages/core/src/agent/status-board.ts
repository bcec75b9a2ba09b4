import { isDeepStrictEqual } from "node:util";
import type { AbsolutePath } from "../decide/brands.ts";
import type { RepositoryStatus } from "../decide/repository-status.ts";
import type { PublishedEvent } from "../socket/agent-event.ts";
import type { QueueStatus, Status } from "../socket/status-schema.ts";

/** Changes within this time are told as one. */
const COALESCE_MS = 25;

/** Tells everyone who listens what has changed in the status, and only that. */
export class StatusBoard {
  readonly #read: () => Status;
  readonly #listeners = new Set<(event: PublishedEvent) => void>();
  readonly #told = new Map<string, RepositoryStatus>();
  #toldQueue: QueueStatus | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(read: () => Status) {
    this.#read = read;
  }

  /** Calls `listener` for each change from now on; returns how to end that. */
  subscribe(listener: (event: PublishedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Says that something may have changed. */
  readonly changed = (): void => {
    if (this.#listeners.size > 0) this.#timer ??= setTimeout(() => this.#tell(), COALESCE_MS);
  };

  /** Says that a repository is no longer ours. */
  gone(path: AbsolutePath): void {
    this.#told.delete(path);
    this.#publish({ type: "gone", path });
  }

  /** Tells nothing more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #tell(): void {
    this.#timer = undefined;
    const { repositories, queue } = this.#read();
    for (const repository of repositories) {
      if (isDeepStrictEqual(repository, this.#told.get(repository.path))) continue;
      this.#told.set(repository.path, repository);
      this.#publish({ type: "repository", repository });
    }
    if (!isDeepStrictEqual(queue, this.#toldQueue)) {
      this.#toldQueue = queue;
      this.#publish({ type: "queue", queue });
    }
  }

  #publish(event: PublishedEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
