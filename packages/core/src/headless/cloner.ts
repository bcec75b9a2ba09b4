import { FAILURES, type GitFailure } from "../decide/git-failure.ts";
import { retryDelayMs } from "../decide/retry.ts";
import { type CloneRequest, type CloneTools, cloneRepository } from "./clone-repository.ts";
import { needsClone } from "./clone-target.ts";
import { mendStaging } from "./staging.ts";

/** What a {@link Cloner} needs. */
export interface ClonerParts extends CloneTools {
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
}

/**
 * After a refusal that only a person can lift. They may have done so on the server, unseen from
 * here; one try an hour bothers no server.
 */
const AFTER_REFUSAL_MS = 3_600_000;

/** Clones a repository, and tries again for as long as that takes. */
export class Cloner {
  readonly request: CloneRequest;
  readonly #parts: ClonerParts;
  readonly #stopping = new AbortController();
  #waiting = new AbortController();
  #failure: GitFailure | null = null;

  constructor(parts: ClonerParts, request: CloneRequest) {
    this.#parts = parts;
    this.request = request;
  }

  /** Why the last try failed; null while the first one is under way. */
  get failure(): GitFailure | null {
    return this.#failure;
  }

  /** Resolves to true once the repository is there, and to false when it was told to stop. */
  async run(): Promise<boolean> {
    const { door, random, clock } = this.#parts;
    const { target: repository, url } = this.request;
    const { signal } = this.#stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      door.log("clone.started", { repository, url, attempt });
      const begunAt = clock.monotonic();
      const failure = await this.#try(signal);
      const durationMs = Math.round(clock.monotonic() - begunAt);
      if (failure === null) {
        door.log("clone.finished", { repository, durationMs });
        return true;
      }
      if (signal.aborted) break;
      this.#failure = failure;
      const { kind, detail } = failure;
      const delayMs = retryDelayMs(FAILURES[kind].retry, attempt, random()) ?? AFTER_REFUSAL_MS;
      door.log("clone.failed", { repository, failure: kind, detail, attempt, delayMs });
      await this.#wait(delayMs);
    }
    return false;
  }

  /** Tries again at once if it waits: something is other than before, such as the token. */
  wake(): void {
    this.#waiting.abort();
  }

  /** Ends the try under way, and all of them. */
  stop(): void {
    this.#stopping.abort();
  }

  async #try(signal: AbortSignal): Promise<GitFailure | null> {
    const { target, url } = this.request;
    try {
      if (await mendStaging(target))
        return { kind: "locked", detail: "another agent clones into this folder" };
      // It may have done so while we waited.
      if (!(await needsClone(this.#parts.door, target, url))) return null;
      return await cloneRepository(this.#parts, this.request, signal);
    } catch (error) {
      return { kind: "unknown", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async #wait(delayMs: number): Promise<void> {
    this.#waiting = new AbortController();
    const ended = AbortSignal.any([this.#waiting.signal, this.#stopping.signal]);
    await this.#parts.clock.sleep(delayMs, ended).catch(() => undefined);
  }
}
