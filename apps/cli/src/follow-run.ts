import { setTimeout as sleep } from "node:timers/promises";
import type { JobsReply, JobView } from "@hookline/core/client";
import type { StartedRun } from "./job-desk.ts";

/** How far a run of a task is. */
export interface RunSeen {
  readonly run: string;
  readonly counts: JobsReply["counts"];
  readonly paused: boolean;
  /** What runs now, and what waits for another attempt; the first of them, where there are many. */
  readonly running: readonly JobView[];
  readonly retrying: readonly JobView[];
  /** Every job that has ended so far. */
  readonly ended: readonly JobView[];
  /** What ended, or failed an attempt, since the run was seen before. */
  readonly news: readonly JobView[];
}

/** Why nobody follows a run any longer. */
export type RunEnd =
  /** Nothing of it runs or waits for its turn; failed ones may wait for another attempt. */
  | "ended"
  /** Tasks are paused, so nothing of it will run. */
  | "paused"
  /** The agent has ended, and none took its place. */
  | "agent-gone"
  | "interrupted";

/** What a test may replace. */
export interface FollowTimes {
  readonly everyMs: number;
  /** How long an agent may be away, as at a restart, before nobody waits for it. */
  readonly patienceMs: number;
}

const TIMES: FollowTimes = { everyMs: 250, patienceMs: 5000 };

/** How many that run, or wait for another attempt, are looked at. */
const MOST_SHOWN = 100;

const ENDS = ["done", "dead", "cancelled"] as const;

/**
 * Follows a run until nothing of it runs or waits for its turn.
 *
 * @param interrupted ends the following, not the run
 * @param show receives each change, and the last state
 */
export async function followRun(
  started: StartedRun,
  interrupted: AbortSignal,
  show: (seen: RunSeen) => void,
  { everyMs, patienceMs }: FollowTimes = TIMES,
): Promise<RunEnd> {
  const ended = new Map<string, JobView>();
  const attempts = new Map<string, number>();
  let lastHeard = performance.now();
  for (;;) {
    if (interrupted.aborted) return "interrupted";
    const seen = await look(started, ended, attempts);
    if (seen === undefined) {
      if (performance.now() - lastHeard > patienceMs) return "agent-gone";
    } else {
      lastHeard = performance.now();
      show(seen);
      const { counts, paused } = seen;
      if (counts.queued + counts.running === 0) return "ended";
      if (paused && counts.running === 0) return "paused";
    }
    await sleep(everyMs, undefined, { signal: interrupted }).catch(() => undefined);
  }
}

/** Looks once; `undefined` while no agent is there. */
async function look(
  { jobs, run }: StartedRun,
  ended: Map<string, JobView>,
  attempts: Map<string, number>,
): Promise<RunSeen | undefined> {
  const asked = { ids: null, repository: null, task: null, run, before: null };
  const all = await jobs({ ...asked, states: null, most: 0 });
  if (all === undefined) return undefined;
  const { counts, paused } = all;
  const listed = async (state: "running" | "retrying"): Promise<readonly JobView[] | undefined> =>
    counts[state] === 0 ? [] : (await jobs({ ...asked, states: [state], most: MOST_SHOWN }))?.jobs;
  const running = await listed("running");
  const retrying = await listed("retrying");
  const newlyEnded = await readEnded(jobs, asked, counts, ended);
  if (running === undefined || retrying === undefined || newlyEnded === undefined) return undefined;
  const failed = retrying.filter((job) => attempts.get(job.id) !== job.attempts);
  for (const job of failed) attempts.set(job.id, job.attempts);
  return {
    run,
    counts,
    paused,
    running,
    retrying,
    ended: [...ended.values()],
    news: [...newlyEnded, ...failed],
  };
}

/** How many ended ones are asked for at once. */
const ENDED_AT_ONCE = 100;

/**
 * Reads what ended and is not known yet, from the newest on, until as many are known as there are.
 *
 * A person may retry what was given up while the run goes on: then what is known is read anew.
 */
async function readEnded(
  jobs: StartedRun["jobs"],
  asked: Omit<Parameters<StartedRun["jobs"]>[0], "states" | "most">,
  counts: JobsReply["counts"],
  known: Map<string, JobView>,
): Promise<readonly JobView[] | undefined> {
  const fresh: JobView[] = [];
  const listed = new Set<string>();
  while (!agree(known, counts)) {
    const before = [...listed].at(-1) ?? null;
    const page = await jobs({ ...asked, before, states: ENDS, most: ENDED_AT_ONCE });
    if (page === undefined) return undefined;
    for (const job of page.jobs) {
      listed.add(job.id);
      if (known.get(job.id)?.state !== job.state) fresh.push(job);
      known.set(job.id, job);
    }
    if (page.jobs.length < ENDED_AT_ONCE) {
      for (const id of known.keys()) if (!listed.has(id)) known.delete(id);
      break;
    }
  }
  return fresh.toReversed();
}

function agree(known: ReadonlyMap<string, JobView>, counts: JobsReply["counts"]): boolean {
  const found = { done: 0, dead: 0, cancelled: 0 };
  for (const { state } of known.values())
    if (state === "done" || state === "dead" || state === "cancelled") found[state] += 1;
  return ENDS.every((state) => found[state] === counts[state]);
}
