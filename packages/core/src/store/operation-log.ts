import { z } from "zod";
import { commitSchema, pathSchema, refSchema } from "../brand-schema.ts";
import type { Clock } from "../clock.ts";
import type { AbsolutePath, CommitId, RefName } from "../decide/brands.ts";
import { Bug } from "../errors.ts";
import type { Command, Query, Store } from "./store.ts";

/** The move of one ref, as it is about to happen. */
export interface PlannedOperation {
  readonly repository: AbsolutePath;
  readonly ref: RefName;
  /** `null`: the ref did not exist. */
  readonly old: CommitId | null;
  /** `null`: the ref is removed. */
  readonly new: CommitId | null;
  /** What made us move it, for whoever reads the log. */
  readonly cause: string;
}

/** How a move ended. */
export type OperationOutcome = "done" | "failed";

/** A move in the log. Times are milliseconds since the epoch. */
export interface Operation extends PlannedOperation {
  readonly id: number;
  /** `planned` when nobody came back to say how it ended: look at the ref itself. */
  readonly state: "planned" | OperationOutcome;
  readonly plannedAt: number;
  readonly settledAt: number | null;
}

const row = z
  .object({
    id: z.int(),
    repository: pathSchema,
    ref: refSchema,
    old_commit: commitSchema.nullable(),
    new_commit: commitSchema.nullable(),
    cause: z.string(),
    state: z.enum(["planned", "done", "failed"]),
    planned_at: z.int(),
    settled_at: z.int().nullable(),
  })
  .transform(
    ({ old_commit, new_commit, planned_at, settled_at, ...same }): Operation => ({
      ...same,
      old: old_commit,
      new: new_commit,
      plannedAt: planned_at,
      settledAt: settled_at,
    }),
  );

/** Where moves are written down: before they happen, and how they ended. */
export type Operations = Pick<OperationLog, "plan" | "settle">;

/** The record of every ref that we moved. It only grows. */
export class OperationLog {
  readonly #clock: Clock;
  readonly #plan: Query<number>;
  readonly #settle: Command;
  readonly #list: Query<Operation>;

  constructor(store: Store, clock: Clock) {
    this.#clock = clock;
    this.#plan = store.query(
      `INSERT INTO operation (repository, ref, old_commit, new_commit, cause, state, planned_at)
       VALUES (@repository, @ref, @old, @new, @cause, 'planned', @now) RETURNING id`,
      z.object({ id: z.int() }).transform(({ id }) => id),
    );
    this.#settle = store.command(
      `UPDATE operation SET state = @outcome, settled_at = @now, new_commit = coalesce(@moved, new_commit)
       WHERE id = @id AND state = 'planned'`,
    );
    this.#list = store.query(
      `SELECT * FROM operation WHERE @repository IS NULL OR repository = @repository
       ORDER BY id DESC LIMIT @limit`,
      row,
    );
  }

  /** Writes down a move *before* it happens: after a crash the log still says what was meant. */
  plan({ repository, ref, old, new: next, cause }: PlannedOperation): number {
    const now = this.#clock.now();
    const id = this.#plan.first({ repository, ref, old, new: next, cause, now });
    if (id === undefined) throw new Bug("an insert returned no row");
    return id;
  }

  /**
   * Writes down how a move ended. The first word stands: returns false where it was settled before.
   *
   * @param movedTo where the ref went, if that is not what was planned
   */
  settle(id: number, outcome: OperationOutcome, movedTo: CommitId | null = null): boolean {
    return this.#settle({ id, outcome, moved: movedTo, now: this.#clock.now() }) === 1;
  }

  /** Returns the newest moves first, of one repository or of all. */
  list({
    repository = null,
    limit,
  }: {
    repository?: AbsolutePath | null;
    limit: number;
  }): readonly Operation[] {
    return this.#list.all({ repository, limit });
  }
}
