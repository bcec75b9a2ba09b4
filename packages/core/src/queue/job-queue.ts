import type { JobId } from "../decide/brands.ts";
import type { JobState } from "../decide/job.ts";

/** What a job carries and what it leaves: anything that JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

export type { JobId };

/** A job to be put into the queue. Times are milliseconds since the epoch. */
export interface NewJob {
  /** What limits and pauses speak of, such as the name of a task. */
  readonly kind: string;
  /** Jobs of a lane run in order; lanes take turns. A repository. */
  readonly lane: string;
  /** Machine neutral: nothing that only this process understands. */
  readonly payload: JsonValue;
  /** A job that waits with the same key is replaced; one that runs is not, and this becomes its follow-up. */
  readonly dedupeKey: string | null;
  /** Names the jobs that a person asked for together, so that their progress can be told. */
  readonly run: string | null;
  /** The higher goes first within its lane; 0 for what nobody is waiting for. */
  readonly priority: number;
  /** `null`: waits until a person asks for it (`retry`). */
  readonly runAt: number | null;
}

/** What became of a new job: a row of its own, or the one that waited with its content replaced. */
export interface Enqueued {
  readonly id: JobId;
  readonly kind: "queued" | "replaced";
}

/** Proves a lease. A lease that was lost and taken anew has a higher token, so an old holder can do nothing. */
export interface LeaseRef {
  readonly id: JobId;
  readonly token: number;
}

/** A process that a job started, so that the next agent can end it before the job runs again. */
export interface JobProcess {
  readonly pid: number;
  /** When it began, as the system tells it: a process id is used again, both together are not. */
  readonly startedAt: string;
}

/** Why a run did not end well. `kind` is for programs, `detail` one line for people. */
export interface JobFailure {
  readonly kind: string;
  readonly detail: string;
}

/** A job as the queue keeps it. Times are milliseconds since the epoch. */
export interface Job extends NewJob {
  readonly id: JobId;
  readonly state: JobState;
  /** Runs that ended in a failure since it was queued or retried by a person. */
  readonly attempts: number;
  /** Runs that never came to an end, in a row. */
  readonly crashes: number;
  /** Who runs it. */
  readonly worker: string | null;
  readonly process: JobProcess | null;
  readonly progress: JsonValue;
  readonly result: JsonValue;
  /** How the last run ended, if not well. */
  readonly failure: JobFailure | null;
  /** When its content came. */
  readonly enqueuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** A job that one worker holds until `leaseUntil`, and longer if its heart beats. */
export interface LeasedJob extends Job {
  readonly lease: LeaseRef;
  readonly leaseUntil: number;
  /** Which run this is; 1 for the first. */
  readonly attempt: number;
}

/** Which jobs a worker wants. */
export interface ClaimRequest {
  /** Names the process, so that its jobs can be taken back when it has ended. */
  readonly worker: string;
  readonly leaseMs: number;
  /** At most so many, all of one lane. */
  readonly most: number;
  /** The lane whose turn it still is; without it, or when it has nothing due, the next in turn. */
  readonly lane?: string | undefined;
  /** How many jobs of one lane may run at once. */
  readonly perLane: number;
  /** How many of a kind may run at once, where that is limited. */
  readonly perKind: Readonly<Record<string, number>>;
  /** Kinds that are paused. */
  readonly except: readonly string[];
}

/** How a run ended. Times are milliseconds since the epoch. */
export type JobEnding =
  | { readonly kind: "done"; readonly result: JsonValue }
  /** Failed, to be tried again at `runAt`; counts as an attempt. */
  | { readonly kind: "failed"; readonly failure: JobFailure; readonly runAt: number }
  /** Failed, and only a person can mend that. */
  | { readonly kind: "dead"; readonly failure: JobFailure }
  /** Given back unfinished, because the agent stops; counts against nothing. */
  | { readonly kind: "released" }
  /** A person cancelled it. */
  | { readonly kind: "cancelled" };

/** A run that has ended. */
export interface JobEnd {
  readonly lease: LeaseRef;
  readonly ending: JobEnding;
}

/** A sign of life of one run. What is left out stays as it was. */
export interface Heartbeat {
  readonly lease: LeaseRef;
  readonly progress?: JsonValue | undefined;
  readonly process?: JobProcess | null | undefined;
}

/** What a worker learns from its heartbeats. */
export interface Pulse {
  /** Somebody else may have these by now: end them and drop what they did. */
  readonly lost: readonly LeaseRef[];
  /** A person cancelled these: end them, then say so. */
  readonly cancelled: readonly LeaseRef[];
}

/** Chooses jobs; what is left out does not matter. An empty selection is all of them. */
export interface JobSelection {
  readonly ids?: readonly JobId[] | undefined;
  readonly states?: readonly JobState[] | undefined;
  readonly kind?: string | undefined;
  readonly lane?: string | undefined;
  readonly run?: string | undefined;
}

/** Which finished jobs are kept. The dead are never pruned: they wait for a person. */
export interface Retention {
  /** What finished before this may go. Milliseconds since the epoch. */
  readonly finishedBefore: number;
  /** So many finished jobs are kept at most, the newest. */
  readonly mostFinished: number;
}

/** What an engine can do, where engines differ; whoever uses the port asks, and the suite checks it. */
export interface QueueCapabilities {
  /** Lanes take turns, and a lane's jobs come in order of priority, then age. */
  readonly fairLanes: boolean;
  /** `perKind` is kept. */
  readonly kindLimits: boolean;
  /** The shortest lease, in milliseconds. */
  readonly leastLeaseMs: number;
  /** Jobs of one `enqueue` keep their order; without it, only jobs of different moments come in order. */
  readonly orderWithinCall: boolean;
  /** `recover` takes jobs back. Where machines share the engine it finds none: leases must run out there. */
  readonly recovers: boolean;
  /** `settleAndClaim` is one transaction. */
  readonly oneTransaction: boolean;
}

/**
 * A durable queue of jobs, whatever engine is behind it.
 *
 * **What it promises.** What a call has returned, a power cut does not take back. A job runs at least
 * once, with one live lease holder at a time, and its end is written down once. So a task must bear to
 * be run again after a crash: everything it did may have been done already.
 *
 * It holds only the atomic moves (`decide/job.ts`). When to try again, what to run and how to end it
 * stand above it. A call throws a StoreError where the engine cannot be used; then nothing has happened.
 *
 * A call with a lease reports `false` where the lease is lost: then the caller stops and drops its result.
 */
export interface JobQueue {
  readonly capabilities: QueueCapabilities;

  /** Puts jobs into the queue, all or none, in order. */
  enqueue(jobs: readonly NewJob[]): Promise<readonly Enqueued[]>;

  /** Takes jobs that are due, under a lease each; none where nothing is due or a limit is reached. */
  claim(request: ClaimRequest): Promise<readonly LeasedJob[]>;

  /** Writes down how runs ended; says for each whether its lease still held. All or none are written. */
  settle(ends: readonly JobEnd[]): Promise<readonly boolean[]>;

  /** As `settle`, then `claim`; in one transaction where the engine can. */
  settleAndClaim(
    ends: readonly JobEnd[],
    request: ClaimRequest,
  ): Promise<{ readonly settled: readonly boolean[]; readonly leased: readonly LeasedJob[] }>;

  /** Puts the ends of leases off to `leaseMs` from now, with what is new of the runs. */
  heartbeat(beats: readonly Heartbeat[], leaseMs: number): Promise<Pulse>;

  /**
   * Takes back what other workers hold, and counts a crash for each. Only for whoever knows that none of
   * them lives, and has ended what they started (`Job.process`).
   *
   * @returns the jobs as they are now: queued again, dead after too many crashes, or yielded
   */
  recover(worker: string): Promise<readonly Job[]>;

  /** Takes back jobs whose lease has run out. */
  expire(): Promise<readonly Job[]>;

  /** Cancels what waits or is dead, and asks for the cancellation of what runs. Returns how many. */
  cancel(selection: JobSelection): Promise<number>;

  /**
   * Makes jobs due now, as if they were new: what waits, retries, is dead or was cancelled. One whose
   * newer follow-up waits gives way to it, and the follow-up is due now. Returns how many.
   */
  retry(selection: JobSelection): Promise<number>;

  get(id: JobId): Promise<Job | undefined>;

  /** Lists jobs, the newest first; `before` goes on where a list ended. */
  list(
    selection: JobSelection,
    page: { readonly most: number; readonly before?: JobId | undefined },
  ): Promise<readonly Job[]>;

  /** How many jobs are in each state. */
  counts(selection?: JobSelection): Promise<Readonly<Record<JobState, number>>>;

  /** When the next job can be claimed, limits aside; may lie in the past. */
  nextRunAt(except: readonly string[]): Promise<number | undefined>;

  /** Forgets finished jobs, a bounded number at a time. Returns how many; 0 when it is done. */
  prune(retention: Retention): Promise<number>;

  close(): Promise<void>;
}
