import type { ClaimRequest } from "./job-queue.ts";
import type { StoredJob } from "./job-row.ts";
import type { JobTable, LaneHead } from "./job-table.ts";
import { RunningTally } from "./running-tally.ts";

/** Text orders by its bytes, so this is the first lane after another. */
const after = (lane: string): string => `${lane}\0`;

/**
 * Lets lanes take turns.
 *
 * Whose turn it was is kept in memory only: one process claims, and after a start any lane may begin.
 */
export class LaneTurns {
  readonly #table: JobTable;
  /** The first lane that may be next. */
  #from = "";

  constructor(table: JobTable) {
    this.#table = table;
  }

  /** Picks the jobs of one lane that a claim gets, in order; inside a transaction of the caller. */
  pick(request: ClaimRequest, now: number): readonly StoredJob[] {
    const running = new RunningTally(this.#table.taken.all(), request);
    if (request.lane !== undefined) {
      const heads = this.#heads(request.lane, running);
      const jobs = this.#jobsOf(request.lane, heads, running, now);
      if (jobs.length > 0) return jobs;
    }
    return this.#next(running, now);
  }

  /** Passes over lanes that are full, or hold only what may not run beside what runs. */
  #next(running: RunningTally, now: number): readonly StoredJob[] {
    const seen = new Set<string>();
    for (let from = this.#from; ; ) {
      const heads = this.#heads(from, running);
      const lane = heads[0]?.lane;
      if (lane === undefined || seen.has(lane)) return [];
      seen.add(lane);
      from = after(lane);
      const jobs = this.#jobsOf(lane, heads, running, now);
      if (jobs.length === 0) continue;
      this.#from = from;
      return jobs;
    }
  }

  #heads(from: string, running: RunningTally): readonly LaneHead[] {
    return this.#table.heads.all({ from }).filter(({ kind }) => running.roomOfKind(kind) > 0);
  }

  #jobsOf(
    lane: string,
    heads: readonly LaneHead[],
    running: RunningTally,
    now: number,
  ): readonly StoredJob[] {
    const room = running.roomOfLane(lane);
    if (room <= 0) return [];
    const kinds = heads.filter((head) => head.lane === lane);
    const jobs = kinds.flatMap(({ kind }) => {
      const most = Math.min(room, running.roomOfKind(kind));
      return this.#due({ kind, lane, most: most + running.keys.size }, now)
        .filter(({ job }) => job.dedupeKey === null || !running.keys.has(job.dedupeKey))
        .slice(0, most);
    });
    // One kind comes in order already.
    return kinds.length < 2 ? jobs : jobs.toSorted(byOrder).slice(0, room);
  }

  /** A clock that went back makes jobs wait again that it had let through. */
  #due(
    wanted: { readonly kind: string; readonly lane: string; readonly most: number },
    now: number,
  ): readonly StoredJob[] {
    const isDue = ({ job }: StoredJob): boolean => job.runAt !== null && job.runAt <= now;
    const found = this.#table.candidates.all(wanted);
    if (found.every(isDue)) return found;
    this.#table.demote({ kind: wanted.kind, lane: wanted.lane, now });
    return this.#table.candidates.all(wanted).filter(isDue);
  }
}

function byOrder(one: StoredJob, other: StoredJob): number {
  return other.job.priority - one.job.priority || one.row - other.row;
}
