import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { StoreError } from "../../src/errors.ts";
import type {
  ClaimRequest,
  JobEnding,
  JobQueue,
  LeasedJob,
  NewJob,
} from "../../src/queue/job-queue.ts";
import { JobWorker, type RunLimits, type RunNews } from "../../src/queue/job-worker.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import type { Store } from "../../src/store/store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { memoryStore } from "../queue-scratch.ts";

/** A run that began and that the test ends. */
interface Begun {
  readonly job: LeasedJob;
  readonly news: RunNews;
  readonly signal: AbortSignal;
  readonly end: (ending?: JobEnding) => void;
}

const DONE: JobEnding = { kind: "done", result: null };
const bad = { kind: "failed", detail: "it ended with code 3" };

let store: Store;
let clock: FakeClock;
let queue: SqliteJobQueue;
let worker: JobWorker;
let begun: Begun[];
let limits: RunLimits | null;
/** What the next calls of the queue fail with. */
let trouble: StoreError | undefined;

beforeEach(() => {
  store = memoryStore();
  clock = new FakeClock(1_000_000);
  queue = new SqliteJobQueue(store, clock);
  begun = [];
  limits = { perKind: {}, except: [] };
  trouble = undefined;
  claimTakesMs = 0;
  worker = aWorker("me");
  worker.open();
});

afterEach(async () => {
  trouble = undefined;
  await worker.stop();
  store.close();
});

/** How long a claim takes. */
let claimTakesMs: number;

/** The queue, as it is where its disk is full or slow from time to time. */
const troubled = new Proxy<object>(
  {},
  {
    get: (_target, name) => {
      const problem = trouble;
      if (problem !== undefined) return () => Promise.reject<unknown>(problem);
      const member: unknown = Reflect.get(queue, name);
      if (name === "claim" && claimTakesMs > 0) {
        return (request: ClaimRequest) => {
          const leased = queue.claim(request);
          clock.advance(claimTakesMs);
          return leased;
        };
      }
      return typeof member === "function" ? (member as () => unknown).bind(queue) : member;
    },
  },
) as JobQueue;

function aWorker(name: string): JobWorker {
  return new JobWorker({
    queue: troubled,
    clock,
    log: memoryLog().log,
    name,
    limits: () => limits,
    turnOf: () => 2,
    changed: () => undefined,
    run: (job, news, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve({ kind: "released" }));
        begun.push({ job, news, signal, end: (ending = DONE) => resolve(ending) });
      }),
  });
}

function aJob(differs: Partial<NewJob> = {}): NewJob {
  return {
    kind: "document",
    lane: "/a",
    payload: {},
    dedupeKey: null,
    run: null,
    priority: 0,
    runAt: clock.now(),
    ...differs,
  };
}

async function add(...jobs: readonly NewJob[]): Promise<void> {
  await queue.enqueue(jobs);
  worker.wake();
}

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
const started = (count: number) => eventually(() => expect(begun).toHaveLength(count));
const idle = () => eventually(() => expect(worker.busy).toBe(false));
const lanes = () => begun.map(({ job }) => job.lane);

describe("a worker", () => {
  test("runs what is due, writes the end down and says when it is idle", async () => {
    await add(aJob());
    await started(1);
    expect(worker.busy).toBe(true);
    begun[0]?.end();
    await idle();
    expect(await queue.counts()).toMatchObject({ queued: 0, running: 0, done: 1 });
  });

  test("does nothing before it is open", async () => {
    const closed = aWorker("other");
    await queue.enqueue([aJob()]);
    closed.wake();
    expect(closed.busy).toBe(false);
    closed.open();
    await started(1);
    await closed.stop();
  });

  test("waits for what is due later", async () => {
    await add(aJob({ runAt: clock.now() + 60_000 }));
    await idle();
    expect(begun).toEqual([]);
    clock.advance(60_000);
    await started(1);
  });

  test("does not miss what came due while it looked", async () => {
    claimTakesMs = 5;
    await add(aJob({ runAt: clock.now() + 3 }));
    await idle();
    expect(begun).toEqual([]);
    claimTakesMs = 0;
    clock.advance(0);
    await started(1);
  });

  test("keeps the turns of the lanes: two of one, then two of the other", async () => {
    limits = { perKind: { document: 1 }, except: [] };
    await add(...["/a", "/a", "/a", "/a", "/b", "/b"].map((lane) => aJob({ lane })));
    for (let count = 1; count <= 6; count += 1) {
      await started(count);
      begun[count - 1]?.end();
    }
    await idle();
    expect(lanes()).toEqual(["/a", "/a", "/b", "/b", "/a", "/a"]);
  });

  test("runs no more at once than there is room for, in all and in a lane", async () => {
    await add(...Array.from({ length: 20 }, () => aJob()));
    await started(8);
    await add(...Array.from({ length: 20 }, () => aJob({ lane: "/b" })));
    await started(16);
    for (const { end } of begun.slice(0, 8)) end();
    await started(24);
    expect(begun.filter(({ job }) => job.lane === "/b")).toHaveLength(8);
  });

  test("runs nothing while nothing may run, and goes on afterwards", async () => {
    limits = null;
    await add(aJob());
    await idle();
    expect(begun).toEqual([]);
    limits = { perKind: {}, except: ["other"] };
    worker.wake();
    await started(1);
  });

  test("ends what a person cancels, and says so", async () => {
    await add(aJob());
    await started(1);
    await queue.cancel({});
    await worker.checkPulse();
    expect(begun[0]?.signal.aborted).toBe(true);
    await idle();
    expect(await queue.counts()).toMatchObject({ cancelled: 1, running: 0 });
  });

  test("drops the result of a job that somebody else has by now", async () => {
    await add(aJob());
    await started(1);
    await queue.recover("somebody else");
    await worker.checkPulse();
    expect(begun[0]?.signal.aborted).toBe(true);
    await started(2);
    begun[1]?.end();
    await idle();
    expect(await queue.counts()).toMatchObject({ done: 1, running: 0, queued: 0 });
  });

  test("tells the queue at once what a run has started", async () => {
    await add(aJob());
    await started(1);
    begun[0]?.news.process({ pid: 7, startedAt: "boot/3" });
    await eventually(async () =>
      expect(await queue.list({}, { most: 1 })).toMatchObject([{ process: { pid: 7 } }]),
    );
    begun[0]?.news.progress({ outputBytes: 3 });
    expect(worker.running).toMatchObject([{ progress: { outputBytes: 3 } }]);
  });

  test("tries a failed job again at its time", async () => {
    await add(aJob());
    await started(1);
    begun[0]?.end({ kind: "failed", failure: bad, runAt: clock.now() + 60_000 });
    await idle();
    expect(begun).toHaveLength(1);
    clock.advance(60_000);
    await started(2);
    expect(begun[1]?.job).toMatchObject({ attempt: 2, failure: bad });
  });

  test("that stops gives everything back, and takes nothing more", async () => {
    await add(aJob(), aJob());
    await started(2);
    await worker.stop();
    expect(await queue.counts()).toMatchObject({ queued: 2, running: 0 });
    await add(aJob());
    expect(begun).toHaveLength(2);
  });
});

describe("a worker whose queue cannot be written", () => {
  const full = () => new StoreError("the disk is full", { code: "store-full", hint: "Make room." });

  test("keeps what has ended, and writes it down later", async () => {
    await add(aJob());
    await started(1);
    trouble = full();
    begun[0]?.end();
    await eventually(() => expect(worker.running).toEqual([]));
    expect(worker.busy).toBe(true);
    trouble = undefined;
    clock.advance(5000);
    await idle();
    expect(await queue.counts()).toMatchObject({ done: 1, running: 0 });
  });

  test("looks again later for what it could not take", async () => {
    trouble = full();
    await add(aJob());
    await idle();
    expect(begun).toEqual([]);
    trouble = undefined;
    clock.advance(5000);
    await started(1);
  });
});
