import type { AbsolutePath, JobsReply, JobView } from "@hookline/core/client";
import type { JobDesk } from "./job-desk.ts";

/** See the queue's own states. */
export type JobState = JobView["state"];

/** Every state, in the order in which a person reads of them: what needs one stands last. */
export const READING_ORDER: readonly JobState[] = [
  "done",
  "cancelled",
  "running",
  "queued",
  "retrying",
  "dead",
];

/** What is still to come, or waits for a person. */
export const UNFINISHED: ReadonlySet<JobState> = new Set(["running", "queued", "retrying", "dead"]);

/** Which jobs a person wants to see. */
export interface QueueChoice {
  /** One repository, or all of them. */
  readonly repository: AbsolutePath | null;
  readonly task: string | null;
  readonly states: ReadonlySet<JobState>;
  /** How many of each state. */
  readonly most: number;
}

/** Jobs, those of a state together, and how many there are in all. */
export interface QueueListing extends JobsReply {
  readonly repository: AbsolutePath | null;
}

/** The most that one reply carries. */
const MOST_AT_ONCE = 1000;

/** Reads the queue: of each state the newest, so that thousands that wait hide nothing that runs. */
export async function readQueue(desk: JobDesk, choice: QueueChoice): Promise<QueueListing> {
  const { repository, task, states, most } = choice;
  const chosen = { ids: null, repository, task, run: null, before: null };
  const { counts, paused } = await desk.jobs({ ...chosen, states: null, most: 0 });
  const jobs: JobView[] = [];
  for (const state of READING_ORDER) {
    if (!states.has(state) || counts[state] === 0) continue;
    jobs.push(...(await readJobs(desk.jobs, { ...chosen, states: [state] }, most)));
  }
  return { repository, jobs, counts, paused };
}

type Asked = Omit<Parameters<JobDesk["jobs"]>[0], "most" | "before">;

/** Reads the newest jobs of a selection, page by page. */
export async function readJobs(
  ask: JobDesk["jobs"],
  asked: Asked,
  most: number,
): Promise<readonly JobView[]> {
  const jobs: JobView[] = [];
  while (jobs.length < most) {
    const page = Math.min(MOST_AT_ONCE, most - jobs.length);
    const before = jobs.at(-1)?.id ?? null;
    const reply = await ask({ ...asked, before, most: page });
    jobs.push(...reply.jobs);
    if (reply.jobs.length < page) break;
  }
  return jobs;
}
