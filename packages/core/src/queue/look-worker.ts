import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { uniteReasons } from "../decide/coalesce.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { type LookReason, REASON_RULES } from "../decide/look-reason.ts";
import { routeTrigger } from "../decide/trigger-route.ts";
import type { Log } from "../log/events.ts";
import { despiteStoreNow } from "../store/despite-store.ts";
import type { LeasedLook, LookStore } from "./look-store.ts";
import { settleLook } from "./settle-look.ts";

/** How long a look may be silent before another worker may take it, and how often it speaks up. */
const LEASE_MS = 30_000;
const HEARTBEAT_MS = 10_000;

/** How long we wait before we try again when the store cannot be used (a full disk, mostly). */
const STORE_RETRY_MS = 5000;

/** Runs one look to its end; gives the failure that it met, if any. Never rejects. */
export type RunLook = (
  repository: AbsolutePath,
  reasons: readonly string[],
  signal: AbortSignal,
) => Promise<GitFailure | null>;

/** What the worker needs. */
export interface LookWorkerParts {
  readonly jobs: LookStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly run: RunLook;
  /** Names this process in the queue. */
  readonly name: string;
  /** How many repositories may be looked at at the same time. */
  readonly parallel: number;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  /** The repositories that should wait for those that are looked at: they ask the same remote host. */
  readonly crowded: (looking: Iterable<AbsolutePath>) => readonly AbsolutePath[];
  /** Called with every trigger, before it becomes a look. */
  readonly triggered: (repositories: Iterable<AbsolutePath>, reason: LookReason) => void;
  /** Called when the queue or what runs has changed. */
  readonly changed: () => void;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Runs the looks that are due: one per repository at a time, several repositories at once.
 *
 * Two sources: the queue on disk, and triggers that need not outlive us, which wait in memory
 * (`routeTrigger` tells which is which). A look from memory that fails joins the queue.
 */
export class LookWorker {
  readonly #parts: LookWorkerParts;
  readonly #running = new Map<AbsolutePath, Running>();
  readonly #inMemory = new Map<AbsolutePath, readonly string[]>();
  readonly #nextEnds = new Map<AbsolutePath, PromiseWithResolvers<void>>();
  readonly #stopping = new AbortController();
  #alarm: AbortController | undefined;

  constructor(parts: LookWorkerParts) {
    this.#parts = parts;
  }

  /** The repositories that are being looked at. */
  get running(): ReadonlySet<AbsolutePath> {
    return new Set(this.#running.keys());
  }

  /** The repositories whose look waits in memory for its turn. */
  get waitingInMemory(): ReadonlySet<AbsolutePath> {
    return new Set(this.#inMemory.keys());
  }

  /**
   * Asks for looks.
   *
   * @returns whether everything that has to be durable is on the disk. Where it is not, the looks
   * are made all the same, from memory, and the caller keeps what it has.
   */
  trigger(repositories: Iterable<AbsolutePath>, reason: LookReason): boolean {
    if (this.#stopping.signal.aborted) return false;
    const { jobs, clock } = this.#parts;
    this.#parts.triggered(repositories, reason);
    const queued = this.#withStore(() => jobs.list()) ?? [];
    const waiting = new Map(
      queued.flatMap((job) => (job.state === "running" ? [] : [[job.repository, job.state]])),
    );
    const durable: AbsolutePath[] = [];
    for (const repository of repositories) {
      const route = routeTrigger(reason, waiting.get(repository) ?? null);
      if (route === "durable") durable.push(repository);
      if (route === "in-memory") this.#keepInMemory(repository, [reason]);
    }
    const { urgency } = REASON_RULES[reason];
    const runAt = clock.now();
    const kept = this.#withStore(() =>
      jobs.enqueueLooks(
        durable.map((repository) => ({ repository, reasons: [reason], runAt, urgency })),
      ),
    );
    if (kept === undefined) for (const path of durable) this.#keepInMemory(path, [reason]);
    this.#parts.changed();
    this.#pump();
    return kept !== undefined;
  }

  /** Asks for a look and waits until one that began after this call has ended. */
  async triggerAndWait(repository: AbsolutePath, reason: LookReason): Promise<void> {
    const ended = this.nextLook(repository);
    this.trigger([repository], reason);
    await ended;
  }

  /**
   * Waits for the end of the next look that begins; asks for none.
   *
   * Called before a trigger, it waits for the look that covers it. Settles without a look where there
   * will be none: the repository is forgotten, or the worker stops.
   */
  nextLook(repository: AbsolutePath): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    const next = this.#nextEnds.get(repository) ?? Promise.withResolvers<void>();
    this.#nextEnds.set(repository, next);
    return next.promise;
  }

  /** Drops what waits for a repository that is no longer ours, and ends its look. */
  async forget(repository: AbsolutePath): Promise<void> {
    const { jobs } = this.#parts;
    this.#inMemory.delete(repository);
    // Before the look ends, so that it has no job to give back, and after, for what it left.
    this.#withStore(() => jobs.forget(repository));
    const running = this.#running.get(repository);
    running?.abort.abort();
    await running?.done;
    this.#withStore(() => jobs.forget(repository));
    this.#takeNextEnd(repository)?.resolve();
  }

  /** Ends every look and takes no more. What was not finished is looked at again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#alarm?.abort();
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    for (const next of this.#nextEnds.values()) next.resolve();
  }

  #keepInMemory(repository: AbsolutePath, reasons: readonly string[]): void {
    this.#inMemory.set(repository, uniteReasons(this.#inMemory.get(repository) ?? [], reasons));
  }

  /** Starts what is due, as long as there is room, and sets the alarm for what is due later. */
  #pump(): void {
    if (this.#stopping.signal.aborted) return;
    const { jobs, clock, name, parallel } = this.#parts;
    this.#withStore(() => jobs.expire());
    const asOf = clock.now();
    while (this.#running.size < parallel) {
      const busy = this.#busy();
      const leased = this.#withStore(() => jobs.claim(name, LEASE_MS, busy));
      if (leased !== undefined) {
        this.#start(leased.repository, leased.reasons, leased);
        continue;
      }
      const idle = [...this.#inMemory].find(([repository]) => !busy.includes(repository));
      if (idle === undefined) break;
      this.#start(idle[0], idle[1], undefined);
    }
    this.#setAlarm(asOf);
  }

  /** @param asOf a moment before the first claim */
  #setAlarm(asOf: number): void {
    this.#alarm?.abort();
    const { jobs, clock } = this.#parts;
    const runAt = this.#withStore(() => jobs.nextRunAt(this.#busy()));
    // Due then but not started: it waits for room, and whoever makes room pumps again.
    if (runAt === undefined || runAt <= asOf) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    clock.sleep(Math.max(0, runAt - clock.now()), alarm.signal).then(
      () => this.#pump(),
      () => undefined,
    );
  }

  /** The repositories that must not be started now; each waits for a look that pumps when it ends. */
  #busy(): readonly AbsolutePath[] {
    const looking = [...this.#running.keys()];
    return [...looking, ...this.#parts.crowded(looking)];
  }

  #start(
    repository: AbsolutePath,
    reasons: readonly string[],
    leased: LeasedLook | undefined,
  ): void {
    // This look sees everything, so it answers for what waits in memory too.
    const all = uniteReasons(reasons, this.#inMemory.get(repository) ?? []);
    this.#inMemory.delete(repository);
    const ended = this.#takeNextEnd(repository);
    const abort = new AbortController();
    const done = this.#look(repository, all, leased, abort).finally(() => {
      this.#running.delete(repository);
      ended?.resolve();
      this.#parts.changed();
      this.#pump();
    });
    this.#running.set(repository, { abort, done });
    this.#parts.changed();
  }

  async #look(
    repository: AbsolutePath,
    reasons: readonly string[],
    leased: LeasedLook | undefined,
    abort: AbortController,
  ): Promise<void> {
    const { jobs, log, run } = this.#parts;
    if (leased) log("job.leased", { job: leased.job, repository, attempt: leased.attempt });
    const heartbeat = setInterval(() => {
      const renewed = leased && this.#withStore(() => jobs.renew(leased.token, LEASE_MS));
      if (renewed === false) abort.abort();
    }, HEARTBEAT_MS);
    const failure = await run(repository, reasons, abort.signal);
    clearInterval(heartbeat);
    const settled = this.#withStore(() => {
      settleLook(this.#parts, { repository, reasons, leased, failure });
      return true;
    });
    if (settled === undefined && failure !== null) this.#againLater(repository, reasons);
  }

  /** A failed look whose job could not be written down is made again from memory. */
  #againLater(repository: AbsolutePath, reasons: readonly string[]): void {
    this.#parts.clock.sleep(STORE_RETRY_MS, this.#stopping.signal).then(
      () => {
        this.#keepInMemory(repository, reasons);
        this.#pump();
      },
      () => undefined,
    );
  }

  /** Does without the store where it fails: the agent goes on with what it has in memory. */
  #withStore<Result>(work: () => Result): Result | undefined {
    return despiteStoreNow(this.#parts.log, work);
  }

  #takeNextEnd(repository: AbsolutePath): PromiseWithResolvers<void> | undefined {
    const next = this.#nextEnds.get(repository);
    this.#nextEnds.delete(repository);
    return next;
  }
}
