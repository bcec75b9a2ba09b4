import * as z from "zod";
import { GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { SYNC_STATES } from "../decide/observation.ts";

/** Asks what looks would do, at one repository or at all. */
export const previewRequestSchema = z.object({
  repository: z.string().nullable(),
  /** As if the repositories were alpha, or were not; without it, as they are. */
  alpha: z.boolean().optional(),
});

/** See {@link previewRequestSchema}. */
export type PreviewRequest = z.output<typeof previewRequestSchema>;

const commits = z.object({
  count: z.int().nonnegative(),
  newest: z.array(z.object({ commit: z.string(), subject: z.string() })).readonly(),
});

const previewSchema = z.object({
  path: z.string(),
  branch: z.string().nullable(),
  upstream: z.string().nullable(),
  state: z.enum(SYNC_STATES),
  hold: z.enum(HOLD_REASONS).nullable(),
  failure: z.object({ kind: z.enum(GIT_FAILURE_KINDS), detail: z.string() }).nullable(),
  takes: commits,
  pushes: commits,
  replacesHere: commits,
  replacesThere: commits,
  files: z
    .array(
      z.object({
        path: z.string(),
        kind: z.enum(["edited", "deleted", "untracked", "ignored"]),
      }),
    )
    .readonly(),
});

/** What a look at one repository would do; see `Preview` of the rules. */
export type RepositoryPreview = z.output<typeof previewSchema>;

/** What looks would do. */
export const previewReplySchema = z.object({ previews: z.array(previewSchema).readonly() });

/** See {@link previewReplySchema}. */
export type PreviewReply = z.output<typeof previewReplySchema>;
