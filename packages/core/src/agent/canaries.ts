import type { Clock } from "../clock.ts";
import type { CanaryReply, CanaryRequest } from "../socket/protocol.ts";

/** Canaries that are remembered, so that a question that comes late still finds them. */
const MOST_REMEMBERED = 64;

/** Tells which canaries arrived: records that prove that a hook is heard, and cause nothing. */
export class Canaries {
  readonly #clock: Clock;
  readonly #arrived = new Set<string>();
  readonly #questions = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers a canary, and answers who waits for it. */
  arrive(id: string): void {
    this.#arrived.delete(id);
    this.#arrived.add(id);
    for (const old of this.#arrived) {
      if (this.#arrived.size <= MOST_REMEMBERED) break;
      this.#arrived.delete(old);
    }
    for (const check of this.#questions) check();
  }

  /**
   * Waits until all of them have arrived, or the time has passed, and says which did.
   *
   * @param signal ends the wait; then it rejects
   */
  async ask({ ids, waitMs }: CanaryRequest, signal: AbortSignal): Promise<CanaryReply> {
    const answered = new AbortController();
    const complete = Promise.withResolvers<void>();
    const check = (): void => {
      if (ids.every((id) => this.#arrived.has(id))) complete.resolve();
    };
    this.#questions.add(check);
    check();
    try {
      const late = this.#clock.sleep(waitMs, AbortSignal.any([signal, answered.signal]));
      await Promise.race([complete.promise, late]);
    } finally {
      this.#questions.delete(check);
      answered.abort();
    }
    return { arrived: ids.filter((id) => this.#arrived.has(id)) };
  }
}
