import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AbsolutePath, absolutePath } from "../src/decide/brands.ts";
import type { GitFailure } from "../src/decide/git-failure.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { LookWorker } from "../src/queue/look-worker.ts";
import { openStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

const A = absolutePath("/a");
const B = absolutePath("/b");
const C = absolutePath("/c");

/** A look that began and that the test ends. */
interface BegunLook {
  readonly repository: AbsolutePath;
  readonly reasons: readonly string[];
  readonly signal: AbortSignal;
  readonly end: (failure?: GitFailure) => void;
}

let scratch: Scratch;
let store: Store;
let jobs: LookStore;
let clock: FakeClock;
let worker: LookWorker;
let begun: BegunLook[];
let crowded: AbsolutePath[];
let heard: unknown[];

beforeEach(async () => {
  scratch = await makeScratch("worker");
  clock = new FakeClock();
  const { log } = memoryLog();
  store = openStore(scratch.path("queue.db"), clock, log).store;
  jobs = new LookStore(store, clock);
  begun = [];
  crowded = [];
  heard = [];
  worker = new LookWorker({
    jobs,
    clock,
    log,
    name: "me",
    parallel: 2,
    random: () => 0.5,
    crowded: (looking) => ([...looking].length > 0 ? crowded : []),
    triggered: (repositories, reason) => void heard.push([[...repositories], reason]),
    changed: () => undefined,
    run: (repository, reasons, signal) =>
      new Promise((resolve) => {
        const end = (failure?: GitFailure): void => resolve(failure ?? null);
        signal.addEventListener("abort", () => end({ kind: "stopped", detail: "" }));
        begun.push({ repository, reasons, signal, end });
      }),
  });
});

afterEach(async () => {
  await worker.stop();
  store.close();
  await scratch.remove();
});

const where = () => begun.map(({ repository }) => repository);
const last = () => begun.at(-1);
const offline: GitFailure = { kind: "offline", detail: "no route" };
const refused: GitFailure = { kind: "refused", detail: "hook" };
const settled = (check: () => void) => vi.waitFor(check);

describe("the worker", () => {
  test("looks at one repository at a time, and at no more at once than it may", async () => {
    worker.trigger([A, B, C], "hook");
    worker.trigger([A], "hook");
    expect(where()).toEqual([A, B]);
    begun[0]?.end();
    await settled(() => expect(where()).toEqual([A, B, C]));
    begun[1]?.end();
    await settled(() => expect(where()).toEqual([A, B, C, A]));
  });

  test("what arrives during a look is looked at afterwards, once", async () => {
    worker.trigger([A], "hook");
    worker.trigger([A], "hook");
    worker.trigger([A], "refs-moved");
    worker.trigger([A], "sync");
    expect(where()).toEqual([A]);
    last()?.end();
    await settled(() => expect(begun).toHaveLength(2));
    expect(last()?.reasons.toSorted()).toEqual(["hook", "refs-moved", "sync"]);
    last()?.end();
    await settled(() => expect(worker.running.size).toBe(0));
    expect(jobs.list()).toEqual([]);
    expect(begun).toHaveLength(2);
  });

  test("a poll that finds nothing leaves nothing on the disk", async () => {
    worker.trigger([A], "poll");
    expect(jobs.list()).toEqual([]);
    last()?.end();
    await settled(() => expect(worker.running.size).toBe(0));
    expect(jobs.list()).toEqual([]);
  });

  test("a look that failed is tried again when its time has come, and not before", async () => {
    worker.trigger([A], "poll");
    last()?.end(offline);
    await settled(() =>
      expect(jobs.list()).toMatchObject([{ state: "retrying", attempts: 1, failure: offline }]),
    );
    worker.trigger([A], "poll");
    expect(begun).toHaveLength(1);
    clock.advance(1000);
    await settled(() => expect(begun).toHaveLength(2));
    last()?.end(offline);
    await settled(() => expect(jobs.list()).toMatchObject([{ attempts: 2 }]));
    clock.advance(1999);
    expect(begun).toHaveLength(2);
    clock.advance(1);
    await settled(() => expect(begun).toHaveLength(3));
    last()?.end();
    await settled(() => expect(jobs.list()).toEqual([]));
  });

  test("what came due while the worker looked for work is not missed", async () => {
    const claim = jobs.claim.bind(jobs);
    jobs.claim = (...asked) => {
      const leased = claim(...asked);
      clock.advance(5);
      return leased;
    };
    const runAt = clock.now() + 3;
    jobs.enqueueLook({ repository: A, reasons: ["hook"], runAt, urgency: "asked" });
    worker.trigger([], "hook");
    expect(begun).toEqual([]);
    clock.advance(0);
    await settled(() => expect(where()).toEqual([A]));
  });

  test("a commit does not wait for a retry's time, and does not lose its count", async () => {
    worker.trigger([A], "hook");
    last()?.end(offline);
    await settled(() => expect(jobs.list()).toMatchObject([{ state: "retrying" }]));
    worker.trigger([A], "hook");
    expect(begun).toHaveLength(2);
    last()?.end(offline);
    await settled(() => expect(jobs.list()).toMatchObject([{ attempts: 2 }]));
  });

  test("what only a person can mend waits for one, or for a commit", async () => {
    worker.trigger([A], "hook");
    last()?.end(refused);
    await settled(() => expect(jobs.list()).toMatchObject([{ state: "dead", failure: refused }]));
    worker.trigger([A], "poll");
    clock.advance(86_400_000);
    expect(begun).toHaveLength(1);
    worker.trigger([A], "sync");
    expect(begun).toHaveLength(2);
  });

  test("a look that could not ask its remote waits until it may, and that is no attempt", async () => {
    worker.trigger([A], "hook");
    last()?.end({ ...offline, waitsUntil: clock.now() + 5000 });
    await settled(() => expect(jobs.list()).toMatchObject([{ state: "retrying", attempts: 0 }]));
    clock.advance(4999);
    expect(begun).toHaveLength(1);
    clock.advance(1);
    await settled(() => expect(begun).toHaveLength(2));
    last()?.end({ ...refused, waitsUntil: null });
    await settled(() => expect(jobs.list()).toMatchObject([{ state: "dead", attempts: 0 }]));
    worker.trigger([A], "wake");
    await settled(() => expect(begun).toHaveLength(3));
  });

  test("a poll that could not ask its remote leaves it to the next poll", async () => {
    worker.trigger([A], "poll");
    last()?.end({ ...offline, waitsUntil: clock.now() + 5000 });
    await settled(() => expect(worker.running.size).toBe(0));
    expect(jobs.list()).toEqual([]);
  });

  test("a repository whose host is busy with others waits, and keeps nobody else waiting", async () => {
    crowded = [B];
    worker.trigger([A], "hook");
    worker.trigger([B], "poll");
    worker.trigger([B, C], "hook");
    expect(where()).toEqual([A, C]);
    begun[1]?.end(offline);
    await settled(() => expect(worker.running.size).toBe(1));
    clock.advance(1000);
    await settled(() => expect(where()).toEqual([A, C, C]));
    crowded = [];
    begun[0]?.end();
    await settled(() => expect(where()).toEqual([A, C, C, B]));
  });

  test("every trigger is heard before it becomes a look", () => {
    worker.trigger([A, B], "sync");
    expect(heard).toEqual([[[A, B], "sync"]]);
  });

  test("whoever waits is answered by a look that began after the question", async () => {
    worker.trigger([A], "poll");
    let answered = false;
    const waiting = worker.triggerAndWait(A, "sync").then(() => {
      answered = true;
    });
    begun[0]?.end();
    await settled(() => expect(begun).toHaveLength(2));
    expect(answered).toBe(false);
    last()?.end();
    await waiting;
  });

  test("who waits for the next look gets one that begins afterwards, and causes none", async () => {
    const ended: string[] = [];
    const wait = (name: string) => void worker.nextLook(A).then(() => ended.push(name));
    wait("first");
    expect(where()).toEqual([]);
    worker.trigger([A], "hook");
    wait("second");
    worker.trigger([A], "hook");
    begun[0]?.end();
    await settled(() => expect(begun).toHaveLength(2));
    expect(ended).toEqual(["first"]);
    begun[1]?.end();
    await settled(() => expect(ended).toEqual(["first", "second"]));
  });

  test("nobody waits for a look that will not come", async () => {
    const forgotten = worker.nextLook(A);
    await worker.forget(A);
    await forgotten;
    const stopped = worker.nextLook(A);
    await worker.stop();
    await stopped;
    await worker.nextLook(B);
    expect(begun).toEqual([]);
  });

  test("a stop ends what runs, and durable work is there for the next start", async () => {
    worker.trigger([A], "hook");
    worker.trigger([B], "poll");
    await worker.stop();
    expect(begun.every(({ signal }) => signal.aborted)).toBe(true);
    expect(jobs.list()).toMatchObject([{ repository: A, state: "queued", attempts: 0 }]);
    worker.trigger([C], "hook");
    expect(where()).toEqual([A, B]);
  });

  test("a repository that is no longer ours leaves no job behind", async () => {
    worker.trigger([A], "hook");
    const waiting = worker.triggerAndWait(A, "sync");
    await worker.forget(A);
    await waiting;
    expect(jobs.list()).toEqual([]);
  });
});
