/**
 * The queue of jobs for a team, on PostgreSQL; see `JobQueue` in `@hookline/core` for what it does.
 */
export {
  openPgBossJobQueue,
  type PostgresAddress,
  type PostgresTools,
} from "./open-pg-boss-job-queue.ts";
export type { PgBossJobQueue } from "./pg-boss-job-queue.ts";
