import * as z from "zod";
import { commitSchema, pathSchema, refSchema } from "../brand-schema.ts";
import type { Operation } from "../store/operation-log.ts";

const time = z.iso.datetime();

/** Asks for the newest moves of refs, of one repository or of all. */
export const movesRequestSchema = z.object({
  repository: z.string().nullable(),
  limit: z.int().positive().max(10_000),
});

/** See {@link movesRequestSchema}. */
export type MovesRequest = z.output<typeof movesRequestSchema>;

const moveSchema = z.object({
  id: z.int(),
  repository: z.string(),
  ref: z.string(),
  /** `null`: the ref did not exist before. */
  old: z.string().nullable(),
  /** `null`: the ref was removed. */
  new: z.string().nullable(),
  cause: z.string(),
  /** `planned`: nobody came back to say how it ended. */
  state: z.enum(["planned", "done", "failed"]),
  plannedAt: time,
  settledAt: time.nullable(),
});

/** One ref that Hookline moved. Times are ISO 8601, UTC. */
export type RefMove = z.output<typeof moveSchema>;

/** The moves, newest first. */
export const movesReplySchema = z.object({ moves: z.array(moveSchema).readonly() });

/** See {@link movesReplySchema}. */
export type MovesReply = z.output<typeof movesReplySchema>;

/** Writes down a move that a client is about to make, before it happens. */
export const planMoveRequestSchema = z.object({
  repository: pathSchema,
  ref: refSchema,
  old: commitSchema.nullable(),
  new: commitSchema.nullable(),
  cause: z.string().max(200),
});

/** By what the move is known from then on. */
export const planMoveReplySchema = z.object({ id: z.int() });

/** Writes down how a move ended. */
export const settleMoveRequestSchema = z.object({
  id: z.int(),
  outcome: z.enum(["done", "failed"]),
});

/** Puts what the log holds into the words of the protocol. */
export function toMove({ plannedAt, settledAt, ...same }: Operation): RefMove {
  return {
    ...same,
    plannedAt: new Date(plannedAt).toISOString(),
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
  };
}
