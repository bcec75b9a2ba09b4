import * as z from "zod";
import { ACTIVITY_KINDS } from "../decide/activity.ts";
import { GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { rescueNoteSchema } from "./rescue-note-schema.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** Asks what happened, the newest first. */
export const activityRequestSchema = z.object({
  repository: z.string().nullable(),
  /** What ended at this time or later. */
  since: time,
  /** What ended before this time; `null`: up to now. */
  until: time.nullable(),
  most: z.int().min(1).max(5000),
  /** Goes on behind this entry, where an earlier list ended. */
  before: z.int().nullable(),
});

/** See {@link activityRequestSchema}. */
export type ActivityRequest = z.output<typeof activityRequestSchema>;

/**
 * One look that did or met something, or several in a row that did not.
 * `quiet` stands for `looks` looks between `at` and `until`, see `ActivityKind`.
 */
export const activitySchema = z.object({
  id: z.int(),
  repository: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  /** When the look ended, or the first of several. */
  at: time,
  /** When the last of several ended; the same as `at` for one. */
  until: time,
  looks: count,
  branch: z.string().nullable(),
  pushed: count,
  pulled: count,
  rescued: z.array(rescueNoteSchema).readonly(),
  hold: z.object({ reason: z.enum(HOLD_REASONS), says: z.string() }).nullable(),
  failure: z
    .object({ kind: z.enum(GIT_FAILURE_KINDS), says: z.string(), detail: z.string() })
    .nullable(),
  /** How long the looks took, all together. */
  durationMs: count,
});

/** See {@link activitySchema}. Times are ISO 8601, UTC. */
export type ActivityEntry = z.output<typeof activitySchema>;

/** The entries that were asked for. */
export const activityReplySchema = z.object({
  entries: z.array(activitySchema).readonly(),
  /** There are older ones in the same span. */
  more: z.boolean(),
});

/** See {@link activityReplySchema}. */
export type ActivityReply = z.output<typeof activityReplySchema>;
