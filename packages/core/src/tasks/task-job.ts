import { z } from "zod";

const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/**
 * What a job of a task carries: one file as one commit left it.
 *
 * The job's `kind` is the task's name and its `lane` the repository. The command itself is not here: it
 * is read from the settings when the job runs, so that nothing runs that the user took back.
 */
export const taskPayloadSchema = z.object({
  /** Below the top of the work tree; bytes, one character each (`git/path-bytes.ts`). */
  path: z.string(),
  /** The committed content. */
  blob: objectId,
  commit: objectId,
  on: z.enum(["commit", "pull"]),
  /** Run it although this command has processed this content before. */
  again: z.boolean(),
});

/** See {@link taskPayloadSchema}. */
export type TaskPayload = z.output<typeof taskPayloadSchema>;
