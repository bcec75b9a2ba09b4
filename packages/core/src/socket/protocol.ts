import * as z from "zod";
import type { Readiness } from "../decide/readiness.ts";
import { agentEventSchema } from "./agent-event.ts";
import {
  jobActionReplySchema,
  jobActionRequestSchema,
  jobsReplySchema,
  jobsRequestSchema,
} from "./job-schema.ts";
import {
  movesReplySchema,
  movesRequestSchema,
  planMoveReplySchema,
  planMoveRequestSchema,
  settleMoveRequestSchema,
} from "./move-schema.ts";
import { previewReplySchema, previewRequestSchema } from "./preview-schema.ts";
import { rescueNoteSchema } from "./rescue-note-schema.ts";
import { repositoryStatusSchema, statusSchema } from "./status-schema.ts";
import {
  resultsReplySchema,
  resultsRequestSchema,
  taskRunReplySchema,
  taskRunRequestSchema,
} from "./task-schema.ts";

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
const readinessSchema = z.object({
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

/** Every route there is. `events` replies with a stream, one event a line. */
export const ROUTES = {
  health: {
    method: "GET",
    path: "/healthz",
    request: nothing,
    reply: healthSchema,
    status: 200,
  },
  /** 503 until it is ready. */
  ready: {
    method: "GET",
    path: "/readyz",
    request: nothing,
    reply: readinessSchema,
    status: 200,
  },
  /** Prometheus' text format, as it stands. */
  metrics: {
    method: "GET",
    path: "/metrics",
    request: nothing,
    reply: z.string(),
    status: 200,
  },
  status: {
    method: "GET",
    path: "/v1/status",
    request: nothing,
    reply: statusSchema,
    status: 200,
  },
  events: {
    method: "GET",
    path: "/v1/events",
    request: nothing,
    reply: agentEventSchema,
    status: 200,
  },
  /** A hook's nudge: the record is in the spool already. */
  signal: {
    method: "POST",
    path: "/v1/signal",
    request: nothing,
    reply: nothing,
    status: 202,
  },
  /** A hook waits for a line to show. The reply is plain text: the line with its end, or nothing. */
  feedback: {
    method: "POST",
    path: "/v1/feedback",
    request: feedbackRequestSchema,
    reply: z.string(),
    status: 200,
  },
  /** Whether a hook's record finds its way here: `hookline doctor`. */
  canary: {
    method: "POST",
    path: "/v1/canary",
    request: canaryRequestSchema,
    reply: canaryReplySchema,
    status: 200,
  },
  looks: {
    method: "POST",
    path: "/v1/looks",
    request: lookRequestSchema,
    reply: lookReplySchema,
    status: 200,
  },
  /** What looks would do; does nothing of it. */
  previews: {
    method: "POST",
    path: "/v1/previews",
    request: previewRequestSchema,
    reply: previewReplySchema,
    status: 200,
  },
  /** Every ref that was moved: who moved my HEAD? */
  moves: {
    method: "POST",
    path: "/v1/moves",
    request: movesRequestSchema,
    reply: movesReplySchema,
    status: 200,
  },
  /** A client moves a ref for a person: written down as the agent's own moves are. */
  planMove: {
    method: "POST",
    path: "/v1/moves/plan",
    request: planMoveRequestSchema,
    reply: planMoveReplySchema,
    status: 200,
  },
  settleMove: {
    method: "POST",
    path: "/v1/moves/settle",
    request: settleMoveRequestSchema,
    reply: nothing,
    status: 202,
  },
  /** What is queued, runs, failed or is done: looks and tasks. */
  jobs: {
    method: "POST",
    path: "/v1/jobs",
    request: jobsRequestSchema,
    reply: jobsReplySchema,
    status: 200,
  },
  actOnJobs: {
    method: "POST",
    path: "/v1/jobs/act",
    request: jobActionRequestSchema,
    reply: jobActionReplySchema,
    status: 200,
  },
  runTask: {
    method: "POST",
    path: "/v1/tasks/run",
    request: taskRunRequestSchema,
    reply: taskRunReplySchema,
    status: 200,
  },
  results: {
    method: "POST",
    path: "/v1/tasks/results",
    request: resultsRequestSchema,
    reply: resultsReplySchema,
    status: 200,
  },
  reload: {
    method: "POST",
    path: "/v1/reload",
    request: nothing,
    reply: reloadReplySchema,
    status: 200,
  },
  stop: {
    method: "POST",
    path: "/v1/stop",
    request: nothing,
    reply: nothing,
    status: 202,
  },
} as const satisfies Readonly<Record<string, Route<unknown, unknown>>>;

/** Any of {@link ROUTES}. */
export type AnyRoute = (typeof ROUTES)[keyof typeof ROUTES];
