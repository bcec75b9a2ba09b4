import * as z from "zod";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** Has a task run now, for files of one repository. */
export const taskRunRequestSchema = z.object({
  repository: z.string(),
  task: z.string().max(64),
  files: z.discriminatedUnion("kind", [
    /** Every file of HEAD. */
    z.object({ kind: z.literal("all") }),
    /** What changed since a revision, as git spells them. */
    z.object({ kind: z.literal("since"), revision: z.string().max(1000) }),
    /** What has been queued for it. */
    z.object({ kind: z.literal("queued") }),
  ]),
  /** Also what this command has processed before. */
  again: z.boolean(),
});

/** See {@link taskRunRequestSchema}. */
export type TaskRunRequest = z.output<typeof taskRunRequestSchema>;

/** What was asked for: by `run` its jobs can be found. */
export const taskRunReplySchema = z.object({ run: z.string(), files: count });

/** See {@link taskRunReplySchema}. */
export type TaskRunReply = z.output<typeof taskRunReplySchema>;

/** Asks what came of runs of tasks, the newest first, or, with a `query`, the best first. */
export const resultsRequestSchema = z.object({
  repository: z.string().nullable(),
  task: z.string().max(64).nullable(),
  /** Below the top of the work tree. */
  file: z.string().nullable(),
  job: z.string().max(64).nullable(),
  /** Words; `"several words"` stand together. */
  query: z.string().max(1000).nullable(),
  most: z.int().min(1).max(200),
  /** Goes on behind this result, where an earlier list ended; not for a search. */
  before: z.int().nullable(),
  /** Whether to send what was printed; a list is long with it. */
  output: z.boolean(),
});

/** See {@link resultsRequestSchema}. */
export type ResultsRequest = z.output<typeof resultsRequestSchema>;

const resultSchema = z.object({
  id: z.int(),
  job: z.string(),
  attempt: count,
  task: z.string(),
  repository: z.string(),
  file: z.string(),
  blob: z.string(),
  commit: z.string(),
  succeeded: z.boolean(),
  /** In words: `it ended with code 3`. */
  ending: z.string(),
  /** `null` where it was ended, or never began. */
  exitCode: z.int().nullable(),
  startedAt: time,
  durationMs: count,
  /** `null` where it was not asked for. */
  stdout: z.string().nullable(),
  /** As many as it printed; `stdout` holds the first of them. */
  stdoutBytes: count,
  stderr: z.string().nullable(),
  /** The file that its output went to, below the top of the work tree. */
  output: z.string().nullable(),
  /** Where the query was found, with U+E000 and U+E001 around each hit. */
  snippet: z.string().nullable(),
});

/** What one run of a task came to. Times are ISO 8601, UTC. */
export type TaskResult = z.output<typeof resultSchema>;

/** See {@link resultsRequestSchema}. */
export const resultsReplySchema = z.object({ results: z.array(resultSchema).readonly() });

/** See {@link resultsReplySchema}. */
export type ResultsReply = z.output<typeof resultsReplySchema>;
