import type { ClaimRequest } from "../../src/queue/job-queue.ts";
import { faultyStore } from "../faulty-store.ts";
import { overridden } from "./overridden-queue.ts";
import type { Fault } from "./tried-queue.ts";

const sql = (name: string, right: string, wrong: string): NamedFault => ({
  name,
  Store: faultyStore(right, wrong),
});

const claiming = (
  name: string,
  change: (request: ClaimRequest) => Partial<ClaimRequest>,
): NamedFault => ({
  name,
  wrap: (queue) =>
    overridden(queue, { claim: (request) => queue.claim({ ...request, ...change(request) }) }),
});

/** See {@link FAULTS}. */
export interface NamedFault extends Fault {
  readonly name: string;
}

/** Mistakes that somebody could make in the queue of jobs; the model must see each. */
export const FAULTS: readonly NamedFault[] = [
  sql(
    "a lost lease that ends a run well",
    "cancel_asked = 0 WHERE id = @row AND token = @token",
    "cancel_asked = 0 WHERE id = @row",
  ),
  sql(
    "a lost lease that ends a run badly",
    "SELECT * FROM job WHERE id = @row AND token = @token",
    "SELECT * FROM job WHERE id = @row",
  ),
  sql(
    "a lost lease whose heart goes on beating",
    "@process, process) WHERE id = @row AND token = @token",
    "@process, process) WHERE id = @row",
  ),
  sql("a lease that is not written down", "token = token + 1", "token = token"),
  sql(
    "a heartbeat that the next process does not know of",
    "SET lease_until = @leaseUntil, lease_ms = @leaseMs, progress",
    "SET lease_ms = @leaseMs, progress",
  ),
  sql(
    "a lease that is over for the next process",
    "lease_until = @leaseUntil, lease_ms = @leaseMs, started_at",
    "lease_until = @leaseUntil - @leaseMs, lease_ms = @leaseMs, started_at",
  ),
  {
    name: "leases by a clock that people set",
    clock: (clock) => ({ ...clock, monotonic: clock.now }),
  },
  sql("progress that is not written", "iif(@newProgress, @progress, progress)", "progress"),
  sql("a process that is not written", "iif(@newProcess, @process, process)", "process"),
  sql("a process that outlives its run", "process = NULL, cancel_asked", "cancel_asked"),
  sql("a newer content that is not written", ", payload = @payload", ""),
  sql(
    "a newer job that does not get its priority",
    "lane = @lane, priority = @priority, run_at",
    "lane = @lane, run_at",
  ),
  sql(
    "a newer job that inherits failures",
    "attempts = @attempts, crashes = @crashes, enqueued_at",
    "enqueued_at",
  ),
  sql(
    "the newest first",
    "ORDER BY priority DESC, id LIMIT",
    "ORDER BY priority DESC, id DESC LIMIT",
  ),
  sql("an order without priority", "ORDER BY priority DESC, id LIMIT", "ORDER BY id LIMIT"),
  sql(
    "a follow-up beside the first",
    "lane, kind, dedupe_key FROM",
    "lane, kind, NULL AS dedupe_key FROM",
  ),
  sql("a job that is let through late", "AND run_at <= @now ORDER", "AND run_at <= @now - 5 ORDER"),
  sql(
    "a failed job that waits no longer",
    "claimable = @claimable, run_at = @runAt, attempts",
    "claimable = @claimable, attempts",
  ),
  sql(
    "attempts that nobody counts",
    "attempts = @attempts, crashes = @crashes, failure = @failure, finished_at",
    "crashes = @crashes, failure = @failure, finished_at",
  ),
  sql(
    "crashes that nobody counts",
    "crashes = @crashes, failure = @failure, finished_at",
    "failure = @failure, finished_at",
  ),
  sql("failures that are not kept", "failure = @failure, finished_at", "finished_at"),
  sql("results that are not kept", "result = @result, ", ""),
  sql("a failure that success does not forget", "crashes = 0, failure = NULL,", "crashes = 0,"),
  sql("a cancellation that is not asked for", "SET cancel_asked = 1", "SET cancel_asked = 0"),
  sql(
    "a cancellation that outlives its run",
    "process = NULL, cancel_asked = 0 WHERE",
    "process = NULL WHERE",
  ),
  sql(
    "jobs with a process that nobody takes back",
    "state = 'running' ORDER BY id",
    "state = 'running' AND process IS NULL ORDER BY id",
  ),
  sql(
    "the dead pruned",
    "('done', 'cancelled') AND finished_at <",
    "('done', 'cancelled', 'dead') AND finished_at <",
  ),
  sql(
    "the cancelled kept for ever",
    "('done', 'cancelled') AND finished_at <",
    "('done') AND finished_at <",
  ),
  sql(
    "the newest pruned first",
    "ORDER BY finished_at, id LIMIT",
    "ORDER BY finished_at DESC, id LIMIT",
  ),
  sql("one too many pruned", "- @mostFinished", "- @mostFinished + 1"),
  sql("retries counted twice", "later - retrying AS queued", "later AS queued"),
  sql("the dead unseen", "SELECT * FROM job WHERE TRUE", "SELECT * FROM job WHERE state <> 'dead'"),
  sql("a selection of every lane", "lane = @lane) AND (@run", "lane <> '') AND (@run"),
  sql("a page that repeats a job", "id < @before", "id <= @before"),
  sql("the last time told first", "ORDER BY run_at LIMIT 1", "ORDER BY run_at DESC LIMIT 1"),
  claiming("a lane that always goes first", ({ lane }) => ({ lane: lane ?? "/repositories/a" })),
  claiming("a limit of kinds that is not kept", () => ({ perKind: {} })),
  claiming("a limit of lanes that is off by one", ({ perLane }) => ({ perLane: perLane + 1 })),
  claiming("kinds that run though they are paused", () => ({ except: [] })),
];
