import * as z from "zod";
import { GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { SYNC_STATES } from "../decide/observation.ts";
import { ACTIVITIES, type RepositoryStatus } from "../decide/repository-status.ts";
import { rescueNoteSchema } from "./rescue-note-schema.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/**
 * Ties a schema to an interface: it compiles only if each allows exactly what the other does.
 *
 * `satisfies` alone would let the schema demand a field that the interface lacks.
 */
function mirrors<Shape>() {
  return <Schema extends z.ZodType<Shape>>(
    schema: Schema & ([Shape] extends [z.output<Schema>] ? unknown : never),
  ): Schema => schema;
}

/** What the agent says of one repository, as {@link RepositoryStatus}. */
export const repositoryStatusSchema = mirrors<RepositoryStatus>()(
  z.object({
    path: z.string(),
    branch: z.string().nullable(),
    upstream: z.string().nullable(),
    state: z.enum(SYNC_STATES),
    ahead: count,
    behind: count,
    alpha: z.boolean(),
    paused: z.boolean(),
    pausedUntil: time.nullable().default(null),
    activity: z.enum(ACTIVITIES),
    hold: z
      .object({
        reason: z.enum(HOLD_REASONS),
        says: z.string(),
        next: z.string(),
        files: z.array(z.string()).readonly(),
      })
      .nullable(),
    failure: z
      .object({
        kind: z.enum(GIT_FAILURE_KINDS),
        says: z.string(),
        detail: z.string(),
        next: z.string(),
        attempts: count,
        retryAt: time.nullable(),
      })
      .nullable(),
    lastLookAt: time.nullable(),
    lastSuccessAt: time.nullable(),
    lastTransfer: z.object({ pushed: count, pulled: count, at: time }).nullable(),
    lastRescue: z.object({ rescued: z.array(rescueNoteSchema).readonly(), at: time }).nullable(),
    warnings: z.array(z.string()).readonly(),
  }) satisfies z.ZodType<RepositoryStatus>,
);

/** How many jobs stand where in the queue, and how many records wait in the spool. */
export const queueStatusSchema = z.object({
  queued: count,
  running: count,
  retrying: count,
  dead: count,
  spooled: count,
});

/** See {@link queueStatusSchema}. */
export type QueueStatus = z.output<typeof queueStatusSchema>;

/** Who answers: the agent's process and what it speaks. */
const agentStatusSchema = z.object({
  pid: count,
  version: z.string(),
  protocol: count,
  startedAt: time,
  home: z.string(),
  /** The newest file of its log; null from an agent that does not say. */
  log: z.string().nullable().default(null),
  /** The version of Node that runs it. */
  node: z.string(),
  /** Its host names the repositories, as in a container; the user's list does not count. */
  headless: z.boolean().default(false),
  /** A background runner: it syncs what hooks left, and ends. */
  drains: z.boolean().default(false),
});

/** Everything that `hookline status` shows. `agent` is null where nobody runs. */
export const statusSchema = z.object({
  agent: agentStatusSchema.nullable(),
  repositories: z.array(repositoryStatusSchema).readonly(),
  /** Repositories that are being cloned, and how that goes. */
  awaited: z
    .array(z.object({ path: z.string(), says: z.string() }))
    .readonly()
    .default([]),
  queue: queueStatusSchema,
});

/** See {@link statusSchema}. */
export type Status = z.output<typeof statusSchema>;
