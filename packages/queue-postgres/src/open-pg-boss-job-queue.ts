import { type Clock, PgBoss } from "pg-boss";
import { PgBossJobQueue } from "./pg-boss-job-queue.ts";
import { schemaOf } from "./schema.ts";
import { asStoreError } from "./transaction.ts";

/** Where a team's jobs are. */
export interface PostgresAddress {
  /** `postgresql://…`, as libpq reads it. */
  readonly url: string;
  /** The schema that pg-boss and we have to ourselves; a plain name. */
  readonly schema: string;
}

/** What opening a queue takes besides its address. */
export interface PostgresTools {
  /** Told what goes wrong between calls, such as a lost connection. */
  readonly report: (problem: Error) => void;
  /** Another clock than the database's own, for tests. */
  readonly clock?: Clock;
}

/**
 * Opens the queue of a team, and makes its tables where there are none.
 *
 * pg-boss's own supervisor stays off: it would fail and delete jobs by its rules, not by ours.
 */
export function openPgBossJobQueue(
  { url, schema }: PostgresAddress,
  { report, clock }: PostgresTools,
): Promise<PgBossJobQueue> {
  return asStoreError(async () => {
    const boss = new PgBoss({
      connectionString: url,
      schema,
      application_name: "hookline",
      // Compiling a statement took 200 ms where running it takes 5.
      options: "-c jit=off",
      supervise: false,
      schedule: false,
      registerInstance: false,
      ...(clock ? { clock } : {}),
    });
    boss.on("error", report);
    await boss.start();
    await boss.getDb().executeSql(schemaOf(schema));
    return new PgBossJobQueue({ boss, schema });
  });
}
