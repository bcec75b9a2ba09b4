import { z } from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import type { TaskEnding } from "../decide/task-ending.ts";

/** A run of a task that is about to be written down. Times are milliseconds. */
export interface NewTaskRun {
  readonly job: string;
  readonly attempt: number;
  readonly task: string;
  readonly repository: AbsolutePath;
  /** Below the top of the work tree. */
  readonly path: string;
  /** The committed content. */
  readonly blob: string;
  readonly commit: string;
  /** See `fingerprint`; `null` where the file changed while the command ran: nobody knows what it saw. */
  readonly fingerprint: string | null;
  readonly ending: TaskEnding;
  readonly startedAt: number;
  readonly durationMs: number;
  /** The beginning of what it printed, as it is. */
  readonly stdout: string;
  /** How much it printed. */
  readonly stdoutBytes: number;
  /** The end, without secrets. */
  readonly stderr: string;
  /** The file that it was written to, below the top of the work tree. */
  readonly output: string | null;
  /** The id that git gives to what was written there; `null` where nothing was. */
  readonly outputBlob: string | null;
}

/** A run of a task as it is kept. */
export interface TaskRun extends NewTaskRun {
  readonly id: number;
}

/** A run in a list: without what it printed. */
export type TaskRunSummary = Omit<TaskRun, "stdout" | "stderr" | "fingerprint">;

const detailed = z.object({
  kind: z.enum(["output-refused", "output-taken", "output-too-large", "disk", "content"]),
  detail: z.string(),
});

/** How a run ended, as it comes from the database. */
export const taskEndingSchema: z.ZodType<TaskEnding> = z.union([
  z.object({ kind: z.enum(["succeeded", "stopped"]) }),
  z.object({ kind: z.literal("failed"), exitCode: z.int() }),
  z.object({ kind: z.literal("killed"), signal: z.string() }),
  z.object({ kind: z.literal("timed-out"), afterMs: z.number() }),
  z.object({ kind: z.literal("not-started"), problem: z.string() }),
  detailed,
]);
