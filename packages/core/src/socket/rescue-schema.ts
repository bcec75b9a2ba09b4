import * as z from "zod";
import { RESCUE_REASONS } from "../decide/rescue.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** What a rescue is called: its ref without the prefix. */
const rescueName = z.string().min(1).max(200);

/** A path below the top of the work tree, as git names it. */
const filePath = z.string().min(1).max(4096);

/** Asks what was kept here, in one repository or in all. */
export const rescuesRequestSchema = z.object({ repository: z.string().nullable() });

/** See {@link rescuesRequestSchema}. */
export type RescuesRequest = z.output<typeof rescuesRequestSchema>;

const rescueSchema = z.object({
  repository: z.string(),
  name: rescueName,
  commit: z.string(),
  /** `null` of one that is not ours. */
  reason: z.enum(RESCUE_REASONS).nullable(),
  at: time.nullable(),
  /** The machine that made it. */
  host: z.string().nullable(),
  branch: z.string().nullable(),
  commits: count,
  files: count,
  /** In a sentence: what it holds, and why it was made. */
  says: z.string(),
  /** When it may go by itself; `null`: not before a person was told of it. */
  expiresAt: time.nullable(),
});

/** One rescue. */
export type RescueView = z.output<typeof rescueSchema>;

/** The rescues, the newest first, and the repositories that could not be read. */
export const rescuesReplySchema = z.object({
  rescues: z.array(rescueSchema).readonly(),
  failures: z.array(z.object({ repository: z.string(), says: z.string() })).readonly(),
});

/** See {@link rescuesReplySchema}. */
export type RescuesReply = z.output<typeof rescuesReplySchema>;

const oneRescue = { repository: z.string(), name: rescueName };

/** Asks what is inside a rescue; that counts as telling a person of it. */
export const rescueRequestSchema = z.object(oneRescue);

/** See {@link rescueRequestSchema}. */
export type RescueRequest = z.output<typeof rescueRequestSchema>;

/** What is inside a rescue. */
export const rescueReplySchema = z.object({
  rescue: rescueSchema,
  /** The newest commits that it keeps; `rescue.commits` counts them all. */
  commits: z.array(z.object({ commit: z.string(), subject: z.string() })).readonly(),
  /** Files that were not committed, as they stood. */
  files: z.array(z.object({ path: z.string(), change: z.enum(["written", "deleted"]) })).readonly(),
  /** How many of its commits are on no branch, tag or remote. */
  onlyHere: count,
  /** What was there and is not in it; never something that was about to be replaced. */
  leftOut: z.array(z.object({ path: z.string(), why: z.string() })).readonly(),
});

/** See {@link rescueReplySchema}. */
export type RescueReply = z.output<typeof rescueReplySchema>;

/** Asks for a part of a rescue as a patch. */
export const rescuePatchRequestSchema = z.object({
  ...oneRescue,
  of: z.discriminatedUnion("kind", [
    /** All that its commits changed, together, against where the branch moved to. */
    z.object({ kind: z.literal("commits") }),
    z.object({ kind: z.literal("commit"), commit: z.string().regex(/^[0-9a-f]{40,64}$/) }),
    /** The files that were not committed. */
    z.object({ kind: z.literal("files") }),
    z.object({ kind: z.literal("file"), path: filePath }),
  ]),
});

/** See {@link rescuePatchRequestSchema}. */
export type RescuePatchRequest = z.output<typeof rescuePatchRequestSchema>;

/** A patch as git writes it; the first part of one that is too long for a screen. */
export const rescuePatchReplySchema = z.object({ patch: z.string(), cut: z.boolean() });

/** See {@link rescuePatchReplySchema}. */
export type RescuePatchReply = z.output<typeof rescuePatchReplySchema>;

/** Gives a rescue back: its commits as a branch, or files in their places. Nothing is overwritten. */
export const restoreRequestSchema = z.object({
  ...oneRescue,
  as: z.discriminatedUnion("kind", [
    /** `null` lets us choose the name. */
    z.object({ kind: z.literal("branch"), branch: z.string().max(250).nullable() }),
    /** No path: all that were not committed. */
    z.object({ kind: z.literal("files"), paths: z.array(filePath).max(1000).readonly() }),
  ]),
});

/** See {@link restoreRequestSchema}. */
export type RestoreRequest = z.output<typeof restoreRequestSchema>;

/** What came back, in sentences for a person; `whole`: all that was asked for. */
export const restoreReplySchema = z.object({
  whole: z.boolean(),
  branch: z.string().nullable(),
  lines: z.array(z.string()).readonly(),
});

/** See {@link restoreReplySchema}. */
export type RestoreReply = z.output<typeof restoreReplySchema>;

/** Lets a rescue go for good. */
export const dropRescueRequestSchema = z.object(oneRescue);

/** See {@link dropRescueRequestSchema}. */
export type DropRescueRequest = z.output<typeof dropRescueRequestSchema>;
