import * as z from "zod";
import type { Readiness } from "../decide/readiness.ts";
import { rescueNoteSchema } from "./rescue-note-schema.ts";
import { repositoryStatusSchema } from "./status-schema.ts";

/**
 * The version of what is said on the socket.
 *
 * It grows only when a reader of today could no longer understand the other end. New routes,
 * fields and event types are no reason: readers pass over what they do not know.
 */
export const PROTOCOL = 1;

/** The reply headers by which a client can name who answered, whatever the body holds. */
export const VERSION_HEADER = "hookline-version";
/** See {@link VERSION_HEADER}. */
export const PROTOCOL_HEADER = "hookline-protocol";

/** Where a request goes, what it carries and what comes back. */
export interface Route<Request, Reply> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly request: z.ZodType<Request>;
  readonly reply: z.ZodType<Reply>;
  readonly status: 200 | 202;
}

const count = z.int().nonnegative();

/** A body that says nothing: whatever stands there is passed over. */
export const nothing: z.ZodType<void> = z.unknown().transform((): void => undefined);

/** Proof of life, given to everyone who can reach the socket. */
export const healthSchema = z.object({
  ok: z.literal(true),
  pid: count,
  version: z.string(),
  /** It only drains what waits, then ends; whoever wants to stay may ask it to stop. */
  drains: z.boolean().default(false),
});

/** See {@link healthSchema}. */
export type Health = z.output<typeof healthSchema>;

/** Whether everything was in sync once since the start, and what is missing. */
export const readinessSchema = z.object({
  ready: z.boolean(),
  reasons: z.array(z.object({ repository: z.string(), says: z.string() })).readonly(),
}) satisfies z.ZodType<Readiness>;

/** Asks for a look at one repository, or at all; `wait` holds the reply until the looks ended. */
export const lookRequestSchema = z.object({
  repository: z.string().nullable(),
  wait: z.boolean(),
  /** `tick`: run the tick first, now. Without it, `sync`. */
  occasion: z.enum(["sync", "tick"]).optional(),
});

/** See {@link lookRequestSchema}. */
export type LookRequest = z.output<typeof lookRequestSchema>;

/** What the looks did; commits are counted. */
export const lookReplySchema = z.object({
  results: z
    .array(
      z.object({
        path: z.string(),
        status: repositoryStatusSchema,
        pushed: count,
        pulled: count,
        rescued: z.array(rescueNoteSchema).readonly(),
        durationMs: z.number().nonnegative(),
      }),
    )
    .readonly(),
});

/** See {@link lookReplySchema}. */
export type LookReply = z.output<typeof lookReplySchema>;

/** The longest that a hook may wait for its feedback, in milliseconds. */
const MOST_WAIT_MS = 2000;

/** What a hook names its record by: `<pid>-<ppid>`, or the id of a canary. */
const recordId = z.string().regex(/^[\w-]{1,64}$/);

/** A hook asks what came of its record. */
export const feedbackRequestSchema = z.object({
  id: recordId,
  /** How long the hook waits in all; the agent answers a little earlier. */
  waitMs: z.int().min(0).max(MOST_WAIT_MS),
  /** The record could not be written, and this is all there is of it. */
  lost: z.boolean().default(false),
});

/** See {@link feedbackRequestSchema}. */
export type FeedbackRequest = z.output<typeof feedbackRequestSchema>;

/** Asks which of these records of canaries have arrived; the reply comes when all have, or in time. */
export const canaryRequestSchema = z.object({
  ids: z.array(recordId).max(16).readonly(),
  waitMs: z.int().min(0).max(MOST_WAIT_MS),
});

/** See {@link canaryRequestSchema}. */
export type CanaryRequest = z.output<typeof canaryRequestSchema>;

/** See {@link canaryRequestSchema}. */
export const canaryReplySchema = z.object({ arrived: z.array(z.string()).readonly() });

/** See {@link canaryReplySchema}. */
export type CanaryReply = z.output<typeof canaryReplySchema>;

/** How many repositories the agent keeps after it read the settings again. */
export const reloadReplySchema = z.object({ repositories: count });

/** See {@link reloadReplySchema}. */
export type ReloadReply = z.output<typeof reloadReplySchema>;
