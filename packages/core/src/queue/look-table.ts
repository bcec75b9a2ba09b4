import { z } from "zod";
import { LOOK_STATES, type LookState } from "../decide/coalesce.ts";

import type { Command, Query, Store } from "../store/store.ts";
import { lookRow, type QueuedLook, type WaitingLook, waitingRow } from "./look-row.ts";

/** All SQL of the queue, one member per statement, prepared once. */
export interface LookTable {
  /** The look of a repository that no worker holds: ready, retrying or dead. */
  readonly waiting: Query<WaitingLook>;
  readonly insert: Query<QueuedLook>;
  /** Writes what the rules made of a job, and ends its lease if it had one. */
  readonly update: Command;
  /** Takes the look that is due longest, of a repository that nobody looks at. */
  readonly claim: Query<QueuedLook>;
  /** The running look of a lease. */
  readonly leased: Query<QueuedLook>;
  readonly renew: Command;
  readonly complete: Command;
  readonly remove: Command;
  /** Removes a look that is dead, and no other. */
  readonly discard: Command;
  /** Running looks of every worker but one. */
  readonly strangers: Query<QueuedLook>;
  /** Running looks whose lease has run out. */
  readonly expired: Query<QueuedLook>;
  readonly nextRunAt: Query<number | null>;
  readonly counts: Query<{ readonly state: LookState; readonly jobs: number }>;
  readonly list: Query<QueuedLook>;
  readonly forget: Command;
}

/** A job that may be claimed as soon as its time has come. */
const CLAIMABLE = `state IN ('queued', 'retrying') AND NOT EXISTS (
  SELECT 1 FROM look AS busy WHERE busy.state = 'running' AND busy.repository = look.repository)`;

/** Prepares the statements on an open store. */
export function prepareLookTable(store: Store): LookTable {
  return {
    waiting: store.query(
      "SELECT * FROM look WHERE repository = @repository AND state <> 'running'",
      waitingRow,
    ),
    insert: store.query(
      `INSERT INTO look
         (repository, state, reasons, run_at, attempts, crashes, failure, enqueued_at)
       VALUES
         (@repository, @state, @reasons, @runAt, @attempts, @crashes, @failure, @now)
       RETURNING *`,
      lookRow,
    ),
    update: store.command(
      `UPDATE look SET state = @state, reasons = @reasons, run_at = @runAt, attempts = @attempts,
         crashes = @crashes, failure = @failure,
         worker = NULL, lease_token = NULL, lease_until = NULL
       WHERE id = @job`,
    ),
    claim: store.query(
      `UPDATE look SET state = 'running', worker = @worker, lease_token = @token, lease_until = @leaseUntil
       WHERE id = (
         SELECT id FROM look WHERE ${CLAIMABLE} AND run_at <= @now
           AND repository NOT IN (SELECT value FROM json_each(@except))
         ORDER BY run_at, id LIMIT 1)
       RETURNING *`,
      lookRow,
    ),
    leased: store.query(
      "SELECT * FROM look WHERE state = 'running' AND lease_token = @token",
      lookRow,
    ),
    renew: store.command(
      "UPDATE look SET lease_until = @leaseUntil WHERE state = 'running' AND lease_token = @token",
    ),
    complete: store.command("DELETE FROM look WHERE state = 'running' AND lease_token = @token"),
    remove: store.command("DELETE FROM look WHERE id = @job"),
    discard: store.command("DELETE FROM look WHERE id = @job AND state = 'dead'"),
    strangers: store.query(
      "SELECT * FROM look WHERE state = 'running' AND worker <> @worker ORDER BY id",
      lookRow,
    ),
    expired: store.query(
      "SELECT * FROM look WHERE state = 'running' AND lease_until <= @now ORDER BY id",
      lookRow,
    ),
    nextRunAt: store.query(
      `SELECT min(run_at) AS run_at FROM look WHERE ${CLAIMABLE}
         AND repository NOT IN (SELECT value FROM json_each(@except))`,
      z.object({ run_at: z.int().nullable() }).transform((row) => row.run_at),
    ),
    counts: store.query(
      "SELECT state, count(*) AS jobs FROM look GROUP BY state",
      z.object({ state: z.enum(LOOK_STATES), jobs: z.int() }),
    ),
    list: store.query("SELECT * FROM look ORDER BY run_at, id", lookRow),
    forget: store.command("DELETE FROM look WHERE repository = @repository"),
  };
}
