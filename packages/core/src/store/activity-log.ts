import { z } from "zod";
import { ACTIVITY_KINDS, type ActivityKind } from "../decide/activity.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { FAILURES, GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS, HOLDS } from "../decide/hold.ts";
import { Bug } from "../errors.ts";
import type { ActivityEntry, ActivityRequest } from "../socket/activity-schema.ts";
import { rescueNoteSchema } from "../socket/rescue-note-schema.ts";
import { jsonColumn } from "./json-column.ts";
import type { Command, Query, Store } from "./store.ts";

const detailSchema = z.object({
  branch: z.string().nullable(),
  rescued: z.array(rescueNoteSchema).readonly(),
  hold: z.enum(HOLD_REASONS).nullable(),
  failure: z.object({ kind: z.enum(GIT_FAILURE_KINDS), detail: z.string() }).nullable(),
});

/** What is written down of one look, or of several in a row. Times are milliseconds since the epoch. */
export interface NewActivity extends z.output<typeof detailSchema> {
  readonly repository: AbsolutePath;
  readonly kind: ActivityKind;
  readonly at: number;
  readonly until: number;
  readonly looks: number;
  readonly durationMs: number;
  readonly pushed: number;
  readonly pulled: number;
}

const row = z
  .object({
    id: z.int(),
    repository: z.string(),
    kind: z.enum(ACTIVITY_KINDS),
    at: z.int(),
    until: z.int(),
    looks: z.int(),
    duration_ms: z.int(),
    pushed: z.int(),
    pulled: z.int(),
    detail: jsonColumn(detailSchema),
  })
  .transform(({ at, until, duration_ms, detail, ...same }): ActivityEntry => {
    const { branch, rescued, hold, failure } = detail;
    return {
      ...same,
      at: new Date(at).toISOString(),
      until: new Date(until).toISOString(),
      durationMs: duration_ms,
      branch,
      rescued,
      hold: hold && { reason: hold, says: HOLDS[hold].says },
      failure: failure && { ...failure, says: FAILURES[failure.kind].says },
    };
  });

/** How many entries go at once, so that nobody waits for it. */
const PRUNED_AT_ONCE = 1000;

/** What is kept of the timeline: 30 days, and no more entries than anybody could look at. */
const KEPT = { ms: 30 * 86_400_000, most: 200_000 } as const;

/** The record of what happened to the repositories, for people. */
export class ActivityLog {
  readonly #insert: Query<ActivityEntry>;
  readonly #all: Query<ActivityEntry>;
  readonly #of: Query<ActivityEntry>;
  readonly #prune: Command;

  constructor(store: Store) {
    const page = `until >= @since AND until < @before AND (@id IS NULL OR id < @id)
       ORDER BY id DESC LIMIT @most`;
    this.#insert = store.query(
      `INSERT INTO activity
         (repository, kind, at, until, looks, duration_ms, pushed, pulled, detail)
       VALUES
         (@repository, @kind, @at, @until, @looks, @durationMs, @pushed, @pulled, @detail)
       RETURNING *`,
      row,
    );
    this.#all = store.query(`SELECT * FROM activity WHERE ${page}`, row);
    this.#of = store.query(
      `SELECT * FROM activity WHERE repository = @repository AND ${page}`,
      row,
    );
    this.#prune = store.command(
      `DELETE FROM activity WHERE id IN (
         SELECT id FROM activity
         WHERE until < @before OR id <= (SELECT max(id) FROM activity) - @most
         ORDER BY id LIMIT @atOnce)`,
    );
  }

  /** Writes an entry down. @throws StoreError */
  add(entry: NewActivity): ActivityEntry {
    const { branch, rescued, hold, failure, ...columns } = entry;
    const detail = JSON.stringify({ branch, rescued, hold, failure });
    const added = this.#insert.first({ ...columns, detail });
    if (added === undefined) throw new Bug("an insert returned no row");
    return added;
  }

  /** Returns entries of one repository or of all, the newest first, and whether there are more. */
  list({ repository, since, until, most, before }: ActivityRequest): {
    readonly entries: readonly ActivityEntry[];
    readonly more: boolean;
  } {
    const bounds = {
      since: Date.parse(since),
      before: until === null ? Number.MAX_SAFE_INTEGER : Date.parse(until),
      id: before,
      most: most + 1,
    };
    const found =
      repository === null ? this.#all.all(bounds) : this.#of.all({ ...bounds, repository });
    return { entries: found.slice(0, most), more: found.length > most };
  }

  /** Forgets what is old, a part at a time. @returns how many entries went */
  prune(now: number): number {
    return this.#prune({ before: now - KEPT.ms, most: KEPT.most, atOnce: PRUNED_AT_ONCE });
  }
}
