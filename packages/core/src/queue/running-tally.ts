import type { ClaimRequest } from "./job-queue.ts";
import type { TakenPlace } from "./job-table.ts";

/** How much room a claim's limits leave beside what runs; counted anew for each claim, kept nowhere. */
export class RunningTally {
  /** The dedupe keys of what runs: a follow-up does not run beside what it follows. */
  readonly keys = new Set<string>();
  readonly #lanes = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  readonly #request: ClaimRequest;
  readonly #paused: ReadonlySet<string>;

  constructor(taken: readonly TakenPlace[], request: ClaimRequest) {
    this.#request = request;
    this.#paused = new Set(request.except);
    for (const { lane, kind, dedupeKey } of taken) {
      this.#lanes.set(lane, (this.#lanes.get(lane) ?? 0) + 1);
      this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
      if (dedupeKey !== null) this.keys.add(dedupeKey);
    }
  }

  /** How many more jobs of a lane this claim may take. */
  roomOfLane(lane: string): number {
    const { most, perLane } = this.#request;
    return Math.min(most, perLane - (this.#lanes.get(lane) ?? 0));
  }

  /** How many more jobs of a kind may run; none of one that is paused. */
  roomOfKind(kind: string): number {
    if (this.#paused.has(kind)) return 0;
    const { perKind } = this.#request;
    const limit = Object.hasOwn(perKind, kind) ? perKind[kind] : undefined;
    return limit === undefined ? Number.MAX_SAFE_INTEGER : limit - (this.#kinds.get(kind) ?? 0);
  }
}
