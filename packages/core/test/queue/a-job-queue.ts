import { onTestFinished } from "vitest";
import { z } from "zod";
import type { ClaimRequest, NewJob } from "../../src/queue/job-queue.ts";
import { SqliteJobQueue } from "../../src/queue/sqlite-job-queue.ts";
import type { Store } from "../../src/store/store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryStore } from "../queue-scratch.ts";

/** How long the leases of these tests last. */
export const LEASE_MS = 30_000;

/** A queue of jobs in memory, closed after the test; `reopen` gives it to the next process. */
export function aJobQueue() {
  const store = memoryStore();
  onTestFinished(() => store.close());
  const clock = new FakeClock();
  const opened = {
    store,
    clock,
    queue: new SqliteJobQueue(store, clock),
    reopen: (): void => {
      opened.queue = new SqliteJobQueue(store, clock);
    },
  };
  return opened;
}

/** A job that is due at any time, in lane `a`. */
export function aJob(differs: Partial<NewJob> = {}): NewJob {
  return {
    kind: "document",
    lane: "a",
    payload: { path: "README.md" },
    dedupeKey: null,
    run: null,
    priority: 0,
    runAt: 0,
    ...differs,
  };
}

/** Asks for one job, with no limits. */
export function aRequest(differs: Partial<ClaimRequest> = {}): ClaimRequest {
  return {
    worker: "me",
    leaseMs: LEASE_MS,
    most: 1,
    perLane: 100,
    perKind: {},
    except: [],
    ...differs,
  };
}

/** How many rows the table has. */
export function storedCount(store: Store): number | undefined {
  return store.query("SELECT count(*) AS rows FROM job", z.object({ rows: z.int() })).first()?.rows;
}
