import { deepEqual, ok } from "node:assert/strict";
import type { ClaimRequest, JobId, LeasedJob } from "../../src/queue/job-queue.ts";
import { type ExpectedJob, waits } from "./expected-job.ts";

/**
 * Checks what claims give: the right jobs of one lane, in their order, within every limit, and to each
 * lane its turn. Told as rules about the answer, not as a second way to find it.
 */
export class Turns {
  /** How many turns of other lanes each lane has waited out with work to give. */
  readonly #passed = new Map<string, number>();
  #last: string | undefined;

  /** @param jobs as they were before the claim, the oldest first */
  check(
    request: ClaimRequest,
    leased: readonly LeasedJob[],
    jobs: readonly ExpectedJob[],
    now: number,
  ): void {
    const before = new Map(jobs.map((job) => [job.id, job]));
    const taken = leased.map(({ id }) => mustHave(before, id));
    const running = jobs.filter(({ state }) => state === "running");
    const free = jobs.filter((job) => isDue(job, request, now) && hasRoom(job, running, request));
    const lanes = new Set(free.map(({ lane }) => lane));
    if (taken.length === 0) return deepEqual([...lanes], [], "nothing given though jobs are due");
    ok(new Set(taken.map(({ id }) => id)).size === taken.length, "one job given twice");
    ok(taken.length <= request.most, "more given than asked");
    for (const job of taken) mayTake(job, request, now);
    const lane = taken[0]?.lane ?? "";
    ok(
      taken.every((job) => job.lane === lane),
      "jobs of two lanes",
    );
    keepsLimits([...running, ...taken], lane, request);
    keepsOrder(taken, jobs, request, now);
    this.#note(lane, lanes, request.lane);
  }

  /** Begins anew: nobody has waited yet. */
  forget(): void {
    this.#passed.clear();
    this.#last = undefined;
  }

  #note(lane: string, lanes: ReadonlySet<string>, asked: string | undefined): void {
    if (asked !== undefined && lanes.has(asked)) ok(lane === asked, "another lane than asked");
    // To go on with a lane is no turn; to take another one out of turn begins the count anew.
    const isAsked = asked === lane;
    if (isAsked && lane !== this.#last) this.#passed.clear();
    this.#last = lane;
    if (isAsked) return;
    for (const other of this.#passed.keys()) if (!lanes.has(other)) this.#passed.delete(other);
    for (const other of lanes) this.#passed.set(other, (this.#passed.get(other) ?? 0) + 1);
    this.#passed.delete(lane);
    for (const [other, turns] of this.#passed) ok(turns <= 2, `${other} never gets its turn`);
  }
}

function mustHave(jobs: ReadonlyMap<JobId, ExpectedJob>, id: JobId): ExpectedJob {
  const job = jobs.get(id);
  ok(job, "a job that is not in the queue was given");
  return job;
}

/** It must be given, limits aside. */
function isDue(job: ExpectedJob, { except }: ClaimRequest, now: number): boolean {
  return waits(job) && job.runAt !== null && job.runAt <= now && !except.includes(job.kind);
}

function mayTake(job: ExpectedJob, { except }: ClaimRequest, now: number): void {
  ok(waits(job), `given though it is ${job.state}`);
  ok(job.runAt !== null, "given though it waits for a person");
  ok(job.runAt <= now, "given before its time");
  ok(!except.includes(job.kind), "given though its kind is paused");
}

function hasRoom(
  job: ExpectedJob,
  running: readonly ExpectedJob[],
  { perLane, perKind }: ClaimRequest,
): boolean {
  const inLane = running.filter(({ lane }) => lane === job.lane);
  const ofKind = running.filter(({ kind }) => kind === job.kind);
  const twin = running.some(({ dedupeKey }) => dedupeKey !== null && dedupeKey === job.dedupeKey);
  return (
    !twin &&
    inLane.length < perLane &&
    ofKind.length < (perKind[job.kind] ?? Number.POSITIVE_INFINITY)
  );
}

function keepsLimits(
  running: readonly ExpectedJob[],
  taken: string,
  { perLane, perKind }: ClaimRequest,
): void {
  ok(running.filter(({ lane }) => lane === taken).length <= perLane, "too many of a lane run");
  for (const [limited, most] of Object.entries(perKind)) {
    const ofKind = running.filter(({ kind }) => kind === limited);
    ok(ofKind.length <= most || !ofKind.some(waits), `too many of ${limited} run`);
  }
  const keys = running.flatMap(({ dedupeKey }) => dedupeKey ?? []);
  ok(new Set(keys).size === keys.length, "a follow-up runs beside the first");
}

/** Nothing was passed over that could have been given before, or besides, what was. */
function keepsOrder(
  taken: readonly ExpectedJob[],
  jobs: readonly ExpectedJob[],
  request: ClaimRequest,
  now: number,
): void {
  const age = new Map(jobs.map(({ id }, at) => [id, at]));
  const goesFirst = (one: ExpectedJob, other: ExpectedJob): boolean =>
    one.priority === other.priority
      ? (age.get(one.id) ?? 0) < (age.get(other.id) ?? 0)
      : one.priority > other.priority;
  for (const [at, job] of taken.entries()) {
    const next = taken[at + 1];
    ok(next === undefined || goesFirst(job, next), "given out of order");
  }
  const running = [...jobs.filter(({ state }) => state === "running"), ...taken];
  const left = jobs.filter(
    (job) => job.lane === taken[0]?.lane && !taken.includes(job) && isDue(job, request, now),
  );
  for (const job of left) {
    const others = taken.filter((one) => !goesFirst(one, job));
    const before = running.filter((one) => !others.includes(one));
    ok(others.length === 0 || !hasRoom(job, before, request), "one that goes first was left");
    ok(taken.length === request.most || !hasRoom(job, running, request), "fewer given than due");
  }
}
