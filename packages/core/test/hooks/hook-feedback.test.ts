import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HookFeedback } from "../../src/agent/hook-feedback.ts";
import { HookReports } from "../../src/agent/hook-reports.ts";
import { trackRepository } from "../../src/agent/tracked-repository.ts";
import { DEFAULT_SETTINGS } from "../../src/config/settings-schema.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import type { QueuedFiles } from "../../src/decide/queued-files.ts";
import type { LookResult } from "../../src/decide/repository-status.ts";
import { aFailure, aLookResult } from "../../src/testing/a-status.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

const BACKGROUND = "[Hookline] Syncing in background...";
const LARGE = "[Hookline] Large commit detected. Syncing in background...";
const SYNCED = /^\[Hookline\] Synced 1 file to origin\/main in \d\.\d s$/;

let scratch: Scratch;
let here: AbsolutePath;
let clock: FakeClock;
let reports: HookReports;
/** Ends the look that covers every report so far. */
let endLook: () => void;
let drain: () => Promise<void>;
let queued: Promise<readonly QueuedFiles[]>;
/** What the looks find. */
let result: LookResult;

beforeEach(async () => {
  scratch = await makeScratch("feedback");
  here = await scratch.clone(await scratch.remote(), "here");
  clock = new FakeClock();
  let next = Promise.withResolvers<void>();
  endLook = () => {
    next.resolve();
    next = Promise.withResolvers();
  };
  drain = () => Promise.resolve();
  queued = Promise.resolve([]);
  result = aLookResult({ pushed: 1 });
  reports = new HookReports({
    clock,
    nextLook: () => next.promise,
    tracked: () => ({ ...trackRepository(here, null, undefined), last: result }),
  });
});

afterEach(() => scratch.remove());

const feedback = (settings: Partial<typeof DEFAULT_SETTINGS> = {}) =>
  new HookFeedback({
    clock,
    door: { env: scratch.env, log: memoryLog().log },
    reports,
    settings: () => Promise.resolve({ ...DEFAULT_SETTINGS, ...settings }),
    drain: () => drain(),
    queued: () => queued,
  });

const never = new AbortController().signal;
const commit = (id: string) => reports.remember(here, [{ id, event: "post-commit" }]);
const ask = (id: string, waitMs = 80, signal = never) => ({ id, waitMs, lost: false, signal });
const line = (desk: HookFeedback, { signal, ...request }: ReturnType<typeof ask>) =>
  desk.line(request, signal);

/** Lets a sync take so long that the next one is expected to. */
async function syncIn(durationMs: number): Promise<void> {
  commit("past");
  const past = reports.get("past");
  clock.advance(durationMs);
  endLook();
  await past?.ended;
  await vi.waitFor(() => expect(reports.predictMs(here)).not.toBeNull());
}

describe("a hook that asks", () => {
  test("waits until the look has ended, and time stands still", async () => {
    commit("1-1");
    const answer = line(feedback(), ask("1-1"));
    endLook();
    expect(await answer).toMatch(SYNCED);
  });

  test("is told a little before it gives up", async () => {
    commit("1-1");
    let said: string | undefined;
    const answer = line(feedback(), ask("1-1")).then((text) => (said = text));
    clock.advance(64);
    await vi.waitFor(() => expect(reports.get("1-1")).toBeDefined());
    expect(said).toBeUndefined();
    clock.advance(1);
    expect(await answer).toBe(BACKGROUND);
  });

  test("does not wait at all for what will take longer than it can", async () => {
    await syncIn(66);
    commit("1-1");
    expect(await line(feedback(), ask("1-1"))).toBe(BACKGROUND);
    const patient = line(feedback(), ask("1-1", 2000));
    endLook();
    expect(await patient).toMatch(SYNCED);
  });

  test("does not wait for what will take longer than anyone should", async () => {
    await syncIn(2001);
    commit("1-1");
    expect(await line(feedback(), ask("1-1", 2000))).toBe(LARGE);
    expect(await line(feedback({ asyncMs: 3000 }), ask("1-1", 2000))).toBe(BACKGROUND);
  });

  test("is told the result where there is one, however long it was to take", async () => {
    await syncIn(5000);
    commit("1-1");
    endLook();
    expect(await line(feedback(), ask("1-1"))).toMatch(SYNCED);
    commit("2-2");
    endLook();
    expect(await line(feedback({ asyncFiles: 0 }), ask("2-2"))).toContain("Synced to origin/main");
  });

  test("is told in time even where the spool cannot be read", async () => {
    drain = () => new Promise(() => undefined);
    const answer = line(feedback(), ask("1-1"));
    clock.advance(65);
    expect(await answer).toBe(BACKGROUND);
  });

  test("that has gone is let go of, at every point", async () => {
    commit("1-1");
    const desk = feedback();
    for (const when of ["before", "during"]) {
      const gone = new AbortController();
      if (when === "before") gone.abort();
      const answer = line(desk, ask("1-1", 80, gone.signal));
      gone.abort();
      await expect(answer).rejects.toThrow("abort");
    }
    endLook();
    expect(await line(desk, ask("1-1"))).toMatch(SYNCED);
  });

  test("has nothing to hear while syncing is paused, and does not wait for it", async () => {
    commit("1-1");
    expect(await line(feedback({ paused: true, asyncFiles: 0 }), ask("1-1"))).toBe("");
  });

  test("other events have nothing to say", async () => {
    reports.remember(here, [{ id: "1-1", event: "post-checkout" }]);
    expect(await line(feedback(), ask("1-1"))).toBe("");
  });
});

describe("what a commit has queued for tasks", () => {
  const files: QueuedFiles = { task: "document", files: 3, mode: "auto" };

  test("is told before what came of the sync", async () => {
    queued = Promise.resolve([files]);
    commit("1-1");
    const answer = line(feedback(), ask("1-1"));
    endLook();
    expect(await answer).toMatch(
      /^\[Hookline\] Queued 3 files for "document"\. Synced 1 file to origin\/main/,
    );
  });

  test("is told of a commit whose sync is not waited for", async () => {
    queued = Promise.resolve([files]);
    await syncIn(2001);
    commit("1-1");
    expect(await line(feedback(), ask("1-1", 2000))).toBe(
      '[Hookline] Queued 3 files for "document". Large commit detected. Syncing in background...',
    );
  });

  test("is left out where it is not known in time, and the result is told all the same", async () => {
    queued = new Promise(() => undefined);
    commit("1-1");
    const answer = line(feedback(), ask("1-1"));
    endLook();
    await reports.get("1-1")?.ended;
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(65);
    expect(await answer).toMatch(/^\[Hookline\] /);
  });
});

describe("many hooks at once", () => {
  test("sixteen wait, the others are answered at once, and then there is room again", async () => {
    const desk = feedback();
    commit("1-1");
    const answers = Array.from({ length: 50 }, () => line(desk, ask("1-1")));
    const refused = await Promise.all(answers.slice(16));
    expect(new Set(refused)).toEqual(new Set([BACKGROUND]));
    endLook();
    for (const answer of await Promise.all(answers.slice(0, 16))) expect(answer).toMatch(SYNCED);
    commit("2-2");
    endLook();
    expect(await line(desk, ask("2-2"))).toMatch(SYNCED);
  });
});

describe("what past syncs tell", () => {
  test("only commits that came to rest count", async () => {
    for (const [event, found] of [
      ["post-checkout", {}],
      ["post-commit", { failure: aFailure("offline") }],
      ["post-commit", { hold: "rebase" }],
    ] as const) {
      reports.remember(here, [{ id: "1-1", event }]);
      result = aLookResult(found);
      endLook();
      await reports.get("1-1")?.ended;
      expect(reports.predictMs(here)).toBeNull();
    }
    result = aLookResult();
    await syncIn(300);
    expect(reports.predictMs(here)).toBe(300);
  });

  test("what was reported while a look ran waits for the next one", async () => {
    commit("1-1");
    endLook();
    commit("2-2");
    const second = reports.get("2-2");
    const open = Symbol("open");
    await reports.get("1-1")?.ended;
    expect(await Promise.race([second?.ended, Promise.resolve(open)])).toBe(open);
  });

  test("a number that comes round again is the newest report", async () => {
    commit("1-1");
    reports.remember(here, [{ id: "1-1", event: "post-merge" }]);
    expect(reports.get("1-1")?.event).toBe("post-merge");
  });
});
