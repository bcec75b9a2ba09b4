import type { Clock } from "../clock.ts";
import type { Log } from "../log/events.ts";
import { despiteStore } from "../store/despite-store.ts";
import type {
  ClaimRequest,
  Heartbeat,
  Job,
  JobEnd,
  JobEnding,
  JobId,
  JobProcess,
  JobQueue,
  JsonValue,
  LeasedJob,
} from "./job-queue.ts";

/** How long a run may be silent before its job may be taken back, and how often it speaks up. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** How long we wait before we try again when the queue cannot be used (a full disk, mostly). */
const QUEUE_RETRY_MS = 5000;

/** How many jobs run at the same time, in all and of one repository. */
const MOST_RUNNING = 16;
const MOST_RUNNING_PER_LANE = 8;

/** What a run tells while it goes on. */
export interface RunNews {
  readonly progress: (progress: JsonValue) => void;
  /** It started a process; told to the queue at once, so that the next agent can end it. */
  readonly process: (process: JobProcess) => void;
}

/** Runs one job to its end; never rejects. `signal` ends it early, and then any ending will do. */
export type RunJob = (job: LeasedJob, news: RunNews, signal: AbortSignal) => Promise<JobEnding>;

/** What may run at the moment. */
export type RunLimits = Pick<ClaimRequest, "perKind" | "except">;

/** What {@link JobWorker} needs. */
export interface JobWorkerParts {
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process in the queue. */
  readonly name: string;
  readonly run: RunJob;
  /** `null` while nothing may run. */
  readonly limits: () => RunLimits | null;
  /** How many jobs of its lane run in one turn. */
  readonly turnOf: (job: Job) => number;
  /** Called when the queue or what runs has changed. */
  readonly changed: () => void;
}

interface Running {
  readonly job: LeasedJob;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  progress: JsonValue | undefined;
  /** Decided from outside: somebody else has the job, or a person does not want it any more. */
  fate: "lost" | "cancelled" | undefined;
}

/** Runs the jobs that are due, once it is open: in turn between lanes, several at once, as the limits allow. */
export class JobWorker {
  readonly #parts: JobWorkerParts;
  readonly #running = new Map<JobId, Running>();
  readonly #stopping = new AbortController();
  /** Runs that have ended and are not written down yet. */
  #ends: readonly JobEnd[] = [];
  #turn: { readonly lane: string; readonly left: number } | undefined;
  #opened = false;
  #woken = false;
  #pumping: Promise<void> | undefined;
  #alarm: AbortController | undefined;
  #heart: NodeJS.Timeout | undefined;

  constructor(parts: JobWorkerParts) {
    this.#parts = parts;
  }

  /** The jobs that run, with their latest progress. */
  get running(): readonly { readonly job: LeasedJob; readonly progress: JsonValue }[] {
    return [...this.#running.values()].map(({ job, progress }) => ({
      job,
      progress: progress ?? job.progress,
    }));
  }

  /** Whether a run is under way or not written down yet. */
  get busy(): boolean {
    return this.#running.size + this.#ends.length > 0 || this.#pumping !== undefined;
  }

  /** Begins to run what is due. */
  open(): void {
    this.#opened = true;
    this.wake();
  }

  /** Looks for jobs that are due: something was queued, or a limit may be another. Never rejects. */
  readonly wake = (): void => {
    if (!this.#opened || this.#stopping.signal.aborted) return;
    this.#woken = true;
    this.#pumping ??= this.#pumpWhileWoken();
  };

  /** Asks the queue at once whether a person cancelled something. */
  async checkPulse(): Promise<void> {
    await this.#beat([...this.#running.values()].map(({ job }) => ({ lease: job.lease })));
  }

  /** Ends every run and takes no more. What was not finished runs again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#alarm?.abort();
    clearInterval(this.#heart);
    for (const { abort } of this.#running.values()) abort.abort();
    await this.#pumping;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    await despiteStore(this.#parts.log, () => this.#settle());
  }

  async #pumpWhileWoken(): Promise<void> {
    do {
      this.#woken = false;
      const done = await despiteStore(this.#parts.log, () => this.#pump());
      if (done === undefined) this.#comeBack(QUEUE_RETRY_MS);
    } while (this.#woken && !this.#stopping.signal.aborted);
    // In one step with the last look at it: no wake falls in between.
    this.#pumping = undefined;
  }

  /** Starts what is due as long as there is room, and sets the alarm for what is due later. */
  async #pump(): Promise<true> {
    let asOf: number;
    for (;;) {
      const request = this.#request();
      asOf = this.#parts.clock.now();
      if (request === null) {
        await this.#settle();
        break;
      }
      const leased = await this.#settleAndClaim(request);
      for (const job of leased) this.#start(job);
      this.#takeTurn(leased);
      if (leased.length === 0) break;
    }
    await this.#setAlarm(asOf);
    return true;
  }

  /** What to claim next; `null` where there is no room, or nothing may run. */
  #request(): ClaimRequest | null {
    const limits = this.#stopping.signal.aborted ? null : this.#parts.limits();
    const room = MOST_RUNNING - this.#running.size;
    if (limits === null || room <= 0) return null;
    return {
      ...limits,
      worker: this.#parts.name,
      leaseMs: LEASE_MS,
      most: Math.min(room, this.#turn?.left ?? 1),
      lane: this.#turn?.lane,
      perLane: MOST_RUNNING_PER_LANE,
    };
  }

  #takeTurn(leased: readonly LeasedJob[]): void {
    const last = leased.at(-1);
    if (last === undefined) return;
    const goesOn = this.#turn?.lane === last.lane;
    const before = goesOn ? (this.#turn?.left ?? 0) : this.#parts.turnOf(last);
    const left = before - leased.length;
    this.#turn = left > 0 ? { lane: last.lane, left } : undefined;
  }

  async #settleAndClaim(request: ClaimRequest): Promise<readonly LeasedJob[]> {
    const ends = this.#ends;
    if (ends.length === 0) return this.#parts.queue.claim(request);
    const { leased } = await this.#parts.queue.settleAndClaim(ends, request);
    this.#settled(ends);
    return leased;
  }

  async #settle(): Promise<void> {
    const ends = this.#ends;
    if (ends.length === 0) return;
    await this.#parts.queue.settle(ends);
    this.#settled(ends);
  }

  #settled(ends: readonly JobEnd[]): void {
    this.#ends = this.#ends.filter((end) => !ends.includes(end));
    this.#parts.changed();
  }

  /** @param asOf when it was last claimed, or a moment before */
  async #setAlarm(asOf: number): Promise<void> {
    const limits = this.#parts.limits();
    const { queue, clock } = this.#parts;
    const runAt = limits === null ? undefined : await queue.nextRunAt(limits.except);
    // Due then but not started: a limit holds it back, and whoever ends makes room and pumps again.
    if (runAt === undefined || runAt <= asOf) this.#alarm?.abort();
    else this.#comeBack(Math.max(0, runAt - clock.now()));
  }

  #comeBack(afterMs: number): void {
    this.#alarm?.abort();
    if (this.#stopping.signal.aborted) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#parts.clock.sleep(afterMs, alarm.signal).then(this.wake, () => undefined);
  }

  #start(job: LeasedJob): void {
    const abort = new AbortController();
    const news: RunNews = {
      progress: (progress) => {
        running.progress = progress;
      },
      process: (process) => void this.#beat([{ lease: job.lease, process }]),
    };
    const done = this.#parts
      .run(job, news, abort.signal)
      .then((ending) => this.#ended(job, ending));
    const running: Running = { job, abort, done, progress: undefined, fate: undefined };
    this.#running.set(job.id, running);
    this.#heart ??= setInterval(() => void this.#beatAll(), HEARTBEAT_MS);
    this.#parts.log("job.started", { job: job.id, kind: job.kind, attempt: job.attempt });
    this.#parts.changed();
  }

  #ended(job: LeasedJob, ending: JobEnding): void {
    const fate = this.#running.get(job.id)?.fate;
    this.#running.delete(job.id);
    if (this.#running.size === 0) {
      clearInterval(this.#heart);
      this.#heart = undefined;
    }
    if (fate !== "lost") {
      const end = fate === "cancelled" ? ({ kind: "cancelled" } as const) : ending;
      this.#ends = [...this.#ends, { lease: job.lease, ending: end }];
    }
    this.#parts.log("job.ended", { job: job.id, kind: job.kind, ending: fate ?? ending.kind });
    this.#parts.changed();
    this.wake();
  }

  async #beatAll(): Promise<void> {
    await this.#beat(
      [...this.#running.values()].map(({ job, progress }) => ({ lease: job.lease, progress })),
    );
    // What a failure of ours left running with nobody at it.
    await despiteStore(this.#parts.log, () => this.#parts.queue.expire());
  }

  async #beat(beats: readonly Heartbeat[]): Promise<void> {
    if (beats.length === 0) return;
    const pulse = await despiteStore(this.#parts.log, () =>
      this.#parts.queue.heartbeat(beats, LEASE_MS),
    );
    for (const { id } of pulse?.lost ?? []) this.#end(id, "lost");
    for (const { id } of pulse?.cancelled ?? []) this.#end(id, "cancelled");
  }

  #end(id: JobId, fate: "lost" | "cancelled"): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.fate ??= fate;
    running.abort.abort();
  }
}
