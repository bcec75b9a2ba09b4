import { z } from "zod";
import { pathSchema } from "../brand-schema.ts";
import { jsonColumn } from "../store/json-column.ts";
import { type TaskRun, type TaskRunSummary, taskEndingSchema } from "./task-run.ts";

/** The columns of a list: all but what was printed. */
export const SUMMARY_COLUMNS = `task_run.id, job, attempt, task_run.task, repository, task_run.path, blob,
  commit_id, ending, started_at, duration_ms, stdout_bytes, output, output_blob`;

const summary = z.object({
  id: z.int(),
  job: z.string(),
  attempt: z.int(),
  task: z.string(),
  repository: pathSchema,
  path: z.string(),
  blob: z.string(),
  commit_id: z.string(),
  ending: jsonColumn(taskEndingSchema),
  started_at: z.int(),
  duration_ms: z.int(),
  stdout_bytes: z.int(),
  output: z.string().nullable(),
  output_blob: z.string().nullable(),
});

const whole = summary.extend({
  fingerprint: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
});

/** A row of a list. */
export const summaryRow: z.ZodType<TaskRunSummary> = summary.transform(inOurNames);

/** A row with everything. */
export const runRow: z.ZodType<TaskRun> = whole.transform(
  ({ fingerprint, stdout, stderr, ...row }) => ({
    ...inOurNames(row),
    fingerprint,
    stdout,
    stderr,
  }),
);

/** A row that was found by its words. */
export const foundRow = summary
  .extend({ snippet: z.string() })
  .transform(({ snippet, ...row }) => ({ ...inOurNames(row), snippet }));

function inOurNames({
  commit_id,
  started_at,
  duration_ms,
  stdout_bytes,
  output_blob,
  ...same
}: z.output<typeof summary>): TaskRunSummary {
  return {
    ...same,
    commit: commit_id,
    startedAt: started_at,
    durationMs: duration_ms,
    stdoutBytes: stdout_bytes,
    outputBlob: output_blob,
  };
}
