import * as z from "zod";

/** Asks for lines of the agent's log. */
export const logRequestSchema = z.object({
  most: z.int().min(1).max(1000),
  /** `older`: those before a place, the newest of them. `newer`: those behind it. `newest`: the end. */
  from: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("newest") }),
    z.object({ kind: z.literal("older"), place: z.string().max(100) }),
    z.object({ kind: z.literal("newer"), place: z.string().max(100) }),
  ]),
  /** Only events of this level or a graver one. */
  level: z.enum(["debug", "info", "warn", "error"]),
  /** Only what speaks of this repository. */
  repository: z.string().nullable(),
  /** Only lines with these words, whatever their case. */
  words: z.string().max(200),
});

/** See {@link logRequestSchema}. */
export type LogRequest = z.output<typeof logRequestSchema>;

const logLineSchema = z.object({
  /** Names the line; lines sort by it as they were written. */
  place: z.string(),
  at: z.iso.datetime(),
  level: z.enum(["debug", "info", "warn", "error"]),
  event: z.string(),
  /** As they stand in the log: ids, counts, durations. */
  fields: z.record(z.string(), z.json()),
});

/** One line of the log. */
export type LogLine = z.output<typeof logLineSchema>;

/** Lines of the log, the oldest first, across its files. */
export const logReplySchema = z.object({
  lines: z.array(logLineSchema).readonly(),
  /** There are lines before the first of these. */
  older: z.boolean(),
});

/** See {@link logReplySchema}. */
export type LogReply = z.output<typeof logReplySchema>;
