import * as z from "zod";
import { JOB_STATES } from "../decide/job.ts";
import { JOB_ACTIONS } from "../decide/job-action.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** Names a job to people and programs: a number, or `look-` and a number. */
const jobName = z.string().regex(/^[\w-]{1,64}$/);

/** What chooses jobs; `null` where it does not matter. */
const chosen = {
  ids: z.array(jobName).max(1000).readonly().nullable(),
  repository: z.string().nullable(),
  task: z.string().max(64).nullable(),
  /** What one `hookline task run` asked for. */
  run: z.string().max(64).nullable(),
};

/** Asks for jobs, the newest first. */
export const jobsRequestSchema = z.object({
  ...chosen,
  states: z.array(z.enum(JOB_STATES)).readonly().nullable(),
  /** 0 asks for the counts alone. */
  most: z.int().min(0).max(1000),
  /** Goes on behind this job, where an earlier list ended. */
  before: jobName.nullable(),
});

/** See {@link jobsRequestSchema}. */
export type JobsRequest = z.output<typeof jobsRequestSchema>;

const jobSchema = z.object({
  id: z.string(),
  /** A look at a repository (a sync), or one file for a task. */
  kind: z.enum(["look", "task"]),
  task: z.string().nullable(),
  repository: z.string(),
  /** Below the top of the work tree. */
  file: z.string().nullable(),
  commit: z.string().nullable(),
  state: z.enum(JOB_STATES),
  /** Runs that failed so far. */
  attempts: count,
  /** When it is due; `null` where it runs, has ended, or waits until a person asks. */
  runAt: time.nullable(),
  enqueuedAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** How far a run is: what it has printed. */
  progress: z.object({ outputBytes: count, lastLine: z.string() }).nullable(),
  /** How the last run ended, if not well: what happened, and what to do. */
  failure: z.object({ kind: z.string(), detail: z.string(), next: z.string() }).nullable(),
  /** It waits because its task is paused, or all are. */
  paused: z.boolean().default(false),
  /** What came of it: it ran, it had been done before, or there was nothing to do. */
  outcome: z.enum(["ran", "already", "skipped"]).nullable(),
});

/** One job. Times are ISO 8601, UTC. */
export type JobView = z.output<typeof jobSchema>;

const jobCountsSchema = z.object({
  queued: count,
  running: count,
  retrying: count,
  done: count,
  dead: count,
  cancelled: count,
});

/** The jobs of a list, and how many there are in each state, all pages together. */
export const jobsReplySchema = z.object({
  jobs: z.array(jobSchema).readonly(),
  counts: jobCountsSchema,
  /** Tasks wait until `hookline queue resume`. */
  paused: z.boolean(),
});

/** See {@link jobsReplySchema}. */
export type JobsReply = z.output<typeof jobsReplySchema>;

/** Has something done about jobs: those named, or all that fit. */
export const jobActionRequestSchema = z.object({
  action: z.enum(JOB_ACTIONS),
  ...chosen,
});

/** See {@link jobActionRequestSchema}. */
export type JobActionRequest = z.output<typeof jobActionRequestSchema>;

/** For how many jobs it was done, and which of those named are none, or in no state for it. */
export const jobActionReplySchema = z.object({
  changed: count,
  unfit: z.array(z.string()).readonly(),
});

/** See {@link jobActionReplySchema}. */
export type JobActionReply = z.output<typeof jobActionReplySchema>;
