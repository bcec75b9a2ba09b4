import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import type { JobQueue } from "../../src/queue/job-queue.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { memoryStore } from "../queue-scratch.ts";
import { clockAt, ScriptedAgent } from "./job-queue-script.ts";

/** A start that takes longer than this hangs. */
const READY_MS = 30_000;

/** A queue in memory that goes through the script beside the one that is killed. */
export class Reference {
  readonly #clock = clockAt(0);
  readonly #store = memoryStore();
  #queue = new SqliteJobQueue(this.#store, this.#clock);
  #agent = new ScriptedAgent(this.#queue, this.#clock, "agent 0");
  #steps = 0;

  constructor() {
    onTestFinished(() => this.#store.close());
  }

  /** How many steps it has done: the next one's number. */
  get steps(): number {
    return this.#steps;
  }

  /** Starts the next agent on what the last one left. */
  startAgent(name: string): void {
    this.#queue = new SqliteJobQueue(this.#store, this.#clock);
    this.#agent = new ScriptedAgent(this.#queue, this.#clock, name);
  }

  /** Goes on until so many steps are done. */
  async goTo(steps: number): Promise<void> {
    for (; this.#steps < steps; this.#steps += 1) await this.#agent.run(this.#steps);
  }

  rows(): readonly unknown[] {
    return rowsIn(this.#store);
  }
}

/** Everything of every job, its lease and what was asked of it included. */
function rowsIn(store: Store): readonly unknown[] {
  return store.query("SELECT * FROM job ORDER BY id", z.looseObject({})).all();
}

/** How many steps a process said that it did, counted from the first of all. */
function acknowledged(words: readonly string[], from = 0): number {
  const last = words.findLast((line) => line.startsWith("did "));
  return last === undefined ? from : Number(last.slice("did ".length)) + 1;
}

/**
 * Opens a queue as the next agent does, without a person, and finds in it exactly what was
 * acknowledged, or that and the whole of the step that was under way.
 */
export async function expectKept(
  file: AbsolutePath,
  words: readonly string[],
  reference: Reference,
): Promise<void> {
  expect(words).not.toContain("log store.set-aside");
  await reference.goTo(acknowledged(words, reference.steps));
  await withQueue(file, reference.steps, async (_queue, store) => {
    const rows = rowsIn(store);
    const expected = reference.rows();
    if (isDeepStrictEqual(rows, expected)) return;
    await reference.goTo(reference.steps + 1);
    if (!isDeepStrictEqual(rows, reference.rows())) expect(rows).toEqual(expected);
  });
}

/** The next agent takes over: every job that has not ended is run, and nothing becomes dead by that. */
export async function expectDrains(file: AbsolutePath, step: number): Promise<void> {
  await withQueue(file, step, async (queue) => {
    await queue.recover("the next agent");
    const dead = await queue.list({ states: ["dead"] }, { most: 100_000 });
    const before = await queue.counts();
    await queue.retry({ states: ["queued", "retrying"] });
    const limits = { most: 100, perLane: 100, perKind: {}, except: [] };
    const request = { worker: "the next agent", leaseMs: 60_000, ...limits };
    for (let leased = await queue.claim(request); leased.length > 0; ) {
      const ends = leased.map(
        ({ lease }) => ({ lease, ending: { kind: "done", result: null } }) as const,
      );
      const next = await queue.settleAndClaim(ends, request);
      expect(next.settled).not.toContain(false);
      leased = next.leased;
    }
    expect(await queue.counts()).toMatchObject({ queued: 0, running: 0, retrying: 0 });
    expect(await queue.list({ states: ["dead"] }, { most: 100_000 })).toEqual(dead);
    // What was under way has run, or gave way to a newer job that has run.
    const after = await queue.counts();
    const open = before.queued + before.running + before.retrying;
    expect(after.done + after.cancelled).toBe(before.done + before.cancelled + open);
  });
}

async function withQueue(
  file: AbsolutePath,
  step: number,
  work: (queue: JobQueue, store: Store) => Promise<void>,
): Promise<void> {
  const clock = clockAt(step);
  const start = performance.now();
  const { store, setAside } = openStore(file, clock, memoryLog().log);
  const queue = new SqliteJobQueue(store, clock);
  await queue.nextRunAt([]);
  expect(performance.now() - start).toBeLessThan(READY_MS);
  expect(setAside).toBeUndefined();
  try {
    await work(queue, store);
  } finally {
    store.close();
  }
}
